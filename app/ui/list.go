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
	Spare    int  // where there is no room, 1 is left out first, then 2, and so on; 0 never
}

// List shows rows of a Source, a screenful at a time, however many there are.
// Up, Down, PageUp, PageDown, Home and End move the cursor, Return and a double
// click open; a click on a column's title sorts, pulling its right edge makes it
// wider. Where the source is Keyed, Space, Shift, Ctrl+A and clicks with Shift or
// Ctrl pick several rows; elsewhere Space opens.
type List struct {
	widget.BaseWidget
	Label      string // what a screen reader calls it
	PickedWord string // what it says of a row that is picked

	OnSelect  func(row int)                   // the cursor moved to row (-1: nowhere)
	OnOpen    func(row int)                   // Return, Space, double click
	OnSort    func(column string, asc bool)   // a title was clicked or SortBy called
	OnVisible func(first, last int)           // rows first to last (inclusive) are shown now
	OnMenu    func(row int, at fyne.Position) // secondary click; at is on the canvas
	OnTop     func()                          // Up on the first row: back to the search box
	OnEscape  func()                          // nil: Escape goes to the dialog or the shell
	OnKey     func(ev *fyne.KeyEvent) bool    // first look at a key; true: used
	OnRune    func(r rune)                    // a letter was typed; nil: it leads to the row that begins with it
	OnPick    func(n int)                     // n rows are picked now; the source is Keyed
	OnWidths  func(w Widths)                  // columns were made wider or narrower

	MinRows     int  // least rows shown; default 3
	OpenOnClick bool // one click opens: for suggestions and choices

	columns []Column // nil: lines
	tall    bool     // two-line rows
	bare    bool     // no ring: it is all there is to focus
	source  Source
	empty   fyne.CanvasObject
	sort    string
	asc     bool
	widths  Widths
	picks   picks
	typing  typing

	at      paging
	told    [2]int // what OnVisible was last told
	hover   int    // row under the pointer, -1 none
	hinted  string // what is cut under the pointer
	focused bool

	wheel     float64 // part of a row not scrolled yet
	grab      float32 // where on the thumb the drag began; <0 no drag
	pull      pull    // the column being made wider
	onEdge    bool    // the pointer is where one pulls
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
	_ fyne.Shortcutable      = (*List)(nil)
	_ desktop.Cursorable     = (*List)(nil)
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
	return &List{source: source, at: paging{cursor: -1, fit: 1}, hover: -1, grab: -1, clicked: -1, pull: pull{column: -1}, picks: picks{from: -1}, told: [2]int{-1, -1}}
}

// SetSource shows other rows, from the first one, with none selected.
func (l *List) SetSource(s Source) {
	l.source = s
	l.at.first, l.at.cursor, l.hover, l.clicked, l.wheel = 0, -1, -1, -1, 0
	l.told = [2]int{-1, -1}
	l.Unpick()
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
	if l.isPicked(l.at.cursor) {
		said = append(said, l.PickedWord)
	}
	if l.at.cursor >= 0 && l.at.cursor < l.source.Len() {
		cells, _ := l.source.Row(l.at.cursor)
		for _, c := range cells {
			if c.Text != "" {
				said = append(said, Unmarked(c.Text))
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
	l.typing = typing{}
	l.Refresh()
}

// TypedRune opens on Space, unless that picked, and hands letters to OnRune or
// goes to the next row that begins with what is typed.
func (l *List) TypedRune(r rune) {
	_, picks := l.keyed()
	switch {
	case r == ' ' && !l.typing.fresh():
		if l.at.cursor >= 0 && !picks {
			l.open()
		}
	case l.OnRune == nil:
		l.typeAhead(r)
	case r != ' ':
		l.OnRune(r)
	}
}

// TypedKey moves the cursor, picks and opens.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	l.measure()
	if l.pickKey(ev) || l.OnKey != nil && l.OnKey(ev) {
		return
	}
	if row, moves := l.target(ev.Name); moves {
		if ev.Name == fyne.KeyUp && l.at.cursor <= 0 && l.OnTop != nil {
			l.OnTop()
			return
		}
		l.picks.from = -1
		l.moveTo(row)
		return
	}
	switch {
	case ev.Name == fyne.KeySpace: // it comes as a letter
	case l.at.cursor >= 0 && isReturn(ev.Name):
		l.open()
	case ev.Name == fyne.KeyEscape && l.OnEscape != nil:
		l.OnEscape()
	default:
		Unused(l, ev)
	}
}

// target is the row a key leads to, if it is one that moves.
func (l *List) target(key fyne.KeyName) (row int, moves bool) {
	switch key {
	case fyne.KeyUp:
		return max(l.at.cursor-1, 0), true
	case fyne.KeyDown:
		return l.at.cursor + 1, true
	case fyne.KeyPageUp:
		return max(l.at.cursor-l.page(), 0), true
	case fyne.KeyPageDown:
		return l.at.cursor + l.page(), true
	case fyne.KeyHome:
		return 0, true
	case fyne.KeyEnd:
		return l.at.count - 1, true
	}
	return 0, false
}

// page is how far PageUp and PageDown go: one row less than fits, so that the
// eye keeps hold.
func (l *List) page() int { return max(l.at.fit-1, 1) }

// CreateRenderer draws the list.
func (l *List) CreateRenderer() fyne.WidgetRenderer { return newListRenderer(l) }

// transparent is no colour at all.
var transparent = color.Transparent
