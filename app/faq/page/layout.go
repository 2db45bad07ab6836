package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Wrap lays things out like words: in rows, as many as the width needs.
type Wrap struct{}

// MinSize is as wide as the widest, and as high as the rows at the width the
// things were last given.
func (w Wrap) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			size.Width = max(size.Width, o.MinSize().Width)
			size.Height = max(size.Height, o.Position().Y+o.MinSize().Height)
		}
	}
	return size
}

// Layout places the things, those of a row on its middle.
func (w Wrap) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	gap := theme.Padding() * 1.5
	var x, y, high float32
	var row []fyne.CanvasObject
	end := func() {
		for _, o := range row {
			o.Move(o.Position().AddXY(0, (high-o.Size().Height)/2))
		}
		x, y, high, row = 0, y+high+gap/2, 0, nil
	}
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		min := o.MinSize()
		if x > 0 && x+min.Width > size.Width {
			end()
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(min)
		x += min.Width + gap
		high, row = max(high, min.Height), append(row, o)
	}
	end()
}

// Column puts things below each other, each as high as it needs at the width
// there is: text that wraps knows its height only then. With Fill the last one
// gets the height that is left, with Middle they all stand in the middle of it.
type Column struct {
	Gap    float32
	Fill   bool
	Middle bool
}

// MinSize is the widest and all heights.
func (c Column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	n := 0
	for _, o := range objects {
		if o.Visible() {
			min := o.MinSize()
			size.Width = max(size.Width, min.Width)
			size.Height += min.Height
			n++
		}
	}
	size.Height += c.Gap * float32(max(n-1, 0))
	return size
}

// Layout places the things.
func (c Column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		height := o.MinSize().Height // at this width
		if c.Fill && i == len(objects)-1 {
			height = max(size.Height-y, height)
		}
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + c.Gap
	}
	if down := (size.Height - y + c.Gap) / 2; c.Middle && down > 0 {
		for _, o := range objects {
			o.Move(o.Position().AddXY(0, down))
		}
	}
}
