package ticket

import (
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
)

// A note of more lines or letters than these, such as a log, shows its first ones
// in the timeline: the rest would push everything else out of sight, and takes
// long to lay out.
const (
	longLines, shownLines     = 60, 25
	longLetters, shownLetters = 12_000, 4_000 // bytes
)

// folded is what the timeline shows of a text, and how many lines it does not.
func folded(text string) (shown string, rest int) {
	if len(text) <= longLetters && strings.Count(text, "\n") < longLines {
		return text, 0
	}
	end := 0
	for range shownLines {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 || end+next > shownLetters {
			break
		}
		end += next + 1
	}
	if end == 0 { // one very long line
		end = shownLetters
	}
	return strings.ToValidUTF8(text[:end], ""), 1 + strings.Count(strings.TrimSpace(text[end:]), "\n")
}

// more offers what a folded note does not show.
func (d draw) more(a data.Activity, rest int) fyne.CanvasObject {
	text := d.room.seat.Words.Count("ticket.entry.whole", rest)
	return ui.Air(1, 1, 5, 0,
		newSpot(text, ui.NewText(text, ui.Accent), func() { d.room.showWhole(a) }))
}

// showWhole shows a note in front of the window, from end to end, to be searched
// and copied.
func (r *Room) showWhole(a data.Activity) {
	text := editor.New(r.seat, "", 24)
	text.ReadOnly, text.MaxRows = true, 24
	text.SetText(a.Text)
	p := r.seat.Words
	ui.ShowDialog(r.seat.Window, ui.Dialog{Title: p.Choice("activity", string(a.Kind)) + " · " + when(p, a.At, r.seat.Desk.Now()),
		Width: 900, Content: text, Focus: text, Confirm: p.Say("word.close")})
}
