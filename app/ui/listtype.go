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

// typeAhead goes to the next row that begins with what is typed, in any column,
// round from the cursor. One letter again and again goes from row to row.
func (l *List) typeAhead(r rune) {
	if !l.typing.fresh() {
		l.typing.text = ""
	}
	if r == ' ' && l.typing.text == "" {
		return
	}
	r = []rune(bare.Replace(string(unicode.ToLower(r))))[0]
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
			if ok && strings.HasPrefix(bare.Replace(strings.ToLower(c.Text)), l.typing.text) {
				l.moveTo(row)
				return
			}
		}
	}
}

// bare takes the accents off small letters: one types without them.
var bare = strings.NewReplacer("á", "a", "à", "a", "é", "e", "è", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ö", "o", "ä", "a")
