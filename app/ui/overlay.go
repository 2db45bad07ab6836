package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// overlay is a panel over the window: a dialog in the middle of it, or choices
// under their field. It keeps the focus inside while it is open and gives it
// back afterwards.
type overlay struct {
	widget.BaseWidget
	holder
	content fyne.CanvasObject
	place   func(canvas fyne.Size) (fyne.Position, fyne.Size) // where the panel goes
	title   string                                            // what a screen reader calls it
	scrim   bool                                              // dims what lies under it
	confirm func()                                            // Return and Ctrl+Return; nil: nothing
	careful bool                                              // Return alone does not confirm
	cancel  func()                                            // Escape, and a click outside unless scrim

	before fyne.Focusable
	typed  func(*fyne.KeyEvent)
	closed bool
}

var _ layer = (*overlay)(nil)

// open shows the overlay and puts the focus on first, or on the first thing in
// it that takes one.
func (o *overlay) open(first fyne.Focusable) {
	o.ExtendBaseWidget(o)
	o.before = o.canvas.Focused()
	o.canvas.Unfocus()
	o.typed = o.canvas.OnTypedKey()
	o.canvas.SetOnTypedKey(o.takeKey) // for when nothing in it has the focus
	o.canvas.AddShortcut(submitShortcut, func(fyne.Shortcut) { o.submit() })
	o.canvas.Overlays().Add(o)
	o.Resize(o.canvas.Size())
	if first != nil {
		o.canvas.Focus(first)
	} else {
		o.canvas.FocusNext()
	}
}

// close takes the overlay away, once, and gives the focus back.
func (o *overlay) close() {
	if o.closed {
		return
	}
	o.closed = true
	stack := slices.Clone(o.canvas.Overlays().List())
	above := stack[min(slices.Index(stack, fyne.CanvasObject(o))+1, len(stack)):]
	focused := o.canvas.Focused()
	o.canvas.Overlays().Remove(o) // and all above it
	if len(above) == 0 {
		o.canvas.SetOnTypedKey(o.typed)
		if o.before != nil {
			o.canvas.Focus(o.before)
		}
	} else {
		// A dialog that opened another before it closed: the other stays, and
		// gives back what this one took.
		if next, ok := above[0].(*overlay); ok {
			next.before, next.typed = o.before, o.typed
		}
		for _, a := range above {
			o.canvas.Overlays().Add(a)
		}
		if focused != nil {
			o.canvas.Focus(focused)
		}
	}
	if _, ok := o.canvas.Overlays().Top().(layer); !ok {
		o.canvas.RemoveShortcut(submitShortcut)
	}
}

var submitShortcut = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}

func (o *overlay) takeKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyEscape:
		o.cancel()
	case isReturn(ev.Name) && !o.careful:
		o.submit()
	case isFunctionKey(ev.Name) && o.typed != nil: // the shell's, and the editor's
		o.typed(ev)
	}
}

func (o *overlay) submit() {
	if o.confirm != nil && !o.closed {
		o.confirm()
	}
}

// Tapped outside the panel closes what is not a dialog; a dialog keeps the focus.
func (o *overlay) Tapped(*fyne.PointEvent) {
	if !o.scrim {
		o.cancel()
		return
	}
	o.giveBack()
}

// TappedSecondary is as Tapped.
func (o *overlay) TappedSecondary(ev *fyne.PointEvent) { o.Tapped(ev) }

// MouseIn keeps the pointer from what lies below.
func (o *overlay) MouseIn(*desktop.MouseEvent) {}

// MouseMoved keeps the pointer from what lies below.
func (o *overlay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends MouseIn.
func (o *overlay) MouseOut() {}

// Scrolled keeps the wheel from what lies below.
func (o *overlay) Scrolled(*fyne.ScrollEvent) {}

// AccessibilityLabel is the title.
func (o *overlay) AccessibilityLabel() string { return o.title }

// AccessibilityRole is a container's.
func (o *overlay) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer draws the panel.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer {
	r := &overlayRenderer{o: o, dim: newPlain(), panel: newPane(o.canvas, o.content)}
	r.Refresh()
	return r
}

type overlayRenderer struct {
	o     *overlay
	dim   *plain
	panel *pane
}

func (r *overlayRenderer) Destroy()           {}
func (r *overlayRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *overlayRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.dim.Raster, r.panel}
}

func (r *overlayRenderer) Layout(size fyne.Size) {
	r.dim.Resize(size)
	at, panel := r.o.place(size)
	r.panel.Move(at)
	r.panel.Resize(panel)
}

func (r *overlayRenderer) Refresh() {
	r.dim.paint(Color(scrim), r.o.scrim)
	r.panel.Refresh()
	r.Layout(r.o.Size())
}

// pane is the ground of an overlay. It takes clicks, so that they do not count
// as clicks outside, and keeps the focus where it is.
type pane struct {
	widget.BaseWidget
	holder
	content fyne.CanvasObject
}

func newPane(c fyne.Canvas, content fyne.CanvasObject) *pane {
	p := &pane{holder: holder{canvas: c}, content: content}
	p.ExtendBaseWidget(p)
	return p
}

// Tapped gives the focus back.
func (p *pane) Tapped(*fyne.PointEvent) { p.giveBack() }

// TappedSecondary is as Tapped.
func (p *pane) TappedSecondary(*fyne.PointEvent) { p.giveBack() }

// CreateRenderer draws the ground.
func (p *pane) CreateRenderer() fyne.WidgetRenderer {
	r := &paneRenderer{p: p, ground: NewBox()}
	r.Refresh()
	return r
}

type paneRenderer struct {
	p      *pane
	ground *Box // without a shadow: Fyne reckons that for every point of every frame
}

func (r *paneRenderer) Destroy()           {}
func (r *paneRenderer) MinSize() fyne.Size { return r.p.content.MinSize() }
func (r *paneRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.p.content}
}

func (r *paneRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.p.content.Resize(size)
}

func (r *paneRenderer) Refresh() {
	r.ground.paint(boxLook{Color(theme.ColorNameOverlayBackground), Color(Line), 1, theme.Size(theme.SizeNamePopupRadius)})
	r.p.content.Refresh()
}
