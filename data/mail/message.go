package mail

import "time"

// Kind is what sort of message it is, as far as answering it goes.
type Kind string

// The kinds.
const (
	Person    Kind = "message"    // somebody wrote it
	AutoReply Kind = "auto_reply" // a program wrote it (RFC 3834): a vacation notice, a confirmation
	Bounced   Kind = "bounce"     // a mail server says that something was not delivered
	List      Kind = "list"       // it came by a mailing list or a bulk mailer
)

// Message is what was read in a mail. Every text in it is valid UTF-8, with "\n" between
// lines.
type Message struct {
	Subject     string       `json:"subject"`
	From        []Address    `json:"from"` // who wrote it; by the next best header where From names nobody
	ReplyTo     []Address    `json:"reply_to"`
	To          []Address    `json:"to"`
	CC          []Address    `json:"cc"`
	Date        time.Time    `json:"date"`       // UTC, never later than the arrival
	MessageID   string       `json:"message_id"` // without its angle brackets, as all ids here
	InReplyTo   []string     `json:"in_reply_to"`
	References  []string     `json:"references"`
	Kind        Kind         `json:"kind"`
	Text        string       `json:"text"`     // the best readable body, whole
	NewText     string       `json:"new_text"` // Text without quoted history and signature
	Attachments []Attachment `json:"attachments"`
	Bounce      *Bounce      `json:"bounce"`
	// Repairs names what was not as it should be and was read all the same, in the words
	// of "mail.repair." and the name.
	Repairs []string `json:"repairs"`

	Quoted   string `json:"-"` // what NewText leaves out of Text: earlier mails and the signature
	Language string `json:"-"` // of the text, as ISO 639-1; empty if it cannot be told
	Header   Header `json:"-"`
	HTML     string `json:"-"` // the HTML body as text, if there is an HTML body
}

// Address is a mail address and the name beside it; either may be empty.
type Address struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// String gives the usual form: Name <address>.
func (a Address) String() string {
	if a.Name == "" || a.Address == "" {
		return a.Name + a.Address
	}
	return a.Name + " <" + a.Address + ">"
}

// Attachment is a part of a message other than its text.
type Attachment struct {
	Name      string `json:"name"` // safe as a file name everywhere; never empty
	Type      string `json:"type"` // media type, in small letters
	Size      int64  `json:"size"` // bytes, decoded
	SHA256    string `json:"sha256"`
	Inline    bool   `json:"inline"` // the writer's program shows it within the text
	ContentID string `json:"-"`
	Content   []byte `json:"-"`
}

// Bounce is what a mail server says about a message that was not delivered (RFC 3464, or as
// far as it can be made out of free text).
type Bounce struct {
	Recipient         string `json:"recipient"`
	Status            string `json:"status"` // RFC 3463, for example "5.1.1"
	OriginalMessageID string `json:"original_message_id"`
	Reason            string `json:"reason"` // in the server's words
}
