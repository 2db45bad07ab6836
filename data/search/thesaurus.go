package search

import (
	"slices"
	"strings"
)

// Thesaurus tells which words mean the same at a desk, whatever its languages are.
type Thesaurus map[string][]string // language and stem: words, folded

// NewThesaurus joins a desk's own groups to those known here. Of phrases it knows
// nothing.
func NewThesaurus(own [][]string) Thesaurus {
	t := Thesaurus{}
	for _, lang := range languages {
		groups, _ := synonyms.ReadFile("synonyms/" + lang + ".txt")
		for line := range strings.Lines(string(groups)) {
			t.add(lang, strings.Split(strings.TrimSpace(line), ","))
		}
		for _, group := range own {
			t.add(lang, group)
		}
	}
	return t
}

func (t Thesaurus) add(lang string, group []string) {
	var single []string
	for _, phrase := range group {
		if list := Words(phrase); len(list) > 0 && list[0].Parts == len(list)-1 {
			single = append(single, list[0].Text)
		}
	}
	for _, from := range single {
		key := lang + Stem(from, lang)
		for _, to := range single {
			if to != from {
				t[key] = append(t[key], to)
			}
		}
	}
}

// Of gives the words that mean the same as one, folded.
func (t Thesaurus) Of(word string) (same []string) {
	for _, lang := range languages {
		for _, w := range t[lang+Stem(word, lang)] {
			if w != word && !slices.Contains(same, w) {
				same = append(same, w)
			}
		}
	}
	return same
}
