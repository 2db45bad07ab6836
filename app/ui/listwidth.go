package ui

import (
	"maps"
	"slices"

	"fyne.io/fyne/v2/driver/desktop"
)

// WidthStep is how much a key makes a column wider, leastWidth what is left of it
// at least, both in pixels at 100 % text.
const (
	WidthStep  = 12
	leastWidth = 32
)

// Widths are the widths given to columns by hand, in pixels at 100 % text; a
// column that is not among them has its own.
type Widths map[string]float32

// SetWidths gives columns their widths; OnWidths is not told.
func (l *List) SetWidths(w Widths) {
	l.widths = maps.Clone(w)
	l.Refresh()
}

// Widen makes a column wider by some pixels at 100 % text, or narrower, and
// tells OnWidths. "" and what is no column is the widest of them.
func (l *List) Widen(column string, by float32) {
	i := l.column(column)
	if i < 0 {
		return
	}
	l.setWidth(i, l.slots()[i].w/px(1)+by)
	l.widthsChanged()
}

// ResetWidths gives all columns their own widths again.
func (l *List) ResetWidths() {
	l.widths = nil
	l.widthsChanged()
}

// column finds a column by its id; -1 if the list has none at all.
func (l *List) column(id string) int {
	if i := slices.IndexFunc(l.columns, func(c Column) bool { return c.ID == id }); i >= 0 {
		return i
	}
	widest := -1
	for i, c := range l.columns {
		if widest < 0 || c.Weight > l.columns[widest].Weight {
			widest = i
		}
	}
	return widest
}

func (l *List) setWidth(i int, width float32) {
	if l.widths == nil {
		l.widths = Widths{}
	}
	l.widths[l.columns[i].ID] = whole(max(width, leastWidth))
}

func (l *List) widthsChanged() {
	l.Refresh()
	if l.OnWidths != nil {
		l.OnWidths(maps.Clone(l.widths))
	}
}

// wide are the columns with the widths they were given. One with a width of its
// own takes no share of what is left over; the one sorted by is never left out.
func (l *List) wide() []Column {
	columns := slices.Clone(l.columns)
	for i, c := range columns {
		if w, ok := l.widths[c.ID]; ok {
			columns[i].Width, columns[i].Weight = w, 0
		}
		if c.Sortable && c.ID == l.sort {
			columns[i].Spare = 0
		}
	}
	return columns
}

// edgeAt is the column whose right edge lies at x in the row of titles, -1 if
// none does.
func (l *List) edgeAt(x float32) int {
	for i, s := range l.slots() {
		if end := s.x + s.w + gap()/2; !s.hidden && x >= end-px(4) && x <= end+px(4) {
			return i
		}
	}
	return -1
}

// Cursor shows where a column can be made wider.
func (l *List) Cursor() desktop.Cursor {
	if l.onEdge || l.pull.column >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// pull is a column being made wider with the mouse.
type pull struct {
	column int     // -1: none
	x      float32 // where the mouse was
	width  float32 // what the column had then
}
