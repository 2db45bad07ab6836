package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
)

// Choice is one thing one can do about an offer.
type Choice struct {
	Name  string
	Do    func()
	Stays bool // the offer stays; else it goes
}

// Offer says something below the room that waits for an answer, whenever it
// comes: it takes neither the focus nor the room away.
func (s *Shell) Offer(text string, choices ...Choice) {
	var bar fyne.CanvasObject
	buttons := container.NewHBox()
	leave := func() {
		c := s.seat.Window.Canvas()
		focused, _ := c.Focused().(fyne.CanvasObject)
		had := slices.Contains(buttons.Objects, focused)
		s.offers.Remove(bar)
		ui.Relayout(s.page)
		if had {
			c.Unfocus()
			s.reload()
		}
	}
	for _, c := range choices {
		buttons.Add(ui.NewButton(c.Name, nil, func() {
			c.Do()
			if !c.Stays {
				leave()
			}
		}))
	}
	label := ui.NewText(text, "")
	label.Cut = true
	line := ui.Border(nil, nil, nil, ui.Air(4, 4, 4, 8, buttons), ui.Air(4, 4, 12, 4, label))
	bar = ui.Pile(0, ui.NewRule(), ui.Tinted(ui.Rail, line))
	s.offers.Add(bar)
	ui.Relayout(s.page)
}
