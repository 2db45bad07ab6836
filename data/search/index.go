package search

import (
	"slices"
	"strings"
)

// indexed are the languages an indexed text may have been stemmed in; "" stands
// for one that was not recognised.
var indexed = append([]string{""}, languages...)

// IndexText writes a text for a full-text index: the stem of every word in the
// language given ("" where it is not known), words with digits as they are,
// wholes before their parts, with a space between them. Only letters and digits
// are left, so that FTS5's unicode61 tokenizer takes nothing apart.
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

// tails are how words go on that their stem does not: a word typed up to
// "configurac" is no beginning of the stem "configur" any more.
var tails = map[string][]string{
	"en": {"s", "es", "d", "ed", "g", "ng", "ing", "e", "r", "er", "on", "ion", "tion", "ation", "t", "nt", "ent", "ment", "y", "ly", "ty", "ity", "ble", "able"},
	"es": {"s", "es", "os", "as", "a", "o", "r", "do", "da", "ado", "ada", "n", "on", "ion", "cion", "acion", "ndo", "iendo", "ar", "er", "ir", "or", "dor", "ador", "te", "ente", "mente", "dad", "idad", "ble", "able"},
}

// finished gives the stems that a word typed so far may turn out to have, where
// the word is already longer than they are.
func finished(typed string) []string {
	if len(typed) < 5 || hasDigit(typed) {
		return nil
	}
	var stems []string
	for _, lang := range []string{"en", "es"} {
		for _, tail := range tails[lang] {
			s := Stem(typed+tail, lang)
			if len(s) < len(typed) && strings.HasPrefix(typed, s) && !slices.Contains(stems, s) {
				stems = append(stems, s)
			}
		}
	}
	return stems
}
