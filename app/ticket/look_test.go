package ticket_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
)

// TestLook draws the room as a person sees it, for looking at with SHOTS set.
func TestLook(t *testing.T) {
	for _, lang := range []string{"es", "en"} {
		for _, look := range []string{"light", "dark"} {
			t.Run(lang+"-"+look, func(t *testing.T) {
				b := sit(t, lang)
				fyne.CurrentApp().Settings().SetTheme(ui.Theme(look))
				ticket := b.long(8)
				b.escalated(ticket)
				b.Window.Resize(fyne.NewSize(1230, 700))
				b.enter(ticket.ID)
				b.fine()
				b.Shot("ticket-" + lang + "-" + look)
			})
		}
	}
}
