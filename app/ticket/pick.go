package ticket

import (
	"strings"
	"unicode"

	"firstline/app/ui"
)

// pick shows a few things to choose from over the window.
func (r *Room) pick(title string, rows ui.Rows, on int, do func(i int)) {
	ui.Pick(r.seat, title, rows, on, do)
}

// begins says whether a text begins with a letter, whatever its case and accent.
func begins(text string, letter rune) bool {
	bare := strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u").Replace
	return strings.HasPrefix(bare(strings.ToLower(text)), bare(string(unicode.ToLower(letter))))
}
