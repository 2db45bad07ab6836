package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// indexed are the languages an indexed text may have been stemmed in; "" stands
// for one that was not recognised.
var indexed = append([]string{""}, languages...)

// IndexText writes a text for a full-text index: the stem of every word in the
// language given ("" where it is not known), words with digits as they are,
// wholes before their parts, with a space between them. Only letters and digits
// are left, so that FTS5's ascii tokenizer, to which all but ASCII is letters,
// takes nothing apart (unicode61 knows only the letters of 2012).
func IndexText(text, lang string) string {
	if !slices.Contains(indexed, lang) {
		lang = ""
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, w := range Words(text) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(Stem(w.Text, lang))
	}
	return b.String()
}

// Spelt lists the words of a text that are worth knowing by their spelling, each
// once: those a desk repairs and completes what is typed from, and the serials,
// numbers and addresses that somebody may remember a part of. Very short words
// and parts of what is joined are not among them.
func Spelt(text string) []string {
	seen := map[string]bool{}
	var list []string
	add := func(w Word) {
		n := utf8.RuneCountInString(w.Text)
		if n >= speltMin && n <= speltMax && !seen[w.Text] {
			seen[w.Text] = true
			list = append(list, strings.Clone(w.Text))
		}
	}
	words := Words(text)
	for i := 0; i < len(words); i += 1 + words[i].Parts {
		add(words[i])
		for _, p := range words[i+1 : i+1+words[i].Parts] {
			if !hasDigit(p.Text) { // a part of a serial is found in the whole
				add(p)
			}
		}
	}
	return list
}

// Letters of the shortest and the longest word worth knowing.
const (
	speltMin = 3
	speltMax = 40
)
