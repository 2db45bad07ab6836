package desk

import (
	"slices"

	"firstline/data"
	"firstline/data/words"
)

// knownLanguage says whether the desk can write in a language.
func knownLanguage(lang string) bool { return slices.Contains(words.Languages(), lang) }

// LanguageFor is what the desk writes in to someone who speaks lang: that, if it
// can, in the desk's own variety of it; else the desk's language.
func (d *Desk) LanguageFor(lang string) string {
	own := d.Words()
	if !knownLanguage(lang) || own.Base() == lang {
		return own.Lang()
	}
	return lang
}

// printerFor is the printer of a language named by a person; "" is the desk's.
func (d *Desk) printerFor(lang string) (*words.Printer, error) {
	if lang == "" {
		return d.Words(), nil
	}
	if knownLanguage(lang) {
		return words.For(lang), nil
	}
	return nil, data.Fault("language", "unknown_language", "value", lang, "choices", words.Languages())
}
