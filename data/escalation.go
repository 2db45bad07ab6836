package data

import "time"

// Escalation is one question to, or hand-over to, the next level.
type Escalation struct {
	ID              ID              `json:"id"`
	Ticket          ID              `json:"ticket"`
	Mode            EscalationMode  `json:"mode"`
	To              string          `json:"to"` // mail address
	ToName          string          `json:"to_name,omitempty"`
	Question        string          `json:"question"`
	AnswerBy        time.Time       `json:"answer_by,omitzero"`
	Files           []string        `json:"files,omitempty"` // SHA-256 of the attachments sent along
	IncludeInternal bool            `json:"include_internal,omitempty"`
	Language        string          `json:"language,omitempty"`
	State           EscalationState `json:"state"`
	Reason          string          `json:"reason,omitempty"` // why it failed, in the server's words
	MessageID       string          `json:"message_id,omitempty"`
	Token           string          `json:"token,omitempty"` // the code by which an answer finds its way back
	At              time.Time       `json:"at,omitzero"`
	By              string          `json:"by,omitempty"`
	SentAt          time.Time       `json:"sent_at,omitzero"`
}

// EscalationMode tells a question from a hand-over.
type EscalationMode string

// The modes: consulted about, a ticket stays with first line; transferred, it moves
// to second line.
const (
	Consult  EscalationMode = "consult"
	Transfer EscalationMode = "transfer"
)

// Choices lists the modes.
func (EscalationMode) Choices() []string { return []string{"consult", "transfer"} }

// EscalationState is how far an escalation has come.
type EscalationState string

// The states of an escalation.
const (
	EscalationQueued    EscalationState = "queued"
	EscalationSentState EscalationState = "sent"
	EscalationMaybe     EscalationState = "maybe" // it may have arrived, and may arrive twice
	EscalationFailed    EscalationState = "failed"
	EscalationAnswered  EscalationState = "answered"
	EscalationBounced   EscalationState = "bounced"
	EscalationDropped   EscalationState = "dropped"
	EscalationHandBack  EscalationState = "handed_back"
)

// Choices lists the states.
func (EscalationState) Choices() []string {
	return []string{"queued", "sent", "maybe", "failed", "answered", "bounced", "dropped", "handed_back"}
}

// Pending says whether second line still owes an answer.
func (s EscalationState) Pending() bool {
	switch s {
	case EscalationQueued, EscalationSentState, EscalationMaybe:
		return true
	}
	return false
}

// Handover is the checklist of a good hand-over: what second line needs so as not to
// have to ask again. Each part says whether the case holds it.
type Handover struct {
	Environment bool `json:"environment"` // where it happens: device, system, version
	Steps       bool `json:"steps"`       // what was tried
	Result      bool `json:"result"`      // what came of that
	Impact      bool `json:"impact"`      // who is affected, and how badly
}

// Gaps names the parts that are missing, in reading order.
func (h Handover) Gaps() []string {
	var gaps []string
	for _, part := range []struct {
		name string
		has  bool
	}{{"environment", h.Environment}, {"steps", h.Steps}, {"result", h.Result}, {"impact", h.Impact}} {
		if !part.has {
			gaps = append(gaps, part.name)
		}
	}
	return gaps
}
