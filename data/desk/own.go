package desk

import (
	"context"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// own says whether a mail is one this desk, or another at the same address, sent
// itself and that came back: by the Sent folder, a copy, a list or a forwarder.
// It creates nothing.
func (d *Desk) own(t *store.Tx, in incoming) (mail.Place, bool, error) {
	ids := in.bodies
	if in.msg.MessageID != "" {
		ids = append(ids, in.msg.MessageID)
	}
	for _, id := range ids {
		if p, ours, err := ownByID(t, id); ours || err != nil {
			return p, ours, err
		}
	}
	if in.msg.Header.Get("X-Deskpost") == "" {
		return mail.Place{}, false, nil
	}
	// Relays give messages other ids and lists other senders, so the sender and
	// the text have to tell.
	for _, token := range in.clues.Subject {
		if p, ours, err := ownByText(t, token, squeeze(in.msg.Text)); ours || err != nil {
			return p, ours, err
		}
	}
	from := in.sender.Address
	return ours(store.Code{}), from != "" && strings.EqualFold(from, d.Settings().Mail.From), nil
}

// ours is the place of a mail of this desk's own, with the code it was given.
func ours(code store.Code) mail.Place {
	return mail.Place{State: data.MailOwn, Reason: "own", Trust: data.TrustNone, Ticket: code.Ticket, Escalation: code.Escalation, Detail: code.Correspondent}
}

// ownByID finds the place of a mail that has the id of a letter in the outbox, or one
// that only this desk can have given.
func ownByID(t *store.Tx, id string) (mail.Place, bool, error) {
	l, ok, err := t.LetterWithID("<" + id + ">")
	if err != nil {
		return mail.Place{}, false, err
	}
	if ok {
		p := ours(store.Code{Ticket: l.Ticket, Escalation: l.Escalation, Correspondent: firstOf(l.To)})
		p.Letter = l.ID
		return p, true, nil
	}
	for _, token := range mail.CodeOfID(id) {
		if code, ok, err := t.Code(token); ok || err != nil {
			return ours(code), ok, err
		}
	}
	return mail.Place{}, false, nil
}

// ownByText finds the place of a mail that says what a letter on the ticket of a code
// says. said is its text without spaces and line ends.
func ownByText(t *store.Tx, token, said string) (mail.Place, bool, error) {
	code, ok, err := t.Code(token)
	if err != nil || !ok {
		return mail.Place{}, false, err
	}
	letters, err := t.LettersOf(code.Ticket)
	if err != nil {
		return mail.Place{}, false, err
	}
	for _, raw := range letters {
		m := mail.Read(raw, time.Time{})
		if text := squeeze(m.Text); text != "" && strings.Contains(said, text) {
			l, _, err := t.LetterWithID("<" + m.MessageID + ">")
			p := ours(code)
			p.Letter = l.ID
			return p, err == nil, err
		}
	}
	return mail.Place{}, false, nil
}

// squeeze is a text without spaces and line ends, which relays change.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// confirm settles a letter of ours that went unanswered and was seen to have
// been carried.
func (d *Desk) confirm(t *store.Tx, id data.ID) error {
	l, _, ok, err := t.Letter(id)
	if err != nil || !ok || l.State != data.LetterMaybe {
		return err
	}
	l.State, l.Reason, l.NextAt = data.LetterConfirmed, "", t.Now
	if err := d.left(t, &l); err != nil {
		return err
	}
	return t.SetLetter(l, "")
}

// LetterHasID writes down that a letter of ours is known to the world by another
// Message-ID than it left with (without the brackets): some providers give their
// own. Answers and bounces then speak of that. It says no where that id is known
// to be another letter's.
func (d *Desk) LetterHasID(ctx context.Context, id data.ID, messageID string) (has bool, err error) {
	err = d.write(ctx, "mail", func(t *store.Tx) (string, error) {
		l, _, ok, err := t.Letter(id)
		if err != nil || !ok || messageID == "" {
			return "", err
		}
		known, err := t.MailsWithID(messageID)
		if err != nil {
			return "", err
		}
		for _, m := range known {
			if has = m.Letter == id; has || m.Letter != "" {
				return "", nil
			}
		}
		t.Settle()
		has = true
		from := d.Settings().Mail.From
		m := data.Mail{ID: mail.MailID(mail.KeyOf(messageID, from)), ReceivedAt: t.Now, From: from, Subject: l.Subject, MessageID: messageID,
			State: data.MailOwn, Reason: "own", Trust: data.TrustNone, Ticket: l.Ticket, Escalation: l.Escalation, Detail: firstOf(l.To), Letter: l.ID}
		return l.Number, keepNoun(t, m)
	})
	return has, err
}
