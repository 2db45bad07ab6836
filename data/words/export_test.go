package words

import (
	"maps"
	"slices"
)

// PluralForms lists the plural forms a language has, as far as the numbers of a
// desk go.
func PluralForms(lang string) []string {
	p, forms := For(lang), map[string]bool{"other": true}
	for n := range 200 {
		forms[p.pluralForm(n)] = true
	}
	forms[p.pluralForm(1_000_000)] = true
	return slices.Sorted(maps.Keys(forms))
}
