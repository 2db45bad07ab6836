package app

import (
	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data/spelling"
)

// readSpelling reads the dictionary of the desk's language, if there is one, and
// the desk's own words: beside the window, for it takes a moment.
func readSpelling(seat *ui.Seat) func() {
	speller, dictionary, own := seat.Speller, seat.Words.Dictionary(), seat.Desk.Settings().Words
	return func() {
		if err := speller.Load(spelling.Folders(), []string{dictionary}, own); err != nil {
			fyne.LogError("read the dictionaries", err) // spelling is not checked then, and the settings say so
		}
	}
}
