package ui

import (
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Cell is one text of a row.
type Cell struct {
	Text  string
	Bold  bool
	Muted bool
	Color fyne.ThemeColorName // "" for ink
	Badge bool                // on a tinted ground in Color
}

// Source is what a list shows. Both methods are called on the UI goroutine and
// must answer at once: a row that is not loaded yet gives ok=false and is shown
// as "…" until the room has loaded it and calls Refresh.
type Source interface {
	Len() int
	Row(i int) (cells []Cell, ok bool)
}

// Rows is a Source that is all there.
type Rows [][]Cell

// Len counts the rows.
func (r Rows) Len() int { return len(r) }

// Row gives one.
func (r Rows) Row(i int) ([]Cell, bool) { return r[i], true }

// Column is one column of a list.
type Column struct {
	ID       string  // what OnSort is told
	Title    string  //
	Width    float32 // least width in pixels at 100 % text
	Weight   float32 // share of the width left over
	Align    fyne.TextAlign
	Sortable bool
	AscFirst bool // the first click sorts from A to Z, not from Z to A
	Optional bool // left out, from the right, where there is no room
}

// List shows rows of a Source, a screenful at a time, however many there are.
// Up, Down, PageUp, PageDown, Home and End move the cursor, Return, Space and a
// double click open; a click on a column's title sorts.
type List struct {
	widget.BaseWidget
	Label string // what a screen reader calls it

	OnSelect  func(row int)                   // the cursor moved to row (-1: nowhere)
	OnOpen    func(row int)                   // Return, Space, double click
	OnSort    func(column string, asc bool)   // a title was clicked or SortBy called
	OnVisible func(first, last int)           // rows first to last (inclusive) are shown now
	OnMenu    func(row int, at fyne.Position) // secondary click; at is on the canvas
	OnTop     func()                          // Up on the first row: back to the search box
	OnEscape  func()                          // nil: Escape goes to the dialog or the shell
	OnKey     func(ev *fyne.KeyEvent) bool    // first look at a key; true: used
	OnRune    func(r rune)                    // a letter was typed

	MinRows     int  // least rows shown; default 3
	OpenOnClick bool // one click opens: for suggestions and choices

	columns []Column // nil: lines
	tall    bool     // two-line rows
	bare    bool     // no ring: it is all there is to focus
	source  Source
	empty   fyne.CanvasObject
	sort    string
	asc     bool

	at      paging
	told    [2]int // what OnVisible was last told
	hover   int    // row under the pointer, -1 none
	focused bool

	wheel     float64 // part of a row not scrolled yet
	grab      float32 // where on the thumb the drag began; <0 no drag
	clicked   int     // last row clicked and when, for double clicks
	clickedAt time.Time
}

var (
	_ fyne.Focusable         = (*List)(nil)
	_ fyne.Tappable          = (*List)(nil)
	_ fyne.SecondaryTappable = (*List)(nil)
	_ fyne.Draggable         = (*List)(nil)
	_ fyne.Scrollable        = (*List)(nil)
	_ fyne.Accessible        = (*List)(nil)
	_ desktop.Hoverable      = (*List)(nil)
	_ desktop.Mouseable      = (*List)(nil)
)

// NewList makes a list with a row of titles.
func NewList(columns []Column, source Source) *List {
	l := newList(source)
	l.columns = columns
	l.ExtendBaseWidget(l)
	return l
}

// NewLines makes a short list without titles: each row has a title (cell 0), a
// muted second line (cell 1) and a tag at the right (cell 2); what is missing
// stays empty.
func NewLines(source Source) *List {
	l := newList(source)
	l.tall = true
	l.ExtendBaseWidget(l)
	return l
}

// NewNames makes a short list without titles and with one line a row: a text
// (cell 0) and a tag at the right (cell 1).
func NewNames(source Source) *List {
	l := newList(source)
	l.ExtendBaseWidget(l)
	return l
}

func newList(source Source) *List {
	if source == nil {
		source = Rows(nil)
	}
	return &List{source: source, at: paging{cursor: -1, fit: 1}, hover: -1, grab: -1, clicked: -1, told: [2]int{-1, -1}}
}

// SetSource shows other rows, from the first one, with none selected.
func (l *List) SetSource(s Source) {
	l.source = s
	l.at.first, l.at.cursor, l.hover, l.clicked, l.wheel = 0, -1, -1, -1, 0
	l.told = [2]int{-1, -1}
	l.Refresh()
}

// SetEmpty says what stands in place of the rows when there are none.
func (l *List) SetEmpty(o fyne.CanvasObject) {
	l.empty = o
	l.Refresh()
}

// SetSort shows by which column the rows are sorted; it sorts nothing.
func (l *List) SetSort(column string, asc bool) {
	l.sort, l.asc = column, asc
	l.Refresh()
}

// SortBy does what a click on a column's title does: it sorts by it, or turns
// the order round, and tells OnSort.
func (l *List) SortBy(column string) {
	asc := !l.asc
	if l.sort != column {
		i := slices.IndexFunc(l.columns, func(c Column) bool { return c.ID == column })
		asc = i >= 0 && l.columns[i].AscFirst
	}
	l.SetSort(column, asc)
	if l.OnSort != nil {
		l.OnSort(column, asc)
	}
}

// Selected is the row the cursor is on, -1 if none.
func (l *List) Selected() int { return l.at.cursor }

// First is the first row shown.
func (l *List) First() int { return l.at.first }

// Shown are the first and the last row shown, last < first if there is none.
func (l *List) Shown() (first, last int) { return l.at.first, l.at.end() - 1 }

// Select puts the cursor on a row and shows it; -1 takes it off. OnSelect is
// told if it moved.
func (l *List) Select(row int) { l.moveTo(row) }

// Place puts the cursor on a row without telling OnSelect: for a list whose rows
// were put in order anew around the ticket one is on. The row is kept as many
// rows below the top as the cursor was.
func (l *List) Place(row int) {
	l.measure()
	below := l.at.cursor - l.at.first
	if l.at.cursor >= 0 && below >= 0 && below < l.at.fit {
		l.at.first = row - below
	}
	l.at.reach(row)
	l.Refresh()
}

// ScrollTo shows a row at the top, as far as there are rows below it.
func (l *List) ScrollTo(row int) {
	l.measure()
	l.at.first = row
	l.at.clamp()
	l.Refresh()
}

func (l *List) moveTo(row int) {
	l.measure()
	before := l.at.cursor
	l.at.reach(row)
	l.Refresh()
	if l.at.cursor != before && l.OnSelect != nil {
		l.OnSelect(l.at.cursor)
	}
}

// open tells OnOpen of the cursor's row.
func (l *List) open() {
	if l.at.cursor >= 0 && l.OnOpen != nil {
		l.OnOpen(l.at.cursor)
	}
}

// measure brings the numbers of rows up to date.
func (l *List) measure() {
	l.at.count = l.source.Len()
	l.at.fit = int((l.Size().Height - l.headHeight()) / l.rowHeight())
	l.at.clamp()
}

// tell lets the room know which rows are shown, once each time they change.
func (l *List) tell() {
	now := [2]int{l.at.first, l.at.end() - 1}
	if now == l.told || l.Size().Height == 0 || now[1] < now[0] {
		return
	}
	l.told = now
	if l.OnVisible != nil {
		l.OnVisible(now[0], now[1])
	}
}

// Refresh asks the source again.
func (l *List) Refresh() {
	l.measure()
	l.BaseWidget.Refresh()
	l.tell()
}

// Resize fits the rows to a size.
func (l *List) Resize(size fyne.Size) {
	if size == l.Size() {
		return
	}
	l.BaseWidget.Resize(size)
	on := l.at.cursor >= l.at.first && l.at.cursor < l.at.end()
	l.measure()
	if on {
		l.at.reach(l.at.cursor) // the row one works on stays in sight
	}
	l.Refresh()
}

// AccessibilityLabel is the label given, or the cursor's row read out.
func (l *List) AccessibilityLabel() string {
	var said []string
	if l.Label != "" {
		said = append(said, l.Label)
	}
	if l.at.cursor >= 0 && l.at.cursor < l.source.Len() {
		cells, _ := l.source.Row(l.at.cursor)
		for _, c := range cells {
			if c.Text != "" {
				said = append(said, c.Text)
			}
		}
	}
	return strings.Join(said, ", ")
}

// AccessibilityRole is a container's.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained shows the focus; the cursor goes to the first row shown if it was
// nowhere.
func (l *List) FocusGained() {
	l.focused = true
	if l.at.cursor < 0 && l.source.Len() > 0 {
		l.moveTo(l.at.first)
	}
	l.Refresh()
}

// FocusLost hides it.
func (l *List) FocusLost() {
	l.focused = false
	l.Refresh()
}

// TypedRune hands letters to OnRune.
func (l *List) TypedRune(r rune) {
	if l.OnRune != nil && r != ' ' {
		l.OnRune(r)
	}
}

// TypedKey moves the cursor and opens.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	if l.OnKey != nil && l.OnKey(ev) {
		return
	}
	l.measure()
	row := l.at.cursor
	switch ev.Name {
	case fyne.KeyUp:
		if row <= 0 && l.OnTop != nil {
			l.OnTop()
			return
		}
		row = max(row-1, 0)
	case fyne.KeyDown:
		row++
	case fyne.KeyPageUp:
		row = max(row-l.page(), 0)
	case fyne.KeyPageDown:
		row += l.page()
	case fyne.KeyHome:
		row = 0
	case fyne.KeyEnd:
		row = l.at.count - 1
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if l.at.cursor < 0 {
			Unused(l, ev)
			return
		}
		l.open()
		return
	case fyne.KeyEscape:
		if l.OnEscape != nil {
			l.OnEscape()
			return
		}
		Unused(l, ev)
		return
	default:
		Unused(l, ev)
		return
	}
	l.moveTo(row)
}

// page is how far PageUp and PageDown go: one row less than fits, so that the
// eye keeps hold.
func (l *List) page() int { return max(l.at.fit-1, 1) }

// Scrolled moves the rows under a still cursor: three rows a notch of the wheel,
// which Fyne reports as 25 pixels.
func (l *List) Scrolled(ev *fyne.ScrollEvent) {
	l.wheel -= float64(ev.Scrolled.DY) / 25 * 3
	rows := int(l.wheel)
	if rows == 0 {
		return
	}
	l.wheel -= float64(rows)
	before := l.at.first
	l.at.scroll(rows)
	if l.at.first != before {
		l.hover = -1
		l.Refresh()
	}
}

// rowAt is the row at a place on the widget, -1 if none is there.
func (l *List) rowAt(pos fyne.Position) int {
	if pos.Y < l.headHeight() || pos.X >= l.rowsWidth() {
		return -1
	}
	row := l.at.first + int((pos.Y-l.headHeight())/l.rowHeight())
	if row >= l.at.end() {
		return -1
	}
	return row
}

// MouseDown takes the focus, puts the cursor on the row at once, and grips or
// pages the scroll bar.
func (l *List) MouseDown(ev *desktop.MouseEvent) {
	if row := l.rowAt(ev.Position); row >= 0 && row != l.at.cursor {
		l.clicked = -1
		l.moveTo(row)
	}
	focus(l)
	l.grab = -1
	if ev.Position.X < l.rowsWidth() || ev.Button != desktop.MouseButtonPrimary {
		return
	}
	at, length := l.thumb()
	switch y := ev.Position.Y - l.headHeight(); {
	case y < 0:
	case y < at:
		l.at.scroll(-l.page())
		l.Refresh()
	case y >= at+length:
		l.at.scroll(l.page())
		l.Refresh()
	default:
		l.grab = y - at
	}
}

// MouseUp lets go of the scroll bar.
func (l *List) MouseUp(*desktop.MouseEvent) { l.grab = -1 }

// Dragged moves the scroll bar if it was gripped.
func (l *List) Dragged(ev *fyne.DragEvent) {
	if l.grab < 0 {
		return
	}
	before := l.at.first
	l.at.drag(float64(ev.Position.Y-l.headHeight()-l.grab), float64(l.track()), float64(leastThumb()))
	if l.at.first != before {
		l.Refresh()
	}
}

// DragEnd lets go of the scroll bar.
func (l *List) DragEnd() { l.grab = -1 }

// Tapped selects a row, opens it on the second click, or sorts by a title.
func (l *List) Tapped(ev *fyne.PointEvent) {
	if ev.Position.Y < l.headHeight() {
		l.tapHead(ev.Position.X)
		return
	}
	row := l.rowAt(ev.Position)
	if row < 0 {
		return
	}
	focus(l)
	again := row == l.clicked && time.Since(l.clickedAt) < fyne.CurrentApp().Driver().DoubleTapDelay()
	l.clicked, l.clickedAt = row, time.Now()
	l.moveTo(row)
	if l.OpenOnClick || again {
		l.clicked = -1
		l.open()
	}
}

func (l *List) tapHead(x float32) {
	for i, s := range l.slots() {
		if c := l.columns[i]; c.Sortable && !s.hidden && x >= s.x-gap()/2 && x < s.x+s.w+gap()/2 {
			l.SortBy(c.ID)
			return
		}
	}
}

// TappedSecondary selects a row and asks for its menu.
func (l *List) TappedSecondary(ev *fyne.PointEvent) {
	if row := l.rowAt(ev.Position); row >= 0 {
		l.moveTo(row)
		if l.OnMenu != nil {
			l.OnMenu(row, ev.AbsolutePosition)
		}
	}
}

// MouseIn and MouseMoved tint the row under the pointer.
func (l *List) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved tints the row under the pointer.
func (l *List) MouseMoved(ev *desktop.MouseEvent) { l.setHover(l.rowAt(ev.Position)) }

// MouseOut ends it.
func (l *List) MouseOut() { l.setHover(-1) }

// CreateRenderer draws the list.
func (l *List) CreateRenderer() fyne.WidgetRenderer { return newListRenderer(l) }

// transparent is no colour at all.
var transparent = color.Transparent
