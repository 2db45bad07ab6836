package assets

// SampleDesk is a desk to look around in: one week of a small company, with its
// people, its FAQ manual and its tickets. The texts are our own, the people,
// companies, numbers and addresses made up.
//
// Everything in it refers by short names (Ref) and counts hours back from the
// moment the desk is made, so that it is always fresh. Choice values (channel,
// status, kind, …) are those of package data.
type SampleDesk struct {
	Name       string            `json:"name"`
	Code       string            `json:"code"`     // before every ticket number
	Operator   string            `json:"operator"` // who sits at the desk; owner of the tickets that are "mine"
	Categories []string          `json:"categories"`
	SecondLine []SampleRecipient `json:"second_line"`
	Contacts   []SampleContact   `json:"contacts"`
	Articles   []SampleArticle   `json:"-"` // of articles.json
	Tickets    []SampleTicket    `json:"-"` // of tickets.json, oldest first
}

// SampleRecipient is someone the desk escalates to.
type SampleRecipient struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// SampleContact is a person who calls.
type SampleContact struct {
	Ref          string   `json:"ref"`
	Name         string   `json:"name"`
	Phones       []string `json:"phones"`
	Emails       []string `json:"emails"`
	Organization string   `json:"organization"`
	Site         string   `json:"site"`
	Department   string   `json:"department"`
	Kind         string   `json:"kind"` // data.Relation
	Language     string   `json:"language"`
	Preferred    string   `json:"preferred"` // data.Channel
	Notes        string   `json:"notes"`
}

// SampleArticle is one answer of the FAQ manual. Issue, Environment and Cause
// are plain text, Resolution is Markdown.
type SampleArticle struct {
	Ref         string   `json:"ref"`
	Title       string   `json:"title"`
	Issue       Text     `json:"issue"`
	Environment Text     `json:"environment"`
	Resolution  Text     `json:"resolution"`
	Cause       Text     `json:"cause"`
	Category    string   `json:"category"` // one of SampleDesk.Categories
	Tags        []string `json:"tags"`
	Confidence  string   `json:"confidence"`
	Audience    string   `json:"audience"`
	Governance  string   `json:"governance"`
	Owner       string   `json:"owner"`
	ReviewIn    int      `json:"review_in"` // days from now; below 0: the review is late; 0: none set
	Flag        string   `json:"flag"`
}

// SampleTicket is one case and what became of it. It was taken down Age hours
// ago in a contact of Minutes; everything after is counted in hours from then
// (After) and lies in the past.
type SampleTicket struct {
	Contact     string   `json:"contact"`  // Ref of the requester
	Affected    string   `json:"affected"` // Ref of the affected user, if another
	Type        string   `json:"type"`     // data.TicketType; empty: incident
	Channel     string   `json:"channel"`  // data.Channel; empty: phone
	Age         float64  `json:"age"`      // hours
	Minutes     int      `json:"minutes"`
	Subject     string   `json:"subject"`
	Description Text     `json:"description"` // Markdown
	Category    string   `json:"category"`    // one of SampleDesk.Categories
	Environment string   `json:"environment"`
	Asset       string   `json:"asset"`
	Impact      string   `json:"impact"` // data.Level
	Urgency     string   `json:"urgency"`
	Major       bool     `json:"major"`
	Tags        []string `json:"tags"`
	Summary     string   `json:"summary"` // for the customer

	Status      string  `json:"status"`       // data.Status it has now; resolved and closed have a Resolution
	Owner       string  `json:"owner"`        // empty: not assigned
	DueIn       float64 `json:"due_in"`       // hours from now; below 0: overdue; 0: no due time
	ScheduledIn float64 `json:"scheduled_in"` // hours from now, of a scheduled ticket

	Article    string            `json:"article"` // Ref of an article linked to it
	Helped     bool              `json:"helped"`  // the article solved it
	Notes      []SampleNote      `json:"notes"`   // in order
	Escalate   *SampleEscalation `json:"escalate"`
	Resolution *SampleResolution `json:"resolution"`
}

// SampleNote is one entry of a ticket's timeline.
type SampleNote struct {
	After    float64 `json:"after"` // hours after the ticket was taken down
	Kind     string  `json:"kind"`  // data.ActivityKind; empty: work_note
	Text     Text    `json:"text"`  // Markdown
	Internal bool    `json:"internal"`
	Minutes  int     `json:"minutes"`
	Address  string  `json:"address"` // phone number or mail address of the other side
}

// SampleEscalation is a question to second line, or a hand-over.
type SampleEscalation struct {
	After    float64 `json:"after"`
	To       string  `json:"to"`   // Address of one of SampleDesk.SecondLine
	Mode     string  `json:"mode"` // data.EscalationMode
	Question Text    `json:"question"`
	AnswerIn float64 `json:"answer_in"` // hours from now; 0: none asked for
	State    string  `json:"state"`     // data.EscalationState it has now
}

// SampleResolution is how a ticket ended.
type SampleResolution struct {
	After   float64 `json:"after"`
	Code    string  `json:"code"` // data.ResolutionCode
	Text    Text    `json:"text"`
	Minutes int     `json:"minutes"`
}

// Sample gives the sample desk in a language, or in the one it falls back to.
func Sample(lang string) SampleDesk {
	var desk SampleDesk
	decode("sample", lang, "desk.json", &desk)
	decode("sample", lang, "articles.json", &desk.Articles)
	decode("sample", lang, "tickets.json", &desk.Tickets)
	return desk
}
