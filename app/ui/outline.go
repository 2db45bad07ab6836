package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// outline is a frame of four lines that leave the corners free, for what is
// large: of a rectangle that is all rim every pixel is painted, and round corners
// make each twice as dear (10 ms a screen without a graphics card, measured).
type outline [4]*plain

func newOutline() *outline { return &outline{newPlain(), newPlain(), newPlain(), newPlain()} }

func (o *outline) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{o[0].Raster, o[1].Raster, o[2].Raster, o[3].Raster}
}

// draw draws the frame inside a size; no thickness is none.
func (o *outline) draw(size fyne.Size, thick float32, ink color.Color) {
	w, h := size.Width, size.Height
	o[0].place(ink, thick, 0, w-2*thick, thick)
	o[1].place(ink, thick, h-thick, w-2*thick, thick)
	o[2].place(ink, 0, thick, thick, h-2*thick)
	o[3].place(ink, w-thick, thick, thick, h-2*thick)
}
