package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Keyed is a Source whose rows can be picked, several at once. A row keeps its
// key whatever the order, so that what was picked stays picked when the rows are
// sorted or others come in between.
type Keyed interface {
	Source
	Key(i int) int64
}

// MostPicked is how many rows can be picked at once: more than anybody looks
// through, and as many as one act changes in a few seconds (measured).
const MostPicked = 5000

// picks are the rows of a list that were picked.
type picks struct {
	keys map[int64]bool
	from int // the row a range with Shift begins at; -1: the cursor's
}

// keyed is the source, if its rows can be picked.
func (l *List) keyed() (Keyed, bool) {
	k, ok := l.source.(Keyed)
	return k, ok
}

// Picked gives the keys of the rows picked, in no order.
func (l *List) Picked() []int64 {
	keys := make([]int64, 0, len(l.picks.keys))
	for key := range l.picks.keys {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Unpick picks no row any more.
func (l *List) Unpick() {
	l.picks.from = -1
	if len(l.picks.keys) == 0 {
		return
	}
	clear(l.picks.keys)
	l.repicked()
}

// Release picks some rows no more, by their keys: they are not in the source now.
func (l *List) Release(keys []int64) {
	before := len(l.picks.keys)
	for _, key := range keys {
		delete(l.picks.keys, key)
	}
	if len(l.picks.keys) != before {
		l.picks.from = -1
		l.repicked()
	}
}

// PickAll picks every row, up to MostPicked.
func (l *List) PickAll() {
	if l.source.Len() > 0 {
		l.pickRange(0, l.source.Len()-1)
	}
}

// TogglePick picks the row the cursor is on, or no longer.
func (l *List) TogglePick() { l.toggle(l.at.cursor) }

func (l *List) toggle(row int) {
	k, ok := l.keyed()
	if !ok || row < 0 || row >= k.Len() {
		return
	}
	key := k.Key(row)
	if l.picks.keys[key] {
		delete(l.picks.keys, key)
	} else if len(l.picks.keys) < MostPicked {
		l.pick(key)
	}
	l.picks.from = row
	l.repicked()
}

func (l *List) pick(key int64) {
	if l.picks.keys == nil {
		l.picks.keys = map[int64]bool{}
	}
	l.picks.keys[key] = true
}

// pickTo picks the rows from where the range began to a row, and no others: as
// Shift does in every list.
func (l *List) pickTo(row int) {
	if l.picks.from < 0 || l.picks.from >= l.source.Len() {
		l.picks.from = max(l.at.cursor, 0)
	}
	from := l.picks.from
	l.pickRange(from, row)
	l.picks.from = from
}

// pickRange picks the rows between two of them, beginning with the first named.
func (l *List) pickRange(from, to int) {
	k, ok := l.keyed()
	if !ok {
		return
	}
	clear(l.picks.keys)
	step := 1
	if to < from {
		step = -1
	}
	for row := from; len(l.picks.keys) < MostPicked; row += step {
		l.pick(k.Key(row))
		if row == to {
			break
		}
	}
	l.repicked()
}

func (l *List) repicked() {
	l.Refresh()
	if l.OnPick != nil {
		l.OnPick(len(l.picks.keys))
	}
}

// isPicked says whether a row is picked.
func (l *List) isPicked(row int) bool {
	if len(l.picks.keys) == 0 || row >= l.source.Len() {
		return false
	}
	k, ok := l.keyed()
	return ok && l.picks.keys[k.Key(row)]
}

// pickKey picks with the keyboard: Space the row one is on, Shift and a key that
// moves all up to where it leads, Escape none. Moving alone leaves what is
// picked, so that rows far apart can be.
func (l *List) pickKey(ev *fyne.KeyEvent) bool {
	if _, ok := l.keyed(); !ok {
		return false
	}
	switch ev.Name {
	case fyne.KeySpace:
		l.toggle(l.at.cursor)
	case fyne.KeyEscape:
		if len(l.picks.keys) == 0 {
			return false
		}
		l.Unpick()
	default:
		to, moves := l.target(ev.Name)
		if !moves || l.at.cursor < 0 || l.at.count == 0 || modifiers()&fyne.KeyModifierShift == 0 {
			return false
		}
		to = max(min(to, l.at.count-1), 0)
		l.pickTo(to)
		l.moveTo(to)
	}
	return true
}

// TypedShortcut picks all (Ctrl+A), makes the column one sorts by wider or
// narrower (Ctrl+Right, Ctrl+Left), and confirms the dialog (Ctrl+Return).
func (l *List) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok {
		l.PickAll()
		return
	}
	if k, ok := s.(*desktop.CustomShortcut); ok && k.Modifier == fyne.KeyModifierShortcutDefault {
		switch k.KeyName {
		case fyne.KeyRight:
			l.Widen(l.sort, WidthStep)
			return
		case fyne.KeyLeft:
			l.Widen(l.sort, -WidthStep)
			return
		case fyne.KeySpace:
			l.TogglePick()
			return
		}
	}
	if submits(s) {
		Confirm(l)
		return
	}
	UnusedShortcut(l, s)
}
