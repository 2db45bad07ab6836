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

// typeAhead goes to the next row one of whose cells begins with what is typed,
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
		for _, c := range cells {
			if ok && strings.HasPrefix(strings.ToLower(c.Text), l.typing.text) {
				l.moveTo(row)
				return
			}
		}
	}
}
