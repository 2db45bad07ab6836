package page

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// Scroll is a pane to read in: it takes the focus, and the arrows, PageUp,
// PageDown, Home and End scroll it.
type Scroll struct {
	widget.BaseWidget
	Label    string // what a screen reader calls it
	OnEnter  func() // Return; nil: unused
	OnEscape func() // nil: Escape goes to the shell
	OnTop    func() // Up where nothing is left to scroll; nil: nothing
	OnFocus  func() // it has the keyboard; nil: nothing
	Least    int    // lines it has room for at least

	scroll  *container.Scroll
	focused bool
}

var (
	_ fyne.Focusable  = (*Scroll)(nil)
	_ fyne.Accessible = (*Scroll)(nil)
)

// NewScroll makes a pane around content.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{scroll: container.NewVScroll(content)}
	s.ExtendBaseWidget(s)
	return s
}

// SetContent shows something else, from its beginning.
func (s *Scroll) SetContent(content fyne.CanvasObject) {
	s.scroll.Content = content
	s.scroll.Offset = fyne.Position{}
	s.scroll.Refresh()
}

// AccessibilityLabel is the label.
func (s *Scroll) AccessibilityLabel() string { return s.Label }

// AccessibilityRole is a container's.
func (s *Scroll) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained shows the focus.
func (s *Scroll) FocusGained() {
	s.focused = true
	if s.OnFocus != nil {
		s.OnFocus()
	}
	s.Refresh()
}

// FocusLost hides it.
func (s *Scroll) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune does nothing.
func (s *Scroll) TypedRune(rune) {}

// TypedKey scrolls, or passes the key on.
func (s *Scroll) TypedKey(ev *fyne.KeyEvent) {
	line := 3 * theme.TextSize()
	page := max(s.scroll.Size().Height-line, line)
	switch ev.Name {
	case fyne.KeyUp:
		if s.scroll.Offset.Y <= 0 && s.OnTop != nil {
			s.OnTop()
			return
		}
		s.by(-line)
	case fyne.KeyDown:
		s.by(line)
	case fyne.KeyPageUp:
		s.by(-page)
	case fyne.KeyPageDown, fyne.KeySpace:
		s.by(page)
	case fyne.KeyHome:
		s.scroll.ScrollToTop()
	case fyne.KeyEnd:
		s.scroll.ScrollToBottom()
	case fyne.KeyReturn, fyne.KeyEnter:
		s.call(s.OnEnter, ev)
	case fyne.KeyEscape:
		s.call(s.OnEscape, ev)
	default:
		ui.Unused(s, ev)
	}
}

func (s *Scroll) call(f func(), ev *fyne.KeyEvent) {
	if f == nil {
		ui.Unused(s, ev)
		return
	}
	f()
}

func (s *Scroll) by(dy float32) {
	least, most := float32(0), max(s.scroll.Content.MinSize().Height-s.scroll.Size().Height, 0)
	s.scroll.ScrollToOffset(fyne.NewPos(0, min(max(s.scroll.Offset.Y+dy, least), most)))
}

// CreateRenderer draws the pane and, while it has the focus, a ring.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer {
	r := &scrollRenderer{s: s, ring: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type scrollRenderer struct {
	s    *Scroll
	ring *canvas.Rectangle
}

func (r *scrollRenderer) Destroy() {}
func (r *scrollRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.scroll, r.ring}
}
func (r *scrollRenderer) MinSize() fyne.Size {
	min := r.s.scroll.MinSize()
	return fyne.NewSize(min.Width, max(min.Height, 1.5*theme.TextSize()*float32(r.s.Least)))
}

func (r *scrollRenderer) Layout(size fyne.Size) {
	r.s.scroll.Resize(size)
	r.ring.Resize(size)
}

func (r *scrollRenderer) Refresh() {
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, color.Transparent, 0
	if r.s.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = ui.Color(ui.Accent), 1.5
	}
	r.ring.CornerRadius = theme.InputRadiusSize()
	r.ring.Refresh()
}
