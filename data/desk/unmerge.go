package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/store"
)

// Later says which side of an unmerge gets what was written and changed since
// the merge.
type Later string

// The sides: with LaterThere it stays with the ticket or contact merged into,
// with LaterHere it goes with the one that is taken out.
const (
	LaterThere Later = "there"
	LaterHere  Later = "here"
)

func (l Later) check() error {
	if l != LaterHere && l != LaterThere {
		return data.Fault("later", "bad_later", "value", string(l))
	}
	return nil
}

// UnmergeTicket makes two tickets of a merged one again, each as it was, and
// gives the one taken out. What came later goes to the side chosen: fields that
// were changed and entries that were written, with their authors and times.
// What left the house by mail stays where it was sent from, because the answer
// comes there; a correction stays with the entry it corrects.
func (d *Desk) UnmergeTicket(ctx context.Context, ref string, later Later) (data.Ticket, error) {
	if err := later.check(); err != nil {
		return data.Ticket{}, err
	}
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return data.Ticket{}, err
	}
	var ticket data.Ticket
	err = d.write(ctx, "unmerge", func(t *store.Tx) (string, error) {
		if ticket, err = ticketIn(t, id); err != nil {
			return "", err
		}
		link, merged := ticket.MergedInto()
		if !merged {
			return "", data.Fault("", "not_merged", "ref", ticket.Number)
		}
		here, err := t.State(id)
		if err != nil {
			return "", err
		}
		mine := data.Fields{}
		put(mine, "status", statusBefore(here, link.Act))
		put(mine, "links", without(ticket.Links, data.DuplicateOf, ""))
		target, err := ticketIn(t, link.To)
		if err != nil {
			return "", err
		}
		theirs := data.Fields{}
		put(theirs, "links", without(target.Links, data.DuplicatedBy, id))
		if later == LaterHere {
			there, err := t.State(link.To)
			if err != nil {
				return "", err
			}
			n := since(there, here, link.Act)
			skip := map[string]bool{"number": true, "opened_at": true}
			if _, merged := target.MergedInto(); merged {
				skip["status"] = true // it says where the ticket is, not what became of it
			}
			move(there, here, n, skip, mine, theirs)
			if err := moveEntries(t, there, target, id, n); err != nil {
				return "", err
			}
		}
		if _, err := t.Set("ticket", link.To, theirs); err != nil {
			return "", err
		}
		if _, err := t.Set("ticket", id, mine); err != nil {
			return "", err
		}
		ticket, err = ticketIn(t, id)
		return ticket.Number, err
	})
	return ticket, err
}

// SinceMerge gives what an unmerge asks about: what was written and changed,
// since the merge, in the ticket or contact that one was merged into, and the
// tickets that contact opened.
func (d *Desk) SinceMerge(ctx context.Context, id data.ID) (entries []data.Activity, tickets []data.Excerpt, err error) {
	here, err := d.store.State(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	link, merged := here.Merged()
	if !merged {
		return nil, nil, data.Fault("", "not_merged", "ref", cmp.Or(text(here.Fields(), "number"), text(here.Fields(), "name"), string(id)))
	}
	there, err := d.store.State(ctx, link.To)
	if err != nil {
		return nil, nil, err
	}
	n := since(there, here, link.Act)
	for _, a := range there.Timeline() {
		if n.later[a.ID] {
			entries = append(entries, a)
		}
	}
	made := here.Act(link.Act)
	if here.Entity != "contact" || len(made) == 0 {
		return entries, nil, nil
	}
	all, err := d.store.ContactTickets(ctx, link.To, ownTickets, d.Now())
	for _, x := range all {
		state, e := d.store.State(ctx, x.ID)
		if err = errors.Join(err, e); e == nil && requested(state, link.To, made[0]) {
			tickets = append(tickets, x)
		}
	}
	return entries, tickets, err
}

// statusBefore is what a ticket's status was when an act merged it.
func statusBefore(state *journal.State, act data.ID) data.Status {
	ops := state.Act(act)
	if len(ops) == 0 {
		return data.InProgress // the merge has not come from its desk yet
	}
	before := state.Without(func(o journal.Op) bool { return !o.Clock.Before(ops[0].Clock) }).Fields()
	if s := data.Status(text(before, "status")); s != "" && s != data.Merged {
		return s
	}
	return data.InProgress // two desks merged it at once
}

// without takes links of a kind out: those to one ticket, or all of them.
func without(links []data.Link, kind data.LinkKind, to data.ID) []data.Link {
	list := []data.Link{}
	for _, l := range links {
		if l.Kind != kind || to != "" && l.To != to {
			list = append(list, l)
		}
	}
	return list
}

// newer says which operations on a target came after a merge, and which only
// made and unmade merges or went along with others that were taken out since.
type newer struct {
	later map[string]bool  // by entry
	moved map[string]bool  // by entry
	ties  map[data.ID]bool // acts
}

// since looks at what was done to a target after an act merged another into it:
// merging others into it and taking them out is not among it, nor are acts that sent
// something. What it took along when it was itself taken out of another is.
func since(there, here *journal.State, act data.ID) newer {
	var merged journal.Stamp
	for _, o := range here.Act(act) {
		merged = o.Clock
	}
	n := newer{map[string]bool{}, map[string]bool{}, map[data.ID]bool{}}
	stay := map[data.ID]bool{act: true}
	parted := map[data.Link]journal.Op{} // what took out a ticket that is out still
	for _, o := range there.Ops() {
		var a data.Activity
		var link data.Link
		switch {
		case o.Kind == journal.Note && json.Unmarshal(o.Value, &a) == nil && (a.Escalation != "" || a.Sent()):
			stay[o.Act] = true
		case o.Field == "links" && json.Unmarshal(o.Value, &link) == nil && link.Kind == data.DuplicatedBy:
			stay[o.Act] = true
			others := there.Entity == "ticket" // taking out a contact changes more than what goes along
			if link.To == here.ID && o.Act != act || others && o.Act != link.Act {
				n.ties[o.Act] = true
			}
			if delete(parted, link); others && o.Kind == journal.Remove {
				parted[link] = o
			}
		}
	}
	for link, out := range parted {
		n.wentAlong(there, link, out, stay)
	}
	for _, o := range there.Ops() {
		if merged.Before(o.Clock) && o.Field != "links" && !stay[o.Act] && !n.moved[o.Entry()] {
			n.later[o.Entry()] = true
		}
	}
	return n
}

// wentAlong adds what went along when another ticket was taken out: of every field
// that the target got back then, all that was done to it since that merge.
func (n newer) wentAlong(there *journal.State, link data.Link, out journal.Op, stay map[data.ID]bool) {
	back := map[string]bool{}
	for _, o := range there.Act(out.Act) {
		back[o.Field] = o.Field != ""
	}
	var merged journal.Stamp
	for _, o := range there.Act(link.Act) {
		merged = o.Clock
	}
	for _, o := range there.Ops() {
		if back[o.Field] && !stay[o.Act] && merged.Before(o.Clock) && o.Clock.Before(out.Clock) {
			n.moved[o.Entry()] = true
		}
	}
}

// before folds a target as it would be without what came later.
func (n newer) before(there *journal.State) data.Fields {
	return there.Without(func(o journal.Op) bool { return n.later[o.Entry()] || n.moved[o.Entry()] || n.ties[o.Act] }).Fields()
}

// move gives the fields that newer operations changed back their values from
// before, and has the other side take the newer ones; lists element by element.
func move(there, here *journal.State, n newer, skip map[string]bool, mine, theirs data.Fields) {
	now, before := there.Fields(), n.before(there)
	own := here.Fields()
	for _, o := range there.Ops() {
		name := o.Field
		if !n.later[o.Entry()] || skip[name] || o.Kind != journal.Set && o.Kind != journal.Add && o.Kind != journal.Remove {
			continue
		}
		if _, done := theirs[name]; done || string(now[name]) == string(before[name]) {
			continue
		}
		theirs[name] = orNull(before[name])
		mine[name] = orNull(now[name])
		if data.IsList(now[name]) || data.IsList(before[name]) {
			mine[name] = carried(name, own[name], before[name], now[name])
		}
	}
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return null
	}
	return raw
}

// carried is a field's list with what another one lost and gained. What it gained
// takes the place of what says the same otherwise.
func carried(field string, own, before, now json.RawMessage) json.RawMessage {
	elements := func(raw json.RawMessage) (list []json.RawMessage) {
		json.Unmarshal(raw, &list) // no list has no elements
		return list
	}
	has := func(list []json.RawMessage, e json.RawMessage) bool {
		return slices.ContainsFunc(list, func(v json.RawMessage) bool { return string(v) == string(e) })
	}
	was, is := elements(before), elements(now)
	list := slices.DeleteFunc(elements(own), func(e json.RawMessage) bool { return has(was, e) && !has(is, e) })
	for _, e := range is {
		if has(was, e) {
			continue
		}
		about := subject(field, e)
		if i := slices.IndexFunc(list, func(v json.RawMessage) bool { return subject(field, v) == about }); i >= 0 {
			list[i] = e
		} else {
			list = append(list, e)
		}
	}
	raw, err := json.Marshal(append([]json.RawMessage{}, list...))
	if err != nil {
		return null // values from JSON go back to it
	}
	return raw
}

// subject is what an element of a field's list is about, of which it has one: an
// article, whatever was said of it; a number or an address, however it is written.
func subject(field string, element json.RawMessage) string {
	var use data.Use
	var text string
	switch {
	case field == "articles" && json.Unmarshal(element, &use) == nil:
		return string(use.Article)
	case field == "phones" && json.Unmarshal(element, &text) == nil:
		return data.PhoneKey(text)
	case field == "emails" && json.Unmarshal(element, &text) == nil:
		return strings.ToLower(text)
	}
	return string(element)
}

// moveEntries withdraws the newer entries of a ticket's timeline and writes them
// on the other, with where they come from.
func moveEntries(t *store.Tx, there *journal.State, from data.Ticket, to data.ID, n newer) error {
	for _, a := range there.Timeline() {
		if a.Kind == data.SystemEvent || !n.later[a.ID] {
			continue
		}
		if err := t.Withdraw("ticket", from.ID, a.ID, true); err != nil {
			return err
		}
		if a.Origin == nil {
			a.Origin = &data.Origin{Ticket: from.Number, Entry: a.ID, At: a.At, By: a.By}
		}
		var err error
		if a.Attachment != nil && a.Kind == data.Attached {
			err = t.Reattach(to, *a.Attachment, a.Mail, *a.Origin)
		} else {
			_, err = t.Note(to, a)
		}
		if err == nil && a.Mail != "" { // answers to it follow
			fields := data.Fields{}
			put(fields, "ticket", to)
			_, err = t.Set("mail", a.Mail, fields)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// UnmergeContact makes two contacts of a merged one again, each as it was, and
// gives the one taken out. Changes made since, and tickets opened since, go to
// the side chosen.
func (d *Desk) UnmergeContact(ctx context.Context, id data.ID, later Later) (data.Contact, error) {
	var contact data.Contact
	if err := later.check(); err != nil {
		return contact, err
	}
	if _, err := d.Contact(ctx, id); err != nil {
		return contact, err
	}
	err := d.write(ctx, "unmerge_contacts", func(t *store.Tx) (string, error) {
		here, err := t.State(id)
		if err != nil {
			return "", err
		}
		if contact, err = contactIn(t, id); err != nil {
			return "", err
		}
		link, merged := contact.MergedInto()
		if !merged {
			return "", data.Fault("", "not_merged", "ref", contact.Name)
		}
		there, err := t.State(link.To)
		if err != nil {
			return "", err
		}
		target, err := contactIn(t, link.To)
		if err != nil {
			return "", err
		}
		mine, theirs := data.Fields{}, data.Fields{}
		n := since(there, here, link.Act)
		if later == LaterHere {
			move(there, here, n, nil, mine, theirs)
			if err := moveRequests(t, here, link, id); err != nil {
				return "", err
			}
		}
		part(there, link.Act, theirs)
		put(mine, "links", without(contact.Links, data.DuplicateOf, ""))
		put(theirs, "links", without(target.Links, data.DuplicatedBy, id))
		if _, err := t.Set("contact", link.To, theirs); err != nil {
			return "", err
		}
		if _, err := t.Set("contact", id, mine); err != nil {
			return "", err
		}
		contact, err = contactIn(t, id)
		return "", err
	})
	return contact, err
}

// part takes back what a merge added to a contact, where nothing newer says
// otherwise. theirs may give some fields values already.
func part(there *journal.State, act data.ID, theirs data.Fields) {
	ops := there.Act(act)
	if len(ops) == 0 {
		return // the merge has not come from its desk yet
	}
	now := there.Fields()
	plain := there.Without(func(o journal.Op) bool { return !o.Clock.Before(ops[0].Clock) }).Fields()
	for _, o := range ops {
		if o.Field == "links" {
			continue
		}
		present, given := theirs[o.Field]
		if !given {
			present = now[o.Field]
		}
		switch {
		case o.Kind == journal.Add:
			theirs[o.Field] = carried(o.Field, present, json.RawMessage("["+string(o.Value)+"]"), null)
		case o.Kind == journal.Set && string(orNull(present)) == string(o.Value):
			theirs[o.Field] = orNull(plain[o.Field])
		}
	}
}

// moveRequests gives the tickets a contact opened since a merge to the one that
// is taken out.
func moveRequests(t *store.Tx, here *journal.State, link data.Link, id data.ID) error {
	made := here.Act(link.Act)
	if len(made) == 0 {
		return nil // the merge has not come from its desk yet
	}
	tickets, err := t.TicketsSince(link.To, made[0].At)
	if err != nil {
		return err
	}
	for _, ticket := range tickets {
		state, err := t.State(ticket)
		if err != nil {
			return err
		}
		if !requested(state, link.To, made[0]) {
			continue
		}
		want := data.Fields{}
		put(want, "requester", id)
		if _, err := t.Set("ticket", ticket, want); err != nil {
			return err
		}
	}
	return nil
}

// requested says whether a ticket is a contact's own and was opened after a merge
// was made.
func requested(ticket *journal.State, by data.ID, made journal.Op) bool {
	return strings.TrimSpace(text(ticket.Fields(), "requester")) == string(by) && made.Clock.Before(ticket.Ops()[0].Clock)
}
