package desk

import (
	"fmt"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
	"firstline/data/words"
)

// acknowledge tells a customer whose mail opened a ticket that it arrived and
// which number it has, if the desk is set to: never to what a program sent, and
// to nobody twice a day. What was written before the desk was restored
// from a backup comes in again, and may have been acknowledged.
func (d *Desk) acknowledge(t *store.Tx, in incoming, ticket data.ID) error {
	s := d.Settings()
	to := in.sender.Address
	if !s.Acknowledge || !s.Mail.Ready() || !in.mayBeAcknowledged(s.Mail, t.Now) {
		return nil
	}
	last, err := t.Acknowledged(to)
	if err != nil || t.Now.Sub(last) < acknowledgeSpan {
		return err
	}
	opened, err := ticketIn(t, ticket)
	if err != nil {
		return err
	}
	printer := words.For(d.LanguageFor(in.msg.Language))
	code := replyCode(in.secret, opened, to)
	text := printer.Say("mail.acknowledge", "number", opened.Number, "desk", s.Name)
	letter := mail.ReplyLetter(mail.Reply{To: to, ToName: in.sender.Name, Subject: opened.Subject, Text: text, Code: code, Settings: s, Words: printer,
		Automatic: true}, in.msg, t.Now)
	raw, err := mail.Write(letter)
	if err != nil {
		return nil // an address or a name no mail can be written to: then there is none
	}
	_, err = t.Note(ticket, data.Activity{Kind: data.EmailOut, Text: text, Address: to, Subject: letter.Subject, MessageID: letter.MessageID, Code: code, Reason: "acknowledge"})
	if err == nil {
		err = t.Acknowledge(to)
	}
	if err == nil {
		err = t.Queue(data.Letter{ID: data.NewID(t.Now), Ticket: ticket, Number: opened.Number, MessageID: letter.MessageID,
			To: []string{to}, Subject: letter.Subject, NextAt: t.Now}, raw)
	}
	if err != nil {
		return fmt.Errorf("acknowledge to %s: %w", to, err)
	}
	return nil
}

// mayBeAcknowledged says whether a mail came by itself, not long ago, from a person
// whose address is not this account's own.
func (in incoming) mayBeAcknowledged(own data.Account, now time.Time) bool {
	if in.failed != nil || in.row.Folder == "" || mail.Automatic(in.msg) {
		return false
	}
	written, from := in.msg.Date, in.sender.Address
	return written.After(in.after) && now.Sub(written) <= acknowledgeSpan &&
		data.CheckAddress("", from) == nil && !strings.EqualFold(from, own.From) && !strings.EqualFold(from, own.User)
}

// acknowledgeSpan is how long nobody gets a second automatic mail, and how old a
// mail may be to get one.
const acknowledgeSpan = 24 * time.Hour
