package ticket

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// mostFound is how many tickets or contacts a search in a dialog shows.
const mostFound = 30

// merge looks for the ticket this one goes on in, shows both in short, and
// merges them.
func (r *Room) merge() {
	if !r.loaded() || r.now.MergedInto != nil {
		return
	}
	r.flush() // a note being written goes along as a draft
	d, this := r.seat.Desk, r.now
	that := newGlance(r)
	find := ui.NewFinder(r.seat, r.say("merge.which"), r.say("merge.which.hint"), r.say("merge.found.none"), func(ctx context.Context, query string) ([]data.Excerpt, error) {
		return mergeable(ctx, d, this.Case, query)
	}, func(x data.Excerpt) []ui.Cell { return excerptRow(r.seat.Words, x) })
	find.OnPick = func(x data.Excerpt, ok bool) {
		if ok {
			that.show(r.say("merge.that"), x.Number, x.Subject, x.Caller, x.Status)
		} else {
			that.say(r.say("merge.that"), r.say("merge.that.none"))
		}
	}
	var done func()
	do := func(into data.Excerpt) {
		from := this.Ticket
		act(r, func(ctx context.Context) (data.Ticket, error) {
			return d.MergeTickets(ctx, string(from.ID), string(into.ID))
		}, func(t data.Ticket) {
			done()
			r.seat.Notify(r.say("merge.done", "number", from.Number, "into", t.Number))
			r.seat.Go.Ticket(t.ID)
		}, nil)
	}
	find.OnOpen = do
	mine := newGlance(r)
	mine.show(r.say("merge.this"), this.Ticket.Number, this.Ticket.Subject, this.Requester.Name, this.Ticket.Status)
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.say("merge.title", "number", this.Ticket.Number), Width: 680, Focus: find.Search,
		Content: container.NewVBox(find.Content, container.NewGridWithColumns(2, mine.content, that.content), note(r.say("merge.says", "number", this.Ticket.Number))),
		Confirm: r.say("merge.do"), Cancel: r.say("word.cancel"), OnConfirm: func() bool {
			if into, ok := find.Picked(); ok {
				do(into)
			}
			return false
		}})
	find.Look("")
}

// mergeable finds tickets one could be merged into: those that may be the same
// case, until something is typed.
func mergeable(ctx context.Context, d *desk.Desk, c data.Case, query string) ([]data.Excerpt, error) {
	var all []data.Excerpt
	if strings.TrimSpace(query) == "" {
		same, err := d.Duplicates(ctx, c.Requester.ID, c.Ticket.Subject, mostFound)
		if err != nil {
			return nil, err
		}
		for _, x := range same {
			all = append(all, x.Excerpt)
		}
	} else {
		rows, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Filter: query, Limit: mostFound, Soon: true})
		if err != nil {
			return nil, err
		}
		all = rows
	}
	var list []data.Excerpt
	for _, x := range all {
		if x.ID != c.Ticket.ID && x.Status != data.Merged {
			list = append(list, x)
		}
	}
	return list, nil
}

func excerptRow(p *words.Printer, x data.Excerpt) []ui.Cell {
	return []ui.Cell{{Text: x.Number + "  " + x.Subject}, {Text: x.Caller}, {Text: p.Choice("status", string(x.Status))}}
}

// glance is a ticket in short, to compare it with another.
type glance struct {
	room    *Room
	content *fyne.Container
	title   *ui.Text
	lines   [3]*ui.Text
}

func newGlance(r *Room) *glance {
	g := &glance{room: r, title: ui.NewCaption("")}
	g.content = container.New(layout.NewCustomPaddedLayout(px(4), px(4), 0, px(8)))
	rows := container.New(layout.NewCustomPaddedVBoxLayout(px(1)), g.title)
	for i := range g.lines {
		g.lines[i] = ui.NewText("", ui.Ink)
		g.lines[i].Cut = true
		rows.Add(g.lines[i])
	}
	g.lines[0].Bold = true
	g.content.Add(rows)
	return g
}

// say shows a sentence in place of a ticket.
func (g *glance) say(title, sentence string) {
	g.title.SetText(title)
	g.lines[0].SetText(sentence)
	g.lines[1].SetText("")
	g.lines[2].SetText("")
}

func (g *glance) show(title, number, subject, caller string, status data.Status) {
	g.title.SetText(title)
	g.lines[0].SetText(number)
	g.lines[1].SetText(subject)
	g.lines[2].SetText(strings.Trim(caller+" · "+g.room.seat.Words.Choice("status", string(status)), " ·"))
}

// unmerge takes a ticket out of the one it was merged into, and asks where what
// came later goes.
func (r *Room) unmerge(number, into string, id data.ID) {
	d := r.seat.Desk
	later := []desk.Later{desk.LaterThere, desk.LaterHere}
	rows := ui.Rows{}
	for _, key := range []string{r.say("merge.unmerge.there", "into", into), r.say("merge.unmerge.here", "number", number)} {
		rows = append(rows, []ui.Cell{{Text: r.say("merge.unmerge.later", "into", into) + " " + key}})
	}
	r.pick(r.say("merge.unmerge.title", "number", number, "into", into), rows, 0, func(i int) {
		act(r, func(ctx context.Context) (data.Ticket, error) { return d.UnmergeTicket(ctx, string(id), later[i]) }, func(data.Ticket) {
			r.seat.Notify(r.say("merge.unmerge.done", "number", number, "into", into))
		}, nil)
	})
}

// unmergeAny unmerges this ticket, or one of those merged into it.
func (r *Room) unmergeAny() {
	if !r.loaded() {
		return
	}
	if to := r.now.MergedInto; to != nil {
		r.unmerge(r.now.Ticket.Number, to.Number, r.id)
		return
	}
	merged, into := r.now.Merged, r.now.Ticket.Number
	switch len(merged) {
	case 0:
	case 1:
		r.unmerge(merged[0].Number, into, merged[0].ID)
	default:
		rows := make(ui.Rows, len(merged))
		for i, m := range merged {
			rows[i] = []ui.Cell{{Text: m.Number + "  " + m.Subject}}
		}
		r.pick(r.say("merge.unmerge"), rows, 0, func(i int) { r.unmerge(merged[i].Number, into, merged[i].ID) })
	}
}

// openTarget leads to the ticket this one was merged into.
func (r *Room) openTarget() {
	if r.now.MergedInto != nil {
		r.seat.Go.Ticket(r.now.MergedInto.ID)
	}
}

// tie is the line beneath the header that says what a ticket was merged with.
type tie struct {
	room    *Room
	content *fyne.Container
	text    *ui.Text
	open    *ui.Button
}

func newTie(r *Room) *tie {
	t := &tie{room: r, text: ui.NewText("", ui.Ink), open: ui.NewQuiet(r.say("merge.open"), nil, r.openTarget)}
	t.text.Cut = true
	row := ui.Border(nil, nil, nil, container.NewHBox(t.open, ui.NewQuiet(r.say("merge.unmerge"), nil, r.unmergeAny)), t.text)
	t.content = container.NewStack(ui.Tinted(ui.Internal, container.New(layout.NewCustomPaddedLayout(px(2), px(2), px(12), px(12)), row)))
	t.content.Hide()
	return t
}

func (t *tie) show(k known) {
	r := t.room
	t.content.Hidden, t.open.Hidden = k.MergedInto == nil && len(k.Merged) == 0, k.MergedInto == nil
	switch {
	case k.MergedInto != nil:
		t.text.SetText(r.say("merge.into", "into", k.MergedInto.Number, "subject", k.MergedInto.Subject))
	case len(k.Merged) > 0:
		var numbers []string
		for _, m := range k.Merged {
			numbers = append(numbers, m.Number)
		}
		t.text.SetText(r.say("merge.holds", "numbers", strings.Join(numbers, ", ")))
	}
	t.content.Refresh()
}

// whence says where an entry comes from, if from elsewhere.
func (r *Room) whence(a data.Activity) string {
	switch {
	case a.From != "":
		return r.say("merge.from", "number", a.From)
	case a.Origin != nil:
		return r.say("merge.moved", "number", a.Origin.Ticket)
	}
	return ""
}
