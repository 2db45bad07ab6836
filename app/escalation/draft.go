package escalation

import (
	"encoding/json"
	"strings"

	"firstline/data"
)

// sketch is the whole form as the draft keeps it.
type sketch struct {
	Mode     data.EscalationMode `json:"mode,omitempty"`
	To       string              `json:"to,omitempty"`
	ToName   string              `json:"to_name,omitempty"`
	Question string              `json:"question,omitempty"`
	AnswerBy string              `json:"answer_by,omitempty"` // as it is typed
	Language string              `json:"language,omitempty"`
	Files    []string            `json:"files,omitempty"`
	Internal bool                `json:"internal,omitempty"`

	Filling map[string]string `json:"filling,omitempty"` // what is being typed to close a gap
}

// sketch is the form as it stands.
func (c *Composer) sketch() sketch {
	name, address := c.to.value()
	return sketch{Mode: c.modes.mode, To: address, ToName: name, Question: c.question.Text(), AnswerBy: c.answerBy.Text,
		Language: c.language.Value(), Files: c.goes.files(), Internal: c.goes.internal.Checked, Filling: c.handover.typed()}
}

// sketched is the draft. A form nobody wrote anything into is none: the recipient
// and the language were filled in for them.
func (c *Composer) sketched() string {
	s := c.sketch()
	usual := c.to.usual(c.now.written)
	if strings.TrimSpace(s.Question) == "" && s.AnswerBy == "" && len(s.Files) == 0 && !s.Internal && len(s.Filling) == 0 &&
		s.Mode == data.Consult && s.Language == c.seat.Words.Lang() && (s.To == usual.Address || s.To == "") {
		return ""
	}
	body, err := json.Marshal(s)
	if err != nil {
		c.seat.Fail(err) // cannot be: a sketch is text
		return ""
	}
	return string(body)
}

// fill puts a sketch into the form.
func (c *Composer) fill(s sketch) {
	c.filling = true
	c.modes.set(s.Mode)
	c.to.set(data.Recipient{Name: s.ToName, Address: s.To})
	c.question.SetText(s.Question)
	set(&c.answerBy.Entry, s.AnswerBy)
	c.language.SetValue(s.Language)
	c.goes.set(s.Files, s.Internal)
	c.handover.fill(s.Filling)
	c.form.ClearErrors()
	c.filling = false
}

// begin takes up the draft, or fills in what is usual. What was typed in the
// blink before it was read stays.
func (c *Composer) begin(body string) {
	var s sketch
	if body == "" || json.Unmarshal([]byte(body), &s) != nil {
		if _, address := c.to.value(); address == "" {
			c.to.set(c.to.usual(c.now.written))
		}
		return
	}
	if c.question.Text() == "" {
		c.fill(s)
	}
}

// discard empties the form.
func (c *Composer) discard() {
	c.draft.Drop()
	c.fill(sketch{Language: c.seat.Words.Lang()})
	c.to.set(c.to.usual(c.now.written))
	c.preview.refresh()
	c.focus(c.modes.on())
	c.seat.Notify(c.say("escalation.discarded"))
}
