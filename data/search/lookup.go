package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Lookup is one thing an index of texts is asked for: a word in all its forms,
// or a phrase.
type Lookup struct {
	Word   string   // folded; "" for a phrase
	Common bool     // it says little where there are other words
	Open   bool     // it is still being typed
	Less   []string // what is left of a compound without its last or its first part: what those say may be wrong
	forms  []string
}

// Lookups takes a query apart: its phrases, which must occur, and its words.
// Common words are left out where there are others.
func (q Query) Lookups() (phrases, words []Lookup) {
	for _, p := range q.Phrases {
		if e := phrase(p); e != "" {
			phrases = append(phrases, Lookup{forms: []string{e}})
		}
	}
	text := strings.Join(q.Terms, " ")
	lang := Detect(q.Text)
	meant := len(phrases) > 0
	list := Words(text)
	for i := 0; i < len(list); i += 1 + list[i].Parts {
		w, end := list[i], i+1+list[i].Parts
		l := Lookup{Word: w.Text, Open: q.Unfinished && end == len(list) && w.End == len(text)}
		l.Common = Common(w.Text, lang) && !l.Open
		parts := list[i+1 : end]
		if n := len(parts); n > 0 && isDigits(w.Text) && len(w.Text) > phoneKey { // a phone number without its country
			l.add(quote(parts[n-1].Text))
			parts = parts[:n-1]
		}
		for _, lang := range indexed {
			l.add(quote(Stem(w.Text, lang)))
			if other := otherNumber(w.Text, lang); other != "" {
				l.add(quote(Stem(other, lang)))
			}
			if len(parts) > 1 {
				l.add(row(parts, lang))
			}
		}
		if card := withColons(w.Text); card != "" {
			l.add(row(Words(card)[1:], ""))
		}
		if n := len(parts); n > 1 && l.Number() {
			l.Less = []string{text[w.Start:parts[n-2].End], text[parts[1].Start:w.End]}
		}
		if !slices.ContainsFunc(words, func(o Lookup) bool { return o.Word == l.Word }) {
			words = append(words, l)
			meant = meant || !l.Common
		}
	}
	if meant {
		words = slices.DeleteFunc(words, func(l Lookup) bool { return l.Common })
	}
	return phrases, words
}

func (l *Lookup) add(form string) {
	if !slices.Contains(l.forms, form) {
		l.forms = append(l.forms, form)
	}
}

// Or adds words, folded, that will do as well.
func (l *Lookup) Or(words ...string) {
	for _, w := range words {
		for _, lang := range indexed {
			l.add(quote(Stem(w, lang)))
		}
	}
}

// OrAs adds what another lookup is found by.
func (l *Lookup) OrAs(other Lookup) {
	for _, form := range other.forms {
		l.add(form)
	}
}

// Apart adds words that will do where they stand close together: what was typed
// as one word may be written as several.
func (l *Lookup) Apart(words ...string) {
	for _, lang := range indexed {
		var near []string
		for _, w := range words {
			near = append(near, quote(Stem(w, lang)))
		}
		l.add("NEAR(" + strings.Join(near, " ") + ", 10)") // parts of each stand between
	}
}

// withColons writes the address of a network card, or a part of one, with colons
// between its pairs, as most programs print it; "" if a word is none.
func withColons(word string) string {
	if len(word)%2 > 0 {
		return ""
	}
	var pairs []string
	for i := 0; i < len(word); i += 2 {
		pairs = append(pairs, word[i:i+2])
	}
	card := scanner{text: strings.Join(pairs, ":")}
	if card.card(0) < len(card.text) || !hasDigit(word) {
		return ""
	}
	return card.text
}

// Phrase adds words in a row that will do as well.
func (l *Lookup) Phrase(text string) {
	if e := phrase(text); e != "" {
		l.add(e)
	}
}

// Covers says whether a word is the one looked up in another form.
func (l Lookup) Covers(word string) bool {
	return slices.ContainsFunc(indexed, func(lang string) bool { return slices.Contains(l.forms, quote(Stem(word, lang))) })
}

// Fragment says whether a word may be a part of a longer one that somebody
// remembers: three characters of a serial number, four letters of a word.
func (l Lookup) Fragment() bool {
	n := utf8.RuneCountInString(l.Word)
	return n >= 4 || n == 3 && hasDigit(l.Word)
}

// Number says whether a word has digits: a serial, a phone number, an address.
func (l Lookup) Number() bool { return hasDigit(l.Word) }

// Together is the FTS5 expression for texts that have all of what is looked up
// and nothing the query excludes. It is "" where there is nothing to look for,
// and never an expression that FTS5 rejects.
func (q Query) Together(list ...Lookup) string {
	if len(list) == 0 {
		return ""
	}
	var all []string
	for _, l := range list {
		if len(l.forms) > 0 {
			all = append(all, group(l.forms, " OR "))
		}
	}
	if len(all) == 0 {
		return ""
	}
	expression := strings.Join(all, " AND ")
	if not := q.Excluded(); not != "" {
		return "(" + expression + ") NOT " + not
	}
	return expression
}

// Excluded is the FTS5 expression for texts that have something the query
// excludes, "" where it excludes nothing.
func (q Query) Excluded() string {
	var not []string
	for _, w := range q.Without {
		if e := phrase(w); e != "" {
			not = append(not, e)
		}
	}
	if len(not) == 0 {
		return ""
	}
	return group(not, " OR ")
}

// row is the expression for a compound's parts one after the other, as the
// index of a language holds them.
func row(parts []Word, lang string) string {
	stems := make([]string, len(parts))
	for i, p := range parts {
		stems[i] = Stem(p.Text, lang)
	}
	return quote(strings.Join(stems, " "))
}

// phrase is the expression for words in a row, as the index of each language
// holds them.
func phrase(text string) string {
	var list []string
	for _, lang := range indexed {
		if e := IndexText(text, lang); e != "" && !slices.Contains(list, quote(e)) {
			list = append(list, quote(e))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return group(list, " OR ")
}

func group(list []string, join string) string {
	if len(list) == 1 {
		return list[0]
	}
	return "(" + strings.Join(list, join) + ")"
}

// quote writes a string for FTS5.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// Match is the FTS5 expression for texts with any of a query's words, or with
// its phrases where it has some.
func Match(query string) string {
	q := Parse(query)
	phrases, words := q.Lookups()
	if len(phrases) > 0 || len(words) == 0 {
		return q.Together(phrases...)
	}
	for _, w := range words[1:] {
		words[0].OrAs(w)
	}
	return q.Together(words[0])
}
