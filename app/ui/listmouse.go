package ui

import (
	"cmp"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

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

// MouseDown takes the focus, puts the cursor on the row at once, picks with Shift
// and Ctrl, grips or pages the scroll bar, and takes hold of a column's edge.
func (l *List) MouseDown(ev *desktop.MouseEvent) {
	l.grab, l.pull.column = -1, -1
	if i := l.edgeAt(ev.Position.X); i >= 0 && ev.Position.Y < l.headHeight() {
		l.pull = pull{column: i, x: ev.Position.X, width: l.slots()[i].w / px(1)}
		return
	}
	row := l.rowAt(ev.Position)
	if row >= 0 && ev.Button == desktop.MouseButtonPrimary {
		l.pickMouse(row, ev.Modifier)
	}
	if row >= 0 && row != l.at.cursor {
		l.clicked = -1
		l.moveTo(row)
	}
	focus(l)
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

// pickMouse picks as every list does: Ctrl one more, Shift all up to here, a
// plain click none.
func (l *List) pickMouse(row int, held fyne.KeyModifier) {
	switch {
	case held&fyne.KeyModifierShift != 0:
		l.pickTo(row)
	case held&fyne.KeyModifierShortcutDefault != 0:
		l.toggle(row)
	default:
		l.Unpick()
	}
}

// MouseUp lets go of the scroll bar and of a column that was not pulled.
func (l *List) MouseUp(*desktop.MouseEvent) { l.grab = -1 }

// Dragged moves the scroll bar if it was gripped, or the edge of a column.
func (l *List) Dragged(ev *fyne.DragEvent) {
	if i := l.pull.column; i >= 0 {
		l.setWidth(i, l.pull.width+(ev.Position.X-l.pull.x)/px(1))
		l.Refresh()
		return
	}
	if l.grab < 0 {
		return
	}
	before := l.at.first
	l.at.drag(float64(ev.Position.Y-l.headHeight()-l.grab), float64(l.track()), float64(leastThumb()))
	if l.at.first != before {
		l.Refresh()
	}
}

// DragEnd lets go of the scroll bar or of a column.
func (l *List) DragEnd() {
	if l.pull.column >= 0 {
		l.widthsChanged()
	}
	l.grab, l.pull.column = -1, -1
}

// Tapped selects a row, opens it on the second click, or sorts by a title.
func (l *List) Tapped(ev *fyne.PointEvent) {
	if ev.Position.Y < l.headHeight() {
		l.pull.column = -1
		if l.edgeAt(ev.Position.X) < 0 {
			l.tapHead(ev.Position.X)
		}
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
	if held := modifiers(); held&(fyne.KeyModifierShift|fyne.KeyModifierShortcutDefault) != 0 {
		return // it picked
	}
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

// MouseIn tints the row under the pointer.
func (l *List) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved tints the row under the pointer.
func (l *List) MouseMoved(ev *desktop.MouseEvent) {
	l.onEdge = ev.Position.Y < l.headHeight() && l.edgeAt(ev.Position.X) >= 0
	l.setHover(l.rowAt(ev.Position))
	l.hint(l.cutAt(ev.Position))
}

// MouseOut ends it.
func (l *List) MouseOut() {
	l.onEdge = false
	l.setHover(-1)
	l.hint("")
}

// hint has a text that is cut said whole.
func (l *List) hint(text string) {
	if text != l.hinted {
		l.hinted = text
		OnHint(text)
	}
}

// cutAt is the text under the pointer, of a cell or a title, if it is cut there.
func (l *List) cutAt(pos fyne.Position) string {
	var cells []Cell
	size, y := theme.CaptionTextSize(), float32(0)
	row := l.rowAt(pos)
	slots := l.slots()
	switch {
	case pos.Y < l.headHeight():
		for _, c := range l.columns {
			cells = append(cells, Cell{Text: c.Title, Bold: true})
		}
	case row >= 0:
		cells, _ = l.source.Row(row)
		size, y = 0, pos.Y-l.headHeight()-float32(row-l.at.first)*l.rowHeight()
		if l.columns == nil {
			slots = besideTag(slots, cells)
		}
	}
	for i, c := range cells[:min(len(cells), len(slots))] {
		s := slots[i]
		if s.hidden || pos.X < s.x || pos.X > s.x+s.w || l.tall && (y < s.y || y > s.y+lineHeight()) {
			continue
		}
		room, of := s.w, cmp.Or(size, s.size)
		if c.Badge {
			room, of = room-px(12), theme.CaptionTextSize()
		}
		if Fit(c.Text, room, of, fyne.TextStyle{Bold: c.Bold}) != c.Text {
			return c.Text
		}
	}
	return ""
}
