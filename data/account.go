package data

import (
	"strings"
	"time"
)

// Account is the desk's mail account: letters leave by the server named here, and
// mail arrives by the one Inbox names. Passwords and tokens lie in the safe.
type Account struct {
	Host     string   `json:"host,omitempty"`
	Port     int      `json:"port,omitempty"`
	Security Security `json:"security,omitempty"` // empty: STARTTLS
	User     string   `json:"user,omitempty"`
	From     string   `json:"from,omitempty"`      // address
	FromName string   `json:"from_name,omitempty"` // shown beside it
	CA       string   `json:"ca,omitempty"`        // PEM of the server's own certificate authority, if it has one
	Auth     Auth     `json:"auth,omitempty"`      // empty: by password
	OAuth    OAuth    `json:"oauth,omitzero"`
	Inbox    Inbox    `json:"inbox,omitzero"`
	Learned  Learned  `json:"learned,omitzero"`
}

// Ready says whether enough is known to send.
func (a Account) Ready() bool { return a.Host != "" && a.From != "" }

// Receives says whether mail is to be fetched.
func (a Account) Receives() bool { return a.Inbox.Receive && a.Inbox.Host != "" }

// Files says whether the post office has to look after the copy of a letter among
// the sent mail on the server: to put it there, or to learn from the server's own
// copy which Message-ID it gave the letter.
func (a Account) Files() bool {
	known := a.Knows()
	return a.Inbox.Host != "" && a.Inbox.Filing != FileNever && (!known.FilesSent || known.NewIDs)
}

// Knows is what a test of the account taught; nothing if it was another account
// that was tested.
func (a Account) Knows() Learned {
	if a.Learned.About != a.tested() {
		return Learned{}
	}
	return a.Learned
}

// Learns puts down what a test of this account taught.
func (a *Account) Learns(l Learned) {
	l.About = a.tested()
	a.Learned = l
}

// tested tells apart accounts for which a test could teach something else.
func (a Account) tested() string { return strings.Join([]string{a.From, a.Host, a.Inbox.Host}, " ") }

// ReplyTo is the address an answer should go to so that it brings the code back:
// name+code@domain, where the provider was seen to deliver such; else "", which
// means the sender's own.
func (a Account) ReplyTo(token string) string {
	at := strings.LastIndexByte(a.From, '@')
	if at < 0 || token == "" || !a.Knows().PlusAddress {
		return ""
	}
	return a.From[:at] + "+" + strings.ToLower(token) + a.From[at:]
}

// Inbox is where the desk's mail arrives (IMAP, RFC 3501).
type Inbox struct {
	Receive  bool     `json:"receive,omitempty"` // fetch what arrives
	Host     string   `json:"host,omitempty"`
	Port     int      `json:"port,omitempty"`
	Security Security `json:"security,omitempty"` // empty: TLS, or STARTTLS at port 143
	User     string   `json:"user,omitempty"`     // empty: the account's
	Folder   string   `json:"folder,omitempty"`   // empty: INBOX
	Since    string   `json:"since,omitempty"`    // a date (2006-01-02): what arrived before it stays where it is
	MaxSize  int64    `json:"max_size,omitempty"` // bytes; only the header is fetched of larger mail; 0: 25 MB
	Sent     string   `json:"sent,omitempty"`     // folder of sent mail; empty: the one the server names
	Filing   Filing   `json:"filing,omitempty"`   // empty: auto
}

// usualMaxSize is what MaxSize is unless told otherwise, in bytes.
const usualMaxSize = 25 << 20

// Largest is the size up to which mail is fetched whole without asking, in bytes;
// never more than the desk can keep.
func (i Inbox) Largest() int64 {
	if i.MaxSize > 0 {
		return min(i.MaxSize, MaxAttachment)
	}
	return usualMaxSize
}

// From is the first day whose mail is fetched, in local time; zero: all of it is.
func (i Inbox) From() time.Time {
	day, err := time.ParseInLocation(time.DateOnly, i.Since, time.Local)
	if err != nil {
		return time.Time{}
	}
	return day
}

// Filing says who puts sent mail into the folder for it.
type Filing string

// The ways: by the desk, unless the server was seen to do it itself; or not at all.
const (
	FileAuto  Filing = "auto"
	FileNever Filing = "never"
)

// Choices lists the ways.
func (Filing) Choices() []string { return []string{"auto", "never"} }

// Auth is how one signs in to the mail servers.
type Auth string

// The ways: a password, or a token that the provider gives to whoever signs in
// at its web page (OAuth 2.0).
const (
	ByPassword Auth = "password"
	ByOAuth    Auth = "oauth"
)

// Choices lists the ways.
func (Auth) Choices() []string { return []string{"password", "oauth"} }

// OAuth says where tokens come from. The client id is the person's or the
// organisation's own, as registered with the provider; the client secret, where the
// provider gives one, lies in the safe.
type OAuth struct {
	Provider  string `json:"provider,omitempty"` // "microsoft", "google"; empty: by the sender's domain, or the addresses below
	ClientID  string `json:"client_id,omitempty"`
	DeviceURL string `json:"device_url,omitempty"` // the device authorization endpoint (RFC 8628)
	TokenURL  string `json:"token_url,omitempty"`
	Scope     string `json:"scope,omitempty"` // separated by spaces
}

// Learned is what a test of the account found out by sending a mail to itself.
type Learned struct {
	About       string    `json:"about,omitempty"`        // which account was tested
	PlusAddress bool      `json:"plus_address,omitempty"` // mail to name+code@domain arrives
	FilesSent   bool      `json:"files_sent,omitempty"`   // the server files what was sent by itself
	NewIDs      bool      `json:"new_ids,omitempty"`      // the server gives letters another Message-ID
	At          time.Time `json:"at,omitzero"`
}

// Security is how the connection to a mail server is protected. Certificates
// are always verified.
type Security string

// The ways: STARTTLS (RFC 3207, port 587; RFC 3501, port 143) or TLS from the
// first byte (RFC 8314, ports 465 and 993).
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
)

// Choices lists the ways.
func (Security) Choices() []string { return []string{"starttls", "tls"} }
