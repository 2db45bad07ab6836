package words

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"firstline/assets"
)

// form is what the language.json of a language says: what it calls itself and how
// its dates and numbers are written (CLDR). A variety says only what differs.
type form struct {
	Name       string     `json:"name"`       // in the language itself
	Dictionary string     `json:"dictionary"` // for the spelling, as Hunspell calls it
	Months     [12]string `json:"months"`     // their short names
	Day        text       `json:"day"`        // of {{.day}} and {{.month}}
	Date       text       `json:"date"`       // with {{.year}} besides
	Short      string     `json:"short"`      // a day in figures, as a time.Layout
	Typed      string     `json:"typed"`      // how a moment is typed, as a time.Layout

	Decimal     string `json:"decimal"`
	Thousands   string `json:"thousands"`
	GroupedFrom int    `json:"grouped_from"` // digits
	Byte        string `json:"byte"`         // its sign: B, in French o (octet)
}

// formFile is the file of a language's folder that holds its form.
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

// Dictionary is the usual dictionary for the spelling of the language, "es_ES".
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
