package ui

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// typing is what is being typed to find a row by its beginning.
type typing struct {
	text string
	at   time.Time
}

const (
	// typingPause is after how long what is typed begins anew.
	typingPause = time.Second
	// typingReach is how many rows are looked through: in a list that long one
	// filters.
	typingReach = 10_000
)

// fresh says whether what is typed goes on.
func (t *typing) fresh() bool { return t.text != "" && time.Since(t.at) < typingPause }

// typeAhead goes to the next row that begins with what is typed, in any column,
// round from the cursor. One letter again and again goes from row to row.
func (l *List) typeAhead(r rune) {
	if !l.typing.fresh() {
		l.typing.text = ""
	}
	if r == ' ' && l.typing.text == "" {
		return
	}
	r = unicode.ToLower(r)
	from := l.at.cursor
	if l.typing.text == string(r) || l.typing.text == "" {
		l.typing.text = string(r)
		from++
	} else {
		l.typing.text += string(r)
	}
	l.typing.at = time.Now()
	count := l.source.Len()
	for n := range min(count, typingReach) {
		row := (max(from, 0) + n) % count
		cells, ok := l.source.Row(row)
		if l.columns == nil && len(cells) > 1 {
			cells = cells[:1] // the rest is beside the point
		}
		for _, c := range cells {
			if ok && Begins(c.Text, l.typing.text) {
				l.moveTo(row)
				return
			}
		}
	}
}

// among goes to the next of some names that begins with what is typed, round from
// one of them; where none does, to one with a word that begins so. One letter again
// and again goes from name to name; one that leads nowhere begins anew. It is -1
// where there is none.
func (t *typing) among(names []string, from int, r rune) int {
	if !t.fresh() {
		t.text = ""
	}
	r = unicode.ToLower(r)
	if t.text == string(r) || t.text == "" {
		t.text = string(r)
		from++
	} else {
		t.text += string(r)
	}
	t.at = time.Now()
	within := -1
	for n := range names {
		i := (max(from, 0) + n) % len(names)
		if Begins(names[i], t.text) {
			return i
		}
		for at, c := range names[i] {
			if within < 0 && !unicode.IsLetter(c) && Begins(names[i][at+utf8.RuneLen(c):], t.text) {
				within = i
			}
		}
	}
	if within < 0 && utf8.RuneCountInString(t.text) > 1 {
		t.text = ""
		return t.among(names, from, r)
	}
	return within
}

// bare takes the accents off small letters: one types without them.
var bare = strings.NewReplacer("á", "a", "à", "a", "é", "e", "è", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ö", "o", "ä", "a", "ñ", "n")

// Matches says whether a text holds every word of what one looks for, whatever
// the case and accents.
func Matches(text, query string) bool {
	text = bare.Replace(strings.ToLower(text))
	for _, word := range strings.Fields(bare.Replace(strings.ToLower(query))) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Begins says whether a text begins with another, whatever the case and accents.
func Begins(text, with string) bool {
	return strings.HasPrefix(bare.Replace(strings.ToLower(text)), bare.Replace(strings.ToLower(strings.TrimSpace(with))))
}
