package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// SplitPane is two parts side by side with a hairline between them that can be
// moved. Three parts are a SplitPane in a SplitPane.
type SplitPane struct {
	widget.BaseWidget
	OnMoved func(at float64)  // the line was moved: for remembering
	Least   float32           // pixels at 100 % text: in less, one part gives way
	Right   bool              // it is the right one, else the left one
	OnFold  func(folded bool) // it gave way, or is back

	folded      bool
	left, right fyne.CanvasObject
	at          float64 // share of the left part, 0 to 1
	bar         *splitBar
}

// Split puts two parts side by side; at is the share of the left one, 0 to 1.
func Split(left, right fyne.CanvasObject, at float64) *SplitPane {
	s := &SplitPane{left: left, right: right, at: at}
	s.bar = &splitBar{pane: s}
	s.bar.ExtendBaseWidget(s.bar)
	s.ExtendBaseWidget(s)
	return s
}

// SetAt moves the line.
func (s *SplitPane) SetAt(at float64) {
	s.at = min(max(at, 0), 1)
	s.Refresh()
}

// At is where the line is.
func (s *SplitPane) At() float64 { return s.at }

// giving is the part that gives way, and the one that stays.
func (s *SplitPane) giving() (gives, stays fyne.CanvasObject) {
	if s.Right {
		return s.right, s.left
	}
	return s.left, s.right
}

// fold has a part give way, or come back.
func (s *SplitPane) fold(folded bool) {
	if folded == s.folded {
		return
	}
	s.folded = folded
	gives, _ := s.giving()
	for _, o := range []fyne.CanvasObject{gives, s.bar} {
		if folded {
			o.Hide()
		} else {
			o.Show()
		}
	}
	if s.OnFold != nil {
		s.OnFold(folded)
	}
}

// CreateRenderer draws the parts.
func (s *SplitPane) CreateRenderer() fyne.WidgetRenderer { return &splitRenderer{s} }

type splitRenderer struct{ s *SplitPane }

func (r *splitRenderer) Destroy() {}
func (r *splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.left, r.s.bar, r.s.right}
}

func (r *splitRenderer) MinSize() fyne.Size {
	left, right := r.s.left.MinSize(), r.s.right.MinSize()
	if r.s.Least > 0 { // then the other is no must
		_, stays := r.s.giving()
		return stays.MinSize()
	}
	return fyne.NewSize(left.Width+right.Width+theme.Size(theme.SizeNameSplitThickness), max(left.Height, right.Height))
}

func (r *splitRenderer) Layout(size fyne.Size) {
	r.s.fold(size.Width < px(r.s.Least))
	if r.s.folded {
		_, stays := r.s.giving()
		stays.Move(fyne.Position{})
		stays.Resize(size)
		return
	}
	thick := theme.Size(theme.SizeNameSplitThickness)
	room := size.Width - thick
	left := max(min(room*float32(r.s.at), room-r.s.right.MinSize().Width), r.s.left.MinSize().Width)
	left = whole(left)
	for _, p := range []struct {
		o    fyne.CanvasObject
		x, w float32
	}{{r.s.left, 0, left}, {r.s.bar, left, thick}, {r.s.right, left + thick, room - left}} {
		p.o.Move(fyne.NewPos(p.x, 0))
		p.o.Resize(fyne.NewSize(p.w, size.Height))
	}
}

func (r *splitRenderer) Refresh() {
	r.Layout(r.s.Size())
	r.s.bar.Refresh()
	canvas.Refresh(r.s)
}

// splitBar is the line, with room around it to grip.
type splitBar struct {
	widget.BaseWidget
	pane    *SplitPane
	hovered bool
}

var (
	_ fyne.Draggable     = (*splitBar)(nil)
	_ desktop.Hoverable  = (*splitBar)(nil)
	_ desktop.Cursorable = (*splitBar)(nil)
)

// AccessibilityLabel is none: its parts speak for themselves.
func (s *SplitPane) AccessibilityLabel() string { return "" }

// AccessibilityRole is a container's.
func (s *SplitPane) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// AccessibilityLabel is none: the keyboard has other ways to make room.
func (b *splitBar) AccessibilityLabel() string { return "" }

// AccessibilityRole is a container's.
func (b *splitBar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Dragged moves the line with the pointer.
func (b *splitBar) Dragged(ev *fyne.DragEvent) {
	room := b.pane.Size().Width - b.Size().Width
	if room <= 0 {
		return
	}
	b.pane.SetAt(float64((b.Position().X + ev.Position.X - b.Size().Width/2) / room))
}

// DragEnd tells OnMoved.
func (b *splitBar) DragEnd() {
	if b.pane.OnMoved != nil {
		b.pane.OnMoved(b.pane.at)
	}
}

// Cursor is the one for moving sideways.
func (b *splitBar) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// MouseIn shows that the line can be moved.
func (b *splitBar) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved does nothing.
func (b *splitBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (b *splitBar) MouseOut() { b.hovered = false; b.Refresh() }

// CreateRenderer draws the line.
func (b *splitBar) CreateRenderer() fyne.WidgetRenderer {
	r := &splitBarRenderer{b: b, line: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type splitBarRenderer struct {
	b    *splitBar
	line *canvas.Rectangle
}

func (r *splitBarRenderer) Destroy()                     {}
func (r *splitBarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *splitBarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(theme.SizeNameSplitThickness), 0)
}

func (r *splitBarRenderer) Layout(size fyne.Size) {
	thick := float32(1)
	if r.b.hovered {
		thick = 3
	}
	r.line.Move(fyne.NewPos(whole((size.Width-thick)/2), 0))
	r.line.Resize(fyne.NewSize(thick, size.Height))
}

func (r *splitBarRenderer) Refresh() {
	r.line.FillColor = Color(Line)
	if r.b.hovered {
		r.line.FillColor = Color(Accent)
	}
	r.Layout(r.b.Size())
	r.line.Refresh()
}
