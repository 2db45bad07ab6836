package data

import "time"

// Mail is one message that reached the desk, however often and through whichever
// folder: what was read in it and where it was placed. Its id follows from what the
// message is, so that two desks reading the same mailbox give it the same one.
type Mail struct {
	ID ID `json:"id"`

	// Where it lies on the server; empty for one that was opened from a file.
	Account string `json:"account,omitempty"`
	Folder  string `json:"folder,omitempty"`
	UID     uint32 `json:"uid,omitempty"`

	ReceivedAt time.Time `json:"received_at"`
	From       string    `json:"from,omitempty"` // address, as the message claims
	FromName   string    `json:"from_name,omitempty"`
	Subject    string    `json:"subject,omitempty"`
	MessageID  string    `json:"message_id,omitempty"` // without its angle brackets
	Kind       string    `json:"kind,omitempty"`       // message, auto_reply, bounce or list
	Size       int64     `json:"size"`
	SHA256     string    `json:"sha256,omitempty"` // of the bytes as they came, among the attachments

	State          MailState `json:"state"`
	Ticket         ID        `json:"ticket,omitempty"`
	Number         string    `json:"number,omitempty"` // the ticket's
	Proposed       ID        `json:"proposed,omitempty"`
	ProposedNumber string    `json:"proposed_number,omitempty"`
	Reason         string    `json:"reason,omitempty"` // why it is where it is, in the words of "placed." + Reason
	Detail         string    `json:"detail,omitempty"` // what the reason is about
	Trust          Trust     `json:"trust,omitempty"`
	Escalation     ID        `json:"escalation,omitempty"` // the one it answers
	Letter         ID        `json:"letter,omitempty"`     // the letter of ours it is a copy of
	Stranger       bool      `json:"stranger,omitempty"`   // no contact had the sender's address
}

// MailState is how far a mail has come.
type MailState string

// The states of a mail. One in triage waits for a person's decision, and so does one
// that is held because strangers sent too much.
const (
	MailKept       MailState = "kept" // stored, not read yet
	MailPlaced     MailState = "placed"
	MailTriage     MailState = "triage"
	MailHeld       MailState = "held"
	MailUnreadable MailState = "unreadable" // on a ticket, with its bytes
	MailStub       MailState = "stub"       // too large: only its header is here
	MailOwn        MailState = "own"        // the desk itself sent it
	MailDuplicate  MailState = "duplicate"  // another copy of it is here
	MailDiscarded  MailState = "discarded"
)

// Choices lists the states.
func (MailState) Choices() []string {
	return []string{"kept", "placed", "triage", "held", "unreadable", "stub", "own", "duplicate", "discarded"}
}

// Waiting says whether a person has to decide what becomes of the mail.
func (s MailState) Waiting() bool { return s == MailTriage || s == MailHeld || s == MailStub }

// Trust is how far a mail may be believed to come from whom it says. A sender's
// address is a mere claim.
type Trust string

// The grades, highest first.
const (
	TrustPacket  Trust = "packet"  // it brings a packet this desk signed
	TrustParty   Trust = "party"   // it has our code and comes from whom we gave that to
	TrustCode    Trust = "code"    // it has our code but comes from someone else
	TrustContact Trust = "contact" // its address is a contact's, and no more is known
	TrustNone    Trust = "none"
)

// Choices lists the grades.
func (Trust) Choices() []string { return []string{"packet", "party", "code", "contact", "none"} }
