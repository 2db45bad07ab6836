package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Floor lies under a room. A click beside everything leaves the focus where it is:
// Fyne takes it away, and what one types next would go nowhere.
type Floor struct {
	widget.BaseWidget
	// Leaves says what loses the focus all the same; nil: nothing does.
	Leaves func(focused fyne.Focusable) bool
	holder
}

// NewFloor makes the floor of a room in a window.
func NewFloor(win fyne.Window) *Floor {
	f := &Floor{holder: holder{canvas: win.Canvas()}}
	f.ExtendBaseWidget(f)
	return f
}

// Tapped gives the focus back.
func (f *Floor) Tapped(*fyne.PointEvent) {
	if f.Leaves == nil || f.held == nil || !f.Leaves(f.held) {
		f.giveBack()
	}
}

// TappedSecondary is as Tapped.
func (f *Floor) TappedSecondary(ev *fyne.PointEvent) { f.Tapped(ev) }

// CreateRenderer draws nothing.
func (f *Floor) CreateRenderer() fyne.WidgetRenderer { return &floorRenderer{} }

type floorRenderer struct{}

func (*floorRenderer) Destroy()                     {}
func (*floorRenderer) Layout(fyne.Size)             {}
func (*floorRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (*floorRenderer) Objects() []fyne.CanvasObject { return nil }
func (*floorRenderer) Refresh()                     {}

// holder remembers what had the focus before Fyne takes it away at a click: it
// tells the press first.
type holder struct {
	canvas fyne.Canvas
	held   fyne.Focusable
}

// MouseDown remembers.
func (h *holder) MouseDown(*desktop.MouseEvent) { h.held = h.canvas.Focused() }

// MouseUp waits for the tap, which comes after Fyne took the focus again.
func (h *holder) MouseUp(*desktop.MouseEvent) {}

// giveBack gives the focus back, unless something else has it.
func (h *holder) giveBack() {
	if h.held != nil && h.canvas.Focused() == nil {
		h.canvas.Focus(h.held)
	}
	h.held = nil
}
