package shell

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"firstline/app/ui"
)

// late is a room that has nothing to show until what it asked for has come.
type late struct {
	*room
	content fyne.CanvasObject
	seat    *ui.Seat
	comes   chan struct{}
	ready   bool
}

func (l *late) Content() fyne.CanvasObject { return l.content }
func (l *late) Ready() bool                { return l.ready }
func (l *late) Enter() {
	l.seat.Window.Canvas().Focus(l.entry)
	ui.Load(l.seat, new(ui.Slot), func(context.Context) (bool, error) {
		<-l.comes
		return true, nil
	}, func(ready bool) { l.ready = ready })
}

// TestARoomIsSeenWhenItHasSomethingToShow goes to a room that is late: what one
// left stays in sight, and what one types goes into the room all the same.
func TestARoomIsSeenWhenItHasSomethingToShow(t *testing.T) {
	for name, comes := range map[string]bool{"it comes": true, "it does not come in time": false} {
		t.Run(name, func(t *testing.T) {
			h := build(t, "en")
			h.Wait(func() bool { return h.queue.Ready() })
			inbox := h.rooms["inbox"]
			l := &late{room: inbox, content: inbox.Content(), seat: h.Seat.Seat, comes: make(chan struct{})}
			t.Cleanup(func() {
				if !comes {
					close(l.comes)
				}
			})
			h.Shell.rooms.Inbox = func() ui.Room { return l }
			seen := func(o fyne.CanvasObject) bool { return inSight(h.Window.Canvas(), o) }

			h.seat.Go.Inbox()
			if !seen(h.queue.Content()) || seen(l.content) {
				t.Error("the room is seen before it has something to show")
			}
			test.Type(h.Window.Canvas().Focused(), "half")
			if comes {
				close(l.comes)
			}
			h.Wait(func() bool { return seen(l.content) })
			if seen(h.queue.Content()) {
				t.Error("the room one left is still seen")
			}
			test.Type(h.Window.Canvas().Focused(), " typed")
			if l.entry.Text != "half typed" {
				t.Errorf("the room has %q of what was typed", l.entry.Text)
			}

			h.seat.Go.Tickets()
			if !seen(h.queue.Content()) || seen(l.content) {
				t.Error("a room that has something to show is not seen at once")
			}
		})
	}
}

// inSight says whether an object is shown within the window.
func inSight(c fyne.Canvas, o fyne.CanvasObject) bool {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return seenIn(c.Content(), o) && at.X < c.Size().Width
}

func seenIn(in, o fyne.CanvasObject) bool {
	if in == o || !in.Visible() {
		return in.Visible()
	}
	if box, ok := in.(*fyne.Container); ok {
		for _, child := range box.Objects {
			if seenIn(child, o) {
				return true
			}
		}
	}
	return false
}
