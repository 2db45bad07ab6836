package search

import (
	"embed"
	"slices"
	"strings"
)

// longestPhrase is of how many words a phrase that has synonyms may be.
const longestPhrase = 4

// synonyms gives the words that mean the same as a query's word, or as it and
// those after it together.
func (sh *shelf) synonyms(a asked) []string {
	if len(sh.same) == 0 {
		return nil
	}
	phrase := root(a.text, sh.lang)
	same := slices.Clip(sh.same[phrase])
	if a.after == "" {
		return same
	}
	phrase += " " + root(a.after, sh.lang)
	same = append(same, sh.same[phrase]...)
	for _, w := range a.more[:min(len(a.more), longestPhrase-2)] {
		phrase += " " + root(w.Text, sh.lang)
		same = append(same, sh.same[phrase]...)
	}
	return same
}

// Meant is a query with what it stands for at this desk: repaired as Search
// repairs it, its words' synonyms before it. It is what a snippet marks.
func (l *Library) Meant(query string) string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	list, repaired := l.read(query)
	var words []string
	for _, a := range list {
		for _, sh := range l.shelves {
			words = append(words, sh.synonyms(a)...)
		}
	}
	slices.Sort(words)
	return strings.Join(append(slices.Compact(words), repaired), " ")
}

// stemSynonyms makes a shelf's synonyms of those of its language and the desk's
// own: stems of each word or phrase to the words of the others in its group.
func stemSynonyms(lang string, own [][]string) map[string][]string {
	same := map[string][]string{}
	add := func(group []string) {
		for i, from := range group {
			key := stemPhrase(from, lang)
			for j, to := range group {
				if i != j && stemPhrase(to, lang) != key {
					for _, w := range Words(to) {
						if !Common(w.Text, lang) {
							same[key] = append(same[key], w.Text)
						}
					}
				}
			}
		}
	}
	groups, _ := synonyms.ReadFile("synonyms/" + lang + ".txt") // a language without the file has none
	for line := range strings.Lines(string(groups)) {
		add(strings.Split(strings.TrimSpace(line), ","))
	}
	for _, group := range own {
		add(group)
	}
	delete(same, "")
	return same
}

// stemPhrase is a phrase's words stemmed, with a space between them; common ones
// it begins with are left out ("the big program").
func stemPhrase(phrase, lang string) string {
	words := Words(phrase)
	for len(words) > 1 && Common(words[0].Text, lang) {
		words = words[1:]
	}
	var stems []string
	for _, w := range words {
		stems = append(stems, root(w.Text, lang))
	}
	return strings.Join(stems, " ")
}

// synonyms are words a caller and an article use for the same thing, by
// language: everyday and desk words only, a group a line. They count little
// (synonymShare), so that a near miss does no harm; a desk adds its own.
//
//go:embed synonyms/*.txt
var synonyms embed.FS
