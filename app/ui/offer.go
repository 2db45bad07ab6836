package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Typist is what one goes on typing into while an offer is open.
type Typist interface {
	fyne.CanvasObject
	fyne.Focusable
	fyne.Shortcutable
	desktop.Keyable
}

// Offered is one line of an offer: what it is, and a word about it.
type Offered struct{ Text, Detail string }

// offerRows is how many lines an offer shows at once.
const offerRows = 8

// Offer is a small list beside the cursor. It takes Up, Down, Return, Tab and
// Escape; all other keys go on into the text below, so that one types on and the
// offer follows.
type Offer struct {
	widget.BaseWidget
	rows    []Offered
	pick    func(i int)
	closed  func()
	typist  Typist
	on, top int
	anchor  fyne.Position // of the cursor on the canvas
	line    float32       // the cursor's height
	layer   *overlay
}

var (
	_ Typist          = (*Offer)(nil)
	_ fyne.Accessible = (*Offer)(nil)
)

// ShowOffer opens an offer under a cursor, or above it where there is no room;
// at is the cursor's place in the typist and line its height. pick is told which
// line was chosen, and closed that the offer is gone, before pick.
func ShowOffer(typist Typist, at fyne.Position, line float32, rows []Offered, pick func(i int), closed func()) *Offer {
	c := canvasOf(typist)
	if c == nil || len(rows) == 0 {
		return nil
	}
	o := &Offer{rows: rows, pick: pick, closed: closed, typist: typist, line: line}
	o.anchor = fyne.CurrentApp().Driver().AbsolutePositionForObject(typist).Add(at)
	o.ExtendBaseWidget(o)
	o.layer = &overlay{holder: holder{canvas: c}, content: o, place: o.place, careful: true, cancel: o.Close}
	o.layer.open(o)
	return o
}

// SetRows shows other lines, the first of them chosen.
func (o *Offer) SetRows(rows []Offered) {
	o.rows, o.on, o.top = rows, 0, 0
	o.Refresh()
	o.layer.Refresh()
}

// MoveTo goes along with the cursor.
func (o *Offer) MoveTo(at fyne.Position) {
	o.anchor = fyne.CurrentApp().Driver().AbsolutePositionForObject(o.typist).Add(at)
	o.layer.Refresh()
}

// Close takes the offer away.
func (o *Offer) Close() {
	if o.layer.closed {
		return
	}
	o.layer.close()
	if o.closed != nil {
		o.closed()
	}
}

func (o *Offer) place(size fyne.Size) (fyne.Position, fyne.Size) {
	own := o.MinSize()
	at := o.anchor.AddXY(0, o.line+px(2))
	if at.Y+own.Height > size.Height {
		at.Y = max(o.anchor.Y-own.Height-px(2), 0)
	}
	at.X = max(min(at.X, size.Width-own.Width-px(4)), 0)
	return at, own
}

// choose does what the line chosen is for.
func (o *Offer) choose() {
	i := o.on
	o.Close()
	o.pick(i)
}

func (o *Offer) goTo(i int) {
	n := len(o.rows)
	o.on = (i + n) % n
	o.top = min(max(o.top, o.on-offerRows+1), o.on)
	o.Refresh()
}

// TypedRune goes on into the text.
func (o *Offer) TypedRune(r rune) { o.typist.TypedRune(r) }

// TypedKey walks the lines, chooses one, or goes on into the text.
func (o *Offer) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case ev.Name == fyne.KeyUp:
		o.goTo(o.on - 1)
	case ev.Name == fyne.KeyDown:
		o.goTo(o.on + 1)
	case isReturn(ev.Name) || ev.Name == fyne.KeyTab:
		o.choose()
	case ev.Name == fyne.KeyEscape:
		o.Close()
	default:
		o.typist.TypedKey(ev)
	}
}

// TypedShortcut goes on into the text.
func (o *Offer) TypedShortcut(s fyne.Shortcut) { o.typist.TypedShortcut(s) }

// KeyDown goes on into the text.
func (o *Offer) KeyDown(ev *fyne.KeyEvent) { o.typist.KeyDown(ev) }

// KeyUp goes on into the text.
func (o *Offer) KeyUp(ev *fyne.KeyEvent) { o.typist.KeyUp(ev) }

// AcceptsTab is true: Tab chooses, as in most editors.
func (o *Offer) AcceptsTab() bool { return true }

// FocusGained does nothing.
func (o *Offer) FocusGained() {}

// FocusLost does nothing.
func (o *Offer) FocusLost() {}

// Tapped chooses the line one points at.
func (o *Offer) Tapped(ev *fyne.PointEvent) {
	if i := o.top + int(ev.Position.Y/o.rowHeight()); i < len(o.rows) {
		o.on = i
		o.choose()
	}
}

// Scrolled walks the lines.
func (o *Offer) Scrolled(ev *fyne.ScrollEvent) {
	if ev.Scrolled.DY < 0 {
		o.goTo(min(o.on+1, len(o.rows)-1))
	} else {
		o.goTo(max(o.on-1, 0))
	}
}

// AccessibilityLabel is the line chosen.
func (o *Offer) AccessibilityLabel() string { return o.rows[o.on].Text }

// AccessibilityRole is a text's; Fyne has none for lists yet.
func (o *Offer) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (o *Offer) rowHeight() float32 { return lineHeight() + px(4) }

// CreateRenderer draws the lines.
func (o *Offer) CreateRenderer() fyne.WidgetRenderer {
	r := &offerRenderer{o: o, mark: canvas.NewRectangle(color.Transparent)}
	for range offerRows {
		r.texts = append(r.texts, canvas.NewText("", color.Transparent))
		r.details = append(r.details, canvas.NewText("", color.Transparent))
	}
	r.Refresh()
	return r
}

type offerRenderer struct {
	o              *Offer
	mark           *canvas.Rectangle
	texts, details []*canvas.Text
}

func (r *offerRenderer) Destroy() {}

func (r *offerRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.mark}
	for i := range r.texts {
		objects = append(objects, r.texts[i], r.details[i])
	}
	return objects
}

func (r *offerRenderer) MinSize() fyne.Size {
	width := px(180)
	for _, row := range r.o.rows {
		w := advance(row.Text, em(), fyne.TextStyle{}) + px(16)
		if row.Detail != "" {
			w += advance(row.Detail, theme.CaptionTextSize(), fyne.TextStyle{}) + px(16)
		}
		width = max(width, w)
	}
	return fyne.NewSize(min(width, px(460)), float32(min(len(r.o.rows), offerRows))*r.o.rowHeight())
}

func (r *offerRenderer) Layout(fyne.Size) { r.Refresh() }

func (r *offerRenderer) Refresh() {
	o, h, width := r.o, r.o.rowHeight(), r.o.Size().Width
	r.mark.FillColor = Color(Selected)
	r.mark.Move(fyne.NewPos(0, float32(o.on-o.top)*h))
	r.mark.Resize(fyne.NewSize(width, h))
	r.mark.Refresh()
	for i := range r.texts {
		text, detail := r.texts[i], r.details[i]
		text.Hidden, detail.Hidden = o.top+i >= len(o.rows), o.top+i >= len(o.rows)
		if text.Hidden {
			continue
		}
		row := o.rows[o.top+i]
		beside := Fit(row.Detail, max(width/2, px(40)), theme.CaptionTextSize(), fyne.TextStyle{})
		side := float32(0)
		if beside != "" {
			side = advance(beside, theme.CaptionTextSize(), fyne.TextStyle{}) + px(16)
		}
		show(text, Fit(row.Text, width-side-px(15), em(), fyne.TextStyle{}), Color(Ink), em(), fyne.TextStyle{})
		show(detail, beside, Color(Muted), theme.CaptionTextSize(), fyne.TextStyle{})
		y := float32(i)*h + px(2)
		text.Move(fyne.NewPos(px(8), y))
		text.Resize(text.MinSize())
		detail.Move(fyne.NewPos(width-side+px(8), y+px(1)))
		detail.Resize(detail.MinSize())
	}
}
