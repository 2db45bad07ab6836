package words

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// blanks are the places in a template that are filled in, such as {number}. These are the
// names under which templates are kept, with those that people see and type in their
// language.
func (p *Printer) blanks() map[string]string {
	return map[string]string{"name": p.Say("blank.name"), "number": p.Say("blank.number"), "subject": p.Say("blank.subject"), "caller": p.Say("blank.caller"),
		"organization": p.Say("blank.organization"), "operator": p.Say("blank.operator"), "desk": p.Say("blank.desk"),
		"summary": p.Say("blank.summary"), "today": p.Say("blank.today")}
}

var inBraces = regexp.MustCompile(`\{[^{}\s]{1,30}\}`)

// NameBlanks is a template with its blanks as people see them: {número} for {number}.
func (p *Printer) NameBlanks(text string) string { return swap(text, p.blanks()) }

// PlainBlanks is a template with its blanks as they are kept, however they were typed: in
// either form, in capitals or not, with accents or without.
func (p *Printer) PlainBlanks(text string) string {
	names := map[string]string{}
	for name, said := range p.blanks() {
		names[Bare(said)] = name
	}
	return swap(text, names)
}

// swap gives blanks other names, by their bare names.
func swap(text string, names map[string]string) string {
	return inBraces.ReplaceAllStringFunc(text, func(found string) string {
		if name, ok := names[Bare(strings.Trim(found, "{}"))]; ok {
			return "{" + name + "}"
		}
		return found
	})
}

// Bare is a text in small letters and without accents, for looking things up.
func Bare(text string) string {
	text = strings.ToLower(text)
	bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		return text
	}
	return bare
}
