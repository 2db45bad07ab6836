package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/packet"
	"firstline/data/store"
)

// EscalationRequest is what the composer holds.
type EscalationRequest struct {
	Ticket          string
	Mode            data.EscalationMode
	To              string // mail address
	ToName          string
	Question        string
	AnswerBy        time.Time
	Files           []string // SHA-256 of those of the ticket's attachments that go along
	IncludeInternal bool
	Language        string // of mail and report; the desk's unless told otherwise
	Draft           string
}

// PreviewEscalation writes the mail an escalation would send, and sends nothing.
func (d *Desk) PreviewEscalation(ctx context.Context, r EscalationRequest) (Preview, error) {
	w, err := d.writeEscalation(ctx, r)
	return w.preview, err
}

// writtenEscalation is an escalation with the mail it leaves by.
type writtenEscalation struct {
	escalation data.Escalation
	ticket     data.Ticket
	letter     mail.Letter
	preview    Preview
}

func (d *Desk) writeEscalation(ctx context.Context, r EscalationRequest) (writtenEscalation, error) {
	var w writtenEscalation
	c, err := d.Case(ctx, r.Ticket)
	if err != nil {
		return w, err
	}
	settings := d.Settings()
	printer, err := d.printerFor(r.Language)
	if err != nil {
		return w, err
	}
	w.ticket = c.Ticket
	w.escalation, err = checkEscalation(c, r)
	if err != nil {
		return w, err
	}
	key, author, err := d.identity(ctx)
	if err != nil {
		return w, err
	}
	e := &w.escalation
	e.Language, e.By, e.At = printer.Lang(), settings.Operator, d.Now().Truncate(time.Millisecond)
	e.State = data.EscalationSentState // so it is when it is read
	// The same request has the same token, so that the preview shows the subject
	// that is sent; the next escalation has another.
	e.Token = mail.Token(replySecret(key), c.Ticket.ID, e.To, fmt.Sprint(len(c.Escalations)))
	e.MessageID = mail.MessageID(e.Token, settings.Mail.From)

	c.Escalations = append(c.Escalations, *e)
	shown := packet.Public(c, e.IncludeInternal)
	packed, err := packet.Pack(key, author, packet.Escalate, shown)
	if err != nil {
		return w, fmt.Errorf("pack the ticket: %w", err)
	}
	pdf, err := d.paper(c, printer, e.IncludeInternal, packed, e.At)
	if err != nil {
		return w, err
	}
	files := []mail.File{
		{Name: c.Ticket.Number + ".pdf", Type: "application/pdf", Bytes: pdf},
		{Name: c.Ticket.Number + ".dpk", Type: data.PacketType, Bytes: packed},
	}
	more, err := d.enclosed(c.Attachments, e.Files)
	if err != nil {
		return w, err
	}
	files = append(files, more...)
	w.letter = mail.EscalationLetter(mail.Escalation{Case: c, Escalation: *e, Settings: settings, Words: printer, Files: files}, e.At)
	w.preview, err = preview(w.letter)
	w.preview.Report, w.preview.Handover = pdf, handover(shown)
	return w, err
}

func checkEscalation(c data.Case, r EscalationRequest) (data.Escalation, error) {
	e := data.Escalation{Ticket: c.Ticket.ID, Mode: r.Mode, To: strings.TrimSpace(r.To), ToName: strings.TrimSpace(r.ToName),
		Question: strings.TrimSpace(r.Question), AnswerBy: r.AnswerBy.UTC(), Files: data.Mentioned(r.Question, c.Attachments, r.Files), IncludeInternal: r.IncludeInternal}
	if e.Mode == "" {
		e.Mode = data.Consult
	}
	switch {
	case e.To == "":
		return e, data.Fault("to", "required")
	case e.Question == "":
		return e, data.Fault("question", "required")
	case c.Ticket.Status.Category() == data.Done:
		return e, data.Fault("status", "ticket_done", "status", string(c.Ticket.Status))
	}
	if err := data.CheckAddress("to", e.To); err != nil {
		return e, err
	}
	if err := checkText("question", e.Question, data.MaxNote); err != nil {
		return e, err
	}
	if len(sent(c.Attachments, e.Files)) != len(e.Files) {
		return e, data.Fault("files", "no_file", "name", strings.Join(e.Files, ", "))
	}
	return e, data.Check(e)
}

// sent picks attachments by hash, each once, in the order asked.
func sent(all []data.Attachment, hashes []string) []data.Attachment {
	var list []data.Attachment
	for _, hash := range hashes {
		for _, a := range all {
			if a.SHA256 == hash {
				list = append(list, a)
				break
			}
		}
	}
	return list
}

// Escalate queues the mail and records the escalation in one act. With a
// transfer the ticket moves: second line owns it, and its clock waits for them.
func (d *Desk) Escalate(ctx context.Context, r EscalationRequest) (data.Escalation, error) {
	w, err := d.writeEscalation(ctx, r)
	if err != nil {
		return w.escalation, err
	}
	if d.Settings().Mail.From == "" {
		return w.escalation, data.Fault("", "no_account")
	}
	return d.recordEscalation(ctx, r, w, data.LetterQueued)
}

// SaveEscalation writes the mail to a file that mail programs open as a draft
// (X-Unsent: 1), for whoever has no server to send by, and records the escalation:
// the person sends it. A file of that name is replaced.
func (d *Desk) SaveEscalation(ctx context.Context, r EscalationRequest, path string) (data.Escalation, error) {
	w, err := d.writeEscalation(ctx, r)
	if err != nil {
		return w.escalation, err
	}
	if err := unsent(path, w.preview.EML); err != nil {
		return w.escalation, err
	}
	return d.recordEscalation(ctx, r, w, data.LetterSaved)
}

// recordEscalation writes an escalation onto its ticket and its letter into the
// outbox.
func (d *Desk) recordEscalation(ctx context.Context, r EscalationRequest, w writtenEscalation, state data.LetterState) (data.Escalation, error) {
	e := w.escalation
	e.State = data.EscalationQueued
	err := d.write(ctx, "escalate", func(t *store.Tx) (_ string, err error) {
		if e.ID, err = t.Open("escalation", e); err != nil {
			return "", err
		}
		kind := data.Consultation
		if e.Mode == data.Transfer {
			kind = data.EscalationSent
		}
		if _, err := t.Note(e.Ticket, data.Activity{Kind: kind, Text: e.Question, Address: e.To, Escalation: e.ID, MessageID: e.MessageID}); err != nil {
			return "", err
		}
		if e.Mode == data.Transfer {
			fields := data.Fields{}
			put(fields, "status", data.PendingVendor)
			put(fields, "support_level", 2)
			put(fields, "owner", cmp.Or(e.ToName, e.To))
			if _, err := t.Set("ticket", e.Ticket, fields); err != nil {
				return "", err
			}
		}
		letter := data.Letter{Ticket: e.Ticket, Number: w.ticket.Number, Escalation: e.ID}
		return w.ticket.Number, errors.Join(d.post(t, letter, w.letter, w.preview.EML, state), t.DropDraft(r.Draft))
	})
	if err != nil {
		return e, err
	}
	d.announceOutbox()
	return e, nil
}
