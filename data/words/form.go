package words

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"firstline/assets"
)

// form is what the file language.json of a language says: what the language calls itself and
// how it writes dates and numbers (CLDR). That of a variety says only what differs.
type form struct {
	Name       string     `json:"name"`       // in the language itself
	Dictionary string     `json:"dictionary"` // for spelling, as Hunspell calls it
	Months     [12]string `json:"months"`     // their short names
	Day        text       `json:"day"`        // with {{.day}} and {{.month}}
	Date       text       `json:"date"`       // with {{.year}}, too
	Short      string     `json:"short"`      // a day in figures, as a time.Layout
	Typed      string     `json:"typed"`      // how a moment is typed, as a time.Layout

	Decimal     string `json:"decimal"`
	Thousands   string `json:"thousands"`
	GroupedFrom int    `json:"grouped_from"` // how many digits a number has to have
	Byte        string `json:"byte"`         // the sign: B, in French o (octet)
}

// formFile is the name of the file with a language's form.
const formFile = "language"

func readForm(lang string) form {
	var f form
	for _, tag := range slices.Backward(assets.Fallback(lang)) {
		raw, ok := assets.Room(tag, formFile)
		if !ok {
			continue
		}
		if err := json.Unmarshal(raw, &f); err != nil {
			panic(fmt.Sprintf("words/%s/%s.json: %v", tag, formFile, err))
		}
	}
	return f
}

// Dictionary is the usual dictionary for spelling in the language: "es_ES".
func (p *Printer) Dictionary() string { return p.form.Dictionary }

// ownName is what a language calls itself: Español. False for one that is not
// spoken here. Its form alone is read: a choice of language would wait for the
// sentences of all, 6 ms each (measured).
func ownName(tag string) (string, bool) {
	if !slices.Contains(Languages(), tag) {
		return "", false
	}
	made, _ := ownNames.LoadOrStore(tag, sync.OnceValue(func() string { return readForm(tag).Name }))
	return made.(func() string)(), true
}

var ownNames sync.Map // of language tag to func() string
