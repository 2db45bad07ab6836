package ui

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Letters are lines of text, with the icons and grounds that belong to them, in a
// few pictures, drawn from letters that were drawn before. Fyne draws every letter of
// every new text from its outline: three fifths of a page turned in the ticket list,
// and a tenth of the start; and where OpenGL is software, each text more costs a frame
// what thirty letters do (measured). A line that needs more than letters of the
// theme's font in a row is left to Fyne.
//
// Begin, Write for each line, or Icon or Ground, and End say what is written; Line
// does all three.
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

// mark is what is written: a text, an icon or a ground.
type mark struct {
	text   string
	pen    Pen
	icon   fyne.Resource
	size   fyne.Size // of an icon or a ground
	radius float32   // of a ground's corners
}

// written is a mark in its place.
type written struct {
	mark
	of    *canvas.Text      // the text as Fyne draws it, if it is not plain
	under *canvas.Rectangle // its ground, for who asks what is drawn; nil: none
	plain bool
	line  line
	pill  image.Rectangle // on the ground
	x, y  float32         // where it begins
	box   image.Rectangle // what it fills of the picture
	anew  bool            // it looks otherwise than it was drawn
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
		if w.pen.Ground != nil {
			objects = append(objects, w.under)
		}
		if w.text != "" {
			objects = append(objects, w.of)
		}
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

// next is where a mark is kept, and whether another was.
func (l *Letters) next(m mark) (*written, bool) {
	if l.used == len(l.lines) {
		l.lines = append(l.lines, &written{of: canvas.NewText("", transparent)})
	}
	w := l.lines[l.used]
	l.used++
	other := w.mark != m
	w.mark, w.anew = m, w.anew || other
	return w, other
}

// Write writes a line into a space, by its alignment.
func (l *Letters) Write(text string, pen Pen, x, y, width, height float32) {
	w, other := l.next(mark{text: text, pen: pen})
	t := w.of
	if other {
		t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment = text, pen.Ink, pen.Size, pen.Style, pen.Align
		if w.plain = lettersDo(text, pen.Style); w.plain {
			w.line = shape(text, pen.Size, pen.Style)
		} else {
			size := Measure(text, pen.Size, pen.Style)
			w.line = line{advance: size.Width, height: size.Height}
			t.Refresh()
		}
		t.Hidden = w.plain
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
	if pen.Ground != nil {
		w.stand(cover(w.x-pillAir(), w.y-1, w.x+w.line.advance+pillAir(), w.y+whole(height)+1))
	}
}

// stand puts the mark on its ground.
func (w *written) stand(pill image.Rectangle) {
	if w.under == nil {
		w.under = canvas.NewRectangle(transparent)
		w.under.Hidden = true
	}
	w.pill, w.box = pill, w.box.Union(pill)
	w.under.FillColor = w.pen.Ground
	w.under.Move(fyne.NewPos(float32(pill.Min.X), float32(pill.Min.Y)))
	w.under.Resize(fyne.NewSize(float32(pill.Dx()), float32(pill.Dy())))
}

// Icon puts an icon where a line is to begin.
func (l *Letters) Icon(icon fyne.Resource, ink color.Color, x, y, side float32) {
	w, _ := l.next(mark{icon: icon, pen: Pen{Ink: ink}, size: fyne.NewSquareSize(side)})
	w.x, w.y = whole(x), whole(y)
	w.box = cover(w.x, w.y, w.x+side, w.y+side)
}

// Ground fills what the lines written after it stand on.
func (l *Letters) Ground(fill color.Color, size fyne.Size, radius float32) {
	w, _ := l.next(mark{pen: Pen{Ground: fill}, size: size, radius: radius})
	w.x, w.y, w.box = 0, 0, image.Rectangle{}
	w.stand(image.Rect(0, 0, int(whole(size.Width)), int(whole(size.Height))))
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

// draw draws a mark into a picture in which it begins at a place.
func (w *written) draw(img *image.RGBA, at fyne.Position, scale float32) {
	px := func(v float32) int { return int(math.Round(float64(v * scale))) }
	if w.pen.Ground != nil {
		left, top := px(at.X+float32(w.pill.Min.X)-w.x), px(at.Y+float32(w.pill.Min.Y)-w.y)
		pill := image.Rect(left, top, left+px(float32(w.pill.Dx())), top+px(float32(w.pill.Dy())))
		radius := w.radius * scale
		if w.text != "" {
			radius = float32(pill.Dy()) / 2
		}
		rounded(img, pill, radius, w.pen.Ground)
	}
	if w.icon != nil {
		shape := iconShape(w.icon, px(w.size.Width), px(w.size.Height))
		draw.DrawMask(img, shape.Rect.Add(image.Pt(px(at.X), px(at.Y))), image.NewUniform(w.pen.Ink), image.Point{}, shape, image.Point{}, draw.Over)
	}
	if w.text == "" || !w.plain {
		return
	}
	face, ink := faceOf(w.pen.Style), image.NewUniform(w.pen.Ink)
	begin, base := float32(px(at.X)), px(at.Y)+int(math.Ceil(float64(w.line.ascent*scale)))
	for _, g := range w.line.glyphs {
		x := begin + g.x*scale
		left := floor(x)
		m := face.mask(g.id, w.pen.Size*scale, int((x-left)*steps))
		if m.ink != nil {
			at := image.Pt(int(left), base-px(g.y)).Add(m.at)
			draw.DrawMask(img, m.ink.Rect.Add(at), ink, image.Point{}, m.ink, image.Point{}, draw.Over)
		}
	}
}
