// Package words is the printer: it writes sentences, plurals, dates and numbers in a given
// language. The language is a value that is passed in, never a global one.
package words

import (
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"firstline/assets"
)

// Printer speaks one language. It never changes, and may be used by many goroutines at once.
type Printer struct {
	lang   string
	table  table
	form   form
	plural *i18n.Localizer
}

// printers are made when they are first asked for: reading a language takes a few
// milliseconds, and most people need only one.
var printers sync.Map // of language tag to func() *Printer

func newPrinter(lang string) *Printer {
	return &Printer{lang: lang, table: readTable(lang), form: readForm(lang), plural: newPlural(lang)}
}

// Languages lists the tags of all languages that are spoken: "en", "es", "es-419". They are
// the folders in assets/words.
func Languages() []string { return assets.Languages() }

// For gives the printer for a language tag ("es", "es_ES.UTF-8", "en-GB"). A language that is
// not spoken gets that of which it is a variety (by CLDR "es" for "es-ES", and "es-419",
// Latin American Spanish, for "es-MX"), or else English.
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

// Lang is the tag of the printer's language: "en", "es", "es-419".
func (p *Printer) Lang() string { return p.lang }

// Base is the printer's language without its region, as it marks texts: "es" for "es-419".
func (p *Printer) Base() string { return Base(p.lang) }

// Base is a language tag without its region: "es" for "es-419".
func Base(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}

// Bases lists the languages without their varieties: those a text can be in.
func Bases() []string {
	return slices.DeleteFunc(Languages(), func(tag string) bool { return Base(tag) != tag })
}

// Say gives the sentence under a key, in its general form; pairs are name, value, name, value
// for its blanks, {{.name}}. A key without a sentence comes back in brackets,
// ⟦like.this⟧, so that it is noticed.
func (p *Printer) Say(key string, pairs ...any) string {
	s, ok := p.table[key]
	if !ok {
		return missing(key)
	}
	return s.general.fill(p, pairs)
}

// Has says whether there is a sentence under a key.
func (p *Printer) Has(key string) bool {
	_, ok := p.table[key]
	return ok
}

// Count gives the sentence under a key in the plural form for n; {{.n}} is n as Number
// writes it.
func (p *Printer) Count(key string, n int, pairs ...any) string {
	s, ok := p.table[key]
	if !ok {
		return missing(key)
	}
	return s.form(p.pluralForm(n)).fill(p, append([]any{"n", p.Number(n)}, pairs...))
}

func missing(key string) string { return "⟦" + key + "⟧" }
