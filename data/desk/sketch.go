package desk

import (
	"encoding/json"
	"fmt"
	"strings"

	"firstline/data"
	"firstline/data/store"
)

// sketchBack puts what a letter says back into the composer's draft when the
// letter is taken out of the post before it left: nothing typed is lost.
func sketchBack(t *store.Tx, l data.Letter) error {
	ticket, err := t.Root(l.Ticket)
	if err != nil {
		return err
	}
	key, back := data.EscalationDraft(ticket), data.Sketch{}
	if l.Escalation != "" {
		e, err := escalationIn(t, l.Escalation)
		if err != nil {
			return err
		}
		back = data.Sketch{Mode: e.Mode, To: e.To, ToName: e.ToName, Text: e.Question, Language: e.Language, Files: e.Files, Internal: e.IncludeInternal}
		if !e.AnswerBy.IsZero() {
			back.AnswerBy = e.AnswerBy.Local().Format("2006-01-02 15:04")
		}
	} else {
		state, err := t.State(l.Ticket)
		if err != nil {
			return err
		}
		key = data.ReplyDraft(ticket)
		for _, a := range state.Timeline() {
			if a.MessageID == l.MessageID && a.Reason == "" { // an acknowledgement has one: nobody typed it
				subject, _, _ := strings.Cut(a.Subject, " [#") // the code is another's next time
				back = data.Sketch{To: a.Address, ToName: a.Name, Subject: subject, Text: a.Text, Language: a.Language, Files: a.Files}
			}
		}
	}
	if back.Text == "" {
		return nil // nobody typed it, or it was erased
	}
	kept, err := t.Draft(key)
	if err != nil {
		return err
	}
	var begun data.Sketch
	if json.Unmarshal([]byte(kept), &begun) != nil {
		begun = data.Sketch{}
	}
	body, err := json.Marshal(begun.With(back))
	if err != nil {
		return fmt.Errorf("write the draft of %s: %w", l.Number, err)
	}
	return t.SaveDraft(key, string(body))
}
