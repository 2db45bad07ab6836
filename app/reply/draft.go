package reply

import (
	"encoding/json"
	"strings"

	"firstline/app/ui"
)

// sketch is the whole form as the draft keeps it.
type sketch struct {
	To       string   `json:"to,omitempty"`
	Subject  string   `json:"subject,omitempty"`
	Text     string   `json:"text,omitempty"`
	Language string   `json:"language,omitempty"`
	Files    []string `json:"files,omitempty"`
}

// sketched is the draft. A form nobody wrote into is none: the rest was filled in
// for them.
func (r *Room) sketched() string {
	s := sketch{To: r.to.Text, Subject: r.subject.Text, Text: r.text.Text(), Language: r.language.Value(), Files: r.files.ticked()}
	if strings.TrimSpace(s.Text) == "" && len(s.Files) == 0 {
		return ""
	}
	body, err := json.Marshal(s)
	if err != nil {
		r.seat.Fail(err) // cannot be: a sketch is text
		return ""
	}
	return string(body)
}

// fill puts a sketch into the form.
func (r *Room) fill(s sketch) {
	r.filling = true
	set(r.to, s.To)
	set(r.subject, s.Subject)
	r.language.SetValue(s.Language)
	if r.text.Text() != s.Text {
		r.text.SetText(s.Text)
		r.text.GoToEnd()
	}
	r.files.tick(s.Files)
	r.form.ClearErrors()
	r.filling = false
}

// begin takes up the draft, or fills in what is usual. What was typed in the
// blink before stays.
func (r *Room) begin() {
	s := r.now.usual
	if r.now.draft != "" {
		var kept sketch
		if json.Unmarshal([]byte(r.now.draft), &kept) == nil {
			s = kept
		}
	}
	if typed := r.text.Text(); typed != "" {
		s.Text = typed
	}
	r.fill(s)
	r.offerTemplates()
}

// discard empties the form.
func (r *Room) discard() {
	if r.draft == nil {
		return
	}
	r.draft.Drop()
	r.fill(r.now.usual)
	r.preview.refresh()
	r.focus(r.text)
	r.seat.Notify(r.say("reply.discarded"))
}

// set shows a text and leaves the cursor alone where it is there already.
func set(e *ui.Entry, text string) {
	if e.Text != text {
		e.SetText(text)
	}
}
