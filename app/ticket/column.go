package ticket

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// column shows rows of different heights one below the other and walks them
// with the keyboard. However many there are, it is one stop for Tab: Up and Down
// go from row to row, Return opens the one the cursor is on.
type column struct {
	widget.BaseWidget
	Label  string       // what a screen reader calls it
	OnRune func(r rune) // a letter was typed
	AtEnd  bool         // the last row is in view until one scrolls away from it

	OnEscape func() // nil: Escape goes to the dialog or the shell
	OnFocus  func() // it has the keyboard

	rows     []*row
	cursor   *row
	focused  bool
	box      *fyne.Container // the rows that are in sight
	height   float32         // of all rows
	settling bool            // they are laid out, and only given the room they need
	scroll   *container.Scroll
}

var (
	_ fyne.Focusable  = (*column)(nil)
	_ fyne.Accessible = (*column)(nil)
)

func newColumn(label string) *column {
	c := &column{Label: label}
	c.box = container.New(rowsLayout{c})
	c.scroll = container.NewVScroll(c.box)
	c.scroll.OnScrolled = func(fyne.Position) {
		c.AtEnd = c.AtEnd && c.atEnd()
		c.cull()
	}
	c.ExtendBaseWidget(c)
	return c
}

// SetRows shows rows; the cursor stays on its row if that is among them.
func (c *column) SetRows(rows []*row) {
	on := false
	for _, r := range rows {
		r.column = c
		on = on || r == c.cursor
	}
	if !on {
		c.cursor = nil
	}
	c.rows = rows
	c.settle()
}

// settle lays the rows out at their width, because wrapped text knows its
// height only then, and keeps the end in view where it should be.
func (c *column) settle() {
	size := c.Size()
	if size.Width == 0 {
		return
	}
	c.lay(size.Width)
	c.settling = true
	c.box.Resize(fyne.NewSize(size.Width, max(c.height, size.Height)))
	c.scroll.Resize(size)
	ui.Settle(c.scroll)
	if c.AtEnd {
		c.scroll.ScrollToBottom()
	}
	c.settling = false
	c.cull()
}

// lay puts the rows one below the other.
func (c *column) lay(width float32) {
	c.height = 0
	for _, r := range c.rows {
		r.Resize(fyne.NewSize(width, r.MinSize().Height))
		r.Resize(fyne.NewSize(width, r.MinSize().Height))
		r.Move(fyne.NewPos(0, c.height))
		c.height += r.Size().Height
	}
}

// cull leaves the rows that are out of sight out of what Fyne goes through, twice
// for each frame: a long case has a thousand parts.
func (c *column) cull() {
	if c.settling {
		return
	}
	top := c.scroll.Offset.Y
	bottom := top + c.scroll.Size().Height
	var seen []fyne.CanvasObject
	for _, r := range c.rows {
		if y := r.Position().Y; y < bottom && y+r.Size().Height > top {
			seen = append(seen, r)
		}
	}
	if !slices.Equal(seen, c.box.Objects) {
		c.box.Objects = seen
		ui.Repaint(c)
	}
}

// rowsLayout lays out the rows of a column, those out of sight, too.
type rowsLayout struct{ c *column }

// MinSize is as high as all rows.
func (l rowsLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, l.c.height) }

// Layout follows a row that has become another.
func (l rowsLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if !l.c.settling {
		l.c.lay(size.Width)
		l.c.cull()
	}
}

func (c *column) atEnd() bool {
	return c.scroll.Offset.Y+c.scroll.Size().Height >= c.box.MinSize().Height-ui.Px(4)
}

// Go puts the cursor on a row and brings it into view.
func (c *column) Go(to *row) {
	from := c.cursor
	c.cursor = to
	if from != nil {
		from.Refresh()
	}
	if to != nil {
		to.Refresh()
		c.reveal(to)
	}
}

func (c *column) reveal(r *row) {
	top, bottom := r.Position().Y, r.Position().Y+r.Size().Height
	y, height := c.scroll.Offset.Y, c.scroll.Size().Height
	if bottom > y+height {
		y = bottom - height
	}
	if top < y {
		y = top
	}
	c.scrollTo(y)
}

func (c *column) scrollTo(y float32) {
	y = max(min(y, c.box.MinSize().Height-c.scroll.Size().Height), 0)
	if y != c.scroll.Offset.Y {
		c.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
	c.AtEnd = c.AtEnd && c.atEnd()
}

func (c *column) at() int {
	for i, r := range c.rows {
		if r == c.cursor {
			return i
		}
	}
	return -1
}

// step moves the cursor by a row; a row that is higher than the column is
// scrolled through first.
func (c *column) step(by int) {
	const notch = 60
	y, height := c.scroll.Offset.Y, c.scroll.Size().Height
	if r := c.cursor; r != nil {
		switch top, bottom := r.Position().Y, r.Position().Y+r.Size().Height; {
		case by > 0 && bottom > y+height+1 && top < y+height:
			c.scrollTo(min(y+ui.Px(notch), bottom-height))
			return
		case by < 0 && top < y-1 && bottom > y:
			c.scrollTo(max(y-ui.Px(notch), top))
			return
		}
	}
	c.goTo(c.at() + by)
}

func (c *column) goTo(i int) {
	if len(c.rows) == 0 {
		return
	}
	c.Go(c.rows[max(min(i, len(c.rows)-1), 0)])
	c.AtEnd = i >= len(c.rows)-1 && c.atEnd()
}

// page scrolls by almost a screenful and takes the cursor along.
func (c *column) page(by float32) {
	c.scrollTo(c.scroll.Offset.Y + by*(c.scroll.Size().Height-ui.Px(30)))
	y, height := c.scroll.Offset.Y, c.scroll.Size().Height
	for i := range c.rows {
		r := c.rows[i]
		if by > 0 {
			r = c.rows[len(c.rows)-1-i]
		}
		if r.Position().Y >= y-1 && r.Position().Y <= y+height-ui.Px(20) {
			if r.Position().Y+r.Size().Height <= y+height+1 || by < 0 {
				c.Go(r)
				return
			}
		}
	}
}

// TypedKey walks the rows.
func (c *column) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp:
		c.step(-1)
	case fyne.KeyDown:
		c.step(1)
	case fyne.KeyPageUp:
		c.page(-1)
	case fyne.KeyPageDown:
		c.page(1)
	case fyne.KeyHome:
		c.goTo(0)
	case fyne.KeyEnd:
		c.goTo(len(c.rows) - 1)
	case fyne.KeySpace: // it comes as a letter
	case fyne.KeyReturn, fyne.KeyEnter:
		c.open()
	case fyne.KeyEscape:
		if c.OnEscape != nil {
			c.OnEscape()
			return
		}
		ui.Unused(c, ev)
	default:
		ui.Unused(c, ev)
	}
}

// TypedRune opens on Space and hands letters to OnRune.
func (c *column) TypedRune(r rune) {
	switch {
	case r == ' ':
		c.open()
	case c.OnRune != nil:
		c.OnRune(r)
	}
}

// open does what the entry one is on is for.
func (c *column) open() {
	if c.cursor != nil && c.cursor.Open != nil {
		c.cursor.Open()
	}
}

// FocusGained shows the cursor; it begins where the eye is.
func (c *column) FocusGained() {
	c.focused = true
	if c.OnFocus != nil {
		c.OnFocus()
	}
	if c.cursor == nil {
		if c.AtEnd {
			c.goTo(len(c.rows) - 1)
		} else {
			c.goTo(0)
		}
	}
	c.mark()
}

// FocusLost hides it.
func (c *column) FocusLost() {
	c.focused = false
	c.mark()
}

func (c *column) mark() {
	if c.cursor != nil {
		c.cursor.Refresh()
	}
}

// AccessibilityLabel is the label and the row the cursor is on.
func (c *column) AccessibilityLabel() string {
	if c.cursor == nil {
		return c.Label
	}
	return c.Label + ", " + c.cursor.Label
}

// AccessibilityRole is a container's.
func (c *column) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer draws the column.
func (c *column) CreateRenderer() fyne.WidgetRenderer { return columnRenderer{c} }

type columnRenderer struct{ c *column }

func (r columnRenderer) Destroy()                     {}
func (r columnRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.c.scroll} }
func (r columnRenderer) MinSize() fyne.Size           { return fyne.NewSize(ui.Px(80), ui.Px(44)) }
func (r columnRenderer) Layout(fyne.Size)             { r.c.settle() }
func (r columnRenderer) Refresh()                     { r.c.settle() }

// stack is a layout: each object as wide as there is room and as high as it
// then needs, one below the other.
type stack struct {
	fill int // which object gets the height that is left over, from 1; 0: none does
}

// bold makes a bold line that is cut where there is less room.
func bold(text string) *ui.Text {
	t := ui.NewText(text, ui.Ink)
	t.Bold, t.Cut = true, true
	return t
}

// MinSize is as wide as the widest and as high as all of them.
func (*stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if o.Visible() {
			min := o.MinSize()
			size.Width, size.Height = max(size.Width, min.Width), size.Height+min.Height
		}
	}
	return size
}

// Layout gives each its width first and the height it then asks for.
func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rest := size.Height
	for i, o := range objects {
		if o.Visible() && i != s.fill-1 {
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
			o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
			rest -= o.Size().Height
		}
	}
	var y float32
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		if i == s.fill-1 {
			o.Resize(fyne.NewSize(size.Width, max(rest, o.MinSize().Height)))
		}
		o.Move(fyne.NewPos(0, y))
		y += o.Size().Height
	}
}

// focus gives o the keyboard.
func focus(o fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o.(fyne.CanvasObject)); c != nil {
		c.Focus(o)
	}
}
