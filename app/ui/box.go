package ui

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/image/vector"
)

// Box is the ground and the edge of a field, with the round corners of all
// fields, drawn once into a picture: where OpenGL is software, Fyne works out
// whether a corner is near for every pixel of every frame, and a note's field took
// an eighth of that.
type Box struct {
	widget.BaseWidget
	look  boxLook
	drawn map[drawnBox]image.Image // lately: with the keyboard in it and without
}

// drawnBox is what a box was drawn as, in so many pixels.
type drawnBox struct {
	look boxLook
	size fyne.Size
	w, h int
}

// mostDrawn is how many pictures of a box are kept.
const mostDrawn = 4

type boxLook struct {
	fill, edge     color.Color
	stroke, radius float32
}

// NewBox makes a box; Set says how it looks.
func NewBox() *Box {
	b := &Box{look: boxLook{fill: transparent, edge: transparent}}
	b.ExtendBaseWidget(b)
	return b
}

// Set gives the box its colours, "" for none, and the width of its edge, which
// lies inside.
func (b *Box) Set(fill, edge fyne.ThemeColorName, stroke float32) {
	b.paint(boxLook{shade(fill), shade(edge), stroke, theme.InputRadiusSize()})
}

func (b *Box) paint(now boxLook) {
	if now != b.look {
		b.look = now
		b.Refresh()
	}
}

// shade is a colour of the theme, none for "".
func shade(name fyne.ThemeColorName) color.Color {
	if name == "" {
		return transparent
	}
	return Color(name)
}

// Ground is what is painted within the edge.
func (b *Box) Ground() color.Color { return b.look.fill }

// CreateRenderer draws the box.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	picture := canvas.NewRaster(b.draw)
	picture.ScaleMode = canvas.ImageScalePixels
	return widget.NewSimpleRenderer(picture)
}

// draw gives the box in so many pixels of the screen.
func (b *Box) draw(w, h int) image.Image {
	as := drawnBox{b.look, b.Size(), w, h}
	img, ok := b.drawn[as]
	if !ok {
		if b.drawn == nil || len(b.drawn) == mostDrawn {
			b.drawn = map[drawnBox]image.Image{}
		}
		img = b.drawAnew(w, h)
		b.drawn[as] = img
	}
	return img
}

func (b *Box) drawAnew(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == 0 || h == 0 || b.Size().Width == 0 {
		return img
	}
	scale := float32(w) / b.Size().Width
	stroke, radius := whole(b.look.stroke*scale), min(b.look.radius, b.Size().Width/2, b.Size().Height/2)*scale
	rounded(img, img.Rect, radius+stroke/2, b.look.edge)
	rounded(img, img.Rect.Inset(int(stroke)), max(radius-stroke/2, 0), b.look.fill)
	return img
}

// rounded fills a part of an image that has round corners.
func rounded(img *image.RGBA, part image.Rectangle, radius float32, ink color.Color) {
	fill := image.NewUniform(ink)
	side := int(ceil(radius))
	if part.Dx() < 2*side || part.Dy() < 2*side {
		round := image.NewAlpha(image.Rect(0, 0, part.Dx(), part.Dy()))
		fillRound(round, radius)
		draw.DrawMask(img, part, fill, image.Point{}, round, image.Point{}, draw.Over)
		return
	}
	corners := cornersOf(radius)
	inner := part.Inset(side)
	for _, c := range []struct{ to, from image.Point }{
		{part.Min, image.Point{}}, {image.Pt(inner.Max.X, part.Min.Y), image.Pt(side, 0)},
		{image.Pt(part.Min.X, inner.Max.Y), image.Pt(0, side)}, {inner.Max, image.Pt(side, side)},
	} {
		draw.DrawMask(img, image.Rectangle{c.to, c.to.Add(image.Pt(side, side))}, fill, image.Point{}, corners, c.from, draw.Over)
	}
	for _, between := range []image.Rectangle{
		image.Rect(inner.Min.X, part.Min.Y, inner.Max.X, inner.Min.Y),
		image.Rect(part.Min.X, inner.Min.Y, part.Max.X, inner.Max.Y),
		image.Rect(inner.Min.X, inner.Max.Y, inner.Max.X, part.Max.Y),
	} {
		draw.Draw(img, between, fill, image.Point{}, draw.Over)
	}
}

// corners are four round corners in one picture, by their radius: there are few.
var corners = map[float32]*image.Alpha{}

func cornersOf(radius float32) *image.Alpha {
	c, ok := corners[radius]
	if !ok {
		side := int(ceil(radius))
		c = image.NewAlpha(image.Rect(0, 0, 2*side, 2*side))
		fillRound(c, radius)
		corners[radius] = c
	}
	return c
}

// fillRound fills a mask but for its corners.
func fillRound(mask *image.Alpha, radius float32) {
	const bend = 0.5523 // of a cubic curve that is nearly a quarter of a circle
	r := vector.NewRasterizer(mask.Rect.Dx(), mask.Rect.Dy())
	var left, top float32
	right, bottom := float32(mask.Rect.Dx()), float32(mask.Rect.Dy())
	out := radius * (1 - bend)
	r.MoveTo(left+radius, top)
	r.LineTo(right-radius, top)
	r.CubeTo(right-out, top, right, top+out, right, top+radius)
	r.LineTo(right, bottom-radius)
	r.CubeTo(right, bottom-out, right-out, bottom, right-radius, bottom)
	r.LineTo(left+radius, bottom)
	r.CubeTo(left+out, bottom, left, bottom-out, left, bottom-radius)
	r.LineTo(left, top+radius)
	r.CubeTo(left, top+out, left+out, top, left+radius, top)
	r.ClosePath()
	r.Draw(mask, mask.Rect, image.Opaque, image.Point{})
}
