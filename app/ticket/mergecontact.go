package ticket

import (
	"context"
	"slices"
	"strings"

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
		return []ui.Cell{{Text: c.Name}, {Text: reachOf(c)}, {Text: why}}
	})
	brief := func(c data.Contact) [3]string { return [3]string{c.Name, reachOf(c), c.Organization} }
	join(r, joining[desk.AlikeContact]{find: find,
		title: r.say("merge.contact.title", "name", who.Name), says: r.say("merge.contact.says"),
		over: [2]string{r.say("merge.contact.this"), r.say("merge.contact.that")}, none: r.say("merge.contact.that.none"),
		this: brief(who), that: func(h desk.AlikeContact) [3]string { return brief(h.Contact) },
		do: func(into desk.AlikeContact, done func()) {
			act(r, func(ctx context.Context) (data.Contact, error) {
				return d.MergeContacts(ctx, who.ID, into.Contact.ID)
			}, func(c data.Contact) {
				done()
				r.seat.Notify(r.say("merge.contact.done", "name", who.Name, "into", c.Name))
			}, nil)
		}})
}

// reachOf is how a contact is reached, in one line.
func reachOf(c data.Contact) string { return strings.Join(slices.Concat(c.Phones, c.Emails), " · ") }
