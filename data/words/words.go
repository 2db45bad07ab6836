// Package words is the printer: sentences, plurals, dates and numbers in a
// given language. The language is a value passed in, never a global.
package words

import (
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"firstline/assets"
)

// Printer speaks one language. It never changes and may be used from anywhere
// at once.
type Printer struct {
	lang   string
	table  table
	form   form
	plural *i18n.Localizer
}

// printers are made when first asked for: reading a language takes a few
// milliseconds, and most people speak one.
var printers sync.Map // of language tag to func() *Printer

func newPrinter(lang string) *Printer {
	return &Printer{lang: lang, table: readTable(lang), form: readForm(lang), plural: newPlural(lang)}
}

// Languages lists what can be spoken, by tag: "en", "es", "es-419". There is no
// list of them but the folders of assets/words.
func Languages() []string { return assets.Languages() }

// For gives the printer of a language tag ("es", "es_ES.UTF-8", "en-GB"). One
// that is not spoken is answered in what it is a variety of (CLDR: "es" for
// "es-ES", "es-419", Latin American Spanish, for "es-MX"), else in English.
func For(lang string) *Printer {
	if i := strings.IndexAny(lang, ".@:"); i >= 0 {
		lang = lang[:i]
	}
	there := Languages()
	tag, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(lang), "_", "-"))
	for ; err == nil && !tag.IsRoot(); tag = tag.Parent() {
		if slices.Contains(there, tag.String()) {
			return printer(tag.String())
		}
	}
	return printer("en")
}

func printer(lang string) *Printer {
	made, _ := printers.LoadOrStore(lang, sync.OnceValue(func() *Printer { return newPrinter(lang) }))
	return made.(func() *Printer)()
}

// Lang is the tag of what is spoken: "en", "es", "es-419".
func (p *Printer) Lang() string { return p.lang }

// Base is the language without its region, as texts and dictionaries are marked:
// "es" for "es-419".
func (p *Printer) Base() string { return Base(p.lang) }

// Base is a language tag without its region: "es" for "es-419".
func Base(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}

// Bases lists the languages without their varieties: what a text can be in.
func Bases() []string {
	return slices.DeleteFunc(Languages(), func(tag string) bool { return Base(tag) != tag })
}

// Say gives the sentence under key; pairs are name, value, name, value and fill
// {{.name}}. Of a sentence with plural forms it gives the general one. A key
// nobody wrote a sentence for comes back in brackets, ⟦like.this⟧, so that it
// is seen.
func (p *Printer) Say(key string, pairs ...any) string {
	s, ok := p.table[key]
	if !ok {
		return missing(key)
	}
	return s.general.fill(p, pairs)
}

// Has says whether there is a sentence under key.
func (p *Printer) Has(key string) bool {
	_, ok := p.table[key]
	return ok
}

// Count gives the sentence under key in the plural form for n; {{.n}} is n,
// grouped.
func (p *Printer) Count(key string, n int, pairs ...any) string {
	s, ok := p.table[key]
	if !ok {
		return missing(key)
	}
	return s.form(p.pluralForm(n)).fill(p, append([]any{"n", p.Number(n)}, pairs...))
}

func missing(key string) string { return "⟦" + key + "⟧" }
