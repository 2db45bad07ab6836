package words

import (
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// newPlural has go-i18n tell plural forms (Unicode CLDR): it is given a single message, whose
// text in each form is the name of that form.
func newPlural(lang string) *i18n.Localizer {
	tag := language.Make(lang)
	bundle := i18n.NewBundle(tag)
	bundle.MustAddMessages(tag, &i18n.Message{ID: "form",
		Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	return i18n.NewLocalizer(bundle, lang)
}

// pluralForm names the form for n: "one" or "other" in English; "many", too, in Spanish (un
// millón de tickets).
func (p *Printer) pluralForm(n int) string {
	form, err := p.plural.Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
	if err != nil {
		return "other"
	}
	return form
}
