package desk

import (
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// answer says what a mail on a ticket means for what this desk sent: the kind of
// its entry, and whether somebody has to look. An answer that has our code and
// comes from whom we gave it to, or a colleague of theirs, ends the waiting; a
// bounce flags what it speaks of; anything automatic is noted and no more
// (mail.md E7).
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
	if !mail.SameParty(m.From, e.To) || !e.State.Pending() {
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
	reason := strings.TrimSpace(b.Status + " " + b.Reason)
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

// letterOf finds the letter a mail speaks of by the ids it answers.
func letterOf(t *store.Tx, in incoming) (data.Letter, bool, error) {
	for _, id := range in.clues.Answers {
		l, ok, err := t.LetterWithID("<" + id + ">")
		if err != nil || ok {
			return l, ok, err
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

// own says whether a mail is one this desk, or another at the same address, sent
// itself and that came back: by the Sent folder, a copy, a list or a forwarder.
// It creates nothing (mail.md E8).
func (d *Desk) own(t *store.Tx, in incoming) (mail.Place, bool, error) {
	ours := mail.Place{State: data.MailOwn, Reason: "own", Trust: data.TrustNone}
	ids := in.bodies
	if in.msg.MessageID != "" {
		ids = append(ids, in.msg.MessageID)
	}
	for _, id := range ids {
		l, ok, err := t.LetterWithID("<" + id + ">")
		if err != nil {
			return ours, false, err
		}
		if ok {
			ours.Ticket, ours.Escalation, ours.Detail = l.Ticket, l.Escalation, firstOf(l.To)
			return ours, true, nil
		}
		for _, token := range mail.CodeOfID(id) {
			code, ok, err := t.Code(token)
			if err != nil {
				return ours, false, err
			}
			if ok {
				ours.Ticket, ours.Escalation, ours.Detail = code.Ticket, code.Escalation, code.Correspondent
				return ours, true, nil
			}
		}
	}
	if in.msg.Header.Get("X-Deskpost") == "" {
		return ours, false, nil
	}
	// Relays give messages other ids and lists other senders, so the sender and
	// the text have to tell.
	for _, token := range in.clues.Subject {
		code, ok, err := t.Code(token)
		if err != nil {
			return ours, false, err
		}
		if !ok {
			continue
		}
		letters, err := t.LettersOf(code.Ticket)
		if err != nil {
			return ours, false, err
		}
		for _, raw := range letters {
			if text := squeeze(mail.Read(raw, time.Time{}).Text); text != "" && strings.Contains(squeeze(in.msg.Text), text) {
				ours.Ticket, ours.Escalation, ours.Detail = code.Ticket, code.Escalation, code.Correspondent
				return ours, true, nil
			}
		}
	}
	return ours, strings.EqualFold(in.sender.Address, d.Settings().Mail.From) && in.sender.Address != "", nil
}

// squeeze is a text without spaces and line ends, which relays change.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// confirm notes that a letter of ours was seen to have been carried.
func confirm(t *store.Tx, in incoming) error {
	ids := append([]string{in.msg.MessageID}, in.bodies...)
	for _, id := range ids {
		l, ok, err := t.LetterWithID("<" + id + ">")
		if err != nil {
			return err
		}
		if !ok || l.State != data.LetterMaybe && l.State != data.LetterSent && l.State != data.LetterDeferred {
			continue
		}
		l.State, l.Reason, l.NextAt = data.LetterConfirmed, "", t.Now
		if l.SentAt.IsZero() {
			l.SentAt = t.Now
		}
		if err := t.SetLetter(l, ""); err != nil {
			return err
		}
		if l.Escalation == "" {
			return nil
		}
		e, err := escalationIn(t, l.Escalation)
		if err != nil || !e.State.Pending() {
			return err
		}
		fields := data.Fields{"reason": null}
		put(fields, "state", data.EscalationSentState)
		put(fields, "sent_at", l.SentAt)
		return setEscalation(t, l.Escalation, fields)
	}
	return nil
}
