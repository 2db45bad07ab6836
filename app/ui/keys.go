package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// OnHint is told what the widget under the pointer or the focus is for; "" when
// there is nothing to say. The shell puts it into the status line.
var OnHint = func(text string) {}

// layer is an overlay of ours: it takes the keys that the widget in it did not
// use.
type layer interface {
	fyne.CanvasObject
	takeKey(ev *fyne.KeyEvent)
	submit()
}

// Busy says whether a dialog or a list of choices lies over the window, so that
// commands of the menu must wait.
func Busy(win fyne.Window) bool { return win.Canvas().Overlays().Top() != nil }

// Submit confirms the dialog on top, as Ctrl+Return does, and says whether there
// was one. A menu that owns Ctrl+Return calls it first, because the menu sees
// the key before the dialog does.
func Submit(win fyne.Window) bool {
	l, ok := win.Canvas().Overlays().Top().(layer)
	if ok {
		l.submit()
	}
	return ok
}

// Unused passes on a key that a focused widget has no use for: to the dialog
// over the window, which closes on Escape and confirms on Return, or else to the
// canvas, where the shell listens for Escape and the function keys. Every widget
// of this kit ends its TypedKey with it.
func Unused(o fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	if top := c.Overlays().Top(); top != nil {
		if l, ok := top.(layer); ok {
			l.takeKey(ev)
		}
		return
	}
	if f := c.OnTypedKey(); f != nil {
		f(ev)
	}
}

// UnusedShortcut passes on a shortcut that a focused widget has no use for: to
// the canvas, which Fyne asks only where nothing has the focus.
func UnusedShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(o).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

// Confirm confirms the dialog that o stands in, if it does.
func Confirm(o fyne.CanvasObject) {
	if c := canvasOf(o); c != nil {
		if l, ok := c.Overlays().Top().(layer); ok {
			l.submit()
		}
	}
}

// canvasOf is the canvas an object is shown on, nil while it is on none.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// focus gives o the keyboard, if it is on a canvas.
func focus(o fyne.Focusable) {
	if c := canvasOf(o.(fyne.CanvasObject)); c != nil {
		c.Focus(o)
	}
}

// submits says whether a shortcut is Ctrl+Return (Cmd on a Mac).
func submits(s fyne.Shortcut) bool {
	k, ok := s.(*desktop.CustomShortcut)
	return ok && isReturn(k.KeyName) && k.Modifier == fyne.KeyModifierShortcutDefault
}

func isReturn(k fyne.KeyName) bool { return k == fyne.KeyReturn || k == fyne.KeyEnter }

// frame lays a rectangle's stroke inside a size, where a scroll does not cut it
// off.
func frame(r *canvas.Rectangle, size fyne.Size) {
	r.Move(fyne.NewSquareOffsetPos(r.StrokeWidth / 2))
	r.Resize(size.SubtractWidthHeight(r.StrokeWidth, r.StrokeWidth))
}

// modifiers are the keys held down now; none where the driver cannot tell.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
