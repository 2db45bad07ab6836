package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/action"
	"firstline/data/words"
)

// Style is how much a button asks for attention.
type Style int

// The styles. A screen has at most one Primary button.
const (
	Plain     Style = iota // a button
	Primary                // what one came here to do
	Dangerous              // cannot be taken back
	Quiet                  // text in the accent colour without a ground, like a link
)

// Button is pressed by Space, Return or the mouse. Its icon never stands alone.
type Button struct {
	widget.DisableableWidget
	Text     string
	Icon     fyne.Resource
	Style    Style
	Hint     string // shown in the status line while pointed at or focused
	OnEscape func() // nil: Escape goes to the dialog or the shell
	OnTapped func()

	// Leading aligns the text with the left edge, for lists of buttons.
	Leading bool
	// Slim has the height of a caption, for the status line.
	Slim bool
	// On marks a button that is the current one of several (a tab, a room).
	On bool

	possible         func() bool // of an action; nil: as Enable and Disable say
	focused, hovered bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton makes a plain button; icon may be nil.
func NewButton(text string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{Text: text, Icon: icon, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewPrimary makes the button for what one came to do.
func NewPrimary(text string, icon fyne.Resource, tapped func()) *Button {
	return NewButton(text, icon, tapped).As(Primary)
}

// NewQuiet makes a button that looks like a link.
func NewQuiet(text string, icon fyne.Resource, tapped func()) *Button {
	return NewButton(text, icon, tapped).As(Quiet)
}

// NewAction makes the button of an action: its name and icon, disabled while it
// cannot be done, with its key in the hint. Refresh it when that may have
// changed.
func NewAction(p *words.Printer, a action.Action) *Button {
	b := NewButton(a.Name(p), a.Icon, nil)
	b.Hint = action.Hint(p, a.ID, a.Key)
	b.possible = a.Possible
	b.OnTapped = a.Do
	b.Refresh()
	return b
}

// Refresh draws the button anew.
func (b *Button) Refresh() {
	if b.possible != nil && b.possible() == b.Disabled() {
		if b.Disabled() {
			b.Enable()
		} else {
			b.Disable()
		}
		return // which refreshed it
	}
	b.DisableableWidget.Refresh()
}

// As sets the style and returns the button.
func (b *Button) As(style Style) *Button {
	b.Style = style
	b.Refresh()
	return b
}

// Hinting sets the hint and returns the button.
func (b *Button) Hinting(text string) *Button {
	b.Hint = text
	return b
}

// SetText changes the text.
func (b *Button) SetText(text string) {
	if b.Text != text {
		b.Text = text
		b.Refresh()
	}
}

// SetOn marks the button as the current one of several, or not.
func (b *Button) SetOn(on bool) {
	if b.On != on {
		b.On = on
		b.Refresh()
	}
}

// AccessibilityLabel is the text.
func (b *Button) AccessibilityLabel() string { return b.Text }

// AccessibilityRole is a button's.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped presses the button. The focus comes here, so that the keyboard goes on
// where the mouse left off.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() {
		return
	}
	focus(b)
	b.press()
}

func (b *Button) press() {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey presses on Return.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case isReturn(ev.Name):
		b.press()
	case ev.Name == fyne.KeyEscape && b.OnEscape != nil:
		b.OnEscape()
	case ev.Name != fyne.KeySpace:
		Unused(b, ev)
	}
}

// TypedRune presses on Space. It comes as a key and as a letter; what is done at
// the key may put the focus into a field, and the letter would be typed there.
func (b *Button) TypedRune(r rune) {
	if r == ' ' {
		b.press()
	}
}

// FocusGained shows the focus.
func (b *Button) FocusGained() { b.focused = true; OnHint(b.Hint); b.Refresh() }

// FocusLost hides it.
func (b *Button) FocusLost() { b.focused = false; OnHint(""); b.Refresh() }

// MouseIn shows what would be pressed.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hovered = true; OnHint(b.Hint); b.Refresh() }

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (b *Button) MouseOut() { b.hovered = false; OnHint(""); b.Refresh() }

// CreateRenderer draws the button.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, ring: canvas.NewRectangle(color.Transparent), text: NewLetters()}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b    *Button
	ring *canvas.Rectangle
	text *Letters
	pen  Pen // its ground is the button's
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return append(r.text.Objects(), r.ring)
}

// pads are the spaces left and right of, and above and below, the text.
func (r *buttonRenderer) pads() (x, y float32) {
	if r.b.Slim {
		return px(6), 0
	}
	if r.b.Style == Quiet {
		return px(6), px(4)
	}
	return px(11), px(5)
}

func (r *buttonRenderer) textSize() fyne.Size { return Measure(r.b.Text, r.pen.Size, r.pen.Style) }

func (r *buttonRenderer) contentWidth() float32 {
	w := r.textSize().Width
	if r.b.Icon != nil {
		w += px(16)
		if r.b.Text != "" {
			w += px(6)
		}
	}
	return w
}

func (r *buttonRenderer) MinSize() fyne.Size {
	x, y := r.pads()
	return fyne.NewSize(r.contentWidth()+2*x, r.textSize().Height+2*y)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	frame(r.ring, size)
	x, _ := r.pads()
	pen, radius := r.pen, theme.Size(theme.SizeNameButtonRadius)
	pen.Ground = nil
	r.text.Begin()
	if r.pen.Ground != nil {
		r.text.Ground(r.pen.Ground, size, radius)
	}
	if r.b.hovered && !r.b.Disabled() {
		r.text.Ground(Color(theme.ColorNameHover), size, radius)
	}
	if !r.b.Leading {
		x = (size.Width - r.contentWidth()) / 2
	}
	if r.b.Icon != nil {
		r.text.Icon(r.b.Icon, pen.Ink, x, (size.Height-px(16))/2, px(16))
		x += px(16) + px(6)
	}
	min := r.textSize()
	r.text.Write(r.b.Text, pen, x, (size.Height-min.Height)/2, min.Width, min.Height)
	r.text.End()
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	ground, ink := theme.ColorNameButton, Ink
	switch {
	case b.Disabled() && b.Style == Quiet:
		ground, ink = "", theme.ColorNameDisabled
	case b.Disabled():
		ground, ink = theme.ColorNameDisabledButton, theme.ColorNameDisabled
	case b.On:
		ground, ink = Selected, Ink
	case b.Style == Primary:
		ground, ink = Accent, theme.ColorNameForegroundOnPrimary
	case b.Style == Dangerous:
		ground, ink = Danger, theme.ColorNameForegroundOnError
	case b.Style == Quiet && b.Leading:
		ground, ink = "", Ink
	case b.Style == Quiet:
		ground, ink = "", theme.ColorNameHyperlink
	}
	r.ring.Hidden = !b.focused || b.Disabled()
	r.ring.StrokeColor, r.ring.StrokeWidth = Color(Accent), 2
	if b.Style == Primary || b.Style == Dangerous {
		r.ring.StrokeColor = Color(Ink)
	}
	r.ring.CornerRadius = theme.Size(theme.SizeNameButtonRadius)
	size := em()
	if b.Slim {
		size = theme.CaptionTextSize()
	}
	r.pen = Pen{Ink: Color(ink), Size: size, Style: fyne.TextStyle{Bold: b.Style == Primary || b.Style == Dangerous || b.On}}
	if ground != "" {
		r.pen.Ground = Color(ground)
	}
	r.Layout(b.Size())
	Repaint(b)
}
