package data

import "time"

// Letter is one mail in the outbox. Its bytes, envelope and Message-ID are fixed when
// it is queued, so that every try sends the very same mail.
type Letter struct {
	ID         ID          `json:"id"`
	Ticket     ID          `json:"ticket"`
	Number     string      `json:"number"` // the ticket's
	Escalation ID          `json:"escalation,omitempty"`
	MessageID  string      `json:"message_id"`
	From       string      `json:"from"` // sender of the envelope; empty so that nothing answers or bounces (RFC 3834, 4; RFC 5321, 4.5.5)
	To         []string    `json:"to"`
	Subject    string      `json:"subject"`
	Size       int64       `json:"size"`
	State      LetterState `json:"state"`
	Tries      int         `json:"tries"` // attempts that reached a server
	NextAt     time.Time   `json:"next_at,omitzero"`
	Reason     string      `json:"reason,omitempty"`
	QueuedAt   time.Time   `json:"queued_at"`
	StartedAt  time.Time   `json:"started_at,omitzero"`
	SentAt     time.Time   `json:"sent_at,omitzero"`
	Copy       CopyState   `json:"copy,omitempty"` // among the sent mail on the server
}

// LetterState is how far a letter has come.
type LetterState string

// The states of a letter. "maybe" means that all of it was handed over and the
// server's answer never came: it may arrive, and may arrive twice. "confirmed" is such
// a letter that was later found on the server. "saved" is one that was written to a
// file, for a person to send.
const (
	LetterQueued    LetterState = "queued"
	LetterSending   LetterState = "sending"
	LetterDeferred  LetterState = "deferred"
	LetterMaybe     LetterState = "maybe"
	LetterSent      LetterState = "sent"
	LetterConfirmed LetterState = "confirmed"
	LetterSaved     LetterState = "saved"
	LetterBounced   LetterState = "bounced"
	LetterFailed    LetterState = "failed"
	LetterDropped   LetterState = "dropped"
)

// Choices lists the states.
func (LetterState) Choices() []string {
	return []string{"queued", "sending", "deferred", "maybe", "sent", "confirmed", "saved", "bounced", "failed", "dropped"}
}

// Left says whether the letter has left the house.
func (s LetterState) Left() bool {
	switch s {
	case LetterSent, LetterConfirmed, LetterSaved, LetterBounced:
		return true
	}
	return false
}

// CopyState is how far the copy of a letter has come that belongs among the sent mail
// on the server. A copy that fails says nothing about its letter.
type CopyState string

// The states of a copy; where there is no state, no copy is wanted.
const (
	CopyWaiting CopyState = "waiting"
	CopyFiled   CopyState = "filed"
	CopyFailed  CopyState = "failed"
)

// Choices lists the states.
func (CopyState) Choices() []string { return []string{"waiting", "filed", "failed"} }

// Waiting says whether the post office still has to carry the letter.
func (s LetterState) Waiting() bool {
	switch s {
	case LetterQueued, LetterSending, LetterDeferred, LetterMaybe:
		return true
	}
	return false
}
