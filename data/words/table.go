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

// table is all sentences of one language, by key, from all rooms. The lookup is our own
// because go-i18n takes dots in keys for nesting and reserves words such as "description"
// and "one".
type table map[string]sentence

// sentence is one entry of a table: what it says in general and, where it has such, in each
// plural form of the language (CLDR).
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

// text is a sentence cut at its blanks: what comes before the first one, then for each blank
// its name and what comes after it.
type text struct {
	plain  string
	blanks []blank
}

type blank struct{ name, after string }

// UnmarshalText reads a text in a language's form.
func (t *text) UnmarshalText(raw []byte) error {
	*t = cut(string(raw))
	return nil
}

// cut cuts a string at its blanks, written {{.name}}.
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

// fill fills the blanks with the values of pairs. A blank without a value shows its name in
// brackets.
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

// readTable puts the files of a language over those of the languages it falls back to. They
// are part of the program, so one that cannot be read is a programming error. Having
// package json read into a type of our own takes twice as long (measured), and the start
// of the program waits for this.
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
