package ui

import (
	"image"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// patch is a picture of the lines among some Letters that stand close together.
type patch struct {
	picture *canvas.Raster
	box     image.Rectangle
	lines   []placed
	drawn   []placed // when it was drawn last
}

// placed is a line and where it begins in the picture.
type placed struct {
	*written
	at fyne.Position
}

// spare is how much more a patch may cost than two, in pixels. Where OpenGL is
// software, to make a picture and to draw it for some frames takes as long as so many
// pixels of it (measured).
const spare = 2000

func newPatch() *patch {
	p := &patch{}
	p.picture = canvas.NewRaster(p.draw)
	p.picture.ScaleMode = canvas.ImageScalePixels // it is drawn pixel by pixel: nothing to blend
	return p
}

// takes says whether what fills a box had better be drawn here than for itself.
func (p *patch) takes(box image.Rectangle) bool {
	return cost(p.box.Union(box)) <= cost(p.box)+cost(box)+spare
}

// cost is how many pixels are painted for a box: by fours each way, those at its
// edge as well.
func cost(box image.Rectangle) int { return (box.Dx() + 6) * (box.Dy() + 6) }

func (p *patch) begin() {
	p.box = image.Rectangle{}
	p.lines, p.drawn = p.drawn[:0], p.lines
}

func (p *patch) add(w *written) {
	p.box = p.box.Union(w.box)
	p.lines = append(p.lines, placed{written: w})
}

// end puts the picture in its place, and has it drawn again if it is another.
func (p *patch) end() {
	corner := fyne.NewPos(float32(p.box.Min.X), float32(p.box.Min.Y))
	anew := p.picture.Hidden
	for i := range p.lines {
		l := &p.lines[i]
		l.at = fyne.NewPos(l.x, l.y).Subtract(corner)
		anew = anew || l.anew
	}
	p.picture.Hidden = false
	p.picture.Resize(fyne.NewSize(float32(p.box.Dx()), float32(p.box.Dy())))
	p.picture.Move(corner)
	if anew || !slices.Equal(p.lines, p.drawn) {
		p.picture.Refresh()
	}
}

// hide has the picture shown no longer.
func (p *patch) hide() {
	p.picture.Hidden = true
	p.picture.Refresh()
}

// paper is what pictures are drawn on, one after the other: Fyne copies it at
// once. New paper for each costs as much as the letters on it.
var paper []uint8

// draw draws the picture in so many pixels of the screen.
func (p *patch) draw(w, h int) image.Image {
	if need := 4 * w * h; need > len(paper) {
		paper = make([]uint8, need)
	}
	img := &image.RGBA{Pix: paper[:4*w*h], Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
	clear(img.Pix)
	width := p.picture.Size().Width
	if width == 0 {
		return img
	}
	scale := float32(w) / width
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.picture); c != nil { // w is rounded
		scale = c.Scale() * float32(math.Round(float64(scale/c.Scale())))
	}
	for _, l := range p.lines {
		l.draw(img, l.at, scale)
	}
	return img
}
