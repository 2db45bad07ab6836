package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sort"
	"strings"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/store"
)

// A merge is two links, one at either end, and the status of the ticket that is
// merged. Nothing is copied: what the merged one holds is read through, and what
// is written to its number goes to the one that stands for it. So unmerging has
// only the links to take back, and what came later to part.

// MergeTickets merges one ticket into another and gives that one. Where it was
// itself merged, the story goes on at the end of the chain. A note or a mail that
// is being written on the merged ticket goes along, unless there is one on the other.
func (d *Desk) MergeTickets(ctx context.Context, from, into string) (data.Ticket, error) {
	a, err := d.ticketID(ctx, from)
	if err != nil {
		return data.Ticket{}, err
	}
	b, err := d.ticketID(ctx, into)
	if err != nil {
		return data.Ticket{}, err
	}
	return d.MergeMany(ctx, []data.ID{a}, b)
}

// MergeMany merges several tickets into another in one act, as MergeTickets does
// with one: all of them or none.
func (d *Desk) MergeMany(ctx context.Context, from []data.ID, into data.ID) (target data.Ticket, err error) {
	act := "merge"
	if len(from) > 1 {
		act = "bulk"
	}
	err = d.write(ctx, act, func(t *store.Tx) (number string, err error) {
		for _, id := range from {
			if number, err = mergeIn(t, id, into); err != nil {
				return "", err
			}
		}
		if into, err = t.Root(into); err == nil {
			target, err = ticketIn(t, into)
		}
		return number, err
	})
	return target, err
}

// mergeIn merges one ticket into another inside an act and gives its number.
func mergeIn(t *store.Tx, a, b data.ID) (string, error) {
	ticket, err := ticketIn(t, a)
	if err != nil {
		return "", err
	}
	if err := notMerged(t, ticket); err != nil {
		return "", err
	}
	if b, err = t.Root(b); err != nil {
		return "", err
	}
	target, err := ticketIn(t, b)
	switch {
	case err != nil:
		return "", err
	case a == b:
		return "", data.Fault("", "merge_itself")
	case target.Number == "": // its desk took it back
		return "", data.Fault("", "no_ticket", "ref", b).Because(data.ErrNotFound)
	}
	want := data.Fields{}
	put(want, "status", data.Merged)
	put(want, "links", append(ticket.Links, data.Link{Kind: data.DuplicateOf, To: b, Act: t.Act}))
	if _, err := t.Set("ticket", a, want); err != nil {
		return "", err
	}
	want = data.Fields{}
	put(want, "links", append(target.Links, data.Link{Kind: data.DuplicatedBy, To: a, Act: t.Act}))
	if _, err := t.Set("ticket", b, want); err != nil {
		return "", err
	}
	return ticket.Number, errors.Join(t.MoveDraft("note:"+string(a), "note:"+string(b)),
		t.MoveDraft(data.ReplyDraft(a), data.ReplyDraft(b)), t.MoveDraft(data.EscalationDraft(a), data.EscalationDraft(b)))
}

// notMerged refuses to change a ticket that was merged into another: its number
// leads there, and a change made here would not be seen.
func notMerged(t *store.Tx, ticket data.Ticket) error {
	link, merged := ticket.MergedInto()
	if !merged {
		return nil
	}
	target, err := ticketIn(t, link.To)
	if err != nil {
		return err
	}
	return data.Fault("", "ticket_merged", "number", ticket.Number, "into", target.Number)
}

// MergeContacts makes one contact of two: the numbers and addresses of the
// merged one are added, what the other lacks is filled in, and all tickets are
// shown under it.
func (d *Desk) MergeContacts(ctx context.Context, from, into data.ID) (data.Contact, error) {
	merged, err := d.ownContact(ctx, from)
	if err != nil {
		return merged, err
	}
	target, err := d.Contact(ctx, into)
	if err != nil {
		return target, err
	}
	if from == target.ID {
		return target, data.Fault("", "merge_itself")
	}
	err = d.write(ctx, "merge_contacts", func(t *store.Tx) (string, error) {
		merged, err := contactIn(t, from)
		if err != nil {
			return "", err
		}
		if _, ok := merged.MergedInto(); ok {
			return "", data.Fault("", "contact_merged", "name", merged.Name)
		}
		if target, err = contactIn(t, target.ID); err != nil {
			return "", err
		}
		if _, ok := target.MergedInto(); ok { // meanwhile
			return "", data.Fault("", "contact_merged", "name", target.Name)
		}
		want := data.Fields{}
		put(want, "links", append(merged.Links, data.Link{Kind: data.DuplicateOf, To: target.ID, Act: t.Act}))
		if _, err := t.Set("contact", from, want); err != nil {
			return "", err
		}
		joined := enrich(target, merged)
		joined.Links = append(joined.Links, data.Link{Kind: data.DuplicatedBy, To: from, Act: t.Act})
		if _, err := t.Set("contact", target.ID, data.FieldsOf(joined)); err != nil {
			return "", err
		}
		target, err = contactIn(t, target.ID)
		return "", err
	})
	return target, err
}

func contactIn(t *store.Tx, id data.ID) (data.Contact, error) {
	c := data.Contact{ID: id}
	state, err := t.State(id)
	if err == nil {
		data.Fill(&c, state.Fields())
	}
	return c, err
}

// ownContact gives a contact that was not merged into another.
func (d *Desk) ownContact(ctx context.Context, id data.ID) (data.Contact, error) {
	c, err := d.Contact(ctx, id)
	if err == nil && c.ID != id {
		err = data.Fault("", "contact_merged", "name", d.nameOf(ctx, id))
	}
	return c, err
}

func (d *Desk) nameOf(ctx context.Context, id data.ID) string {
	state, err := d.store.State(ctx, id)
	if err != nil {
		return string(id)
	}
	return text(state.Fields(), "name")
}

// root follows merges from a ticket or contact to the one that stands for it.
func (d *Desk) root(ctx context.Context, id data.ID) (data.ID, error) {
	return store.Root(id, func(id data.ID) (*journal.State, error) { return d.store.State(ctx, id) })
}

// standing gives the reference of the ticket that stands for one: whatever is
// written to a merged ticket's number belongs to the other.
func (d *Desk) standing(ctx context.Context, ref string) (string, error) {
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return ref, err
	}
	root, err := d.root(ctx, id)
	return string(root), err
}

// standingIn is the same inside a transaction.
func standingIn(t *store.Tx, ref string) (data.ID, error) {
	id, err := findIn(t, ref)
	if err != nil {
		return id, err
	}
	return t.Root(id)
}

// readThrough completes a case with its merges: where it goes on, or what the
// tickets merged into it tell.
func (d *Desk) readThrough(ctx context.Context, c *data.Case, state *journal.State) error {
	if link, merged := c.Ticket.MergedInto(); merged {
		to, err := d.store.State(ctx, link.To)
		if err != nil {
			return err
		}
		c.MergedInto = merge(to, link, state)
	}
	plain := len(c.Timeline)
	if err := d.gather(ctx, c, c.Ticket, map[data.ID]bool{c.Ticket.ID: true}); err != nil {
		return err
	}
	if len(c.Timeline) > plain {
		sort.SliceStable(c.Timeline, func(i, j int) bool { return c.Timeline[i].At.Before(c.Timeline[j].At) })
	}
	return d.numberLinks(ctx, c)
}

// merge describes the other end of a merge that was made on at.
func merge(other *journal.State, link data.Link, at *journal.State) *data.Merge {
	ticket := other.Ticket()
	m := &data.Merge{ID: link.To, Number: ticket.Number, Subject: ticket.Subject, Status: ticket.Status}
	for _, o := range at.Act(link.Act) {
		m.At, m.By = o.At, o.By
	}
	return m
}

// gather adds what the tickets merged into one tell, and those merged into them.
func (d *Desk) gather(ctx context.Context, c *data.Case, into data.Ticket, seen map[data.ID]bool) error {
	for _, link := range into.Links {
		if link.Kind != data.DuplicatedBy || seen[link.To] {
			continue
		}
		state, err := d.store.State(ctx, link.To)
		if err != nil {
			return err
		}
		ticket := state.Ticket()
		back, merged := ticket.MergedInto()
		if !merged || back.To != into.ID || state.Gone() {
			continue
		}
		seen[link.To] = true
		c.Merged = append(c.Merged, *merge(state, link, state))
		own := map[string]bool{} // entries that only tell of the merge
		for _, o := range state.Act(back.Act) {
			own[o.Entry()] = true
		}
		for _, a := range state.Timeline() {
			if own[a.ID] {
				continue
			}
			a.ID, a.From = string(link.To)+"/"+a.ID, ticket.Number
			c.Timeline = append(c.Timeline, a)
			if a.Attachment != nil {
				c.Attachments = append(c.Attachments, *a.Attachment)
			}
		}
		if err := d.addArticles(ctx, c, ticket.Articles); err != nil {
			return err
		}
		if err := d.gather(ctx, c, ticket, seen); err != nil {
			return err
		}
	}
	return nil
}

// entryOf finds the ticket an entry of a case lies in: one that is read through
// carries it in its id.
func entryOf(ticket data.ID, entry string) (data.ID, string) {
	if other, own, ok := strings.Cut(entry, "/"); ok {
		return data.ID(other), own
	}
	return ticket, entry
}

// numberLinks puts numbers into what the timeline says of links, for people.
func (d *Desk) numberLinks(ctx context.Context, c *data.Case) error {
	numbers := map[data.ID]string{}
	said := func(raw json.RawMessage) (json.RawMessage, error) {
		var links []data.Link
		if len(raw) == 0 || json.Unmarshal(raw, &links) != nil {
			return raw, nil
		}
		var list []string
		for _, l := range links {
			number, ok := numbers[l.To]
			if !ok {
				state, err := d.store.State(ctx, l.To)
				if err != nil {
					return nil, err
				}
				if number = text(state.Fields(), "number"); number == "" {
					number = string(l.To)
				}
				numbers[l.To] = number
			}
			if !slices.Contains(list, number) {
				list = append(list, number)
			}
		}
		return json.Marshal(list)
	}
	for i := range c.Timeline {
		for j := range c.Timeline[i].Changes {
			ch := &c.Timeline[i].Changes[j]
			if ch.Field != "links" {
				continue
			}
			var err error
			if ch.From, err = said(ch.From); err == nil {
				ch.To, err = said(ch.To)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// lead makes a hit on a merged ticket one on the ticket that stands for it.
func (d *Desk) lead(ctx context.Context, h Hit) (Hit, error) {
	root, err := d.root(ctx, h.ID)
	if err != nil || root == h.ID {
		return h, err
	}
	state, err := d.store.State(ctx, root)
	if err != nil {
		return h, err
	}
	f := state.Fields()
	h.ID, h.Number, h.Title, h.Status, h.Caller = root, text(f, "number"), text(f, "subject"), data.Status(text(f, "status")), ""
	return h, nil
}

// MergedContacts lists the contacts that were merged into one, as they were.
func (d *Desk) MergedContacts(ctx context.Context, id data.ID) ([]data.Contact, error) {
	into, err := d.Contact(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []data.Contact
	for _, link := range into.Links {
		if link.Kind != data.DuplicatedBy {
			continue
		}
		state, err := d.store.State(ctx, link.To)
		if err != nil {
			return nil, err
		}
		c := data.Contact{ID: link.To}
		data.Fill(&c, state.Fields())
		if back, ok := c.MergedInto(); ok && back.To == into.ID && !state.Gone() {
			list = append(list, c)
		}
	}
	return list, nil
}
