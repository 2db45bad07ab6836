package ticket

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// mergeContact makes the caller's card one with another: those that may be the
// same person are proposed, with the reason, until something is typed.
func (r *Room) mergeContact() {
	who := r.now.Requester
	if !r.loaded() || who.ID == "" {
		return
	}
	d := r.seat.Desk
	find := ui.NewFinder(r.seat, r.say("merge.contact.which"), r.say("merge.contact.hint"), r.say("ticket.person.empty"), func(ctx context.Context, query string) ([]desk.AlikeContact, error) {
		if strings.TrimSpace(query) == "" {
			return d.AlikeContacts(ctx, who, mostFound)
		}
		hits, err := d.FindContacts(ctx, query, mostFound)
		var others []desk.AlikeContact
		for _, h := range hits {
			if h.Contact.ID != who.ID {
				others = append(others, desk.AlikeContact{ContactHit: h})
			}
		}
		return others, err
	}, func(h desk.AlikeContact) []ui.Cell {
		c, why := h.Contact, ""
		if h.Reason != "" {
			why = r.say("merge.alike." + h.Reason)
		}
		return []ui.Cell{{Text: c.Name}, {Text: strings.Join(append(append([]string{}, c.Phones...), c.Emails...), " · ")}, {Text: why}}
	})
	find.List.OpenOnClick = true
	var done func()
	find.OnOpen = func(h desk.AlikeContact) {
		into := h.Contact
		act(r, func(ctx context.Context) (data.Contact, error) { return d.MergeContacts(ctx, who.ID, into.ID) }, func(c data.Contact) {
			done()
			r.seat.Notify(r.say("merge.contact.done", "name", who.Name, "into", c.Name))
		}, nil)
	}
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.say("merge.contact.title", "name", who.Name), Width: 600, Focus: find.Search,
		Content: container.NewVBox(note(r.say("merge.contact.says")), find.Content), Cancel: r.say("word.cancel")})
	find.Look("")
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
		var rows ui.Rows
		for _, m := range merged {
			rows = append(rows, []ui.Cell{{Text: m.Name}, {Text: strings.Join(append(append([]string{}, m.Phones...), m.Emails...), " · ")}})
		}
		r.pick(r.say("merge.unmerge"), rows, 0, func(i int) { r.partContacts(merged[i], who) })
	}, nil)
}

func (r *Room) partContacts(out, from data.Contact) {
	d := r.seat.Desk
	later := []desk.Later{desk.LaterThere, desk.LaterHere}
	rows := ui.Rows{}
	for _, where := range []string{r.say("merge.unmerge.there", "into", from.Name), r.say("merge.unmerge.here", "number", out.Name)} {
		rows = append(rows, []ui.Cell{{Text: r.say("merge.contact.later", "into", from.Name) + " " + where}})
	}
	r.pick(r.say("merge.unmerge.title", "number", out.Name, "into", from.Name), rows, 0, func(i int) {
		act(r, func(ctx context.Context) (data.Contact, error) { return d.UnmergeContact(ctx, out.ID, later[i]) }, func(data.Contact) {
			r.seat.Notify(r.say("merge.contact.parted", "name", out.Name, "into", from.Name))
		}, nil)
	})
}
