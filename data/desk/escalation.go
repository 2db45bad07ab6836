package desk

import (
	"context"
	"time"

	"firstline/data"
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

// EscalationPreview is exactly what is sent.
type EscalationPreview struct {
	From, To, Subject string
	Text              string            // the readable part
	Report            []byte            // the PDF
	Parts             []data.Attachment // everything attached, in order: report, packet, files
	EML               []byte            // the whole mail
	Handover          data.Handover
}

// PreviewEscalation writes the mail an escalation would send, and sends nothing.
func (d *Desk) PreviewEscalation(ctx context.Context, r EscalationRequest) (EscalationPreview, error) {
	panic("soon")
}

// Escalate queues the mail and records the escalation in one act.
func (d *Desk) Escalate(ctx context.Context, r EscalationRequest) (data.Escalation, error) {
	panic("soon")
}

// Handover says what of a good hand-over a case holds.
func (d *Desk) Handover(ctx context.Context, ref string) (data.Handover, error) { panic("soon") }

// Report makes the PDF case report of a ticket, in a language ("" is the
// desk's), with internal notes if asked.
func (d *Desk) Report(ctx context.Context, ref, lang string, internal bool) ([]byte, error) {
	panic("soon")
}

// CreateDemo makes a sample desk of our own texts ("en" or "es").
func CreateDemo(ctx context.Context, dir, lang string) (*Desk, error) { panic("soon") }
