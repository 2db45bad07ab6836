package data

import "time"

// Article is one answer of the FAQ manual, with the parts and states of KCS v6, which
// keeps confidence, audience and governance apart on purpose.
type Article struct {
	ID          ID         `json:"id"`
	Ref         string     `json:"ref,omitempty"` // its id where it was imported from
	Title       string     `json:"title"`         // the question in the caller's words
	Issue       string     `json:"issue,omitempty"`
	Environment string     `json:"environment,omitempty"`
	Resolution  string     `json:"resolution,omitempty"` // Markdown
	Cause       string     `json:"cause,omitempty"`
	Category    string     `json:"category,omitempty"`
	Tags        []string   `json:"tags,omitempty"`
	Language    string     `json:"language,omitempty"`
	Confidence  Confidence `json:"confidence,omitempty"`
	Audience    Audience   `json:"audience,omitempty"`
	Governance  Governance `json:"governance,omitempty"`
	Owner       string     `json:"owner,omitempty"`
	ReviewAt    time.Time  `json:"review_at,omitzero"`
	Flag        string     `json:"flag,omitempty"` // what someone says is wrong with it (KCS: flag it or fix it)
	FromTicket  ID         `json:"from_ticket,omitempty"`
}

// MaxArticle is the longest any part of an article may be, in bytes: longer Markdown
// takes over a third of a second to show (measured).
const MaxArticle = 64 << 10

// Confidence is how far an article may be trusted.
type Confidence string

// The confidences.
const (
	WorkInProgress Confidence = "wip"
	NotValidated   Confidence = "not_validated"
	Validated      Confidence = "validated"
	Archived       Confidence = "archived"
)

// Choices lists the confidences.
func (Confidence) Choices() []string {
	return []string{"wip", "not_validated", "validated", "archived"}
}

// Audience is who may see an article's text; it decides whether the text may be
// pasted to a customer.
type Audience string

// Choices lists the audiences.
func (Audience) Choices() []string { return []string{"internal", "partner", "customer", "public"} }

// Governance is who may change an article.
type Governance string

// Choices lists the governances.
func (Governance) Choices() []string { return []string{"experience", "compliance"} }

// Stale says whether an article's review date has passed.
func (a Article) Stale(now time.Time) bool { return !a.ReviewAt.IsZero() && now.After(a.ReviewAt) }
