package words_test

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"firstline/assets"
	"firstline/data/words"
)

// TestALanguageIsAFolder adds one by its folder alone, with plurals English and
// Spanish do not have, and a variety of it.
func TestALanguageIsAFolder(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	remove := assets.Add(fstest.MapFS{
		"words/pl/language.json": file(`{"name": "Polski", "dictionary": "pl_PL", "months": ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
			"day": "{{.day}}. {{.month}}", "date": "{{.day}}. {{.month}} {{.year}} r.", "short": "02.01.06", "typed": "02.01.2006 15:04",
			"decimal": ",", "thousands": "'", "grouped_from": 4}`),
		"words/pl/shared.json": file(`{"word.save": "Zapisz", "word.close": "Zamknij",
			"count.tickets": {"one": "{{.n}} zgłoszenie", "few": "{{.n}} zgłoszenia", "many": "{{.n}} zgłoszeń", "other": "{{.n}} zgłoszenia"}}`),
		"words/pl-UA/language.json": file(`{"name": "Polski (Kresy)"}`),
		"words/pl-UA/shared.json":   file(`{"word.close": "Zawrzij"}`),
		"words/half/shared.json":    file(`{"word.save": "?"}`), // no language.json: no language
		"guide/pl/first_day.md":     file("# Pierwszy dzień\n\n…"),
		"templates/pl/notes.json":   file(`[{"name": "Rozmowa", "text": "**Co:** "}]`),
	})
	defer remove()
	if all := words.Languages(); !slices.Contains(all, "pl") || !slices.Contains(all, "pl-UA") || slices.Contains(all, "half") {
		t.Fatalf("the languages are %v", all)
	}
	if bases := words.Bases(); !slices.Contains(bases, "pl") || slices.Contains(bases, "pl-UA") {
		t.Errorf("the languages without varieties are %v", bases)
	}
	at := time.Date(2025, 10, 2, 12, 0, 0, 0, time.Local)
	p, variety := words.For("pl_PL.UTF-8"), words.For("pl-UA")
	for _, c := range []struct{ got, want string }{
		{p.Lang(), "pl"}, {p.Say("word.save"), "Zapisz"}, {p.Dictionary(), "pl_PL"},
		{p.Say("word.cancel"), words.For("en").Say("word.cancel")}, // what nobody wrote is said in English
		{p.Count("count.tickets", 1), "1 zgłoszenie"}, {p.Count("count.tickets", 3), "3 zgłoszenia"}, {p.Count("count.tickets", 12345), "12'345 zgłoszeń"},
		{p.Date(at), "2. paź 2025 r."}, {p.Brief(at, at.AddDate(0, 0, 3)), "2. paź"}, {p.Brief(at, at.AddDate(1, 0, 0)), "02.10.25"},
		{p.Typed(at), "02.10.2025 12:00"}, {p.Number(1234), "1'234"}, {p.Size(1536), "1,5 kB"},
		{words.For("es").Choice("language", "pl"), "Polski"},
		{variety.Lang(), "pl-UA"}, {variety.Base(), "pl"}, {variety.Say("word.close"), "Zawrzij"}, {variety.Say("word.save"), "Zapisz"},
		{variety.Date(at), p.Date(at)}, {variety.Choice("language", "pl-UA"), "Polski (Kresy)"},
		{assets.GuidePage("pl-UA", "first_day"), "# Pierwszy dzień\n\n…"}, {assets.GuidePage("pl", "queue"), assets.GuidePage("en", "queue")},
		{assets.Templates("pl")[0].Name, "Rozmowa"}, {assets.Sample("pl").Name, assets.Sample("en").Name},
	} {
		if c.got != c.want {
			t.Errorf("said %q, want %q", c.got, c.want)
		}
	}
	if back, ok := p.ReadTyped("02.10.2025 12:00"); !ok || !back.Equal(at) {
		t.Errorf("read %v %v", back, ok)
	}
	if day, ok := p.ReadTyped("02.10.2025"); !ok || !day.Equal(time.Date(2025, 10, 2, 0, 0, 0, 0, time.Local)) {
		t.Errorf("read %v %v", day, ok)
	}
	remove()
	if slices.Contains(words.Languages(), "pl") {
		t.Error("the language is still there")
	}
}
