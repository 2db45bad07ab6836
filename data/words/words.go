// Package words is the printer: sentences, plurals, dates and numbers in a
// given language. The language is a value passed in, never a global.
package words

import (
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Printer speaks one language. It never changes and may be used from anywhere
// at once.
type Printer struct {
	lang   string
	table  table
	plural *i18n.Localizer
}

// printers are made when first asked for: reading a language takes a few
// milliseconds, and most people speak one.
var printers = map[string]func() *Printer{
	"en": sync.OnceValue(func() *Printer { return newPrinter("en") }),
	"es": sync.OnceValue(func() *Printer { return newPrinter("es") }),
}

func newPrinter(lang string) *Printer {
	return &Printer{lang: lang, table: readTable(lang), plural: newPlural(lang)}
}

// Languages lists what can be spoken: "en", "es".
func Languages() []string { return []string{"en", "es"} }

// For gives the printer of a language tag ("es", "es_MX.UTF-8", "en-GB");
// unknown ones speak English.
func For(lang string) *Printer {
	lang = strings.ToLower(strings.TrimSpace(lang))
	if i := strings.IndexAny(lang, "-_.@:"); i >= 0 {
		lang = lang[:i]
	}
	if printer, ok := printers[lang]; ok {
		return printer()
	}
	return printers["en"]()
}

// Lang is "en" or "es".
func (p *Printer) Lang() string { return p.lang }

// Say gives the sentence under key; pairs are name, value, name, value and fill
// {{.name}}. Of a sentence with plural forms it gives the general one. A key
// nobody wrote a sentence for comes back in brackets, ⟦like.this⟧, so that it
// is seen.
func (p *Printer) Say(key string, pairs ...any) string {
	s, ok := p.table[key]
	if !ok {
		return missing(key)
	}
	return s.other.fill(p, pairs)
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
