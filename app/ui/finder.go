package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Finder is a search box over the few things it finds, for dialogs in which one
// of them is chosen. Down and Return go from the box to the list.
type Finder[T any] struct {
	Content fyne.CanvasObject
	Search  *SearchBox
	List    *List
	OnPick  func(one T, ok bool) // the cursor went to another, or to none
	OnOpen  func(T)              // one was chosen

	seat  *Seat
	none  string  // what is said where nothing is asked for and nothing found
	yes   *Button // confirms the dialog
	slot  Slot
	look  func(ctx context.Context, query string) ([]T, error)
	row   func(T) []Cell
	found []T
	busy  bool // it is looking
	goes  bool // to the list, once it has found
}

// NewFinder makes one; look finds, row puts what was found on a line, hint
// stands in the empty box, none says what can be asked for where nothing was yet.
func NewFinder[T any](seat *Seat, label, hint, none string, look func(ctx context.Context, query string) ([]T, error), row func(T) []Cell) *Finder[T] {
	f := &Finder[T]{seat: seat, none: none, look: look, row: row, List: NewLines(nil)}
	f.List.MinRows, f.List.Label = 7, label
	f.List.SetEmpty(Empty(none, nil))
	f.List.OnSelect = func(int) { f.tell() }
	f.List.OnOpen = func(int) { f.open() }
	f.Search = NewSearchBox(seat.Do, hint, f.Look)
	f.Search.Label = label
	f.Search.OnEnter = f.goList
	f.Search.OnDown = func() {
		if !f.busy { // the first is marked already
			f.List.Select(min(1, len(f.found)-1))
		}
		f.goList()
	}
	f.List.OnTop = func() { seat.Window.Canvas().Focus(f.Search) }
	f.Content = container.NewVBox(f.Search, f.List)
	return f
}

// Ask opens the dialog in which one is chosen, with the Title, the Width, the verbs and
// the Content, if it is more than the finder's, of d. It confirms what the cursor is
// on, and not before that is something.
func (f *Finder[T]) Ask(d Dialog) (done func()) {
	if d.Content == nil {
		d.Content = f.Content
	}
	d.Focus = f.Search
	d.possible = func() bool { _, ok := f.Picked(); return ok }
	d.OnConfirm = func() bool {
		f.open()
		return false
	}
	done, f.yes = d.show(f.seat.Window)
	f.Look("")
	return done
}

func (f *Finder[T]) open() {
	if one, ok := f.Picked(); ok {
		f.OnOpen(one)
	}
}

// Look finds and shows what was found, with the cursor on the first.
func (f *Finder[T]) Look(query string) {
	f.busy = true
	Load(f.seat, &f.slot, func(ctx context.Context) ([]T, error) { return f.look(ctx, query) }, func(found []T) {
		f.found, f.busy = found, false
		rows := make(Rows, len(found))
		for i, one := range found {
			rows[i] = f.row(one)
		}
		none := f.none
		if strings.TrimSpace(query) != "" {
			none = f.seat.Words.Say("faq.nothing", "query", query)
		}
		f.List.SetEmpty(Empty(none, nil))
		f.List.SetSource(rows)
		if len(found) > 0 {
			f.List.Select(0)
		}
		f.tell()
		if f.goes {
			f.goList()
		}
	})
}

// goList goes to what was found; what is still being looked for is waited for.
func (f *Finder[T]) goList() {
	f.goes = f.busy
	if !f.busy && len(f.found) > 0 {
		f.seat.Window.Canvas().Focus(f.List)
	}
}

// Picked is what the cursor is on.
func (f *Finder[T]) Picked() (one T, ok bool) {
	if i := f.List.Selected(); i >= 0 && i < len(f.found) {
		return f.found[i], true
	}
	return one, false
}

func (f *Finder[T]) tell() {
	if f.yes != nil {
		f.yes.Refresh()
	}
	if f.OnPick != nil {
		f.OnPick(f.Picked())
	}
}
