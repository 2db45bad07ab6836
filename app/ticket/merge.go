package ticket

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
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
	find := ui.NewFinder(r.seat, r.say("merge.which"), r.say("merge.which.hint"), r.say("merge.found.none"), func(ctx context.Context, query string) ([]desk.Duplicate, error) {
		return mergeable(ctx, d, this.Case, query)
	}, func(x desk.Duplicate) []ui.Cell { return r.candidate(x) })
	brief := func(number, subject, caller string, status data.Status) [3]string {
		return [3]string{number, subject, strings.Trim(caller+" · "+r.seat.Words.Choice("status", string(status)), " ·")}
	}
	from := this.Ticket
	join(r, joining[desk.Duplicate]{find: find,
		title: r.say("merge.title", "number", from.Number), says: r.say("merge.says", "number", from.Number), over: [2]string{r.say("merge.this"), r.say("merge.that")}, none: r.say("merge.that.none"),
		this: brief(from.Number, from.Subject, this.Requester.Name, from.Status),
		that: func(x desk.Duplicate) [3]string { return brief(x.Number, x.Subject, x.Caller, x.Status) },
		do: func(into desk.Duplicate, done func()) {
			act(r, func(ctx context.Context) (data.Ticket, error) {
				return d.MergeTickets(ctx, string(from.ID), string(into.ID))
			}, func(t data.Ticket) {
				done()
				r.seat.Notify(r.say("merge.done", "number", from.Number, "into", t.Number))
				r.seat.Go.Ticket(t.ID)
			}, nil)
		}})
}

// joining is what the dialog needs in which a ticket or a contact is merged into
// another.
type joining[T any] struct {
	find        *ui.Finder[T]
	title, says string
	over        [2]string         // what stands over the two
	none        string            // where nothing is chosen
	this        [3]string         // in three lines
	that        func(T) [3]string // the one the cursor is on
	do          func(into T, done func())
}

// join opens the dialog: what was found, both side by side, and what becomes of
// them.
func join[T any](r *Room, j joining[T]) {
	j.find.List.MinRows = max(2, int(5/ui.Px(1))) // the larger the text, the fewer: the two side by side stay in sight
	this, that := newGlance(j.over[0]), newGlance(j.over[1])
	this.show(j.this)
	j.find.OnPick = func(one T, ok bool) {
		if ok {
			that.show(j.that(one))
		} else {
			that.show([3]string{j.none})
		}
	}
	var done func()
	j.find.OnOpen = func(into T) { j.do(into, done) }
	done = j.find.Ask(ui.Dialog{Title: j.title, Width: 680, Confirm: r.say("merge.do"), Cancel: r.say("word.cancel"),
		Content: container.NewVBox(j.find.Content, container.NewGridWithColumns(2, this.content, that.content), left(note(j.says)))})
}

// mergeable finds tickets one could be merged into: those that may be the same
// case, with the reason, until something is typed.
func mergeable(ctx context.Context, d *desk.Desk, c data.Case, query string) ([]desk.Duplicate, error) {
	var all []desk.Duplicate
	if strings.TrimSpace(query) == "" {
		same, err := d.Duplicates(ctx, c.Requester.ID, c.Ticket.Subject, mostFound)
		if err != nil {
			return nil, err
		}
		all = same
	} else {
		rows, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Filter: query, Limit: mostFound, Soon: true})
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			all = append(all, desk.Duplicate{Excerpt: x})
		}
	}
	return slices.DeleteFunc(all, func(x desk.Duplicate) bool { return x.ID == c.Ticket.ID || x.Status == data.Merged }), nil
}

// candidate is a ticket one could merge into, in a list.
func (r *Room) candidate(x desk.Duplicate) []ui.Cell {
	about := x.Caller
	if x.Reason != "" {
		about = r.say("intake."+x.Reason) + " · " + about
	}
	return []ui.Cell{{Text: x.Number + "  " + x.Subject}, {Text: strings.TrimSuffix(about, " · ")}, {Text: ui.Status(r.seat.Words, x.Status)}}
}

// glance is a ticket or contact in short, to compare it with another.
type glance struct {
	content *fyne.Container
	lines   [3]*ui.Text
}

func newGlance(title string) *glance {
	g := &glance{}
	rows := ui.Pile(1, ui.NewCaption(title))
	for i := range g.lines {
		g.lines[i] = ui.NewText("", ui.Ink)
		g.lines[i].Cut = true
		rows.Add(g.lines[i])
	}
	g.lines[0].Bold = true
	g.content = ui.Air(4, 4, 0, 8, rows)
	return g
}

func (g *glance) show(lines [3]string) {
	for i, line := range lines {
		g.lines[i].SetText(line)
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
	t.content = container.NewStack(ui.Tinted(ui.Internal, ui.Air(2, 2, 12, 12, row)))
	t.content.Hide()
	return t
}

func (t *tie) show(k known) {
	r := t.room
	t.content.Hidden, t.open.Hidden = k.MergedInto == nil && len(k.Merged) == 0, k.MergedInto == nil
	switch {
	case k.MergedInto != nil:
		t.text.SetText(r.say("merge.into", "into", k.MergedInto.Number, "subject", k.MergedInto.Subject))
	case len(k.Merged) == 1:
		t.text.SetText(r.say("merge.holds", "numbers", k.Merged[0].Number+"  "+k.Merged[0].Subject))
	case len(k.Merged) > 0:
		var numbers []string
		for _, m := range k.Merged {
			numbers = append(numbers, m.Number)
		}
		t.text.SetText(r.say("merge.holds", "numbers", strings.Join(numbers, ", ")))
	}
	t.content.Refresh()
}
