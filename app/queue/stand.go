package queue

import (
	"firstline/data"
)

// stand is where one stands in the list: the view, how each is sorted, the
// tickets at the top and under the cursor. The filter is not part of it: whoever
// comes back would wonder where the rest is.
type stand struct {
	View    data.View
	Sorts   map[data.View]sorting
	Top, On int64 // rows of the store, 0 for none
}

// recall takes up the view and the sorting of the last time; goBack goes to the
// place once the order is there.
func (q *Queue) recall() {
	var was stand
	q.seat.Habit("queue", &was)
	for _, v := range views() {
		if s, ok := was.Sorts[v]; ok && q.sortable(s.Column) {
			q.sorts[v] = s
		}
		if v == was.View {
			q.view = v
		}
	}
	q.was = &was
}

func (q *Queue) sortable(column string) bool {
	for _, c := range columns(q.seat.Words) {
		if c.ID == column {
			return c.Sortable
		}
	}
	return false
}

// goBack goes to where one was, unless one has moved since the start.
func (q *Queue) goBack() {
	was := q.was
	q.was = nil
	if was == nil || was.View != q.view || q.filter.Text != "" || q.list.First() != 0 || q.list.Selected() > 0 {
		return
	}
	if on := q.rows.find(was.On); was.On != 0 && on >= 0 {
		q.list.Place(on)
	}
	if top := q.rows.find(was.Top); was.Top != 0 && top >= 0 {
		q.list.ScrollTo(top)
	}
}

// keep keeps where one is, once one is back where one was.
func (q *Queue) keep() {
	if q.was != nil {
		return
	}
	now := stand{View: q.view, Sorts: q.sorts, On: q.rows.key(q.list.Selected())}
	if first := q.list.First(); first > 0 { // at the top one wants to see what is new
		now.Top = q.rows.key(first)
	}
	q.seat.KeepHabit("queue", now)
}
