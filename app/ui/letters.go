package ui

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Letters are a line of text drawn from letters that were drawn before. Fyne
// draws every letter of every new text from its outline: three fifths of a page
// turned in the ticket list, and a tenth of the start (measured). What the
// theme's font has no letters for, or needs more than letters in a row, is left
// to Fyne.
type Letters struct {
	text  *canvas.Text // what is written, "": nothing; drawn by Fyne if it is not plain
	plain bool
	strip *strip        // what it is drawn on if it is
	alone bool          // it has the strip for itself
	at    fyne.Position // where it begins on the strip
}

// NewLetters makes a line that shows nothing yet.
func NewLetters() *Letters {
	l := newStrip().line()
	l.alone = true
	return l
}

// Hide takes the line away until it is shown again.
func (l *Letters) Hide() {
	if l.text.Text != "" {
		l.text.Text = ""
		l.changed(l.plain)
	}
	l.text.Hidden = true
}

// Show changes what is written, and draws it again only if it did change.
func (l *Letters) Show(text string, ink color.Color, size float32, style fyne.TextStyle, align fyne.TextAlign) {
	t := l.text
	if t.Text == text && t.Color == ink && t.TextSize == size && t.TextStyle == style && t.Alignment == align {
		return
	}
	was := l.plain
	t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment = text, ink, size, style, align
	l.plain = lettersDo(text, style)
	t.Hidden = l.plain
	l.changed(was)
}

// changed has what was changed drawn again.
func (l *Letters) changed(was bool) {
	l.strip.stale = l.strip.stale || l.plain || was
	if !l.plain {
		l.text.Refresh()
	}
	if l.alone {
		l.strip.settle()
	}
}

// Place puts it in a space, by its alignment.
func (l *Letters) Place(x, y, w, h float32) {
	l.text.Resize(fyne.NewSize(w, h))
	l.text.Move(fyne.NewPos(x, y))
	if !l.plain {
		return
	}
	line := shape(l.text.Text, l.text.TextSize, l.text.TextStyle)
	switch l.text.Alignment {
	case fyne.TextAlignTrailing:
		x += w - line.advance
	case fyne.TextAlignCenter:
		x += (w - line.advance) / 2
	}
	x, y = whole(x), whole(y+max(h-line.height, 0)/2)
	if l.alone {
		l.strip.place(x, y, float32(math.Ceil(float64(line.advance)))+1, float32(math.Ceil(float64(line.height)))+1)
		return
	}
	if at := fyne.NewPos(x, y).Subtract(l.strip.picture.Position()); l.at != at {
		l.at, l.strip.stale = at, true
	}
}

// Size is the room the text takes.
func (l *Letters) Size() fyne.Size { return Measure(l.text.Text, l.text.TextSize, l.text.TextStyle) }

// Objects are what a widget draws of it.
func (l *Letters) Objects() []fyne.CanvasObject { return l.strip.objects() }

// strip is the picture of some lines: a picture more takes as long to paint as a
// thousand pixels (measured), and a list has hundreds of texts.
type strip struct {
	picture *canvas.Raster
	lines   []*Letters
	stale   bool // it is to be drawn again
}

func newStrip() *strip {
	s := &strip{}
	s.picture = canvas.NewRaster(s.draw)
	s.picture.Hidden = true
	return s
}

// line adds a line.
func (s *strip) line() *Letters {
	l := &Letters{text: canvas.NewText("", transparent), strip: s}
	l.text.Hidden = true
	s.lines = append(s.lines, l)
	return l
}

// objects are what a widget draws of it.
func (s *strip) objects() []fyne.CanvasObject {
	list := []fyne.CanvasObject{s.picture}
	for _, l := range s.lines {
		list = append(list, l.text)
	}
	return list
}

// place puts the strip somewhere, before its lines.
func (s *strip) place(x, y, w, h float32) {
	s.picture.Resize(fyne.NewSize(w, h))
	s.picture.Move(fyne.NewPos(x, y))
}

// settle draws the strip again if anything on it changed.
func (s *strip) settle() {
	if !s.stale {
		return
	}
	s.stale = false
	s.picture.Hidden = !slices.ContainsFunc(s.lines, (*Letters).drawn)
	s.picture.Refresh()
}

// drawn says whether there is something that we draw.
func (l *Letters) drawn() bool { return l.plain && l.text.Text != "" }

// paper is what strips are drawn on, one after the other: Fyne copies it at once.
// New paper for each costs as much as the letters on it.
var paper []uint8

// draw draws the picture in so many pixels of the screen.
func (s *strip) draw(w, h int) image.Image {
	if need := 4 * w * h; need > len(paper) {
		paper = make([]uint8, need)
	}
	img := &image.RGBA{Pix: paper[:4*w*h], Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
	clear(img.Pix)
	size := s.picture.Size()
	if size.Width == 0 {
		return img
	}
	scale := float32(w) / size.Width
	if c := fyne.CurrentApp().Driver().CanvasForObject(s.picture); c != nil { // w is rounded
		scale = c.Scale() * float32(math.Round(float64(scale/c.Scale())))
	}
	for _, l := range s.lines {
		if l.drawn() {
			l.draw(img, scale)
		}
	}
	return img
}

// draw draws the line into its strip's picture.
func (l *Letters) draw(img *image.RGBA, scale float32) {
	t := l.text
	face, line := faceOf(t.TextStyle), shape(t.Text, t.TextSize, t.TextStyle)
	ink := image.NewUniform(t.Color)
	base := int(math.Round(float64(l.at.Y*scale))) + int(math.Ceil(float64(line.ascent*scale)))
	for _, g := range line.glyphs {
		x := (l.at.X + g.x) * scale
		left := math.Floor(float64(x))
		m := face.mask(g.id, t.TextSize*scale, int((float64(x)-left)*steps))
		if m.ink != nil {
			at := image.Pt(int(left), base-int(math.Round(float64(g.y*scale)))).Add(m.at)
			draw.DrawMask(img, m.ink.Rect.Add(at), ink, image.Point{}, m.ink, image.Point{}, draw.Over)
		}
	}
}
