package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// plain is a ground or a line of one colour: a picture of a single pixel. Where
// OpenGL is software, Fyne's rectangle takes twice as long, because it could have a
// shadow, and a hairline three times, because it is painted three pixels wide
// (measured).
type plain struct {
	*canvas.Raster
	pixel *image.RGBA
}

func newPlain() *plain {
	p := &plain{pixel: image.NewRGBA(image.Rect(0, 0, 1, 1))}
	p.Raster = canvas.NewRaster(func(int, int) image.Image { return p.pixel })
	p.ScaleMode = canvas.ImageScalePixels
	p.Hidden = true
	return p
}

// paint gives it a colour, or has it not shown.
func (p *plain) paint(ink color.Color, shown bool) {
	was, hidden := p.pixel.RGBAAt(0, 0), p.Hidden
	p.pixel.Set(0, 0, ink)
	p.Hidden = !shown
	if was != p.pixel.RGBAAt(0, 0) || hidden == shown {
		p.Refresh()
	}
}

// place paints it somewhere; no size is not shown.
func (p *plain) place(ink color.Color, x, y, w, h float32) {
	p.Move(fyne.NewPos(x, y))
	p.Resize(fyne.NewSize(w, h))
	p.paint(ink, w > 0 && h > 0)
}
