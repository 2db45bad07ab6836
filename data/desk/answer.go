package desk

import (
	"strings"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// answer says what a mail on a ticket means for what this desk sent: the kind of
// its entry, and whether somebody has to look. An answer that has our code and
// comes from whom we gave it to, or a colleague of theirs, ends the waiting; a
// bounce flags what it speaks of; anything automatic is noted and no more. What says
// nothing new, be it our own case sent back, and what goes to many but to no list, as
// programs send it and few persons, is there to be looked at and ends nothing.
func (d *Desk) answer(t *store.Tx, in incoming, m *data.Mail, ticket data.Ticket, a *data.Activity) (flag bool, err error) {
	e, found, err := escalationOf(t, in, ticket.ID)
	if err != nil {
		return true, err
	}
	if found {
		a.Escalation, m.Escalation = e.ID, e.ID
	}
	switch {
	case in.msg.Kind == mail.Bounced:
		a.Kind = data.MailBounced
		return bounce(t, in, e, a)
	case in.msg.Kind == mail.AutoReply:
		a.Kind = data.AutoReply
		return false, nil
	case !found:
		return true, nil
	}
	a.Kind = data.EscalationReply
	if echo := in.silent && (in.packet == nil || in.ours); echo || mail.Bulk(in.msg) || !mail.SameParty(m.From, e.To) || !e.State.Pending() {
		return true, nil
	}
	fields := data.Fields{}
	put(fields, "state", data.EscalationAnswered)
	if e.Mode == data.Transfer {
		a.Kind = data.HandBack
		put(fields, "state", data.EscalationHandBack)
		if err := d.handBack(t, ticket); err != nil {
			return true, err
		}
	}
	return true, setEscalation(t, e.ID, fields)
}

// escalationOf finds the escalation a mail answers: the one whose code it has, or
// the newest of its ticket that went to its sender.
func escalationOf(t *store.Tx, in incoming, ticket data.ID) (data.Escalation, bool, error) {
	for _, token := range in.clues.All() {
		code, ok, err := code(t, token)
		if err != nil {
			return data.Escalation{}, false, err
		}
		if !ok || code.Escalation == "" {
			continue
		}
		if root, err := t.Root(code.Ticket); err != nil || root != ticket {
			return data.Escalation{}, false, err
		}
		e, err := escalationIn(t, code.Escalation)
		return e, err == nil, err
	}
	list, err := t.Escalations(ticket)
	if err != nil {
		return data.Escalation{}, false, err
	}
	for i := len(list) - 1; i >= 0; i-- {
		if strings.EqualFold(list[i].To, in.sender.Address) && list[i].State != data.EscalationDropped {
			return list[i], true, nil
		}
	}
	return data.Escalation{}, false, nil
}

// escalationIn reads an escalation inside a transaction.
func escalationIn(t *store.Tx, id data.ID) (data.Escalation, error) {
	e := data.Escalation{ID: id}
	state, err := t.State(id)
	if err == nil {
		data.Fill(&e, state.Fields())
	}
	return e, err
}

// handBack returns a ticket to first line, unless somebody moved it on.
func (d *Desk) handBack(t *store.Tx, ticket data.Ticket) error {
	if ticket.Status != data.PendingVendor {
		return nil
	}
	fields := data.Fields{}
	put(fields, "status", data.InProgress)
	put(fields, "owner", d.Settings().Operator)
	put(fields, "support_level", 1)
	_, err := t.Set("ticket", ticket.ID, fields)
	return err
}

// bounce flags the letter that did not arrive, and the escalation it was. What a
// server only delays is noted.
func bounce(t *store.Tx, in incoming, e data.Escalation, a *data.Activity) (flag bool, err error) {
	b := in.msg.Bounce
	if b == nil {
		return true, nil
	}
	if a.Text == "" {
		a.Text = b.Reason
	}
	if !strings.HasPrefix(b.Status, "5") && b.Status != "" {
		return false, nil
	}
	l, ok, err := letterOf(t, in)
	if err != nil {
		return true, err
	}
	reason := b.Reason
	if !strings.HasPrefix(reason, b.Status) { // the status stands there already where the server wrote it
		reason = strings.TrimSpace(b.Status + " " + reason)
	}
	if ok && (l.State == data.LetterSent || l.State == data.LetterMaybe || l.State == data.LetterConfirmed) {
		l.State, l.Reason, l.NextAt = data.LetterBounced, reason, t.Now
		if err := t.SetLetter(l, ""); err != nil {
			return true, err
		}
		if e.ID == "" && l.Escalation != "" {
			if e, err = escalationIn(t, l.Escalation); err != nil {
				return true, err
			}
			a.Escalation = e.ID
		}
	}
	if !e.State.Pending() {
		return true, nil
	}
	fields := data.Fields{}
	put(fields, "state", data.EscalationBounced)
	put(fields, "reason", reason)
	return true, setEscalation(t, e.ID, fields)
}

// letterOf finds the letter a mail speaks of by the ids it answers: those we gave
// and those that copies of ours came to have.
func letterOf(t *store.Tx, in incoming) (data.Letter, bool, error) {
	for _, id := range in.clues.Answers {
		l, ok, err := t.LetterWithID("<" + id + ">")
		if err != nil || ok {
			return l, ok, err
		}
		copies, err := t.MailsWithID(id)
		if err != nil {
			return l, false, err
		}
		for _, m := range copies {
			if l, _, ok, err = t.Letter(m.Letter); err != nil || ok {
				return l, ok, err
			}
		}
	}
	return data.Letter{}, false, nil
}

// reopenEscalation takes back what a mail meant for an escalation, when the mail
// is taken off its ticket.
func reopenEscalation(t *store.Tx, m *data.Mail) error {
	if m.Escalation == "" {
		return nil
	}
	e, err := escalationIn(t, m.Escalation)
	if err != nil {
		return err
	}
	switch e.State {
	case data.EscalationAnswered, data.EscalationHandBack, data.EscalationBounced:
		fields := data.Fields{"reason": null}
		put(fields, "state", data.EscalationSentState)
		return setEscalation(t, e.ID, fields)
	}
	return nil
}
