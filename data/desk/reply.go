package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"firstline/assets"
	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// ReplyRequest is an answer to the customer from a ticket.
type ReplyRequest struct {
	Ticket   string // number or id
	To       string // mail address; empty: whoever wrote last, else the caller
	ToName   string
	Subject  string   // empty: that of the mail it answers, else the ticket's
	Text     string   // {name}, {number}, {subject}, {operator}, {desk} and {summary} are filled in
	Files    []string // SHA-256 of those of the ticket's attachments that go along
	Language string   // of what is added; the contact's unless told otherwise
	Draft    string   // key of the draft this act completes
}

// writtenReply is a reply with the mail it leaves by.
type writtenReply struct {
	ticket  data.Ticket
	to      string
	text    string   // without signature
	files   []string // hashes of those that go along: asked for, or named in the text
	code    string
	letter  mail.Letter
	preview Preview
}

// PreviewReply writes the mail a reply would send, and sends nothing.
func (d *Desk) PreviewReply(ctx context.Context, r ReplyRequest) (Preview, error) {
	w, err := d.writeReply(ctx, r)
	return w.preview, err
}

// Reply queues the mail and records it in the timeline, in one act: undone while
// it waits, it never leaves.
func (d *Desk) Reply(ctx context.Context, r ReplyRequest) (data.Activity, error) {
	w, err := d.writeReply(ctx, r)
	if err != nil {
		return data.Activity{}, err
	}
	if !d.Settings().Mail.Ready() {
		return data.Activity{}, data.Fault("", "no_account")
	}
	return d.recordReply(ctx, r, w, data.LetterQueued)
}

// SaveReply writes the mail to a file that mail programs open as a draft
// (X-Unsent: 1), for whoever has no server to send by, and records it in the
// timeline: the person sends it. A file of that name is replaced.
func (d *Desk) SaveReply(ctx context.Context, r ReplyRequest, path string) (data.Activity, error) {
	w, err := d.writeReply(ctx, r)
	if err != nil {
		return data.Activity{}, err
	}
	if err := unsent(path, w.preview.EML); err != nil {
		return data.Activity{}, err
	}
	return d.recordReply(ctx, r, w, data.LetterSaved)
}

// recordReply writes a reply onto its ticket and its letter into the outbox.
func (d *Desk) recordReply(ctx context.Context, r ReplyRequest, w writtenReply, state data.LetterState) (data.Activity, error) {
	a := data.Activity{Kind: data.EmailOut, Text: w.text, Address: w.to, Name: w.letter.ToName, Subject: w.letter.Subject,
		MessageID: w.letter.MessageID, Code: w.code, Files: w.files, Language: r.Language, By: d.Settings().Operator}
	err := d.write(ctx, "reply", func(t *store.Tx) (string, error) {
		ticket, err := ticketIn(t, w.ticket.ID)
		if err != nil {
			return "", err
		}
		a.At = t.Now
		if a.ID, err = t.Note(ticket.ID, a); err != nil {
			return "", err
		}
		fields := data.Fields{"unread": null}
		if ticket.FirstResponseAt.IsZero() {
			put(fields, "first_response_at", t.Now)
		}
		if _, err := t.Set("ticket", ticket.ID, fields); err != nil {
			return "", err
		}
		letter := data.Letter{Ticket: ticket.ID, Number: ticket.Number}
		return ticket.Number, errors.Join(d.post(t, letter, w.letter, w.preview.EML, state), t.DropDraft(r.Draft))
	})
	if err != nil {
		return data.Activity{}, err
	}
	a.Delivery = &data.Delivery{State: state}
	d.announceOutbox()
	return a, nil
}

func (d *Desk) writeReply(ctx context.Context, r ReplyRequest) (writtenReply, error) {
	var w writtenReply
	ref, err := d.standing(ctx, r.Ticket)
	if err != nil {
		return w, err
	}
	c, err := d.Case(ctx, ref)
	if err != nil {
		return w, err
	}
	settings := d.Settings()
	w.ticket = c.Ticket
	last, found, err := d.lastMail(ctx, c, r.To)
	if err != nil {
		return w, err
	}
	name := ""
	w.to, name = recipient(c, r, last, found)
	switch {
	case w.to == "":
		return w, data.Fault("to", "no_address", "name", c.Requester.Name)
	case strings.TrimSpace(r.Text) == "":
		return w, data.Fault("text", "required")
	}
	if err := data.CheckAddress("to", w.to); err != nil {
		return w, err
	}
	w.files = data.Mentioned(r.Text, c.Attachments, r.Files)
	if len(sent(c.Attachments, w.files)) != len(w.files) {
		return w, data.Fault("files", "no_file", "name", strings.Join(r.Files, ", "))
	}
	printer, err := d.printerFor(cmp.Or(r.Language, d.LanguageFor(c.Requester.Language)))
	if err != nil {
		return w, err
	}
	w.text = strings.TrimSpace(d.fill(r.Text, c, name))
	if err := checkText("text", w.text, maxText); err != nil {
		return w, err
	}
	key, _, err := d.identity(ctx)
	if err != nil {
		return w, err
	}
	w.code = replyCode(replySecret(key), c.Ticket, w.to)
	subject := cmp.Or(strings.TrimSpace(r.Subject), c.Ticket.Subject)
	if r.Subject == "" && found && last.Subject != "" {
		subject = last.Subject
	}
	files, err := d.enclosed(c.Attachments, w.files)
	if err != nil {
		return w, err
	}
	hops := 0
	if last.Header.Get("X-Deskpost-Hops") != "" {
		hops = hopsOf(last) + 1
	}
	w.letter = mail.ReplyLetter(mail.Reply{To: w.to, ToName: name, Subject: subject, Text: w.text, Code: w.code, Settings: settings, Words: printer,
		Files: files, Hops: hops}, last, d.Now().Truncate(time.Millisecond))
	w.preview, err = preview(w.letter)
	return w, err
}

// lastMail is the newest mail of a correspondent on a case (of any customer, if
// none is named): what a reply answers.
func (d *Desk) lastMail(ctx context.Context, c data.Case, to string) (mail.Message, bool, error) {
	for i := len(c.Timeline) - 1; i >= 0; i-- {
		a := c.Timeline[i]
		if a.Mail == "" || a.Origin != nil || to != "" && !strings.EqualFold(a.Address, to) {
			continue
		}
		if second := a.Kind == data.EscalationReply || a.Kind == data.HandBack; a.Kind != data.EmailIn && !(second && to != "") {
			continue // a customer is answered, not a program, nor second line unasked
		}
		m, err := d.MailText(ctx, a.Mail)
		if err != nil {
			if ctx.Err() != nil {
				return m, false, ctx.Err()
			}
			continue // its bytes are not here: it came to another desk
		}
		return m, true, nil
	}
	return mail.Message{}, false, nil
}

// recipient is whom a reply goes to.
func recipient(c data.Case, r ReplyRequest, last mail.Message, found bool) (address, name string) {
	switch {
	case r.To != "":
		address, name = strings.TrimSpace(r.To), r.ToName
	case found && len(last.ReplyTo) > 0 && data.CheckAddress("", last.ReplyTo[0].Address) == nil:
		address, name = last.ReplyTo[0].Address, last.ReplyTo[0].Name
	case found && len(last.From) > 0:
		address, name = last.From[0].Address, last.From[0].Name
	default:
		address, name = firstOf(c.Requester.Emails), c.Requester.Name
	}
	if name == "" && slices.ContainsFunc(c.Requester.Emails, func(e string) bool { return strings.EqualFold(e, address) }) {
		name = c.Requester.Name
	}
	return address, name
}

// ReplyTemplates are the texts a reply can start from: the desk's own, or those
// the program comes with, in a language.
func (d *Desk) ReplyTemplates(lang string) []data.Template {
	if own := d.Settings().Replies; len(own) > 0 {
		return own
	}
	var list []data.Template
	for _, t := range assets.Replies(lang) {
		list = append(list, data.Template{Name: t.Name, Text: string(t.Text)})
	}
	return list
}

// FillTemplate is the text of a reply template with a case's facts in place of
// the names in braces.
func (d *Desk) FillTemplate(c data.Case, text string) string {
	return d.Words().NameBlanks(d.fill(text, c, ""))
}

// fill puts a case's facts into a text; names in braces that are none stay.
func (d *Desk) fill(text string, c data.Case, name string) string {
	s := d.Settings()
	return strings.NewReplacer("{name}", cmp.Or(c.Requester.Name, name), "{number}", c.Ticket.Number, "{subject}", c.Ticket.Subject,
		"{operator}", s.Operator, "{desk}", s.Name, "{summary}", cmp.Or(c.Ticket.Summary, c.Ticket.ResolutionNotes),
		"{organization}", c.Ticket.Organization).Replace(d.Words().PlainBlanks(text))
}
