package ui

import (
	"image/color"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// Selectable is text one can mark with the mouse and copy. The keyboard passes
// it by, so that a long timeline is not a long way for Tab; a copy button beside
// it serves the keyboard. Fyne's label would break lines elsewhere (it takes hard
// blanks for soft ones), and jump under the pointer.
type Selectable struct {
	Passage
	from, to int   // bytes of the text that are marked; from is where that began
	hand     *hand // has the keyboard while something is marked
	dragging bool

	pressed time.Time // where and when the mouse was pressed, and how often there
	spot    int
	times   int
}

var (
	_ desktop.Mouseable      = (*Selectable)(nil)
	_ desktop.Cursorable     = (*Selectable)(nil)
	_ fyne.Draggable         = (*Selectable)(nil)
	_ fyne.SecondaryTappable = (*Selectable)(nil)
)

// SelectableText makes wrapped text that can be selected.
func SelectableText(text string) *Selectable {
	s := &Selectable{}
	s.Text = text
	s.ExtendBaseWidget(s)
	return s
}

// Selected is what is marked.
func (s *Selectable) Selected() string {
	first, last := s.marked()
	return s.Text[first:last]
}

// marked is where the marked text begins and ends.
func (s *Selectable) marked() (first, last int) {
	first, last = min(s.from, s.to), max(s.from, s.to)
	if last > len(s.Text) { // it is another by now
		return 0, 0
	}
	return first, last
}

// mark marks a part of the text, and has it copied by the keyboard.
func (s *Selectable) mark(from, to int) {
	s.from, s.to = from, to
	c := canvasOf(s)
	switch {
	case from == to || c == nil:
		s.drop()
	case s.hand == nil:
		s.hand = newHand(s)
		s.hand.Resize(s.Size())
		s.Refresh()
		c.Focus(s.hand)
	}
	s.Refresh()
}

// drop gives the keyboard back.
func (s *Selectable) drop() {
	if s.hand == nil {
		return
	}
	held := s.hand
	s.hand = nil
	if c := canvasOf(s); c != nil && c.Focused() == held {
		c.Unfocus()
	}
}

// place is the place in the text that is nearest to a point.
func (s *Selectable) place(at fyne.Position) int {
	lines := s.wrap()
	air, height := s.air(), s.lineHeight()
	i := min(max(int((at.Y-air)/height), 0), len(lines)-1)
	x := at.X - s.left(lines[i])
	rule := ruleOf(s.size(), s.Style)
	for k, r := range lines[i] {
		w := rule.letter(r)
		if x < w/2 {
			return s.of.starts[i] + k
		}
		x -= w
	}
	return s.of.starts[i] + len(lines[i])
}

// again is how soon a press must follow another to count with it.
const again = 400 * time.Millisecond

// MouseDown begins to mark; twice it marks a word, three times a paragraph.
func (s *Selectable) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	at := s.place(ev.Position)
	if s.times++; at != s.spot || time.Since(s.pressed) >= again {
		s.times = 1
	}
	s.pressed, s.spot = time.Now(), at
	switch {
	case ev.Modifier&fyne.KeyModifierShift != 0:
		s.mark(s.from, at)
	case s.times == 2:
		s.mark(around(s.Text, at, unicode.IsSpace))
	case s.times > 2:
		s.mark(around(s.Text, at, func(r rune) bool { return r == '\n' }))
	default:
		s.mark(at, at)
	}
}

// around is the part of a text about a place that such letters bound.
func around(text string, at int, bound func(rune) bool) (from, to int) {
	from, to = strings.LastIndexFunc(text[:at], bound)+1, len(text)
	if end := strings.IndexFunc(text[at:], bound); end >= 0 {
		to = at + end
	}
	return from, to
}

// MouseUp does nothing.
func (s *Selectable) MouseUp(*desktop.MouseEvent) {}

// Dragged marks as far as the pointer goes.
func (s *Selectable) Dragged(ev *fyne.DragEvent) {
	s.times, s.dragging = 0, true
	s.mark(s.from, s.place(ev.Position))
}

// DragEnd takes the keyboard again, which Fyne takes away where the pointer left
// the text.
func (s *Selectable) DragEnd() {
	s.dragging = false
	if c := canvasOf(s); c != nil && s.hand != nil {
		c.Focus(s.hand)
	}
}

// TappedSecondary offers to copy what is marked, or else all of it.
func (s *Selectable) TappedSecondary(ev *fyne.PointEvent) {
	c := canvasOf(s)
	if c == nil {
		return
	}
	text := s.Selected()
	if text == "" {
		text = s.Text
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", fyne.NewMenuItem(lang.L("Copy"), func() { copyText(text) })), c, ev.AbsolutePosition)
}

// copyText puts a text into the clipboard.
func copyText(text string) { fyne.CurrentApp().Clipboard().SetContent(text) }

// Cursor is the one for text.
func (s *Selectable) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer draws the passage, and under it what is marked.
func (s *Selectable) CreateRenderer() fyne.WidgetRenderer {
	r := &selectableRenderer{passageRenderer: passageRenderer{&s.Passage, NewLetters()}, s: s}
	r.Refresh()
	return r
}

type selectableRenderer struct {
	passageRenderer
	s     *Selectable
	marks []fyne.CanvasObject // one for each line that is marked
}

func (r *selectableRenderer) Objects() []fyne.CanvasObject {
	objects := append(append([]fyne.CanvasObject{}, r.marks...), r.text.Objects()...)
	if r.s.hand != nil {
		objects = append(objects, r.s.hand)
	}
	return objects
}

// Layout writes the lines anew: they are others in another width.
func (r *selectableRenderer) Layout(size fyne.Size) {
	if r.s.hand != nil {
		r.s.hand.Resize(size)
	}
	r.Refresh()
}

// Refresh writes the lines and marks what is marked.
func (r *selectableRenderer) Refresh() {
	r.passageRenderer.Refresh()
	had := len(r.marks)
	r.marks = r.marks[:0]
	s := r.s
	if first, last := s.marked(); first < last {
		height := s.lineHeight()
		for i, line := range s.wrap() {
			begin := s.of.starts[i]
			a, b := max(first-begin, 0), min(last-begin, len(line))
			if a >= b {
				continue
			}
			x := s.left(line) + Measure(line[:a], s.size(), s.Style).Width
			mark := canvas.NewRectangle(Color(Selected))
			mark.Move(fyne.NewPos(x, s.air()+float32(i)*height))
			mark.Resize(fyne.NewSize(Measure(line[a:b], s.size(), s.Style).Width, height))
			r.marks = append(r.marks, mark)
		}
	}
	if had > 0 || len(r.marks) > 0 {
		canvas.Refresh(s)
	}
}

// hand has the keyboard for a text of which something is marked. It lies over that,
// because Fyne takes the keyboard from what is not under the pointer when a button
// is pressed or let go, and hands the mouse on.
type hand struct {
	widget.BaseWidget
	of *Selectable
}

var (
	_ fyne.Focusable    = (*hand)(nil)
	_ fyne.Shortcutable = (*hand)(nil)
	_ fyne.Accessible   = (*hand)(nil)
	_ desktop.Mouseable = (*hand)(nil)
	_ fyne.Draggable    = (*hand)(nil)
)

func newHand(of *Selectable) *hand {
	h := &hand{of: of}
	h.ExtendBaseWidget(h)
	return h
}

// AccessibilityLabel is what is marked.
func (h *hand) AccessibilityLabel() string { return h.of.Selected() }

// AccessibilityRole is a text's.
func (h *hand) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FocusGained does nothing.
func (h *hand) FocusGained() {}

// FocusLost marks nothing any more.
func (h *hand) FocusLost() {
	if h.of.hand == h && !h.of.dragging {
		h.of.hand = nil
		h.of.from = h.of.to
		h.of.Refresh()
	}
}

// MouseDown is the text's.
func (h *hand) MouseDown(ev *desktop.MouseEvent) { h.of.MouseDown(ev) }

// MouseUp is the text's.
func (h *hand) MouseUp(ev *desktop.MouseEvent) { h.of.MouseUp(ev) }

// Dragged is the text's.
func (h *hand) Dragged(ev *fyne.DragEvent) { h.of.Dragged(ev) }

// DragEnd is the text's.
func (h *hand) DragEnd() { h.of.DragEnd() }

// TappedSecondary is the text's.
func (h *hand) TappedSecondary(ev *fyne.PointEvent) { h.of.TappedSecondary(ev) }

// Cursor is the text's.
func (h *hand) Cursor() desktop.Cursor { return h.of.Cursor() }

// TypedRune does nothing.
func (h *hand) TypedRune(rune) {}

// TypedKey gives keys to whoever wants them; Escape ends the marking.
func (h *hand) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		h.of.mark(h.of.to, h.of.to)
		return
	}
	Unused(h, ev)
}

// TypedShortcut copies what is marked, or marks all.
func (h *hand) TypedShortcut(sc fyne.Shortcut) {
	switch sc.(type) {
	case *fyne.ShortcutCopy:
		copyText(h.of.Selected())
	case *fyne.ShortcutSelectAll:
		h.of.mark(0, len(h.of.Text))
	case *desktop.CustomShortcut:
		UnusedShortcut(h, sc)
	}
}

// CreateRenderer draws nothing.
func (h *hand) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
