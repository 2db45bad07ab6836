package composer

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"firstline/data"
)

// draftWait is the longest to wait, before reading a draft, for drafts to be written.
const draftWait = 2 * time.Second

// sketch is the form as it stands.
func (c *Composer) sketch() data.Sketch {
	s := data.Sketch{Text: c.text.Text(), Language: c.language.Value(), Files: c.files.ticked()}
	s.ToName, s.To = c.to.value()
	c.kind.note(&s)
	return s
}

// sketched is the draft. A form in which nobody wrote anything is none, "": recipient and the
// like were filled in for the person.
func (c *Composer) sketched() string {
	c.kept = ""
	s := c.sketch()
	if blank, usual := s, c.kind.usual(); strings.TrimSpace(s.Text) == "" {
		blank.Text = ""
		if blank.To == "" {
			blank.To, blank.ToName = usual.To, usual.ToName
		}
		if reflect.DeepEqual(blank, usual) {
			return ""
		}
	}
	body, err := json.Marshal(s)
	if err != nil {
		c.seat.Fail(err) // cannot be: a sketch is text
	}
	c.kept = string(body)
	return c.kept
}

// fill puts a sketch into the form.
func (c *Composer) fill(s data.Sketch) {
	c.filling = true
	c.to.set(data.Recipient{Name: s.ToName, Address: s.To})
	if c.text.Text() != s.Text {
		c.text.SetText(s.Text)
		c.text.GoToEnd()
	}
	c.language.SetValue(s.Language)
	c.files.tick(s.Files)
	c.kind.restore(s)
	c.form.ClearErrors()
	c.filling = false
}

// begin takes up the draft, or fills in what is usual. What was typed while the draft was being
// read comes after it.
func (c *Composer) begin(draft string) {
	s := c.kind.usual()
	if draft != "" {
		s = data.Sketch{}
		if err := json.Unmarshal([]byte(draft), &s); err != nil {
			s.Text = draft
		}
		if s.Language == "" { // nobody knows any more in which one it was
			s.Language = c.kind.usual().Language
		}
	}
	if c.kept == "" {
		s.Text += c.text.Text()
	}
	c.kept = draft
	c.fill(s)
}

// discard empties the form.
func (c *Composer) discard() {
	if c.draft == nil {
		return
	}
	c.draft.Drop()
	c.kept = ""
	c.fill(c.kind.usual())
	c.preview.refresh()
	c.focus(c.kind.first())
	c.seat.Notify(c.say("composer.discarded"))
}
