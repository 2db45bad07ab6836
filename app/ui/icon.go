package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// Icon is an icon in a colour of the theme, as high as a line. Each is read and
// drawn once in a size, whatever colours it is shown in: Fyne reads it anew for
// each, which was half the time it took to show a ticket (measured).
type Icon struct {
	widget.BaseWidget
	icon fyne.Resource // an SVG
	ink  fyne.ThemeColorName
}

// NewIcon makes an icon.
func NewIcon(icon fyne.Resource, ink fyne.ThemeColorName) *Icon {
	i := &Icon{icon: icon, ink: ink}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows another icon, or this one in another colour; nil is none.
func (i *Icon) Set(icon fyne.Resource, ink fyne.ThemeColorName) {
	i.icon, i.ink = icon, ink
	i.Refresh()
}

// CreateRenderer draws the icon.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	r := &iconRenderer{i: i}
	r.picture = canvas.NewRaster(r.draw)
	r.picture.ScaleMode = canvas.ImageScalePixels
	r.Refresh()
	return r
}

type iconRenderer struct {
	i       *Icon
	picture *canvas.Raster
	icon    fyne.Resource // as drawn last
	ink     color.Color
}

func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.picture} }
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(px(16)) }

func (r *iconRenderer) Layout(size fyne.Size) {
	side := min(size.Width, size.Height)
	r.picture.Move(fyne.NewPos((size.Width-side)/2, (size.Height-side)/2))
	r.picture.Resize(fyne.NewSquareSize(side))
}

func (r *iconRenderer) Refresh() {
	icon, ink := r.i.icon, Color(r.i.ink)
	r.picture.Hidden = icon == nil
	if icon != r.icon || ink != r.ink {
		r.icon, r.ink = icon, ink
		r.picture.Refresh()
	}
}

// draw draws the picture in so many pixels of the screen.
func (r *iconRenderer) draw(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	if r.icon != nil && w > 0 && h > 0 {
		draw.DrawMask(img, img.Rect, image.NewUniform(r.ink), image.Point{}, iconShape(r.icon, w, h), image.Point{}, draw.Over)
	}
	return img
}

// shapes are the icons drawn so far. They belong to the UI goroutine.
var shapes = map[shapeKey]*image.Alpha{}

type shapeKey struct {
	icon          string
	width, height int
}

// iconShape draws an icon's shape, unless it was drawn before.
func iconShape(icon fyne.Resource, w, h int) *image.Alpha {
	key := shapeKey{icon.Name(), w, h}
	if s, ok := shapes[key]; ok {
		return s
	}
	shape := image.NewAlpha(image.Rect(0, 0, w, h))
	if svg, err := oksvg.ReadReplacingCurrentColor(bytes.NewReader(icon.Content()), "#000000"); err != nil {
		fyne.LogError("read the icon "+key.icon, err)
	} else {
		svg.SetTarget(0, 0, float64(w), float64(h))
		drawn := image.NewRGBA(shape.Rect)
		svg.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, drawn, drawn.Rect)), 1)
		draw.Draw(shape, shape.Rect, drawn, image.Point{}, draw.Src)
	}
	shapes[key] = shape
	return shape
}
