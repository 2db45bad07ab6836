package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Entry is a line of text that knows its way out: keys it has no use for are
// offered to its callbacks, then to the dialog or the shell.
type Entry struct {
	widget.Entry
	Label string // what a screen reader calls it; a Form sets it

	OnEnter     func() // Return; nil: confirms the dialog, if it stands in one
	OnEscape    func() // nil: Escape goes to the dialog or the shell
	OnDown      func() // Down in a single line: into the list below
	OnUp        func() // Up in a single line
	OnSubmitAll func() // Ctrl+Return; nil: confirms the dialog
	OnFocus     func(focused bool)

	tell     func() // of a Form
	focused  bool
	proposed bool // nobody has typed what is in it
}

var (
	_ fyne.Focusable  = (*Entry)(nil)
	_ fyne.Accessible = (*Entry)(nil)
	_ Telling         = (*Entry)(nil)
)

// NewEntry makes a single line; placeholder may be "".
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.init(placeholder)
	e.ExtendBaseWidget(e)
	return e
}

// NewSecret makes a single line that hides what is typed.
func NewSecret(placeholder string) *Entry {
	e := NewEntry(placeholder)
	e.Password = true
	return e
}

func (e *Entry) init(placeholder string) {
	e.PlaceHolder = placeholder
	e.Wrapping, e.Scroll = fyne.TextWrapOff, barless
}

// barless is a direction Fyne does not know: it scrolls along a text as in any, and
// draws no bar over the feet of its letters.
const barless fyne.ScrollDirection = -1

// CreateRenderer draws the field as Fyne does, but for its ground and edge, which
// are a picture, as all fields' are (see Box), and for its scroll, which would take
// the wheel from the page the field is on: the text stays where it puts it, and what
// is beyond is cut off.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), box: NewBox()}
	for _, o := range r.WidgetRenderer.Objects() {
		if scroll, ok := o.(*container.Scroll); ok {
			r.scroll, r.seen = scroll, container.NewClip(scroll.Content)
		}
	}
	r.Refresh()
	return r
}

type entryRenderer struct {
	fyne.WidgetRenderer
	box     *Box
	scroll  *container.Scroll
	seen    *container.Clip
	objects []fyne.CanvasObject
}

// Objects are asked for several times a frame.
func (r *entryRenderer) Objects() []fyne.CanvasObject { return r.objects }

// gather lists Fyne's objects, of which the first two are the ground and the edge.
func (r *entryRenderer) gather() {
	r.objects = append(r.objects[:0], r.box)
	for _, o := range r.WidgetRenderer.Objects()[2:] {
		if o == fyne.CanvasObject(r.scroll) {
			o = r.seen
		}
		r.objects = append(r.objects, o)
	}
}

func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.gather()
	r.box.Resize(size)
	r.seen.Move(r.scroll.Position())
	r.seen.Resize(r.scroll.Size())
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.gather()
	objects := r.WidgetRenderer.Objects()
	ground, edge := objects[0].(*canvas.Rectangle), objects[1].(*canvas.Rectangle)
	r.box.paint(boxLook{ground.FillColor, edge.StrokeColor, edge.StrokeWidth, ground.CornerRadius})
}

// Fill puts a text into the field, with the cursor at its end.
func (e *Entry) Fill(text string) {
	e.SetText(text)
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}

// SetText puts a text into the field.
func (e *Entry) SetText(text string) {
	e.proposed = false
	e.Entry.SetText(text)
}

// Propose is SetText for what may be meant: what is typed takes its place.
func (e *Entry) Propose(text string) {
	e.SetText(text)
	e.proposed = true
	e.selectProposed()
}

func (e *Entry) selectProposed() {
	if e.focused && e.proposed {
		e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// AccessibilityLabel is the label, or the placeholder where there is none.
func (e *Entry) AccessibilityLabel() string {
	if e.Label != "" {
		return e.Label
	}
	return e.PlaceHolder
}

// AccessibilityRole is a text's; Fyne has none for fields yet.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Tell has changed called when a person changes the text.
func (e *Entry) Tell(changed func()) { e.tell = changed }

// by does what a person typed, and tells if the text is another.
func (e *Entry) by(do func()) {
	before := e.Text
	do()
	if e.Text == before {
		return
	}
	e.proposed = false
	if e.tell != nil {
		e.tell()
	}
}

// TypedRune types.
func (e *Entry) TypedRune(r rune) { e.by(func() { e.Entry.TypedRune(r) }) }

// FocusGained tells OnFocus.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	e.focused = true
	e.selectProposed()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost tells OnFocus.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	e.focused = false
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// TypedKey types, or passes the key on.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) { e.typedKey(e, ev) }

// typedKey is TypedKey for the widget that this entry is the base of.
func (e *Entry) typedKey(self fyne.CanvasObject, ev *fyne.KeyEvent) {
	call := func(f func()) bool {
		if f != nil {
			f()
		}
		return f != nil
	}
	used := false
	switch {
	case ev.Name == fyne.KeyEscape:
		used = call(e.OnEscape)
	case isFunctionKey(ev.Name):
	case ev.Name == fyne.KeyDown:
		used = call(e.OnDown)
	case ev.Name == fyne.KeyUp:
		used = call(e.OnUp)
	case isReturn(ev.Name):
		used = call(e.OnEnter)
	default:
		e.by(func() { e.Entry.TypedKey(ev) })
		return
	}
	if !used {
		Unused(self, ev)
	}
}

// Put is SetText, but leaves the cursor where it is if that says nothing new.
func (e *Entry) Put(text string) {
	if e.Text != text {
		e.SetText(text)
	}
}

// TypedShortcut runs the shortcuts of text, and Ctrl+Return.
func (e *Entry) TypedShortcut(s fyne.Shortcut) { e.typedShortcut(e, s) }

func (e *Entry) typedShortcut(self fyne.CanvasObject, s fyne.Shortcut) {
	switch {
	case !submits(s):
		e.by(func() { e.Entry.TypedShortcut(s) })
		if _, own := s.(*desktop.CustomShortcut); own {
			UnusedShortcut(self, s)
		}
	case e.OnSubmitAll != nil:
		e.OnSubmitAll()
	default:
		Confirm(self)
	}
}

// functionKeys go to the shell whoever has the focus.
var functionKeys = map[fyne.KeyName]bool{
	fyne.KeyF1: true, fyne.KeyF2: true, fyne.KeyF3: true, fyne.KeyF4: true, fyne.KeyF5: true, fyne.KeyF6: true,
	fyne.KeyF7: true, fyne.KeyF8: true, fyne.KeyF9: true, fyne.KeyF10: true, fyne.KeyF11: true, fyne.KeyF12: true,
}

func isFunctionKey(k fyne.KeyName) bool { return functionKeys[k] }
