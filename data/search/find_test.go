package search_test

import (
	"slices"
	"testing"

	"firstline/data"
	"firstline/data/search"
)

// What nobody asked for has more to do with what is written than common words;
// what is asked for is found by those, too.
func TestSuggestionsShareMoreThanCommonWords(t *testing.T) {
	l := search.New()
	for id, title := range map[data.ID]string{
		"vpn":     "La VPN no conecta desde la casa",
		"printer": "La impresora de la planta no imprime",
		"badge":   "How do I get a new badge?",
		"toner":   "Tonerkassette wechseln",
	} {
		l.Put(search.Doc{ID: id, Title: title})
	}
	for text, want := range map[string][]data.ID{
		"no enciende la pantalla":             nil,
		"no puedo entrar":                     nil,
		"How do I print?":                     nil,
		"no enciende la impresora":            {"printer"},
		"no enciende la impresra":             {"printer"}, // repaired
		"la impres":                           {"printer"}, // being typed
		"how do I get a BADGES":               {"badge"},
		"Wie wechsle ich die Tonerkassetten?": {"toner"},
		"la vpn no va":                        {"vpn"},
	} {
		var got []data.ID
		for _, h := range l.Suggest(text, 10) {
			got = append(got, h.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q proposes %v, want %v", text, got, want)
		}
	}
	if len(l.Search("no puedo entrar", 10)) == 0 {
		t.Error("a search for common words finds nothing")
	}
}
