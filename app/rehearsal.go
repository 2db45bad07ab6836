package app

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// rehearse has the window paint one of each kind of thing it ever will, too faint to
// be seen, one after the other. A driver makes a program of its own for each when the
// first comes: Mesa's llvmpipe takes 20 to 60 ms of a frame (measured), on a computer
// it was never made on. To it, a picture with a side that is a power of two is another
// kind, so that in the middle of a day a word of just that width would come late.
func (p *program) rehearse() {
	for _, o := range kinds() {
		time.Sleep(prepareRest)
		fyne.Do(func() { p.stage.try(o) })
	}
	fyne.Do(func() { p.stage.try(nil) })
}

// kinds gives one of each kind.
func kinds() []fyne.CanvasObject {
	faint := color.NRGBA{A: 1}
	square, round := canvas.NewRectangle(faint), canvas.NewRectangle(faint)
	round.CornerRadius = 1
	list := []fyne.CanvasObject{square, round}
	for _, scale := range []canvas.ImageScale{canvas.ImageScaleSmooth, canvas.ImageScalePixels} {
		for _, sides := range []image.Rectangle{image.Rect(0, 0, 2, 2), image.Rect(0, 0, 2, 3), image.Rect(0, 0, 3, 2), image.Rect(0, 0, 3, 3)} {
			picture := canvas.NewRaster(func(int, int) image.Image { return image.NewRGBA(sides) })
			picture.ScaleMode = scale
			list = append(list, picture)
		}
	}
	for _, o := range list {
		o.Resize(fyne.NewSquareSize(3))
	}
	return list
}
