package queue

import (
	"context"

	"firstline/app/ui"
	"firstline/data"
)

const (
	pageSize = 100  // tickets loaded at once
	keepRows = 6000 // loaded tickets kept before those far from sight are let go
)

// ticket is one loaded row, and how it is drawn.
type ticket struct {
	data.Excerpt
	cells []ui.Cell
	turn  int  // the order it was loaded for
	gone  bool // it was in the order, and is no more
}

// rows is what the list shows: the order of all tickets of a view (8 bytes
// each), and those loaded around what is visible. It belongs to the UI
// goroutine.
type rows struct {
	seat     *ui.Seat
	excerpts func(ctx context.Context, rows []int64) ([]data.Excerpt, error)
	draw     func(data.Excerpt) []ui.Cell
	arrived  func() // some were loaded

	order []int64
	turn  int // counts the orders, so that what was loaded for an earlier one is loaded anew
	known map[int64]ticket
	pages map[int]*ui.Slot // the pages being loaded
}

// Len counts the tickets of the view.
func (r *rows) Len() int { return len(r.order) }

// Row draws one, if it is loaded. One loaded for an earlier order is shown until
// the new one arrives, so that nothing flickers.
func (r *rows) Row(i int) ([]ui.Cell, bool) {
	t, ok := r.known[r.order[i]]
	return t.cells, ok
}

// at is the ticket in a place, if it is there and loaded.
func (r *rows) at(i int) (data.Excerpt, bool) {
	if i < 0 || i >= len(r.order) {
		return data.Excerpt{}, false
	}
	t, ok := r.known[r.order[i]]
	return t.Excerpt, ok && !t.gone
}

// Key is what the ticket in a place is picked by.
func (r *rows) Key(i int) int64 { return r.key(i) }

// key is the row of the ticket in a place, 0 if there is none.
func (r *rows) key(i int) int64 {
	if i < 0 || i >= len(r.order) {
		return 0
	}
	return r.order[i]
}

// find is the place of a ticket, -1 if it is not in the view.
func (r *rows) find(key int64) int {
	for i, row := range r.order {
		if row == key {
			return i
		}
	}
	return -1
}

// set puts another order; all has to be loaded again as it comes into sight.
func (r *rows) set(order []int64) {
	r.stop()
	r.order = order
	r.turn++
}

// stop gives up all that is being loaded.
func (r *rows) stop() {
	for page, slot := range r.pages {
		slot.Stop()
		delete(r.pages, page)
	}
}

// want loads the pages around the rows first to last, unless they are there, and
// gives up those scrolled past.
func (r *rows) want(first, last int) {
	if last < first {
		return
	}
	from, to := first/pageSize, last/pageSize
	for page, slot := range r.pages {
		if page < from || page > to {
			slot.Stop()
			delete(r.pages, page)
		}
	}
	for page := from; page <= to; page++ {
		if r.pages[page] == nil && !r.fresh(max(first, page*pageSize), min(last, page*pageSize+pageSize-1)) {
			r.load(page)
		}
	}
}

// fresh says whether the rows first to last are loaded for this order.
func (r *rows) fresh(first, last int) bool {
	for i := first; i <= min(last, len(r.order)-1); i++ {
		if t, ok := r.known[r.order[i]]; !ok || t.turn != r.turn {
			return false
		}
	}
	return true
}

func (r *rows) load(page int) {
	slot := new(ui.Slot)
	r.pages[page] = slot
	asked := r.order[page*pageSize : min((page+1)*pageSize, len(r.order))]
	ui.Try(r.seat, slot, func(ctx context.Context) ([]data.Excerpt, error) {
		return r.excerpts(ctx, asked)
	}, func(list []data.Excerpt, err error) {
		delete(r.pages, page)
		if err != nil {
			r.seat.Fail(err)
			return
		}
		r.keep(asked, list)
		r.forget(page)
		r.arrived()
	})
}

// keep takes in a page. What was asked for and did not come is gone, which a
// change to come will say; until then its row is empty.
func (r *rows) keep(asked []int64, list []data.Excerpt) {
	for _, x := range list {
		r.known[x.Row] = ticket{Excerpt: x, cells: r.draw(x), turn: r.turn}
	}
	for _, row := range asked {
		if t, ok := r.known[row]; !ok || t.turn != r.turn {
			r.known[row] = ticket{turn: r.turn, gone: true}
		}
	}
}

// forget lets go of what lies far from a page, once there is much of it.
func (r *rows) forget(page int) {
	if len(r.known) <= keepRows {
		return
	}
	near := map[int64]ticket{}
	for i := max(page-5, 0) * pageSize; i < min((page+6)*pageSize, len(r.order)); i++ {
		if t, ok := r.known[r.order[i]]; ok {
			near[r.order[i]] = t
		}
	}
	r.known = near
}
