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

// KeyField takes the key that is pressed while it has the focus. Tab, Return and
// Escape keep their meaning, Delete and Backspace stand for no key.
type KeyField struct {
	widget.BaseWidget
	Label     string
	OnChanged func(key string)
	OnLetter  func(letter rune) // a letter alone was typed, which is no key for an action

	words   *words.Printer
	key     string // as action.Written writes it; "": none
	focused bool
}

var (
	_ fyne.Focusable    = (*KeyField)(nil)
	_ fyne.Tappable     = (*KeyField)(nil)
	_ fyne.Shortcutable = (*KeyField)(nil)
	_ fyne.Accessible   = (*KeyField)(nil)
)

// NewKeyField makes a field that shows a key.
func NewKeyField(p *words.Printer, key string) *KeyField {
	f := &KeyField{words: p, key: key}
	f.ExtendBaseWidget(f)
	return f
}

// Overheard gives a key that the menu heard to the field that waits for one, and
// says whether there is one: the menu is asked before whatever has the focus.
func Overheard(win fyne.Window, key string) bool {
	f, ok := win.Canvas().Focused().(*KeyField)
	if ok {
		f.SetKey(key)
	}
	return ok
}

// Key is the key taken, "" for none.
func (f *KeyField) Key() string { return f.key }

// SetKey shows another key and tells OnChanged.
func (f *KeyField) SetKey(key string) {
	f.key = key
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(key)
	}
}

// text is what the field shows.
func (f *KeyField) text() string {
	if f.key == "" {
		return f.words.Say("ui.key.none")
	}
	return action.KeyText(f.words, f.key)
}

// Tapped takes the focus.
func (f *KeyField) Tapped(*fyne.PointEvent) { focus(f) }

// TypedKey takes a function key.
func (f *KeyField) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case isFunctionKey(ev.Name):
		f.SetKey(action.Written(ev.Name, modifiers()&fyne.KeyModifierShift))
	case ev.Name == fyne.KeyDelete || ev.Name == fyne.KeyBackspace:
		f.SetKey("")
	default:
		Unused(f, ev)
	}
}

// TypedRune says that a letter alone is no key for an action.
func (f *KeyField) TypedRune(r rune) {
	if f.OnLetter != nil {
		f.OnLetter(r)
	}
}

// TypedShortcut takes a key with Ctrl or Alt. Those for text come by names of
// their own.
func (f *KeyField) TypedShortcut(s fyne.Shortcut) {
	switch k := s.(type) {
	case *desktop.CustomShortcut:
		f.SetKey(action.Written(k.KeyName, k.Modifier))
	case fyne.KeyboardShortcut:
		f.SetKey(action.Written(k.Key(), k.Mod()))
	}
}

// FocusGained shows the focus.
func (f *KeyField) FocusGained() { f.focused = true; f.Refresh() }

// FocusLost hides it.
func (f *KeyField) FocusLost() { f.focused = false; f.Refresh() }

// AccessibilityLabel is the label and the key.
func (f *KeyField) AccessibilityLabel() string { return f.Label + ", " + f.text() }

// AccessibilityRole is a text's.
func (f *KeyField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the field.
func (f *KeyField) CreateRenderer() fyne.WidgetRenderer {
	r := &keyFieldRenderer{f: f, ground: canvas.NewRectangle(color.Transparent), text: canvas.NewText("", color.Black)}
	r.Refresh()
	return r
}

type keyFieldRenderer struct {
	f      *KeyField
	ground *canvas.Rectangle
	text   *canvas.Text
}

func (r *keyFieldRenderer) Destroy() {}
func (r *keyFieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text}
}

func (r *keyFieldRenderer) MinSize() fyne.Size {
	return fyne.NewSize(px(200), r.text.MinSize().Height+px(14))
}

func (r *keyFieldRenderer) Layout(size fyne.Size) {
	frame(r.ground, size)
	height := r.text.MinSize().Height
	r.text.Move(fyne.NewPos(px(10), (size.Height-height)/2))
	r.text.Resize(fyne.NewSize(size.Width-px(20), height))
}

func (r *keyFieldRenderer) Refresh() {
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = Color(theme.ColorNameInputBackground), Color(theme.ColorNameInputBorder), 1
	if r.f.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = Color(Accent), 2
	}
	r.ground.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	ink := Color(Ink)
	if r.f.key == "" {
		ink = Color(Muted)
	}
	r.text.Text, r.text.Color, r.text.TextSize, r.text.TextStyle = r.f.text(), ink, em(), fyne.TextStyle{Bold: r.f.key != ""}
	r.ground.Refresh()
	r.text.Refresh()
	r.Layout(r.f.Size())
}
