package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/packet"
	"firstline/data/store"
	"firstline/data/words"
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

// EscalationPreview is exactly what is sent: only the date and the random part
// of the Message-ID are another's when it is.
type EscalationPreview struct {
	From, To, Subject string
	Text              string            // the readable part
	Report            []byte            // the PDF
	Parts             []data.Attachment // everything attached, in order: report, packet, files
	EML               []byte            // the whole mail
	Handover          data.Handover
}

// maxMail is the largest mail sent, in bytes: what most servers take.
const maxMail = 20 << 20

// PreviewEscalation writes the mail an escalation would send, and sends nothing.
func (d *Desk) PreviewEscalation(ctx context.Context, r EscalationRequest) (EscalationPreview, error) {
	w, err := d.writeEscalation(ctx, r)
	return w.preview, err
}

// writtenEscalation is an escalation with the mail it leaves by.
type writtenEscalation struct {
	escalation data.Escalation
	ticket     data.Ticket
	letter     mail.Letter
	preview    EscalationPreview
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
	for _, a := range sent(c.Attachments, e.Files) {
		raw, err := d.bytesOf(a)
		if err != nil {
			return w, err
		}
		files = append(files, mail.File{Name: a.Name, Type: a.Type, Bytes: raw})
	}
	w.letter = mail.EscalationLetter(mail.Escalation{Case: c, Escalation: *e, Settings: settings, Words: printer, Files: files}, e.At)
	w.preview = EscalationPreview{From: w.letter.From, To: w.letter.To, Subject: w.letter.Subject, Text: w.letter.Text,
		Report: pdf, Handover: handover(shown)}
	for _, f := range files {
		w.preview.Parts = append(w.preview.Parts, data.Attachment{Name: f.Name, Type: f.Type, Size: int64(len(f.Bytes))})
	}
	if w.letter.From == "" {
		// Without an account nothing can be sent, but all of it can be looked at.
		w.letter.From = "nobody@localhost"
	}
	if w.preview.EML, err = mail.Write(w.letter); err != nil {
		return w, err
	}
	if len(w.preview.EML) > maxMail {
		return w, data.Fault("files", "mail_too_big", "size", int64(len(w.preview.EML)), "max", int64(maxMail))
	}
	return w, nil
}

func checkEscalation(c data.Case, r EscalationRequest) (data.Escalation, error) {
	e := data.Escalation{Ticket: c.Ticket.ID, Mode: r.Mode, To: strings.TrimSpace(r.To), ToName: strings.TrimSpace(r.ToName),
		Question: strings.TrimSpace(r.Question), AnswerBy: r.AnswerBy.UTC(), Files: r.Files, IncludeInternal: r.IncludeInternal}
	if r.AnswerBy.IsZero() {
		e.AnswerBy = time.Time{}
	}
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
	e := w.escalation
	e.State = data.EscalationQueued
	err = d.write(ctx, "escalate", func(t *store.Tx) (string, error) {
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
			put(fields, "owner", nameOr(e.ToName, e.To))
			if _, err := t.Set("ticket", e.Ticket, fields); err != nil {
				return "", err
			}
		}
		letter := data.Letter{ID: data.NewID(t.Now), Ticket: e.Ticket, Number: w.ticket.Number, Escalation: e.ID, MessageID: e.MessageID,
			From: w.letter.From, To: []string{e.To}, Subject: w.letter.Subject, NextAt: t.Now.Add(d.Settings().SendsAfter())}
		if err := t.Queue(letter, w.preview.EML); err != nil {
			return "", err
		}
		return w.ticket.Number, t.DropDraft(r.Draft)
	})
	if err != nil {
		return e, err
	}
	d.announceOutbox()
	return e, nil
}

func nameOr(name, address string) string {
	if name != "" {
		return name
	}
	return address
}

// Handover says what of a good hand-over a case holds for those outside: an
// internal note tells second line nothing unless it goes along.
func (d *Desk) Handover(ctx context.Context, ref string) (data.Handover, error) {
	c, err := d.Case(ctx, ref)
	return handover(packet.Public(c, false)), err
}

// shortNote is a note too short to tell a step or its result, in letters.
const shortNote = 12

func handover(c data.Case) data.Handover {
	t := c.Ticket
	h := data.Handover{
		Environment: t.Environment != "" || t.Asset != "",
		Result:      t.Workaround != "" || t.RootCause != "" || t.ResolutionNotes != "",
		Impact:      t.Impact != "" && t.Urgency != "",
	}
	for _, a := range c.Timeline {
		if len([]rune(a.Text)) < shortNote {
			continue
		}
		switch a.Kind {
		case "troubleshooting_step", "research", data.RemoteSession, data.OnsiteVisit, data.WorkNote:
			h.Steps = true
		case "diagnosis", "test_run":
			h.Steps, h.Result = true, true
		}
	}
	return h
}

// knownLanguage says whether the desk can write in a language.
func knownLanguage(lang string) bool { return slices.Contains(words.Languages(), lang) }

// LanguageFor is what the desk writes in to someone who speaks lang: that, if it
// can, in the desk's own variety of it; else the desk's language.
func (d *Desk) LanguageFor(lang string) string {
	own := d.Words()
	if !knownLanguage(lang) || own.Base() == lang {
		return own.Lang()
	}
	return lang
}

// printerFor is the printer of a language named by a person; "" is the desk's.
func (d *Desk) printerFor(lang string) (*words.Printer, error) {
	if lang == "" {
		return d.Words(), nil
	}
	if knownLanguage(lang) {
		return words.For(lang), nil
	}
	return nil, data.Fault("language", "unknown_language", "value", lang)
}
