package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// What strangers may send before the rest is held back, and how many
// desks a letter may have gone through (E8).
const (
	strangerSpan = time.Hour
	perSender    = 10 // of one address
	perDesk      = 60 // of all strangers
	mostHops     = 5
)

// UnderstandMail reads a mail that was kept and puts it where it belongs, all in
// one transaction. A mail that cannot be read becomes a ticket with its bytes. A
// mail that is understood already stays as it is.
func (d *Desk) UnderstandMail(ctx context.Context, id data.ID) (data.Mail, error) {
	row, ok, err := d.store.FirstArrived(ctx, id)
	if err != nil || !ok || row.State != store.Kept {
		if err != nil {
			return data.Mail{}, err
		}
		return d.Mail(ctx, id)
	}
	in, err := d.take(ctx, row)
	if err != nil {
		return data.Mail{}, err
	}
	err = d.understand(ctx, in)
	if unfit := (*data.Problem)(nil); errors.As(err, &unfit) && unfit.Field != "" {
		// What was read in it does not fit the desk: then its bytes have to do.
		in.failed = err
		err = d.understand(ctx, in)
	}
	if err != nil {
		return data.Mail{}, fmt.Errorf("place mail %s: %w", id, err)
	}
	d.announceInbox()
	d.announceOutbox() // a letter may be confirmed, or bounced
	return d.Mail(ctx, id)
}

func (d *Desk) understand(ctx context.Context, in incoming) error {
	return d.write(ctx, "mail", func(t *store.Tx) (string, error) {
		t.Settle() // undo is for what a person did
		row, ok, err := t.FirstArrived(in.row.ID)
		if err != nil || !ok || row.State != store.Kept { // another program was faster
			return "", err
		}
		m := in.noun()
		place, err := d.decide(t, in)
		if err == nil {
			err = d.put(t, in, &m, place)
		}
		if err == nil {
			err = keepNoun(t, m)
		}
		if err != nil {
			return "", err
		}
		row.State = store.Understood
		return m.Number, t.Arrive(row)
	})
}

// decide finds the facts about a mail's clues and decides.
func (d *Desk) decide(t *store.Tx, in incoming) (mail.Place, error) {
	if in.failed != nil {
		return mail.Place{State: data.MailUnreadable, Reason: "unreadable", Trust: data.TrustNone}, nil
	}
	if p, own, err := d.own(t, in); err != nil || own {
		return p, err
	}
	if hopsOf(in.msg) > mostHops {
		return mail.Place{State: data.MailHeld, Reason: "hops", Trust: data.TrustNone}, nil
	}
	f, err := d.facts(t, in)
	if err != nil {
		return mail.Place{}, err
	}
	p := mail.Decide(in.msg, in.clues, f)
	if p.Ticket == "" {
		return p, nil
	}
	// It may have been merged since, or taken back.
	root, err := t.Root(p.Ticket)
	if err != nil {
		return p, err
	}
	state, err := t.State(root)
	if err != nil {
		return p, err
	}
	if !state.Exists() || state.Gone() {
		return mail.Place{State: data.MailTriage, Reason: "ticket_gone", Trust: p.Trust}, nil
	}
	p.Ticket = root
	return p, nil
}

// facts looks up what the desk knows about a mail's clues.
func (d *Desk) facts(t *store.Tx, in incoming) (mail.Facts, error) {
	f := mail.Facts{Codes: map[string]mail.Given{}, Mails: map[string][]mail.Answer{}, Numbers: map[string]data.ID{}}
	for _, token := range in.clues.All() {
		code, ok, err := code(t, token)
		if err != nil {
			return f, err
		}
		if ok {
			f.Codes[token] = mail.Given{Ticket: code.Ticket, Correspondent: code.Correspondent, Escalation: code.Escalation}
		}
	}
	for _, id := range in.clues.Answers {
		known, err := t.MailsWithID(id)
		if err != nil {
			return f, err
		}
		for _, m := range known {
			a := mail.Answer{Ticket: m.Ticket, Correspondent: m.From}
			if m.State == data.MailOwn {
				a.Correspondent, a.Ours = m.Detail, true // whom it went to
			}
			f.Mails[id] = append(f.Mails[id], a)
		}
	}
	for _, number := range in.clues.Numbers {
		id, err := t.Ticket(number)
		if err != nil {
			return f, err
		}
		f.Numbers[number] = id
	}
	if in.packet != nil {
		if err := packetFacts(t, in, &f); err != nil {
			return f, err
		}
	}
	contact, ok, err := contactWith(t, in.sender.Address)
	if err != nil {
		return f, err
	}
	f.Contact = ok
	if ok && in.clues.Base != "" {
		if f.Alike, err = alikeTicket(t, contact.ID, in.clues.Base, in.row.At); err != nil {
			return f, err
		}
	}
	if !ok && in.row.Folder != "" { // a file was opened by a person
		own, all, err := t.Strangers(in.sender.Address, in.row.At.Add(-strangerSpan), in.row.At)
		if err != nil {
			return f, err
		}
		f.Overflow = own >= perSender || all >= perDesk
	}
	if key := mail.MailID(mail.KeyOf(in.msg.MessageID, in.sender.Address)); in.msg.MessageID != "" && key != in.row.ID {
		state, err := t.State(key)
		if err != nil {
			return f, err
		}
		f.IsCopy, f.Copy = true, data.ID(text(state.Fields(), "ticket"))
	}
	return f, nil
}

// packetFacts says which ticket a packet speaks of, if it is one here.
func packetFacts(t *store.Tx, in incoming, f *mail.Facts) error {
	id := foreignTicket(*in.packet)
	if in.ours {
		id = in.packet.Ticket.Ticket.ID
	}
	state, err := t.State(id)
	if err != nil {
		return err
	}
	switch {
	case in.ours && state.Exists() && state.Entity == "ticket":
		f.Packet = id
	case !in.ours:
		f.Foreign = true
		if state.Exists() && !state.Gone() {
			f.Opened = id
		}
	}
	return nil
}

// code finds a reply code that still holds.
func code(t *store.Tx, token string) (store.Code, bool, error) {
	code, ok, err := t.Code(token)
	if err != nil || !ok {
		return code, false, err
	}
	ticket, err := ticketIn(t, code.Ticket)
	return code, err == nil && !slices.Contains(ticket.Revoked, token), err
}

// alikeTicket finds an open ticket of a contact with the same subject.
func alikeTicket(t *store.Tx, contact data.ID, base string, at time.Time) (data.ID, error) {
	recent, err := t.TicketsSince(contact, at.Add(-duplicateWindow))
	if err != nil {
		return "", err
	}
	for i := len(recent) - 1; i >= 0; i-- {
		ticket, err := ticketIn(t, recent[i])
		if err != nil {
			return "", err
		}
		if ticket.Status.Category() != data.Done && strings.EqualFold(strings.TrimSpace(ticket.Subject), base) {
			return ticket.ID, nil
		}
	}
	return "", nil
}

// put does what a place asks for and completes the mail's noun.
func (d *Desk) put(t *store.Tx, in incoming, m *data.Mail, p mail.Place) error {
	m.State, m.Proposed, m.Reason, m.Detail, m.Trust = p.State, p.Proposed, p.Reason, p.Detail, p.Trust
	_, known, err := contactWith(t, in.sender.Address)
	if err != nil {
		return err
	}
	m.Stranger = !known && (p.Trust == data.TrustNone || p.Trust == "") && p.State != data.MailOwn
	switch p.State {
	case data.MailOwn:
		m.Ticket, m.Escalation, m.Letter = p.Ticket, p.Escalation, p.Letter
		return d.confirm(t, p.Letter)
	case data.MailPlaced, data.MailUnreadable:
	default:
		return nil
	}
	m.Ticket = p.Ticket
	if m.Ticket == "" {
		if m.Ticket, err = d.open(t, in); err != nil {
			return err
		}
		if err := d.acknowledge(t, in, m.Ticket); err != nil {
			return err
		}
	}
	ticket, err := ticketIn(t, m.Ticket)
	if err != nil {
		return err
	}
	m.Number = ticket.Number
	return d.enter(t, in, m, ticket)
}

// enter writes a mail onto a ticket: its entry, its files, and what it means
// for an escalation.
func (d *Desk) enter(t *store.Tx, in incoming, m *data.Mail, ticket data.Ticket) error {
	a := data.Activity{Kind: data.EmailIn, Address: m.From, Name: m.FromName, Subject: m.Subject, MessageID: m.MessageID, Mail: m.ID,
		Trust: m.Trust, Reason: m.Reason, Detail: m.Detail}
	flag := true // somebody has to look
	if in.failed == nil {
		a.Text, a.StartedAt = said(in.msg), in.msg.Date
		var err error
		if flag, err = d.answer(t, in, m, ticket, &a); err != nil {
			return err
		}
	}
	if _, err := t.Note(ticket.ID, a); err != nil {
		return err
	}
	files := in.files
	if in.failed != nil {
		files = []data.Attachment{in.raw}
	}
	for _, file := range files {
		file.Quarantined = m.Stranger
		if err := t.AttachFrom(ticket.ID, file, m.ID); err != nil {
			return err
		}
	}
	if in.packet != nil && !in.ours {
		if err := tellForeign(t, in, ticket.ID); err != nil {
			return err
		}
	}
	if !flag || ticket.Unread {
		return nil
	}
	fields := data.Fields{}
	put(fields, "unread", true)
	_, err := t.Set("ticket", ticket.ID, fields)
	return err
}

// keepNoun writes what is known of a mail; another desk may have done so before.
func keepNoun(t *store.Tx, m data.Mail) error {
	m.Number, m.ProposedNumber, m.Account, m.Folder, m.UID = "", "", "", "", 0 // looked up when they are shown
	state, err := t.State(m.ID)
	if err != nil {
		return err
	}
	if !state.Exists() {
		return t.OpenAs("mail", m.ID, m)
	}
	_, err = t.Set("mail", m.ID, data.AllFieldsOf(m))
	return err
}
