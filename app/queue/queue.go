// Package queue is the list of tickets: the views one works from, a filter, and
// as many rows as the desk holds.
package queue

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// sorting is a column and a direction.
type sorting struct {
	Column string
	Asc    bool
}

// Queue is the room with the ticket list.
type Queue struct {
	seat    *ui.Seat
	content *fyne.Container
	top     *fyne.Container // the views and the filter
	body    *fyne.Container // the list, and what can be done with what is picked
	filter  *ui.SearchBox
	tabs    map[data.View]*ui.Button
	above   *ui.Button // there is something new further up
	list    *ui.List
	rows    *rows
	bulk    bulk

	view  data.View
	sorts map[data.View]sorting
	news  int    // rows that came above what is shown
	was   *stand // where one was before the program started; nil: one is back there

	loading                  bool         // the order is on its way
	missed                   *desk.Change // what changed meanwhile
	asked                    int          // counts what was asked for: the newest wins
	ahead, listing, counting ui.Slot
	choosing                 ui.Slot // the tickets an act is for
	leave                    func()  // ends listening to changes; nil while the room is not shown
}

var _ ui.Room = (*Queue)(nil)

// New makes the room. It opens where one was; at first on the open tickets, the
// last changed first.
func New(seat *ui.Seat) *Queue {
	q := &Queue{seat: seat, view: data.OpenView, tabs: map[data.View]*ui.Button{}, sorts: map[data.View]sorting{}}
	for _, v := range views() {
		q.sorts[v] = sorting{Column: "updated"}
	}
	q.sorts[data.OverdueView] = sorting{Column: "due", Asc: true}
	q.rows = &rows{seat: seat, known: map[int64]ticket{}, pages: map[int]*ui.Slot{},
		excerpts: func(ctx context.Context, rows []int64) ([]data.Excerpt, error) { return seat.Desk.Excerpts(ctx, rows) },
		draw:     func(x data.Excerpt) []ui.Cell { return cells(seat.Words, x, seat.Desk.Now()) },
		arrived:  func() { q.list.Refresh() }}
	q.recall()
	q.makeList()
	q.makeFilter()
	q.makeBulk()
	q.makeTop()
	q.body = ui.Border(nil, q.bulk.content, nil, nil, q.list)
	q.content = container.New(belowHead{}, q.top, q.body)
	q.mark()
	return q
}

func views() []data.View {
	var list []data.View
	for _, v := range data.View("").Choices() {
		list = append(list, data.View(v))
	}
	return list
}

func (q *Queue) makeList() {
	var cols []ui.Column
	for _, c := range columns(q.seat.Words) {
		cols = append(cols, c.Column)
	}
	l := ui.NewList(cols, q.rows)
	l.Label = q.seat.Words.Say("room.queue")
	l.OnVisible = func(first, last int) {
		q.rows.want(first, last)
		if first == 0 {
			q.setNews(0)
		}
		q.keep()
	}
	l.OnSelect = func(int) { q.keep() }
	l.OnOpen = func(int) { q.open() }
	l.OnMenu = func(row int, _ fyne.Position) { q.menu(row) }
	l.OnSort = q.sort
	l.OnTop = func() { q.focus(q.filter) }
	l.OnRune = func(r rune) { // whoever types in the list looks for something
		q.focus(q.filter)
		q.filter.TypedRune(r)
	}
	l.OnKey = q.listKey
	ui.KeepWidths(q.seat, q.Name(), l)
	q.list = l
}

func (q *Queue) makeFilter() {
	q.filter = ui.NewSearchBox(q.seat.Do, "", func(string) {
		q.list.Unpick() // what is not seen is not acted on
		q.load(top)
	})
	q.filter.Label = q.seat.Words.Say("word.filter")
	q.filter.OnDown = func() { q.focus(q.list) }
	q.filter.OnEnter = q.filter.OnDown
}

// makeTop makes the line above the list: the views and the filter.
func (q *Queue) makeTop() {
	p := q.seat.Words
	q.top = container.New(&headLayout{})
	for _, v := range views() {
		b := ui.NewQuiet("", nil, func() { q.Show(v) })
		b.Leading = true
		q.tabs[v] = b
		q.top.Add(b)
	}
	q.above = ui.NewQuiet("", nil, q.toTop).Hinting(p.Say("queue.above.hint"))
	q.above.Hide()
	q.top.Add(q.above)
	q.top.Add(ui.Border(nil, nil, ui.NewText(p.Say("queue.filter"), ui.Muted), nil, q.filter))
}

// Name is "queue".
func (q *Queue) Name() string { return "queue" }

// Content is the head and the list.
func (q *Queue) Content() fyne.CanvasObject { return q.content }

// Enter loads the list anew and listens to what changes.
func (q *Queue) Enter() {
	if q.leave == nil {
		changes, end := q.seat.Desk.Subscribe()
		q.leave = end
		go q.listen(changes)
	}
	q.focus(q.list)
	if q.list.First() == 0 {
		q.load(start)
	} else {
		q.load(still)
	}
}

// Ready says whether the first tickets can be drawn.
func (q *Queue) Ready() bool {
	_, ok := q.rows.known[q.rows.key(0)]
	return ok || q.rows.turn > 0 && q.rows.Len() == 0
}

// Leave stops listening and loading.
func (q *Queue) Leave() {
	if q.leave != nil {
		q.leave()
		q.leave = nil
	}
	q.asked++
	q.ahead.Stop()
	q.listing.Stop()
	q.counting.Stop()
	q.rows.stop()
}

// listen follows changes, at most four times a second, and every minute looks
// again because time alone makes tickets overdue.
func (q *Queue) listen(changes <-chan desk.Change) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		var c desk.Change
		var ok bool
		select {
		case c, ok = <-changes:
			if !ok {
				return
			}
			if !c.Foreign && !c.Kinds["ticket"] && !c.Kinds["contact"] && !c.Kinds["escalation"] && !c.Kinds["desk"] {
				continue
			}
		case <-minute.C:
		}
		q.seat.Do(func() {
			if q.leave != nil {
				q.follow(c)
			}
		})
		time.Sleep(250 * time.Millisecond)
	}
}

// Show goes to a view.
func (q *Queue) Show(v data.View) {
	if v == q.view {
		q.toTop()
		return
	}
	q.view = v
	q.list.Unpick()
	q.mark()
	q.focus(q.list)
	q.load(top)
}

// mark shows which view one is in and how it is sorted.
func (q *Queue) mark() {
	for v, b := range q.tabs {
		b.SetOn(v == q.view)
		if b.Text == "" {
			b.SetText(q.seat.Words.Choice("view", string(v)))
		}
	}
	q.keep()
	s := q.sorts[q.view]
	q.list.SetSort(s.Column, s.Asc)
}

func (q *Queue) toTop() {
	q.list.ScrollTo(0)
	if q.rows.Len() > 0 {
		q.list.Select(0)
	}
	q.focus(q.list)
}

func (q *Queue) focus(o fyne.Focusable) { q.seat.Window.Canvas().Focus(o) }

// open goes to the ticket one is on.
func (q *Queue) open() {
	if x, ok := q.rows.at(q.list.Selected()); ok && q.seat.Go.Ticket != nil {
		q.seat.Go.Ticket(x.ID)
	}
}

// Chosen is the ticket one is on, unless several are picked.
func (q *Queue) Chosen() (data.Excerpt, bool) {
	if len(q.list.Picked()) > 1 {
		return data.Excerpt{}, false
	}
	return q.rows.at(q.list.Selected())
}

// Actions are what one can do with the list.
func (q *Queue) Actions() []action.Action {
	on := func() bool { _, ok := q.rows.at(q.list.Selected()); return ok }
	list := []action.Action{
		{ID: "queue.open", Menu: action.Ticket, Key: "Return", Enabled: on, Do: q.open},
		{ID: "queue.filter", Menu: action.Go, Key: "Ctrl+G", Do: func() { q.focus(q.filter) }},
	}
	for i, v := range views() {
		list = append(list, action.Action{ID: "queue.view." + string(v), Menu: action.Go,
			Key: "Ctrl+Shift+" + string(rune('1'+i)), Do: func() { q.Show(v) }})
	}
	list = append(list, q.manyActions()...)
	list = append(list,
		action.Action{ID: "queue.pick.all", Enabled: func() bool { return q.rows.Len() > 0 }, Do: q.list.PickAll},
		action.Action{ID: "queue.column.wider", Do: func() { q.list.Widen(q.sorts[q.view].Column, ui.WidthStep) }},
		action.Action{ID: "queue.column.narrower", Do: func() { q.list.Widen(q.sorts[q.view].Column, -ui.WidthStep) }},
		action.Action{ID: "queue.column.reset", Do: q.list.ResetWidths})
	for _, c := range columns(q.seat.Words) {
		if c.Sortable {
			list = append(list, action.Action{ID: "queue.sort." + c.ID, Do: func() { q.list.SortBy(c.ID) }})
		}
	}
	return list
}
