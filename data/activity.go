package data

import (
	"encoding/json"
	"time"
)

// Activity is one entry of a ticket's timeline: a call, a note, a mail, an
// attachment or a change. Entries are never rewritten; an edit keeps the text
// it replaced.
type Activity struct {
	ID        string       `json:"id"` // author:sequence of the operation that made it
	Kind      ActivityKind `json:"kind"`
	At        time.Time    `json:"at"`
	By        string       `json:"by"`
	Text      string       `json:"text,omitempty"` // Markdown
	Internal  bool         `json:"internal"`       // never leaves the house unless asked for
	Seconds   int          `json:"seconds,omitempty"`
	StartedAt time.Time    `json:"started_at,omitzero"`
	Address   string       `json:"address,omitempty"` // phone number or mail address of the other side

	Escalation ID          `json:"escalation,omitempty"`
	MessageID  string      `json:"message_id,omitempty"`
	Code       string      `json:"code,omitempty"`       // by which an answer to it finds its way back
	Attachment *Attachment `json:"attachment,omitempty"` // of an entry of kind "attachment"

	// Of a mail, and of a file that came with one.
	Mail     ID        `json:"mail,omitempty"`     // the mail that came in; its bytes are kept
	Name     string    `json:"name,omitempty"`     // beside the address
	Subject  string    `json:"subject,omitempty"`  // as it stood in the mail
	Language string    `json:"language,omitempty"` // in which it was written
	Files    []string  `json:"files,omitempty"`    // SHA-256 of the attachments sent along
	Trust    Trust     `json:"trust,omitempty"`
	Reason   string    `json:"reason,omitempty"` // why it is on this ticket, as in Mail
	Detail   string    `json:"detail,omitempty"`
	Delivery *Delivery `json:"delivery,omitempty"` // how the letter fares that was sent; read from the outbox, never written

	Changes   []Change `json:"changes,omitempty"` // of an entry of kind "system_event"
	Edits     []Edit   `json:"edits,omitempty"`   // earlier texts, oldest first
	Withdrawn bool     `json:"withdrawn,omitempty"`

	From   string  `json:"from,omitempty"`   // number of the merged ticket the entry belongs to
	Origin *Origin `json:"origin,omitempty"` // where it was written, if it was moved here
}

// Sent says whether it is a mail that this desk sent, or has in its outbox.
func (a Activity) Sent() bool { return a.MessageID != "" && a.Mail == "" }

// Delivery is how a mail that was sent fares.
type Delivery struct {
	State  LetterState `json:"state"`
	Reason string      `json:"reason,omitempty"`
	At     time.Time   `json:"at,omitzero"` // when it left
}

// Origin is where an entry was first written: when tickets are taken apart again,
// entries move to the ticket chosen for them and keep their author and time.
type Origin struct {
	Ticket string    `json:"ticket"` // number
	Entry  string    `json:"entry"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
}

// Change is one field that took another value. From and To are JSON values;
// absent means empty.
type Change struct {
	Field string          `json:"field"`
	From  json.RawMessage `json:"from,omitempty"`
	To    json.RawMessage `json:"to,omitempty"`
}

// Edit is a text that was replaced, with when and by whom.
type Edit struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// ActivityKind is what happened.
type ActivityKind string

// The kinds of activity.
const (
	CallIn          ActivityKind = "call_in"
	CallOut         ActivityKind = "call_out"
	EmailIn         ActivityKind = "email_in"
	EmailOut        ActivityKind = "email_out"
	WalkInVisit     ActivityKind = "walk_in"
	OnsiteVisit     ActivityKind = "onsite_visit"
	RemoteSession   ActivityKind = "remote_session"
	CustomerContact ActivityKind = "customer_contact"
	WorkNote        ActivityKind = "work_note"
	CustomerUpdate  ActivityKind = "customer_update"
	Consultation    ActivityKind = "consultation"
	EscalationSent  ActivityKind = "escalation"
	EscalationReply ActivityKind = "escalation_reply"
	HandBack        ActivityKind = "hand_back"
	AutoReply       ActivityKind = "auto_reply"
	MailBounced     ActivityKind = "bounce"
	SystemEvent     ActivityKind = "system_event"
	Attached        ActivityKind = "attachment"
	ResolutionNote  ActivityKind = "resolution"
)

// Choices lists the kinds of activity.
func (ActivityKind) Choices() []string {
	return []string{
		"call_in", "call_out", "call_missed", "voicemail", "callback_due",
		"email_in", "email_out", "auto_reply", "bounce",
		"walk_in", "onsite_visit", "remote_session", "travel", "customer_contact",
		"work_note", "customer_update",
		"diagnosis", "test_run", "troubleshooting_step", "research",
		"consultation", "escalation", "escalation_reply", "hand_back",
		"follow_up", "vendor_contact", "feedback", "system_event", "attachment", "resolution"}
}

// NoteKinds lists the kinds a person may choose when writing a case note.
func NoteKinds() []ActivityKind {
	return []ActivityKind{WorkNote, CustomerUpdate, CallIn, CallOut, "call_missed", "voicemail",
		"diagnosis", "test_run", "troubleshooting_step", "research", RemoteSession, OnsiteVisit,
		WalkInVisit, "travel", "vendor_contact", "follow_up", "feedback"}
}

// MaxNote is the longest text of one note, in bytes. The editor is as quick at this
// length as at any other (measured: under 2 ms a key), but a longer text is a log,
// which belongs in an attachment: a note travels with every packet and letter.
const MaxNote = 1 << 20
