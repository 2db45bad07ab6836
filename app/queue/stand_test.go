package queue

import (
	"testing"

	"firstline/data"
)

// The next start shows the list where it was left: view, sorting of each view,
// place and cursor, but no filter.
func TestTheListComesBackWhereItWas(t *testing.T) {
	s, q, _ := seated(t, "en", 120)
	q.Show(data.AllView)
	s.Wait(func() bool { return settled(q) })
	q.sort("subject", true)
	s.Wait(func() bool { return settled(q) })
	s.Calm()
	q.list.ScrollTo(40)
	q.list.Select(45)
	top, on := q.rows.key(q.list.First()), q.rows.key(q.list.Selected())
	q.Leave()

	again := New(s.Seat)
	s.Show(again.Content())
	enter(s, again)
	s.Calm()
	if again.view != data.AllView || again.sorts[data.AllView] != q.sorts[data.AllView] || again.sorts[data.OpenView] != (sorting{Column: "updated"}) {
		t.Errorf("it came back to %q, sorted %v", again.view, again.sorts)
	}
	if got := again.rows.key(again.list.First()); got != top {
		t.Errorf("the first row is %d, want %d", got, top)
	}
	if got := again.rows.key(again.list.Selected()); got != on {
		t.Errorf("the cursor is on %d, want %d", got, on)
	}
	again.Leave()
}
