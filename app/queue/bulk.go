package queue

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// bulk is the bar below the list while tickets are picked: how many, and what
// can be done with all of them at once.
type bulk struct {
	content *fyne.Container
	count   *ui.Text
	acts    []*ui.Button
	line    *fyne.Container
}

// makeBulk makes the bar. Its buttons are the actions of the same name.
func (q *Queue) makeBulk() {
	p := q.seat.Words
	b := &q.bulk
	b.count = ui.NewText("", ui.Ink)
	b.line = container.NewHBox(b.count)
	for _, a := range q.manyActions() {
		act := ui.NewAction(p, a).As(ui.Quiet)
		b.acts = append(b.acts, act)
		b.line.Add(act)
	}
	b.line.Add(layout.NewSpacer())
	b.line.Add(ui.NewQuiet(p.Say("queue.unpick"), nil, func() {
		q.list.Unpick()
		q.focus(q.list)
	}))
	pad := ui.Air(2, 2, 8, 8, b.line)
	b.content = ui.Pile(0, ui.NewRule(), ui.Tinted(ui.Rail, pad))
	b.content.Hide()
	q.list.PickedWord = p.Say("queue.picked.word")
	q.list.OnPick = q.picked
}

// picked shows how many tickets are picked, or takes the bar away.
func (q *Queue) picked(n int) {
	text := q.seat.Words.Count("queue.picked", n)
	if n == ui.MostPicked {
		text = q.seat.Words.Count("queue.picked.most", n)
	}
	q.bulk.count.SetText(text)
	q.bulk.content.Hidden = n == 0
	for _, act := range q.bulk.acts {
		act.Refresh() // what can be done with one can't with none, and the other way round
	}
	ui.Relayout(q.bulk.line, q.body)
}

// manyActions are what can be done with the tickets picked, or with the one the
// cursor is on.
func (q *Queue) manyActions() []action.Action {
	any := func() bool { return len(q.chosen()) > 0 }
	several := func() bool { return len(q.list.Picked()) > 1 }
	return []action.Action{
		{ID: "queue.status", Menu: action.Ticket, Key: "Ctrl+Shift+S", Enabled: any, Do: func() { q.many(q.askStatus) }},
		{ID: "queue.owner", Menu: action.Ticket, Key: "Ctrl+Shift+O", Enabled: any, Do: func() { q.many(q.askOwner) }},
		{ID: "queue.take", Menu: action.Ticket, Key: "Ctrl+Shift+M", Enabled: any, Do: func() { q.many(q.take) }},
		{ID: "queue.priority", Menu: action.Ticket, Key: "Ctrl+Shift+P", Enabled: any, Do: func() { q.many(q.askPriority) }},
		{ID: "queue.category", Menu: action.Ticket, Key: "Ctrl+Shift+C", Enabled: any, Do: func() { q.many(q.askCategory) }},
		{ID: "queue.tag", Menu: action.Ticket, Key: "Ctrl+Shift+G", Enabled: any, Do: func() { q.many(q.askTag) }},
		{ID: "queue.merge", Menu: action.Ticket, Enabled: several, Do: func() { q.many(q.askMerge) }},
	}
}

// menu offers what can be done with a ticket, or with those that are picked.
func (q *Queue) menu(row int) {
	x, ok := q.rows.at(row)
	if !ok {
		return
	}
	title := x.Number + "  " + x.Subject
	acts := append([]action.Action{{ID: "queue.open", Key: "Return", Do: q.open}}, q.manyActions()...)
	if n := len(q.list.Picked()); n > 0 {
		title, acts = q.seat.Words.Count("queue.picked", n), acts[1:]
	}
	rows := make(ui.Rows, len(acts))
	for i, a := range acts {
		rows[i] = []ui.Cell{{Text: a.Name(q.seat.Words)}, {Text: action.KeyText(q.seat.Words, a.Bound())}}
	}
	ui.Pick(q.seat, title, rows, 0, func(i int) { acts[i].Do() })
}

// chosen are the keys of the tickets an act is for.
func (q *Queue) chosen() []int64 {
	if keys := q.list.Picked(); len(keys) > 0 {
		return keys
	}
	if x, ok := q.rows.at(q.list.Selected()); ok {
		return []int64{x.Row}
	}
	return nil
}

// many asks for the tickets chosen as they are now, and then what to do with
// them.
func (q *Queue) many(ask func(list []data.Excerpt)) {
	keys := q.chosen()
	ui.Load(q.seat, &q.choosing, func(ctx context.Context) ([]data.Excerpt, error) {
		return q.seat.Desk.Excerpts(ctx, keys)
	}, func(list []data.Excerpt) {
		if len(list) > 0 {
			ask(list)
		}
	})
}

// change changes the tickets in one act and says so. Those that stay in the view
// stay picked, for what is to be done with them next.
func (q *Queue) change(list []data.Excerpt, b desk.Bulk) {
	for _, x := range list {
		b.Tickets = append(b.Tickets, x.ID)
	}
	p := q.seat.Words
	ui.Work(q.seat, p.Count("queue.changing", len(list)), func(ctx context.Context, tell func(done, total int)) (int, error) {
		b.Progress = tell
		return q.seat.Desk.SetMany(ctx, b)
	}, func(n int) {
		q.seat.Notify(p.Count("queue.changed", n))
	})
}
