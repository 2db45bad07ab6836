package ticket

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// mostSince is how much of what came after a merge the dialog lists.
const mostSince = 8

// parting is a ticket or contact to be taken out of another.
type parting struct {
	id         data.ID
	name, into string
	hereHow    string // what becomes of the other if what came later goes along
	do         func(ctx context.Context, later desk.Later) error
	done       string
}

// part takes one out of the other at once, if nothing was done since the merge;
// else it shows what was, and asks where that goes.
func (r *Room) part(p parting) {
	d := r.seat.Desk
	take := func(later desk.Later) {
		act(r, func(ctx context.Context) (bool, error) { return true, p.do(ctx, later) }, func(bool) { r.seat.Notify(p.done) }, nil)
	}
	act(r, func(ctx context.Context) (lines []string, err error) {
		entries, tickets, err := d.SinceMerge(ctx, p.id)
		for _, a := range entries {
			lines = append(lines, r.briefly(a))
		}
		for _, x := range tickets {
			lines = append(lines, x.Number+"  "+x.Subject)
		}
		return lines, err
	}, func(lines []string) {
		if len(lines) == 0 {
			take(desk.LaterThere)
			return
		}
		r.askWhere(p, lines, take)
	}, nil)
}

// askWhere shows what was done since a merge and asks which side it goes to.
func (r *Room) askWhere(p parting, lines []string, take func(desk.Later)) {
	since := ui.Pile(1)
	say := func(text string, ink fyne.ThemeColorName) {
		t := ui.NewText(text, ink)
		t.Cut = true
		since.Add(t)
	}
	for _, line := range lines[:min(len(lines), mostSince)] {
		say(line, ui.Ink)
	}
	if more := len(lines) - mostSince; more > 0 {
		say(r.seat.Words.Count("merge.unmerge.more", more), ui.Muted)
	}
	about := []any{"number", p.name, "into", p.into}
	later := []desk.Later{desk.LaterThere, desk.LaterHere}
	where := ui.NewLines(ui.Rows{
		{{Text: r.say("merge.unmerge.there", about...), Bold: true}, {Text: r.say("merge.unmerge.there.how", about...)}},
		{{Text: r.say("merge.unmerge.here", about...), Bold: true}, {Text: p.hereHow}},
	})
	where.Label, where.MinRows, where.OpenOnClick = r.say("merge.unmerge.since", about...), 2, true
	var done func()
	where.OnOpen = func(i int) {
		done()
		take(later[i])
	}
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.say("merge.unmerge.title", about...), Width: 560, Focus: where, Cancel: r.say("word.cancel"),
		Content: container.New(&stack{}, left(note(r.say("merge.unmerge.says"))), ui.Section(r.say("merge.unmerge.since", about...), since),
			ui.Air(8, 0, 0, 0, where))})
	where.Select(0)
}

// briefly is an entry of the timeline in one line.
func (r *Room) briefly(a data.Activity) string {
	p := r.seat.Words
	line := p.Brief(a.At, r.seat.Desk.Now()) + "  "
	switch {
	case a.Kind == data.SystemEvent:
		return line + changed(p, a.Changes, r.now.names)
	case a.Attachment != nil:
		return line + p.Choice("activity", string(a.Kind)) + ": " + a.Attachment.Name
	}
	return line + p.Choice("activity", string(a.Kind)) + ": " + strings.Join(strings.Fields(a.Text), " ")
}

// unmerge takes a ticket out of the one it was merged into.
func (r *Room) unmerge(number, into string, id data.ID) {
	r.part(parting{id: id, name: number, into: into, hereHow: r.say("merge.unmerge.here.how", "into", into),
		do: func(ctx context.Context, later desk.Later) error {
			_, err := r.seat.Desk.UnmergeTicket(ctx, string(id), later)
			return err
		}, done: r.say("merge.unmerge.done", "number", number, "into", into)})
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

// unmergeContact takes a card out of the caller's again.
func (r *Room) unmergeContact() {
	who, d := r.now.Requester, r.seat.Desk
	if !r.loaded() || who.ID == "" {
		return
	}
	act(r, func(ctx context.Context) ([]data.Contact, error) { return d.MergedContacts(ctx, who.ID) }, func(merged []data.Contact) {
		if len(merged) == 0 {
			r.seat.Notify(r.seat.Words.Error(data.Fault("", "not_merged", "ref", who.Name)))
			return
		}
		part := func(i int) {
			out := merged[i]
			r.part(parting{id: out.ID, name: out.Name, into: who.Name, hereHow: r.say("merge.contact.here.how", "into", who.Name),
				do: func(ctx context.Context, later desk.Later) error {
					_, err := d.UnmergeContact(ctx, out.ID, later)
					return err
				}, done: r.say("merge.contact.parted", "name", out.Name, "into", who.Name)})
		}
		if len(merged) == 1 {
			part(0)
			return
		}
		var rows ui.Rows
		for _, m := range merged {
			rows = append(rows, []ui.Cell{{Text: m.Name}, {Text: reachOf(m)}})
		}
		r.pick(r.say("merge.unmerge"), rows, 0, part)
	}, nil)
}
