package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// outline is a frame of four lines that leave the corners free, for what is
// large: of a rectangle that is all rim every pixel is painted, and round corners
// make each twice as dear (10 ms a screen without a graphics card, measured).
type outline [4]*canvas.Rectangle

func newOutline() *outline {
	o := new(outline)
	for i := range o {
		o[i] = canvas.NewRectangle(transparent)
		o[i].Hidden = true
	}
	return o
}

func (o *outline) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{o[0], o[1], o[2], o[3]}
}

// draw draws the frame inside a size; no thickness is none.
func (o *outline) draw(size fyne.Size, thick float32, ink color.Color) {
	w, h := size.Width, size.Height
	for i, at := range [][4]float32{{thick, 0, w - 2*thick, thick}, {thick, h - thick, w - 2*thick, thick}, {0, thick, thick, h - 2*thick}, {w - thick, thick, thick, h - 2*thick}} {
		line := o[i]
		line.Hidden = thick == 0
		line.FillColor = ink
		line.Move(fyne.NewPos(at[0], at[1]))
		line.Resize(fyne.NewSize(at[2], at[3]))
		line.Refresh()
	}
}
