package seattest

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Walk goes through all that is visible of an object, in the order it is drawn,
// also what has scrolled out of sight.
func Walk(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	see(o)
	for _, part := range parts(o) {
		Walk(part, see)
	}
}

func parts(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		return drawn(o)
	}
	return nil
}

// drawn are the objects a widget draws, with the texts a list draws as pictures.
func drawn(w fyne.Widget) []fyne.CanvasObject {
	r := test.WidgetRenderer(w)
	list := r.Objects()
	if l, ok := r.(interface{ Texts() []*canvas.Text }); ok {
		list = slices.DeleteFunc(slices.Clone(list), func(o fyne.CanvasObject) bool { _, text := o.(*canvas.Text); return text })
		for _, t := range l.Texts() {
			list = append(list, t)
		}
	}
	return list
}
