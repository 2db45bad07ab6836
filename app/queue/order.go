package queue

import (
	"context"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// place is where one is to be after the list was put in order anew.
type place int

const (
	top   place = iota // on the first row: another view or filter
	same               // on the same ticket: another sorting
	start              // on the same ticket, with the first row in sight: the room was entered
	still              // nothing on the screen moves: something changed elsewhere
	whole              // as top after a screenful shown ahead that one has not gone to yet, else as still
)

// screenful is how many tickets are asked for ahead of the order of all of them,
// so that a view of a million, and what a filter finds in one, is there at once.
const screenful = 60

// load asks for the order of the view and for the counts; for the first
// screenful ahead of it, where the list has to begin anew.
func (q *Queue) load(to place) {
	query := q.query()
	q.loading, q.missed = true, nil
	q.asked++
	q.listing.Stop()
	if to == top || q.rows.Len() == 0 {
		q.loadAhead(query, to)
	} else {
		q.ahead.Stop()
		q.loadOrder(query, to)
	}
	q.loadCounts()
}

// query asks for what the room shows.
func (q *Queue) query() desk.ListQuery {
	s := q.sorts[q.view]
	return desk.ListQuery{View: q.view, Filter: q.filter.Text, Sort: s.Column, Asc: s.Asc}
}

func (q *Queue) loadCounts() {
	ui.Load(q.seat, &q.counting, func(ctx context.Context) (map[data.View]int, error) {
		return q.seat.Desk.Counts(ctx)
	}, q.count)
}

// follow brings the order up to date with a change; one that comes while an
// order is on its way is followed after it, so that a desk where much happens is
// not for ever begun anew.
func (q *Queue) follow(c desk.Change) {
	if q.loading {
		if q.missed == nil {
			q.missed = new(desk.Change)
		}
		q.missed.Merge(c)
		return
	}
	query, order := q.query(), q.rows.order
	q.loading = true
	q.loadInto(still, func(ctx context.Context) ([]int64, error) { return q.seat.Desk.Reorder(ctx, query, order, c) })
	q.loadCounts()
}

// loadAhead asks for the first screenful, and then for all.
func (q *Queue) loadAhead(query desk.ListQuery, to place) {
	first, asked := query, q.asked
	first.Limit, first.Soon = screenful, true
	ui.Try(q.seat, &q.ahead, func(ctx context.Context) ([]data.Excerpt, error) {
		list, _, err := q.seat.Desk.List(ctx, first)
		return list, err
	}, func(list []data.Excerpt, err error) {
		if err == nil && len(list) > 0 {
			order := make([]int64, len(list))
			for i, x := range list {
				order[i] = x.Row
			}
			q.put(order, list, to)
			to = whole
		} // an error is said with the order
		q.seat.Do(func() {
			if q.asked == asked {
				q.loadOrder(query, to)
			}
		})
	})
}

func (q *Queue) loadOrder(query desk.ListQuery, to place) {
	q.loadInto(to, func(ctx context.Context) ([]int64, error) { return q.seat.Desk.Order(ctx, query) })
}

// loadInto shows an order once it is there. Tickets picked that are not in it are
// let go: what is not seen is not acted on.
func (q *Queue) loadInto(to place, order func(ctx context.Context) ([]int64, error)) {
	picked := q.list.Picked()
	type answer struct{ order, gone []int64 }
	ui.Try(q.seat, &q.listing, func(ctx context.Context) (a answer, err error) {
		if a.order, err = order(ctx); err == nil {
			a.gone = missing(picked, a.order)
		}
		return a, err
	}, func(a answer, err error) {
		q.loading = false
		if err != nil {
			q.seat.Fail(err)
			return
		}
		q.put(a.order, nil, to)
		q.list.Release(a.gone)
		q.goBack()
		if c := q.missed; c != nil {
			q.missed = nil
			q.follow(*c)
		}
	})
}

// missing are the keys that are not in an order.
func missing(keys, order []int64) []int64 {
	if len(keys) == 0 {
		return nil
	}
	left := make(map[int64]bool, len(keys))
	for _, key := range keys {
		left[key] = true
	}
	for _, key := range order {
		delete(left, key)
	}
	return slices.Collect(maps.Keys(left))
}

// put shows an order and keeps the place in it by the ticket, not by the row.
// loaded are those of its tickets that are there already.
func (q *Queue) put(order []int64, loaded []data.Excerpt, to place) {
	cursor, first := q.list.Selected(), q.list.First()
	if to == whole {
		if to = still; cursor <= 0 && first == 0 && !q.hasFocus() {
			to = top
		}
	}
	anchor := cursor // what must not move on the screen
	if from, last := q.list.Shown(); to == still && (cursor < from || cursor > last) {
		anchor = first
	}
	held, on := q.rows.key(anchor), q.rows.key(cursor)
	q.rows.set(order)
	if loaded != nil {
		q.rows.keep(order, loaded)
	}
	if len(order) == 0 {
		q.list.SetEmpty(q.empty())
	}
	row := -1
	if on != 0 && to != top {
		row = q.rows.find(on)
		if row < 0 {
			row = min(cursor, len(order)-1) // it left the view: the one that took its place
		}
	}
	if row < 0 && len(order) > 0 && (to == top || q.hasFocus()) {
		row = 0
	}
	q.list.Place(row)
	switch to {
	case top, start:
		q.list.ScrollTo(0)
		q.setNews(0)
	case still:
		if now := q.rows.find(held); held != 0 && now >= 0 {
			q.list.ScrollTo(now - (anchor - first))
			q.setNews(q.news + max(now-anchor, 0))
		}
	}
	if q.list.First() == 0 {
		q.setNews(0)
	}
	q.rows.want(q.list.Shown())
}

func (q *Queue) hasFocus() bool { return q.seat.Window.Canvas().Focused() == q.list }

// count writes how many tickets each view holds beside its name.
func (q *Queue) count(counts map[data.View]int) {
	for v, b := range q.tabs {
		b.SetText(q.seat.Words.Choice("view", string(v)) + "  " + q.seat.Words.Number(counts[v]))
	}
	ui.Relayout(q.top, q.content)
}

// setNews says how many rows came above what is shown.
func (q *Queue) setNews(n int) {
	if n == q.news && q.above.Visible() == (n > 0) {
		return
	}
	q.news = n
	q.above.Hidden = n == 0
	q.above.SetText(q.seat.Words.Count("queue.above", n))
	ui.Relayout(q.top, q.content)
}

// sort puts the list in the order of a column: the end one most likely wants
// first, the other if it was sorted by it already.
func (q *Queue) sort(column string, asc bool) {
	if q.sorts[q.view].Column != column {
		for _, c := range columns(q.seat.Words) {
			if c.ID == column {
				asc = c.asc
			}
		}
	}
	q.sorts[q.view] = sorting{column, asc}
	q.mark()
	q.load(same)
}

// listKey looks at the list's keys first: Left and Right sort by the column
// beside, Escape ends the filter.
func (q *Queue) listKey(ev *fyne.KeyEvent) bool {
	step := 0
	switch ev.Name {
	case fyne.KeyLeft:
		step = -1
	case fyne.KeyRight:
		step = 1
	case fyne.KeyEscape:
		if q.filter.Text != "" {
			q.filter.SetQuery("")
			return true
		}
		return false
	default:
		return false
	}
	var ids []string
	now := 0
	for _, c := range columns(q.seat.Words) {
		if c.Sortable {
			if c.ID == q.sorts[q.view].Column {
				now = len(ids)
			}
			ids = append(ids, c.ID)
		}
	}
	q.list.SortBy(ids[(now+step+len(ids))%len(ids)])
	return true
}

// empty says what belongs where there is nothing.
func (q *Queue) empty() fyne.CanvasObject {
	p := q.seat.Words
	if text := q.filter.Text; text != "" {
		return ui.Empty(p.Say("queue.empty.filter", "text", text, "key", action.KeyName(p, "shell.search", "Ctrl+F")), ui.NewButton(p.Say("queue.unfilter"), nil, func() {
			q.filter.SetQuery("")
			q.focus(q.list)
		}))
	}
	var call *ui.Button
	if q.view == data.OpenView || q.view == data.AllView {
		call = ui.NewButton(p.Say("queue.call", "key", action.KeyName(p, "shell.intake", "Ctrl+N")), theme.ContentAddIcon(), func() { q.seat.Go.Intake("") })
	}
	return ui.Empty(p.Say("queue.empty."+string(q.view)), call)
}
