package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Relayout puts the parts of containers in place anew, one after the other. Their
// Refresh does that, too, but draws all that is in them anew: in a room that is a
// frame (measured).
func Relayout(containers ...*fyne.Container) {
	for _, c := range containers {
		c.Layout.Layout(c.Objects, c.Size())
	}
}

// Settle gives what scrolls the room it needs now, without drawing it anew as
// Refresh does.
func Settle(s *container.Scroll) {
	at := s.Offset
	s.Offset.Y--
	s.ScrollToOffset(at)
}

// Repaint has the window painted again, and nothing drawn anew: for what is shown
// or hidden, which Fyne does not see by itself.
func Repaint(o fyne.CanvasObject) {
	dirty(fyne.CurrentApp().Driver().CanvasForObject(o))
}

// RepaintAll has a window painted again of which Fyne may have forgotten what it
// shows.
func RepaintAll(win fyne.Window) { dirty(win.Canvas()) }

func dirty(c fyne.Canvas) {
	if c, ok := c.(interface{ SetDirty() }); ok {
		c.SetDirty()
	}
}

// Arrange lays out now what was changed in the window o is in. Fyne does so while it
// paints, and then paints once more, because something was changed.
func Arrange(o fyne.CanvasObject) {
	c, ok := fyne.CurrentApp().Driver().CanvasForObject(o).(interface {
		EnsureMinSize() bool
		CheckDirtyAndClear() bool
		SetDirty()
	})
	if !ok {
		return
	}
	for range arrangeMost {
		c.CheckDirtyAndClear()
		c.EnsureMinSize()
		if !c.CheckDirtyAndClear() {
			break
		}
	}
	c.SetDirty()
}

// arrangeMost is how often a window is laid out at most: the widths first, and then
// the heights that follow from them.
const arrangeMost = 4
