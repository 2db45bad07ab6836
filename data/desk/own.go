package desk

import (
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

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

// confirm settles a letter of ours that went unanswered and was seen to have
// been carried.
func (d *Desk) confirm(t *store.Tx, in incoming) error {
	for _, id := range append([]string{in.msg.MessageID}, in.bodies...) {
		l, ok, err := t.LetterWithID("<" + id + ">")
		if err != nil {
			return err
		}
		if !ok || l.State != data.LetterMaybe {
			continue
		}
		l.State, l.Reason, l.NextAt = data.LetterConfirmed, "", t.Now
		if err := d.left(t, &l); err != nil {
			return err
		}
		return t.SetLetter(l, "")
	}
	return nil
}
