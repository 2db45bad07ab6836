package data

// Settings is what the desk is told about itself.
type Settings struct {
	Code     string `json:"code"` // two to four letters before every ticket number
	Name     string `json:"name"`
	Operator string `json:"operator"`
	Language string `json:"language,omitempty"` // "en" or "es"; empty: the system's
	Theme    string `json:"theme,omitempty"`    // "light", "dark"; empty: the system's

	Categories []string    `json:"categories,omitempty"`
	SecondLine []Recipient `json:"second_line,omitempty"`
	Templates  []Template  `json:"templates,omitempty"` // for case notes
	Synonyms   []string    `json:"synonyms,omitempty"`  // each: words that mean the same, separated by commas

	Mail       Account    `json:"mail,omitzero"`
	Letterhead Letterhead `json:"letterhead,omitzero"`
}

// Recipient is someone the desk escalates to.
type Recipient struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Template is a text one starts a case note from.
type Template struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Account is the mail account letters leave by. Its password lies in the safe.
type Account struct {
	Host     string   `json:"host,omitempty"`
	Port     int      `json:"port,omitempty"`
	Security Security `json:"security,omitempty"`
	User     string   `json:"user,omitempty"`
	From     string   `json:"from,omitempty"`      // address
	FromName string   `json:"from_name,omitempty"` // shown beside it
	CA       string   `json:"ca,omitempty"`        // PEM of an own certificate authority, if the server has one
}

// Ready says whether enough is known to send.
func (a Account) Ready() bool { return a.Host != "" && a.From != "" }

// Security is how the connection to the mail server is protected. Certificates
// are always verified.
type Security string

// The ways: STARTTLS (RFC 3207, port 587) or TLS from the first byte (RFC 8314,
// port 465).
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
)

// Choices lists the ways.
func (Security) Choices() []string { return []string{"starttls", "tls"} }

// Letterhead is what stands at the top and foot of a report.
type Letterhead struct {
	Name   string `json:"name,omitempty"`
	Lines  string `json:"lines,omitempty"` // address, phone, web: one a line
	Footer string `json:"footer,omitempty"`
	Logo   string `json:"logo,omitempty"` // SHA-256 of a picture among the desk's attachments
}
