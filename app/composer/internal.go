package composer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// internal asks whether internal notes go along, with a warning.
type internal struct {
	room    *Composer
	tick    *ui.Check
	content fyne.CanvasObject
}

func newInternal(c *Composer) *internal {
	n := &internal{room: c, tick: ui.NewCheck("", func(bool) { c.changed() })}
	n.content = container.NewStack(ui.Tinted(ui.Internal, ui.Air(2, 6, 4, 8,
		column(n.tick, indented(ui.Prose(c.say("escalation.internal.says"), ui.InternalInk))))))
	return n
}

// count says how many internal notes there are.
func (n *internal) count(timeline []data.Activity) {
	notes := 0
	for _, a := range timeline {
		if a.Internal && !a.Withdrawn && a.Text != "" {
			notes++
		}
	}
	n.tick.Text = n.room.seat.Words.Count("escalation.internal", notes)
	if notes == 0 {
		n.tick.Text = n.room.say("escalation.internal.none")
	}
	n.tick.Refresh()
}
