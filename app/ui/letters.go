package ui

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Letters are lines of text in a few pictures, drawn from letters that were drawn
// before. Fyne draws every letter of every new text from its outline: three fifths
// of a page turned in the ticket list, and a tenth of the start; and where OpenGL is
// software, each text more costs a frame what thirty letters do (measured). A line
// that needs more than letters of the theme's font in a row is left to Fyne.
//
// Begin, Write for each line and End say what is written; Line does all three.
type Letters struct {
	lines   []*written
	used    int // lines that are written
	patches []*patch
	shown   int // patches that show something
}

// Pen is what a line is written with.
type Pen struct {
	Ink    color.Color
	Size   float32
	Style  fyne.TextStyle
	Align  fyne.TextAlign
	Ground color.Color // of a pill round the text, as a badge has; nil: none
}

// pillAir is how far a pill reaches beyond its text on either side.
func pillAir() float32 { return px(6) }

// written is a line.
type written struct {
	text   *canvas.Text // as Fyne draws it, if it is not plain
	plain  bool
	line   line
	ground color.Color
	pill   image.Rectangle // on the ground
	x, y   float32         // where it begins
	box    image.Rectangle // what it fills of the picture
	anew   bool            // it looks otherwise than it was drawn
}

// NewLetters makes what shows nothing yet.
func NewLetters() *Letters { return &Letters{} }

// Objects are what a widget draws of it. They are others after an End.
func (l *Letters) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, p := range l.patches[:l.shown] {
		objects = append(objects, p.picture)
	}
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
	if t.Text != text || t.Color != pen.Ink || t.TextSize != pen.Size || t.TextStyle != pen.Style || t.Alignment != pen.Align || w.ground != pen.Ground {
		t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment, w.ground = text, pen.Ink, pen.Size, pen.Style, pen.Align, pen.Ground
		if w.plain = lettersDo(text, pen.Style); w.plain {
			w.line = shape(text, pen.Size, pen.Style)
		} else {
			size := Measure(text, pen.Size, pen.Style)
			w.line = line{advance: size.Width, height: size.Height}
			t.Refresh()
		}
		t.Hidden = w.plain
		w.anew = true
	}
	t.Resize(fyne.NewSize(width, height))
	t.Move(fyne.NewPos(x, y))
	switch pen.Align {
	case fyne.TextAlignTrailing:
		x += width - w.line.advance
	case fyne.TextAlignCenter:
		x += (width - w.line.advance) / 2
	}
	w.x, w.y, w.box = whole(x), whole(y+max(height-w.line.height, 0)/2), image.Rectangle{}
	if base := w.y + w.line.ascent; w.line.above+w.line.below > 0 {
		w.box = cover(w.x-1, base-w.line.above, w.x+w.line.advance+1, base+w.line.below+1)
	}
	if w.ground != nil {
		w.pill = cover(w.x-pillAir(), w.y-1, w.x+w.line.advance+pillAir(), w.y+whole(height)+1)
		w.box = w.box.Union(w.pill)
	}
}

// End puts the pictures where the ink is, and has those drawn again that are others.
func (l *Letters) End() {
	shown := 0
	for _, w := range l.lines[:l.used] {
		if w.box.Empty() {
			continue
		}
		if shown == 0 || !l.patches[shown-1].takes(w.box) {
			if shown == len(l.patches) {
				l.patches = append(l.patches, newPatch())
			}
			l.patches[shown].begin()
			shown++
		}
		l.patches[shown-1].add(w)
	}
	for _, p := range l.patches[:shown] {
		p.end()
	}
	for _, p := range l.patches[shown:max(shown, l.shown)] {
		p.hide()
	}
	for _, w := range l.lines[:l.used] {
		w.anew = false
	}
	l.shown = shown
}

func floor(v float32) float32 { return float32(math.Floor(float64(v))) }
func ceil(v float32) float32  { return float32(math.Ceil(float64(v))) }

// cover is the whole pixels an area lies on.
func cover(left, top, right, bottom float32) image.Rectangle {
	return image.Rect(int(floor(left)), int(floor(top)), int(ceil(right)), int(ceil(bottom)))
}

// draw draws a line into a picture in which it begins at a place.
func (w *written) draw(img *image.RGBA, at fyne.Position, scale float32) {
	if w.ground != nil {
		from := at.AddXY(float32(w.pill.Min.X)-w.x, float32(w.pill.Min.Y)-w.y)
		left, top := int(whole(from.X*scale)), int(whole(from.Y*scale))
		pill := image.Rect(left, top, left+int(whole(float32(w.pill.Dx())*scale)), top+int(whole(float32(w.pill.Dy())*scale)))
		rounded(img, pill, float32(pill.Dy())/2, w.ground)
	}
	if !w.plain {
		return
	}
	t := w.text
	face, ink := faceOf(t.TextStyle), image.NewUniform(t.Color)
	begin := float32(math.Round(float64(at.X * scale)))
	base := int(math.Round(float64(at.Y*scale)) + math.Ceil(float64(w.line.ascent*scale)))
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
