package data

import "time"

// Case is one ticket with everything that belongs to it: what a screen, a
// report and an escalation show.
type Case struct {
	Ticket      Ticket       `json:"ticket"`
	Requester   Contact      `json:"requester"`
	Affected    *Contact     `json:"affected_user,omitempty"`
	Timeline    []Activity   `json:"timeline"` // oldest first
	Attachments []Attachment `json:"attachments"`
	Escalations []Escalation `json:"escalations"`
	Articles    []CaseUse    `json:"articles"`
	UpdatedAt   time.Time    `json:"updated_at"`
	Overdue     bool         `json:"overdue"`

	MergedInto *Merge  `json:"merged_into,omitempty"` // the ticket in which this one's story goes on
	Merged     []Merge `json:"merged,omitempty"`      // the tickets whose story goes on in this one
}

// Merge is the other ticket of a merge, and when and by whom it was done.
type Merge struct {
	ID      ID        `json:"id"`
	Number  string    `json:"number"`
	Subject string    `json:"subject"`
	Status  Status    `json:"status"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
}

// CaseUse is an article linked to a case.
type CaseUse struct {
	Article Article `json:"article"`
	Helped  bool    `json:"helped"`
	Open    bool    `json:"open,omitempty"` // nobody has said yet
}

// Escalated says whether second line owes an answer on this case.
func (c Case) Escalated() bool {
	for _, e := range c.Escalations {
		if e.State.Pending() {
			return true
		}
	}
	return false
}

// Excerpt is a ticket as a list shows it.
type Excerpt struct {
	Row       int64     `json:"-"` // position in this desk's tables
	ID        ID        `json:"id"`
	Number    string    `json:"number"`
	Subject   string    `json:"subject"`
	Caller    string    `json:"caller"`
	Status    Status    `json:"status"`
	Priority  Priority  `json:"priority"`
	Owner     string    `json:"owner,omitempty"`
	Channel   Channel   `json:"channel,omitempty"`
	Category  string    `json:"category,omitempty"`
	OpenedAt  time.Time `json:"opened_at"`
	UpdatedAt time.Time `json:"updated_at"`
	DueAt     time.Time `json:"due_at,omitzero"`
	Escalated bool      `json:"escalated"`
	Major     bool      `json:"major,omitempty"`
	Overdue   bool      `json:"overdue"`
	Unread    bool      `json:"unread,omitempty"` // it has mail that nobody has looked at

	AnswerBy   time.Time `json:"answer_by,omitzero"`   // the earliest time by which second line is to answer
	Unanswered bool      `json:"unanswered,omitempty"` // that time has passed
}

// View is a list of tickets one works from.
type View string

// The views.
const (
	OpenView       View = "open"
	MineView       View = "mine"
	OverdueView    View = "overdue"
	EscalatedView  View = "escalated"
	UnreadView     View = "unread"     // with mail nobody has looked at
	UnansweredView View = "unanswered" // second line has not answered by the agreed time
	AllView        View = "all"
)

// Choices lists the views.
func (View) Choices() []string {
	return []string{"open", "mine", "overdue", "escalated", "unread", "unanswered", "all"}
}
