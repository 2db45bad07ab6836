package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/data/words"
)

// Choice is a field with a fixed list of values. Up and Down change it where it
// stands, letters go to the value that begins with them or has a word that does, Space, Return or a
// click open the list.
type Choice struct {
	widget.DisableableWidget
	Label     string
	OnChanged func(value string)
	OnEscape  func()

	tell   func() // of a Form
	words  *words.Printer
	kind   string
	values []string
	value  string
	typing typing

	focused, hovered bool
}

var (
	_ fyne.Focusable   = (*Choice)(nil)
	_ fyne.Tappable    = (*Choice)(nil)
	_ fyne.Disableable = (*Choice)(nil)
	_ fyne.Accessible  = (*Choice)(nil)
)

// NewChoice makes a field for values of a kind (see words.Printer.Choice; "" for
// values that are their own names). A value "" among them stands for none. The
// first value is chosen.
func NewChoice(p *words.Printer, kind string, values []string, changed func(value string)) *Choice {
	c := &Choice{words: p, kind: kind, OnChanged: changed}
	c.ExtendBaseWidget(c)
	c.SetValues(values)
	return c
}

// SetValues changes what may be chosen; the value stays if it is among them.
func (c *Choice) SetValues(values []string) {
	c.values = values
	if c.index(c.value) < 0 {
		c.value = ""
		if len(values) > 0 {
			c.value = values[0]
		}
	}
	c.Refresh()
}

// Value is the value chosen.
func (c *Choice) Value() string { return c.value }

// SetValue chooses without telling OnChanged. A value that is not on the list is
// shown all the same: a newer desk may have written it.
func (c *Choice) SetValue(value string) {
	c.value = value
	c.Refresh()
}

func (c *Choice) index(value string) int {
	for i, v := range c.values {
		if v == value {
			return i
		}
	}
	return -1
}

// name is how a value is shown.
func (c *Choice) name(value string) string {
	switch {
	case value == "":
		return "–"
	case c.kind == "" || c.words == nil:
		return value
	}
	return c.words.Choice(c.kind, value)
}

// Tell has changed called when a person chooses another value.
func (c *Choice) Tell(changed func()) { c.tell = changed }

// choose takes a value by its place on the list and tells OnChanged.
func (c *Choice) choose(i int) {
	if c.Disabled() || i < 0 || i >= len(c.values) || c.values[i] == c.value {
		return
	}
	c.value = c.values[i]
	c.Refresh()
	if c.tell != nil {
		c.tell()
	}
	if c.OnChanged != nil {
		c.OnChanged(c.value)
	}
}

// next is the value that a letter leads to from another; -1 if there is none.
func (c *Choice) next(from int, r rune) int {
	return c.typing.seek(len(c.values), from, r, func(i int) []string { return []string{c.name(c.values[i])} })
}

// TypedKey changes the value or opens the list.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	i := c.index(c.value)
	switch ev.Name {
	case fyne.KeySpace: // it comes as a letter
	case fyne.KeyReturn, fyne.KeyEnter:
		c.open()
	case fyne.KeyDown:
		if modifiers()&fyne.KeyModifierAlt != 0 {
			c.open()
			return
		}
		c.choose(i + 1)
	case fyne.KeyUp:
		c.choose(i - 1)
	case fyne.KeyHome:
		c.choose(0)
	case fyne.KeyEnd:
		c.choose(len(c.values) - 1)
	case fyne.KeyEscape:
		if c.OnEscape != nil {
			c.OnEscape()
			return
		}
		Unused(c, ev)
	default:
		Unused(c, ev)
	}
}

// TypedRune goes to the next value that begins with what is typed, or has a word
// that does; Space opens the list.
func (c *Choice) TypedRune(r rune) {
	if r == ' ' {
		c.open()
		return
	}
	c.choose(c.next(c.index(c.value), r))
}

// Tapped opens the list.
func (c *Choice) Tapped(*fyne.PointEvent) {
	if !c.Disabled() {
		focus(c)
		c.open()
	}
}

// open shows the values in a list under the field, or above it where there is
// more room.
func (c *Choice) open() {
	canvas := canvasOf(c)
	if c.Disabled() || canvas == nil || len(c.values) == 0 {
		return
	}
	rows := make(Rows, len(c.values))
	for i, v := range c.values {
		rows[i] = []Cell{{Text: c.name(v)}}
	}
	list := NewNames(rows)
	list.OpenOnClick = true
	list.MinRows = len(rows)
	list.bare = true
	rim := px(4)
	o := &overlay{holder: holder{canvas: canvas}, content: container.New(layout.NewCustomPaddedLayout(rim, rim, 1, 1), list)}
	o.cancel = o.close
	o.confirm = list.open
	list.OnOpen = func(row int) {
		o.close()
		c.choose(row)
	}
	list.OnRune = func(r rune) {
		if i := c.next(list.Selected(), r); i >= 0 {
			list.Select(i)
		}
	}
	o.place = func(window fyne.Size) (fyne.Position, fyne.Size) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(c)
		size := list.MinSize().AddWidthHeight(2, 2*rim)
		size.Width = max(c.Size().Width, c.widest()+px(28))
		below, above := window.Height-at.Y-c.Size().Height-px(8), at.Y-px(8)
		y := at.Y + c.Size().Height + 2
		if size.Height > below && above > below {
			size.Height = min(size.Height, above)
			y = at.Y - size.Height - 2
		} else {
			size.Height = min(size.Height, below)
		}
		return fyne.NewPos(max(min(at.X, window.Width-size.Width-px(4)), 0), y), size
	}
	o.open(list)
	list.Select(max(c.index(c.value), 0))
}

// widest is the width of the longest name, measured once a list is opened.
func (c *Choice) widest() float32 {
	var w float32
	for _, v := range c.values {
		w = max(w, advance(c.name(v), em(), fyne.TextStyle{}))
	}
	return w
}

// AccessibilityLabel is the label and the value.
func (c *Choice) AccessibilityLabel() string {
	return strings.TrimSpace(c.Label + " " + c.name(c.value))
}

// AccessibilityRole is a button's, which opens a list.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// FocusGained shows the focus.
func (c *Choice) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost hides it.
func (c *Choice) FocusLost() { c.focused = false; c.Refresh() }

// MouseIn tints the field.
func (c *Choice) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved does nothing.
func (c *Choice) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (c *Choice) MouseOut() { c.hovered = false; c.Refresh() }

// CreateRenderer draws the field.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{c: c, box: NewBox(), over: canvas.NewRectangle(color.Transparent),
		text: NewLetters(), arrow: NewIcon(theme.MenuDropDownIcon(), Muted)}
	r.Refresh()
	return r
}

type choiceRenderer struct {
	c     *Choice
	box   *Box
	over  *canvas.Rectangle
	text  *Letters
	ink   fyne.ThemeColorName
	arrow *Icon
}

func (r *choiceRenderer) Destroy() {}
func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject{r.box, r.over}, r.text.Objects()...), r.arrow)
}

// MinSize is as high as an Entry, so that fields line up.
func (r *choiceRenderer) MinSize() fyne.Size {
	return fyne.NewSize(px(72), lineHeight()+2*theme.InnerPadding())
}

func (r *choiceRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.over.Resize(size)
	side := px(16)
	r.arrow.Resize(fyne.NewSquareSize(side))
	r.arrow.Move(fyne.NewPos(size.Width-side-px(4), (size.Height-side)/2))
	width := size.Width - 2*theme.InnerPadding() - side
	text := Fit(r.c.name(r.c.value), width, em(), fyne.TextStyle{})
	r.text.Line(text, Pen{Ink: Color(r.ink), Size: em()}, theme.InnerPadding(), (size.Height-lineHeight())/2, width, lineHeight())
}

func (r *choiceRenderer) Refresh() {
	c := r.c
	fill, edge, stroke := theme.ColorNameInputBackground, theme.ColorNameInputBorder, theme.InputBorderSize()
	r.over.FillColor = transparent
	r.ink = Ink
	switch {
	case c.Disabled():
		fill, r.ink = theme.ColorNameDisabledButton, theme.ColorNameDisabled
	case c.focused:
		edge, stroke = Accent, 2
	}
	r.box.Set(fill, edge, stroke)
	if c.hovered && !c.Disabled() {
		r.over.FillColor = Color(theme.ColorNameHover)
	}
	if c.value == "" {
		r.ink = Muted
	}
	r.over.CornerRadius = theme.InputRadiusSize()
	r.Layout(c.Size())
	r.over.Refresh()
	r.arrow.Refresh()
}
