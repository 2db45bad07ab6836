package editor

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/editor/text"
	"firstline/app/ui"
)

// press is the last press of the mouse: two soon after each other select a word,
// three a line.
type press struct {
	at    time.Time
	place text.Place
	count int
	hand  bool // a click does more there than put the caret
}

// again is how soon a press counts as one more, as most desktops have it.
const again = 400 * time.Millisecond

// MouseDown puts the caret where one points, and more with Shift or Ctrl, or
// when one presses again.
func (e *Editor) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	e.closeOffer()
	e.focus()
	if e.OnPress != nil {
		defer e.OnPress() // what it changes must not move the place pointed at
	}
	at := e.placeUnder(ev.Position)
	if time.Since(e.press.at) < again && e.press.place == at {
		e.press.count++
	} else {
		e.press.count = 1
	}
	e.press.at, e.press.place = time.Now(), at
	switch {
	case ev.Modifier&fyne.KeyModifierShortcutDefault != 0:
		e.sheet.Move(at, false)
		e.OpenLink()
	case ev.Modifier&fyne.KeyModifierShift != 0:
		e.sheet.Move(at, true)
	case e.press.count == 1 && e.overBox(ev.Position):
		e.tick(at.Line)
	case e.press.count == 1 && e.overPicture(ev.Position):
		e.sheet.Move(at, false)
		e.OpenLink()
	case e.press.count == 2:
		e.sheet.Select(e.sheet.WordAt(at))
	case e.press.count > 2:
		e.sheet.Select(text.Place{Line: at.Line}, e.sheet.Next(text.Place{Line: at.Line, Col: len(e.sheet.Line(at.Line))}))
	default:
		e.sheet.Move(at, false)
	}
	e.moved()
}

// MouseUp does nothing: all is done when the button goes down.
func (e *Editor) MouseUp(*desktop.MouseEvent) {}

// Dragged selects, and scrolls where one drags beyond the edge.
func (e *Editor) Dragged(ev *fyne.DragEvent) {
	o := e.origin()
	if ev.Position.Y < o.Y {
		e.page.scroll(-1)
	} else if ev.Position.Y > o.Y+e.page.height {
		e.page.scroll(1)
	}
	e.page.arrange()
	e.sheet.Move(e.placeUnder(ev.Position), true)
	e.moved()
}

// DragEnd does nothing more.
func (e *Editor) DragEnd() {}

// placeUnder is the place nearest to a position.
func (e *Editor) placeUnder(at fyne.Position) text.Place {
	at = at.Subtract(e.origin())
	return e.page.placeAt(e.page.at(at.Y), at.X)
}

// overBox says whether a position is on a check box.
func (e *Editor) overBox(at fyne.Position) bool {
	at = at.Subtract(e.origin())
	s := e.page.at(at.Y)
	l, w, begin := e.page.row(s)
	if e.fixed() || l.Box < w.from || l.Box >= w.to {
		return false
	}
	return at.X >= e.page.xOf(s, begin+l.Box) && at.X <= e.page.xOf(s, begin+l.Box+3)
}

// overPicture says whether a position is on a picture.
func (e *Editor) overPicture(at fyne.Position) bool {
	at = at.Subtract(e.origin())
	s := e.page.at(at.Y)
	y, seen := e.page.yOf(s)
	l, _, _ := e.page.row(s)
	return seen && l.picture > 0 && at.Y > y+l.rowHeight && at.Y < y+l.rowHeight+l.picture
}

// TappedSecondary opens the menu; what is selected stays if one points at it.
func (e *Editor) TappedSecondary(ev *fyne.PointEvent) {
	e.focus()
	at := e.placeUnder(ev.Position)
	if from, to := e.sheet.Selection(); at.Before(from) || !at.Before(to) {
		e.sheet.Move(at, false)
		e.moved()
	}
	e.menu()
}

// MouseIn begins MouseMoved.
func (e *Editor) MouseIn(ev *desktop.MouseEvent) { e.MouseMoved(ev) }

// MouseMoved says where a link leads and shows a hand on what a click does more
// with than put the caret there.
func (e *Editor) MouseMoved(ev *desktop.MouseEvent) {
	e.press.hand = e.overBox(ev.Position) || e.overPicture(ev.Position)
	hint := ""
	if k, ok := e.linkAt(e.placeUnder(ev.Position)); ok && e.Open != nil {
		hint = e.seat.Words.Say("editor.link.hint", "target", k.Target)
	}
	ui.OnHint(hint)
}

// MouseOut takes the hint away.
func (e *Editor) MouseOut() { ui.OnHint("") }

// Cursor is the one of text, or a hand. Fyne asks before the mouse has come in.
func (e *Editor) Cursor() desktop.Cursor {
	if e.press.hand {
		return desktop.PointerCursor
	}
	return desktop.TextCursor
}

// roll moves the page without the caret.
func (e *Editor) roll(rows int) {
	e.page.scroll(rows)
	e.Refresh()
}

// wheel lies over the text while it is longer than its field and takes the
// wheel's turns; a field that shows all of it leaves them to the page it is on.
type wheel struct {
	widget.BaseWidget
	e    *Editor
	left float32 // of a notch that was not a whole row
}

func newWheel(e *Editor) *wheel {
	w := &wheel{e: e}
	w.ExtendBaseWidget(w)
	return w
}

// notch is what Fyne gives for one notch of the wheel, in pixels (measured).
const notch = 25

// Scrolled moves the page by three rows a notch.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	w.left -= ev.Scrolled.DY * 3 / notch
	rows := int(w.left)
	w.left -= float32(rows)
	if rows != 0 {
		w.e.roll(rows)
	}
}

// CreateRenderer draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// thumb shows which part of the text is seen; one drags it.
type thumb struct {
	widget.BaseWidget
	e    *Editor
	held float64 // the part of the text it is dragged to
	drag bool
}

func newThumb(e *Editor) *thumb {
	t := &thumb{e: e}
	t.ExtendBaseWidget(t)
	return t
}

// span is where the thumb begins and how long it is, as parts of its way.
func (t *thumb) span() (from, size float32) {
	p := t.e.page
	if len(p.shown) == 0 {
		return 0, 1
	}
	lines := float64(p.sheet.Lines())
	first, last := p.part(p.shown[0].spot)/lines, 1.0
	if next, ok := p.next(p.shown[len(p.shown)-1].spot); ok {
		last = p.part(next) / lines
	}
	return float32(first), float32(last - first)
}

// Dragged moves the page with the thumb.
func (t *thumb) Dragged(ev *fyne.DragEvent) {
	p := t.e.page
	if !t.drag {
		t.drag, t.held = true, p.part(p.top)
	}
	t.held += float64(ev.Dragged.DY/t.Size().Height) * float64(p.sheet.Lines())
	p.top = p.rowAt(t.held)
	t.e.Refresh()
}

// DragEnd lets go.
func (t *thumb) DragEnd() { t.drag = false }

// Tapped goes to where one points.
func (t *thumb) Tapped(ev *fyne.PointEvent) {
	_, size := t.span()
	p := t.e.page
	p.top = p.rowAt(float64(ev.Position.Y/t.Size().Height-size/2) * float64(p.sheet.Lines()))
	t.e.Refresh()
}

// CreateRenderer draws the thumb.
func (t *thumb) CreateRenderer() fyne.WidgetRenderer {
	r := &thumbRenderer{t: t, bar: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type thumbRenderer struct {
	t   *thumb
	bar *canvas.Rectangle
}

func (r *thumbRenderer) Destroy()                     {}
func (r *thumbRenderer) MinSize() fyne.Size           { return fyne.NewSize(gutter(), ui.Px(20)) }
func (r *thumbRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bar} }
func (r *thumbRenderer) Layout(fyne.Size)             { r.Refresh() }
func (r *thumbRenderer) Refresh() {
	way := r.t.Size()
	from, size := r.t.span()
	length := max(size*way.Height, ui.Px(18))
	r.bar.FillColor, r.bar.CornerRadius = ui.Color(theme.ColorNameScrollBar), theme.Size(theme.SizeNameScrollBarRadius)
	r.bar.Move(fyne.NewPos(way.Width/4, min(from*way.Height, way.Height-length)))
	r.bar.Resize(fyne.NewSize(way.Width/2, length))
	r.bar.Refresh()
}
