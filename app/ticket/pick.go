package ticket

import (
	"strings"
	"unicode"

	"firstline/app/ui"
)

// pick shows a few things to choose from over the window, with the cursor on
// one; Return chooses, a letter goes to the next that begins with it.
func (r *Room) pick(title string, rows ui.Rows, on int, do func(i int)) {
	list := ui.NewNames(rows)
	list.OpenOnClick = true
	list.MinRows = min(len(rows), 16)
	list.Label = title
	var done func()
	list.OnOpen = func(i int) {
		done()
		do(i)
	}
	list.OnRune = func(letter rune) {
		for n := range rows {
			i := (list.Selected() + 1 + n) % len(rows)
			if begins(rows[i][0].Text, letter) {
				list.Select(i)
				return
			}
		}
	}
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: title, Content: list, Cancel: r.say("word.cancel"), Focus: list})
	list.Select(max(on, 0))
}

// begins says whether a text begins with a letter, whatever its case and accent.
func begins(text string, letter rune) bool {
	bare := strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u").Replace
	return strings.HasPrefix(bare(strings.ToLower(text)), bare(string(unicode.ToLower(letter))))
}
