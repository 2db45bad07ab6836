package ticket

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// tiles is a row of thumbnails the keyboard walks.
type tiles struct {
	widget.BaseWidget
	Label    string
	OnOpen   func(i int)
	OnDelete func(i int)
	OnMenu   func(i int)

	stills  []*still
	at      int
	focused bool
	ring    *canvas.Rectangle
	scroll  *container.Scroll
}

var _ fyne.Focusable = (*tiles)(nil)

func newTiles(label string) *tiles {
	t := &tiles{Label: label, ring: canvas.NewRectangle(nil), scroll: container.NewHScroll(container.NewStack())}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tiles) set(stills []*still) {
	t.stills, t.at = stills, 0
	row := ui.Row(6)
	for _, s := range stills {
		row.Add(s)
	}
	t.scroll.Content = container.NewStack(container.NewWithoutLayout(t.ring), row)
	t.scroll.Offset = fyne.Position{}
	t.scroll.Refresh()
	t.Refresh()
}

// TypedKey walks the files.
func (t *tiles) TypedKey(ev *fyne.KeyEvent) {
	if len(t.stills) == 0 {
		ui.Unused(t, ev)
		return
	}
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		t.goTo(t.at - 1)
	case fyne.KeyRight, fyne.KeyDown:
		t.goTo(t.at + 1)
	case fyne.KeyHome:
		t.goTo(0)
	case fyne.KeyEnd:
		t.goTo(len(t.stills) - 1)
	case fyne.KeySpace: // it comes as a letter
	case fyne.KeyReturn, fyne.KeyEnter:
		t.OnOpen(t.at)
	case fyne.KeyDelete:
		t.OnDelete(t.at)
	case fyne.KeyF10:
		t.OnMenu(t.at)
	default:
		ui.Unused(t, ev)
	}
}

func (t *tiles) goTo(i int) {
	t.at = max(min(i, len(t.stills)-1), 0)
	s := t.stills[t.at]
	left, right := s.Position().X, s.Position().X+s.Size().Width
	x := t.scroll.Offset.X
	x = max(x, right-t.scroll.Size().Width)
	x = min(x, left)
	t.scroll.ScrollToOffset(fyne.NewPos(x, 0))
	t.Refresh()
}

// TypedRune opens on Space.
func (t *tiles) TypedRune(r rune) {
	if r == ' ' {
		t.OnOpen(t.at)
	}
}

// FocusGained shows which file one is on.
func (t *tiles) FocusGained() { t.focused = true; t.hint(); t.Refresh() }

// FocusLost hides it.
func (t *tiles) FocusLost() { t.focused = false; ui.OnHint(""); t.Refresh() }

func (t *tiles) hint() { ui.OnHint(t.AccessibilityLabel()) }

// AccessibilityLabel is the label and the file one is on.
func (t *tiles) AccessibilityLabel() string {
	if t.at < len(t.stills) {
		return t.Label + ", " + t.stills[t.at].thumb.AccessibilityLabel()
	}
	return t.Label
}

// AccessibilityRole is a container's.
func (t *tiles) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer draws the row.
func (t *tiles) CreateRenderer() fyne.WidgetRenderer { return tilesRenderer{t} }

type tilesRenderer struct{ t *tiles }

func (r tilesRenderer) Destroy()                     {}
func (r tilesRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.scroll} }
func (r tilesRenderer) MinSize() fyne.Size           { return r.t.scroll.MinSize().AddWidthHeight(0, ui.Px(8)) }
func (r tilesRenderer) Layout(size fyne.Size)        { r.t.scroll.Resize(size) }
func (r tilesRenderer) Refresh() {
	t := r.t
	t.ring.Hidden = !t.focused || t.at >= len(t.stills)
	if t.ring.Hidden {
		t.ring.Refresh()
		return
	}
	s := t.stills[t.at]
	t.ring.FillColor = ui.Color(ui.Selected)
	t.ring.StrokeColor, t.ring.StrokeWidth, t.ring.CornerRadius = ui.Color(ui.Accent), 2, theme.Size(theme.SizeNameButtonRadius)
	t.ring.Move(s.Position())
	t.ring.Resize(s.Size())
	t.ring.Refresh()
	t.hint()
}
