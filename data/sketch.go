package data

import "slices"

// Sketch is a mail being written, as the composer holds it and its draft keeps it. A
// mail that is taken back before it leaves becomes one again.
type Sketch struct {
	Mode     EscalationMode `json:"mode,omitempty"` // of an escalation only
	To       string         `json:"to,omitempty"`
	ToName   string         `json:"to_name,omitempty"`
	Subject  string         `json:"subject,omitempty"`
	Text     string         `json:"text,omitempty"`
	AnswerBy string         `json:"answer_by,omitempty"` // as it is typed
	Language string         `json:"language,omitempty"`
	Files    []string       `json:"files,omitempty"` // SHA-256 of the ticket's attachments that go along
	Internal bool           `json:"internal,omitempty"`

	Filling map[string]string `json:"filling,omitempty"` // what was typed to close the gaps of a hand-over, by part
}

// ReplyDraft is the key of the draft of a ticket's reply.
func ReplyDraft(ticket ID) string { return "reply:" + string(ticket) }

// EscalationDraft is the key of the draft of a ticket's escalation.
func EscalationDraft(ticket ID) string { return "escalation:" + string(ticket) }

// With puts a mail that was taken back below what was begun since. No text and no file
// of either is lost; recipient and the rest stay as they were chosen last.
func (s Sketch) With(back Sketch) Sketch {
	if s.Text == "" {
		back.Filling = s.Filling
		return back
	}
	if s.Text != back.Text {
		s.Text += "\n\n" + back.Text
	}
	for _, f := range back.Files {
		if !slices.Contains(s.Files, f) {
			s.Files = append(s.Files, f)
		}
	}
	return s
}
