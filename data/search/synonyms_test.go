package search

import (
	"strings"
	"testing"
)

// Every language has synonyms, and every line is two words or phrases at the
// least, tidily written.
func TestSynonymsAreGroups(t *testing.T) {
	for _, lang := range languages {
		groups, err := synonyms.ReadFile("synonyms/" + lang + ".txt")
		if err != nil {
			t.Error(err)
		}
		for line := range strings.Lines(string(groups)) {
			group := strings.Split(strings.TrimSuffix(line, "\n"), ",")
			if len(group) < 2 {
				t.Errorf("%s: %q is no group", lang, line)
			}
			for _, word := range group {
				if word != strings.TrimSpace(word) || stemPhrase(word, lang) == "" {
					t.Errorf("%s: %q in %q", lang, word, line)
				}
			}
		}
	}
}
