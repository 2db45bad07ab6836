package desk

import (
	"context"
	"encoding/json"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/mail"
	"firstline/data/store"
)

// PlaceMail puts a mail on a ticket (number or id), wherever it was before: in
// the tray, or on another ticket that a machine or a person chose.
func (d *Desk) PlaceMail(ctx context.Context, id data.ID, ref string) error {
	ref, err := d.standing(ctx, ref)
	if err != nil {
		return err
	}
	return d.decideMail(ctx, "place", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if m.Ticket == data.ID(ref) {
			return data.Fault("", "mail_is_there", "number", m.Number)
		}
		if err := d.lift(t, m); err != nil {
			return err
		}
		return d.put(t, in, m, mail.Place{State: data.MailPlaced, Ticket: data.ID(ref), Reason: "by_hand", Trust: m.Trust})
	})
}

// NewTicketFromMail opens a ticket of its own for a mail.
func (d *Desk) NewTicketFromMail(ctx context.Context, id data.ID) (data.Ticket, error) {
	var number string
	err := d.decideMail(ctx, "mail_ticket", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if err := d.lift(t, m); err != nil {
			return err
		}
		err := d.put(t, in, m, mail.Place{State: data.MailPlaced, Reason: "by_hand", Trust: m.Trust})
		number = m.Number
		return err
	})
	if err != nil {
		return data.Ticket{}, err
	}
	c, err := d.Case(ctx, number)
	return c.Ticket, err
}

// DiscardMail says that a mail is nothing the desk needs. Its bytes stay.
func (d *Desk) DiscardMail(ctx context.Context, id data.ID) error {
	return d.decideMail(ctx, "discard", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if err := d.lift(t, m); err != nil {
			return err
		}
		m.State, m.Reason, m.Detail, m.Proposed = data.MailDiscarded, "by_hand", "", ""
		return nil
	})
}

// UnplaceMail takes a mail off its ticket and puts it into the tray, with that
// ticket proposed.
func (d *Desk) UnplaceMail(ctx context.Context, id data.ID) error {
	return d.decideMail(ctx, "unplace", id, func(t *store.Tx, in incoming, m *data.Mail) error {
		if m.Ticket == "" {
			return data.Fault("", "mail_not_placed")
		}
		was := m.Ticket
		if err := d.lift(t, m); err != nil {
			return err
		}
		m.State, m.Reason, m.Detail, m.Proposed = data.MailTriage, "by_hand", "", was
		return nil
	})
}

// decideMail is what a person decides about a mail, as one act.
func (d *Desk) decideMail(ctx context.Context, act string, id data.ID, do func(*store.Tx, incoming, *data.Mail) error) error {
	row, ok, err := d.store.FirstArrived(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case !ok:
		return data.Fault("", "no_mail", "ref", id).Because(data.ErrNotFound)
	case row.State == store.Kept:
		if _, err := d.UnderstandMail(ctx, id); err != nil {
			return err
		}
	case row.State != store.Understood && act != "discard":
		return data.Fault("", "mail_is_stub")
	}
	in, err := d.take(ctx, row)
	if err != nil {
		return err
	}
	err = d.write(ctx, act, func(t *store.Tx) (string, error) {
		state, err := t.State(id)
		if err != nil {
			return "", err
		}
		m := in.noun()
		data.Fill(&m, state.Fields())
		if m.State == data.MailOwn {
			return "", data.Fault("", "mail_is_ours")
		}
		if m.Ticket != "" {
			ticket, err := ticketIn(t, m.Ticket)
			if err != nil {
				return "", err
			}
			m.Number = ticket.Number
		}
		if err := do(t, in, &m); err != nil {
			return "", err
		}
		if row.State != store.Understood && row.State != store.Kept { // a stub that is not wanted
			row.State = store.Understood
			if err := t.Arrive(row); err != nil {
				return "", err
			}
		}
		return m.Number, keepNoun(t, m)
	})
	d.announceInbox()
	return err
}

// lift takes a mail off its ticket, and the ticket away if the mail is all there
// is to it.
func (d *Desk) lift(t *store.Tx, m *data.Mail) error {
	if m.Ticket == "" {
		return nil
	}
	state, err := t.State(m.Ticket)
	if err != nil {
		return err
	}
	alone := true
	for _, a := range state.Timeline() {
		if a.Mail != m.ID {
			alone = false
			continue
		}
		if err := t.Withdraw("ticket", m.Ticket, a.ID, true); err != nil {
			return err
		}
	}
	if err := reopenEscalation(t, m); err != nil {
		return err
	}
	if alone && opened(state, m.ID) {
		if err := t.Withdraw("ticket", m.Ticket, "", true); err != nil {
			return err
		}
	}
	m.Ticket, m.Number, m.Escalation = "", "", ""
	return nil
}

// opened says whether a mail opened a ticket.
func opened(state *journal.State, id data.ID) bool {
	var act data.ID
	for _, o := range state.Ops() {
		if o.Kind == journal.Open {
			act = o.Act
			break
		}
	}
	for _, o := range state.Act(act) {
		var a data.Activity
		if o.Kind == journal.Note && json.Unmarshal(o.Value, &a) == nil && a.Mail == id {
			return true
		}
	}
	return false
}

// MarkRead says that somebody has looked at what came by mail.
func (d *Desk) MarkRead(ctx context.Context, ref string) error {
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return err
	}
	return d.write(ctx, "read", func(t *store.Tx) (string, error) {
		t.Settle()
		_, err := t.Set("ticket", id, data.Fields{"unread": null})
		return "", err
	})
}
