package ui

import (
	"strings"
	"time"
	"unicode"
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

// typeAhead goes to the next row with a cell that begins with what is typed.
func (l *List) typeAhead(r rune) {
	row := l.typing.seek(l.source.Len(), l.at.cursor, r, func(i int) []string {
		cells, _ := l.source.Row(i)
		if l.columns == nil && len(cells) > 1 {
			cells = cells[:1] // the rest is beside the point
		}
		texts := make([]string, len(cells))
		for i, c := range cells {
			texts[i] = c.Text
		}
		return texts
	})
	if row >= 0 {
		l.moveTo(row)
	}
}

// seek goes to the next row with a text that begins with what is typed, round from
// one of them; where none does, to one with a word that begins so. One letter again
// and again goes from row to row; a word that leads nowhere stays there (-1), so that
// its other letters lead to nothing one did not mean.
func (t *typing) seek(rows, from int, r rune, texts func(row int) []string) int {
	if !t.fresh() {
		t.text = ""
	}
	if r == ' ' && t.text == "" {
		return -1
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
	for n := range min(rows, typingReach) {
		i := (max(from, 0) + n) % rows
		for _, text := range texts(i) {
			if Begins(text, t.text) {
				return i
			}
			inside := false
			for at, c := range text {
				was := inside
				inside = unicode.IsLetter(c) || unicode.IsNumber(c)
				if within < 0 && inside && !was && Begins(text[at:], t.text) {
					within = i
				}
			}
		}
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
