package data

import "time"

// Ticket is one case at the desk (ITIL: an incident, request, question or problem),
// whichever channel it came by.
type Ticket struct {
	ID          ID         `json:"id"`
	Number      string     `json:"number"` // for people: <desk code>-<counter>
	ExternalRef string     `json:"external_ref,omitempty"`
	Type        TicketType `json:"type,omitempty"`
	Channel     Channel    `json:"channel,omitempty"`
	Status      Status     `json:"status"`

	Requester    ID     `json:"requester,omitempty"`     // contact who asks
	AffectedUser ID     `json:"affected_user,omitempty"` // contact who has the trouble, if someone else
	Organization string `json:"organization,omitempty"`
	Site         string `json:"site,omitempty"`

	Subject     string `json:"subject"`
	Description string `json:"description,omitempty"`
	Symptom     string `json:"symptom,omitempty"`
	Environment string `json:"environment,omitempty"`
	Summary     string `json:"summary,omitempty"` // for the customer, in plain words

	Category    string `json:"category,omitempty"`
	Subcategory string `json:"subcategory,omitempty"`
	Service     string `json:"service,omitempty"`
	Product     string `json:"product,omitempty"`
	Asset       string `json:"asset,omitempty"` // configuration item: serial, name

	Impact         Level    `json:"impact,omitempty"`
	Urgency        Level    `json:"urgency,omitempty"`
	Priority       Priority `json:"priority,omitempty"`
	PriorityReason string   `json:"priority_reason,omitempty"` // why it is not the matrix's
	Major          bool     `json:"major,omitempty"`

	Owner        string   `json:"owner,omitempty"`
	Group        string   `json:"group,omitempty"`
	SupportLevel int      `json:"support_level,omitempty"`
	Watchers     []string `json:"watchers,omitempty"`

	OpenedAt         time.Time `json:"opened_at,omitzero"`
	FirstResponseAt  time.Time `json:"first_response_at,omitzero"`
	ResolvedAt       time.Time `json:"resolved_at,omitzero"`
	ClosedAt         time.Time `json:"closed_at,omitzero"`
	DueAt            time.Time `json:"due_at,omitzero"`
	PromisedUpdateAt time.Time `json:"promised_update_at,omitzero"`
	ScheduledFor     time.Time `json:"scheduled_for,omitzero"`

	ResolutionCode  ResolutionCode `json:"resolution_code,omitempty"`
	ResolutionNotes string         `json:"resolution_notes,omitempty"`
	RootCause       string         `json:"root_cause,omitempty"`
	Workaround      string         `json:"workaround,omitempty"`
	KnownError      string         `json:"known_error,omitempty"`

	Tags     []string `json:"tags,omitempty"`
	Links    []Link   `json:"links,omitempty"`
	Articles []Use    `json:"articles,omitempty"`
	Unread   bool     `json:"unread,omitempty"`  // it has mail that nobody has looked at
	Revoked  []string `json:"revoked,omitempty"` // reply codes that no longer lead here
}

// Link ties a ticket to another, or a contact to another record of the same
// person.
type Link struct {
	Kind LinkKind `json:"kind"`
	To   ID       `json:"to"`
	Act  ID       `json:"act,omitempty"` // of a merge: the act that made it, which tells what came later
}

// Use ties a ticket to an article of the FAQ manual (KCS: reuse is linking).
type Use struct {
	Article ID   `json:"article"`
	Helped  bool `json:"helped"`         // it solved the case
	Open    bool `json:"open,omitempty"` // nobody has said yet whether it did; else it was tried in vain
}

// LinkKind is how one ticket is related to another.
type LinkKind string

// The two ends of a merge.
const (
	DuplicateOf  LinkKind = "duplicate_of"
	DuplicatedBy LinkKind = "duplicated_by"
)

// Choices lists the kinds of link.
func (LinkKind) Choices() []string {
	return []string{"parent", "child", "duplicate_of", "duplicated_by", "caused_by", "depends_on", "relates_to"}
}

// MergedInto gives the link to the ticket this one was merged into, if it was. Where
// two desks merged it, the later link counts.
func (t Ticket) MergedInto() (Link, bool) {
	if t.Status != Merged {
		return Link{}, false
	}
	return mergedInto(t.Links)
}

func mergedInto(links []Link) (found Link, ok bool) {
	for _, l := range links {
		if l.Kind == DuplicateOf {
			found, ok = l, true
		}
	}
	return found, ok
}

// TicketType is what kind of case it is, in ITIL's words.
type TicketType string

// The ticket types that rules speak of.
const (
	Incident       TicketType = "incident"
	ServiceRequest TicketType = "service_request"
	Question       TicketType = "question"
)

// Choices lists the ticket types.
func (TicketType) Choices() []string {
	return []string{"incident", "service_request", "question", "problem", "change_request", "feedback"}
}

// Channel is how a case reached the desk.
type Channel string

// The channels that rules speak of.
const (
	Phone    Channel = "phone"
	PhoneOut Channel = "phone_out"
	Email    Channel = "email"
	WalkIn   Channel = "walk_in"
	OnSite   Channel = "onsite"
	Remote   Channel = "remote"
)

// Choices lists the channels.
func (Channel) Choices() []string {
	return []string{"phone", "phone_out", "email", "walk_in", "onsite", "remote", "internal", "chat", "other"}
}

// FirstActivity is the kind of activity that opens a ticket on this channel.
func (c Channel) FirstActivity() ActivityKind {
	switch c {
	case Phone:
		return CallIn
	case PhoneOut:
		return CallOut
	case Email:
		return EmailIn
	case WalkIn:
		return WalkInVisit
	case OnSite:
		return OnsiteVisit
	case Remote:
		return RemoteSession
	}
	return CustomerContact
}

// Overdue says whether a ticket that is not done has passed its due time.
func (t Ticket) Overdue(now time.Time) bool {
	return !t.DueAt.IsZero() && t.Status.Category() != Done && now.After(t.DueAt)
}
