package letter

import (
	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
)

// StateColor is the colour of a letter's state, beside its word.
func StateColor(s data.LetterState) fyne.ThemeColorName {
	switch s {
	case data.LetterSent, data.LetterConfirmed, data.LetterSaved:
		return ui.Good
	case data.LetterFailed, data.LetterBounced:
		return ui.Danger
	case data.LetterDeferred, data.LetterMaybe:
		return ui.Warning
	case data.LetterSending:
		return ui.Accent
	}
	return ui.Muted
}
