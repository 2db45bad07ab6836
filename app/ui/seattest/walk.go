package seattest

import (
	"slices"
	"strings"

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
		return Drawn(o)
	}
	return nil
}

// Drawn are the objects a widget draws. Before texts that are not there themselves,
// and the grounds they stand on, stands their picture in letters; then they are as
// good as seen.
func Drawn(w fyne.Widget) []fyne.CanvasObject {
	list := slices.Clone(test.WidgetRenderer(w).Objects())
	pictured := false
	for i, o := range list {
		switch o := o.(type) {
		case *canvas.Raster:
			pictured = o.Visible()
		case *canvas.Text:
			if pictured && !o.Visible() {
				seen := *o
				seen.Hidden = false
				list[i] = &seen
			}
		case *canvas.Rectangle:
			if pictured && !o.Visible() {
				seen := *o
				seen.Hidden = false
				list[i] = &seen
			}
		default:
			pictured = false
		}
	}
	return list
}

// Screen is every text in the window, a line each.
func (s *Seat) Screen() string {
	var all strings.Builder
	canvas := s.Window.Canvas()
	for _, o := range append([]fyne.CanvasObject{canvas.Content()}, canvas.Overlays().List()...) {
		all.WriteString(Texts(o))
	}
	return all.String()
}

// Texts is every text an object shows, a line each.
func Texts(o fyne.CanvasObject) string {
	var all strings.Builder
	Walk(o, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok {
			all.WriteString(t.Text + "\n")
		}
	})
	return all.String()
}

// Sees fails the test unless all of these are on the screen.
func (s *Seat) Sees(texts ...string) {
	s.t.Helper()
	screen := s.Screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			s.t.Errorf("%q is not on the screen:\n%s", text, screen)
		}
	}
}
