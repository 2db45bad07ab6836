package words

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"firstline/assets"
)

// table is everything said in one language, all rooms together. The lookup is
// our own because go-i18n reads dots in keys as nesting and reserves words such
// as "description" and "one".
type table map[string]sentence

// sentence is one entry of a table: what it says in general, and in each plural
// form, where it has such. The forms are those of the language (CLDR).
type sentence struct {
	general text
	forms   map[string]text
}

func (s sentence) form(name string) text {
	if text, ok := s.forms[name]; ok {
		return text
	}
	return s.general
}

// newSentence reads "text" or {"one": "text", "many": "text", "other": "text"}.
func newSentence(said any) (sentence, error) {
	switch said := said.(type) {
	case string:
		return sentence{general: cut(said)}, nil
	case map[string]any:
		s := sentence{forms: map[string]text{}}
		for name, form := range said {
			only, ok := form.(string)
			if !ok {
				return s, fmt.Errorf("%s is no text", name)
			}
			s.forms[name] = cut(only)
		}
		s.general = s.forms["other"]
		return s, nil
	}
	return sentence{}, errors.New("neither a text nor forms of one")
}

// text is a sentence cut at its blanks: plain, then for each blank its name and
// the plain text after it.
type text struct {
	plain  string
	blanks []blank
}

type blank struct{ name, after string }

// UnmarshalText reads a text of a language's form.
func (t *text) UnmarshalText(raw []byte) error {
	*t = cut(string(raw))
	return nil
}

// cut cuts a string with blanks written {{.name}}.
func cut(s string) text {
	plain, rest, more := strings.Cut(s, "{{")
	t := text{plain: plain}
	for more {
		var name, after string
		name, rest, _ = strings.Cut(rest, "}}")
		after, rest, more = strings.Cut(rest, "{{")
		t.blanks = append(t.blanks, blank{strings.TrimPrefix(strings.TrimSpace(name), "."), after})
	}
	return t
}

// fill writes the values of pairs into the blanks. A blank without a value
// shows its name in brackets.
func (t text) fill(p *Printer, pairs []any) string {
	if len(t.blanks) == 0 {
		return t.plain
	}
	var b strings.Builder
	b.WriteString(t.plain)
	for _, blank := range t.blanks {
		value := missing(blank.name)
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == blank.name {
				value = p.show(pairs[i+1])
				break
			}
		}
		b.WriteString(value)
		b.WriteString(blank.after)
	}
	return b.String()
}

// show writes a value as it stands in a sentence. Whole numbers are not grouped:
// they may be years, ports or codes.
func (p *Printer) show(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case time.Time:
		return p.DateTime(v)
	case []string:
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(value)
}

// readTable merges the rooms' files of a language over those it falls back to.
// They are part of the program, so one that is not readable is a programming
// error. JSON's own way to read a type takes twice as long (measured), and the
// start waits for it.
func readTable(lang string) table {
	t := table{}
	for _, tag := range slices.Backward(assets.Fallback(lang)) {
		for room, raw := range assets.Words(tag) {
			if room == formFile {
				continue
			}
			var said map[string]any
			err := json.Unmarshal(raw, &said)
			for key := range said {
				if err == nil {
					t[key], err = newSentence(said[key])
				}
			}
			if err != nil {
				panic(fmt.Sprintf("words/%s/%s.json: %v", tag, room, err))
			}
		}
	}
	return t
}
