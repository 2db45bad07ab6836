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
		if got := ids(l.Suggest(text, 10)); !slices.Equal(got, want) {
			t.Errorf("%q proposes %v, want %v", text, got, want)
		}
		if got := ids(l.Search(text, 10)); want != nil && !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	if len(l.Search("no puedo entrar", 10)) == 0 {
		t.Error("a search for common words finds nothing")
	}
}

// A past wording of an article without a question helps it to be found, but
// not before the article that has the words itself.
func TestWordingsOfTextsWithoutQuestion(t *testing.T) {
	l := search.New()
	for id, text := range map[data.ID]string{
		"wall":   "The town wall had twelve towers and four gates, of which the river gate is left.",
		"bridge": "The bridge was opened in 1894 and carries the road over the river to the town.",
		"market": "The market is held on the square every Friday, in winter in the hall.",
		"school": "The school has twelve rooms and a hall; the old one by the river is a museum.",
	} {
		l.Put(search.Doc{ID: id, Body: text, Lang: "en"})
	}
	l.Put(search.Doc{ID: "mill", Body: "The mill by the river grinds no more.", Learned: []string{"How many wheels had the old mill?", "Who owns it?"}, Lang: "en"})
	for query, want := range map[string]data.ID{"How many gates had the wall?": "wall", "who owns": "mill"} {
		if hits := l.Search(query, 3); len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%q found %v, want %s first", query, hits, want)
		}
	}
}

func ids(hits []search.Hit) []data.ID {
	var list []data.ID
	for _, h := range hits {
		list = append(list, h.ID)
	}
	return list
}
