package ui

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Letters are lines of text in one picture, drawn from letters that were drawn
// before. Fyne draws every letter of every new text from its outline: three
// fifths of a page turned in the ticket list, and a tenth of the start; and where
// OpenGL is software, each text more costs a frame what thirty letters do
// (measured). A line that needs more than letters of the theme's font in a row is
// left to Fyne.
//
// Begin, Write for each line and End say what is written; Line does all three.
type Letters struct {
	picture *canvas.Raster
	lines   []*written
	used    int  // lines that are written
	shown   int  // lines that were, at the last End
	anew    bool // one of them looks otherwise than it was drawn
	left    float32
	top     float32 // of the picture
}

// Pen is what a line is written with.
type Pen struct {
	Ink   color.Color
	Size  float32
	Style fyne.TextStyle
	Align fyne.TextAlign
}

// written is a line.
type written struct {
	text  *canvas.Text // as Fyne draws it, if it is not plain
	plain bool
	line  line
	x, y  float32       // where it begins, if it is plain
	drawn fyne.Position // where that was in the picture
}

// NewLetters makes a picture that shows nothing yet.
func NewLetters() *Letters {
	l := &Letters{}
	l.picture = canvas.NewRaster(l.draw)
	l.picture.ScaleMode = canvas.ImageScalePixels // it is drawn pixel by pixel: nothing to blend
	l.picture.Hidden = true
	return l
}

// Objects are what a widget draws of it. They are others after an End.
func (l *Letters) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{l.picture}
	for _, w := range l.lines[:l.used] {
		objects = append(objects, w.text)
	}
	return objects
}

// Line writes one line and nothing else.
func (l *Letters) Line(text string, pen Pen, x, y, width, height float32) {
	l.Begin()
	l.Write(text, pen, x, y, width, height)
	l.End()
}

// Hide shows nothing.
func (l *Letters) Hide() {
	l.Begin()
	l.End()
}

// Begin begins anew.
func (l *Letters) Begin() { l.used = 0 }

// Write writes a line into a space, by its alignment.
func (l *Letters) Write(text string, pen Pen, x, y, width, height float32) {
	if l.used == len(l.lines) {
		l.lines = append(l.lines, &written{text: canvas.NewText("", transparent)})
	}
	w := l.lines[l.used]
	l.used++
	t := w.text
	if t.Text != text || t.Color != pen.Ink || t.TextSize != pen.Size || t.TextStyle != pen.Style || t.Alignment != pen.Align {
		t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment = text, pen.Ink, pen.Size, pen.Style, pen.Align
		if w.plain = lettersDo(text, pen.Style); w.plain {
			w.line = shape(text, pen.Size, pen.Style)
		} else {
			t.Refresh()
		}
		t.Hidden = w.plain
		l.anew = true
	}
	t.Resize(fyne.NewSize(width, height))
	t.Move(fyne.NewPos(x, y))
	if !w.plain {
		return
	}
	switch pen.Align {
	case fyne.TextAlignTrailing:
		x += width - w.line.advance
	case fyne.TextAlignCenter:
		x += (width - w.line.advance) / 2
	}
	w.x, w.y = whole(x), whole(y+max(height-w.line.height, 0)/2)
}

// End puts the picture where its ink is, and has it drawn again only if it is
// another.
func (l *Letters) End() {
	left, top := float32(math.MaxFloat32), float32(math.MaxFloat32)
	var right, bottom float32
	for _, w := range l.lines[:l.used] {
		if w.plain && w.line.above+w.line.below > 0 {
			base := w.y + w.line.ascent
			left, right = min(left, w.x-1), max(right, w.x+ceil(w.line.advance)+1)
			top, bottom = min(top, floor(base-w.line.above)), max(bottom, ceil(base+w.line.below)+1)
		}
	}
	anew := l.anew || l.shown != l.used
	hidden := left > right
	for _, w := range l.lines[:l.used] {
		if at := fyne.NewPos(w.x-left, w.y-top); w.plain && !hidden && at != w.drawn {
			w.drawn, anew = at, true
		}
	}
	l.left, l.top, l.shown, l.anew = left, top, l.used, false
	gone := hidden && !l.picture.Hidden
	l.picture.Hidden = hidden
	if !hidden {
		l.picture.Resize(fyne.NewSize(right-left, bottom-top))
		l.picture.Move(fyne.NewPos(left, top))
	}
	if anew && !hidden || gone {
		l.picture.Refresh()
	}
}

func floor(v float32) float32 { return float32(math.Floor(float64(v))) }
func ceil(v float32) float32  { return float32(math.Ceil(float64(v))) }

// paper is what pictures are drawn on, one after the other: Fyne copies it at
// once. New paper for each costs as much as the letters on it.
var paper []uint8

// draw draws the picture in so many pixels of the screen.
func (l *Letters) draw(w, h int) image.Image {
	if need := 4 * w * h; need > len(paper) {
		paper = make([]uint8, need)
	}
	img := &image.RGBA{Pix: paper[:4*w*h], Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
	clear(img.Pix)
	size := l.picture.Size()
	if size.Width == 0 {
		return img
	}
	scale := float32(w) / size.Width
	if c := fyne.CurrentApp().Driver().CanvasForObject(l.picture); c != nil { // w is rounded
		scale = c.Scale() * float32(math.Round(float64(scale/c.Scale())))
	}
	for _, w := range l.lines[:l.shown] {
		if w.plain {
			w.draw(img, scale)
		}
	}
	return img
}

// draw draws a line into the picture.
func (w *written) draw(img *image.RGBA, scale float32) {
	t := w.text
	face, ink := faceOf(t.TextStyle), image.NewUniform(t.Color)
	begin := float32(math.Round(float64(w.drawn.X * scale)))
	base := int(math.Round(float64(w.drawn.Y*scale)) + math.Ceil(float64(w.line.ascent*scale)))
	for _, g := range w.line.glyphs {
		x := begin + g.x*scale
		left := floor(x)
		m := face.mask(g.id, t.TextSize*scale, int((x-left)*steps))
		if m.ink != nil {
			at := image.Pt(int(left), base-int(math.Round(float64(g.y*scale)))).Add(m.at)
			draw.DrawMask(img, m.ink.Rect.Add(at), ink, image.Point{}, m.ink, image.Point{}, draw.Over)
		}
	}
}
