package desk

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firstline/data"
)

// TestFilesNamedInAMailGoAlong sends a picture and a file that the text of a reply
// and of a question name, unticked.
func TestFilesNamedInAMailGoAlong(t *testing.T) {
	ctx := t.Context()
	d := mailDesk(t, "MAD")
	number := arriveMail(t, d, eml("It burns.")).Number
	for _, name := range []string{"screen.png", "trace.log", "other.log"} {
		if _, err := d.Attach(ctx, number, name, strings.NewReader("the bytes of "+name)); err != nil {
			t.Fatal(err)
		}
	}
	const text = "Look:\n![screen.png](attachment)\nand [trace.log](attachment), not [else.log](attachment)."
	const sent = "Look:\n[picture: screen.png, attached]\nand trace.log (attached), not else.log."
	reply, err := d.PreviewReply(ctx, ReplyRequest{Ticket: number, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	question, err := d.PreviewEscalation(ctx, EscalationRequest{Ticket: number, To: "second@vendor.test", Question: text})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []Preview{reply, question} {
		var names []string
		for _, part := range p.Parts {
			names = append(names, part.Name)
		}
		if !strings.Contains(p.Text, sent) || !strings.HasSuffix(strings.Join(names, " "), "screen.png trace.log") || strings.Contains(strings.Join(names, " "), "other") {
			t.Errorf("sent with %v:\n%s", names, p.Text)
		}
	}
	if a, err := d.Reply(ctx, ReplyRequest{Ticket: number, Text: text}); err != nil || len(a.Files) != 2 || a.Text != text {
		t.Errorf("the timeline holds %+v, %v", a, err)
	}
}

// TestWithoutAnAddressAMailIsADraft saves mails at a desk that has no account: the
// program that opens them knows whose they are, and the desk never sends them.
func TestWithoutAnAddressAMailIsADraft(t *testing.T) {
	ctx := t.Context()
	d := mailDesk(t, "MAD")
	number := arriveMail(t, d, eml("It burns.")).Number
	s := d.Settings()
	s.Mail = data.Account{}
	if err := d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := d.SaveReply(ctx, ReplyRequest{Ticket: number, Text: "Hello"}, filepath.Join(dir, "reply.eml")); err != nil {
		t.Fatal(err)
	}
	e, err := d.SaveEscalation(ctx, EscalationRequest{Ticket: number, Mode: data.Transfer, To: "second@vendor.test", Question: "What now?"}, filepath.Join(dir, "escalation.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"reply.eml", "escalation.eml"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.HasPrefix(string(raw), "X-Unsent: 1\r\n") || strings.Contains(string(raw), "\nFrom:") {
			t.Errorf("%s: %v\n%.400s", name, err, raw)
		}
	}
	c := caseOf(t, d, number)
	if c.Ticket.Status != data.PendingVendor || len(c.Escalations) != 1 || c.Escalations[0].ID != e.ID || c.Escalations[0].State != data.EscalationSentState || c.Escalations[0].SentAt.IsZero() {
		t.Errorf("the case has %s and %+v", c.Ticket.Status, c.Escalations)
	}
	letters, err := d.Letters(ctx)
	if err != nil || len(letters) != 2 {
		t.Fatal(letters, err)
	}
	for _, l := range letters {
		var problem *data.Problem
		if err := d.RetryLetter(ctx, l.ID); l.State != data.LetterSaved || !errors.As(err, &problem) || problem.Key != "letter_no_sender" {
			t.Errorf("%s is %s and is tried again: %v", l.Subject, l.State, err)
		}
	}
}

// TestWhatIsTakenBackIsADraftAgain drops and undoes letters that wait. What was
// begun since stays above; nobody typed an acknowledgement.
func TestWhatIsTakenBackIsADraftAgain(t *testing.T) {
	ctx := t.Context()
	d := mailDesk(t, "MAD")
	m := arriveMail(t, d, eml("It burns."))
	draft := func(key string) (s data.Sketch) {
		t.Helper()
		body, err := d.Draft(ctx, key)
		if err == nil && body != "" {
			err = json.Unmarshal([]byte(body), &s)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	drop := func() {
		t.Helper()
		letters, err := d.Letters(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.DropLetter(ctx, letters[0].ID); err != nil {
			t.Fatal(err)
		}
	}
	reply, question := data.ReplyDraft(m.Ticket), data.EscalationDraft(m.Ticket)
	if _, err := d.Reply(ctx, ReplyRequest{Ticket: m.Number, To: "else@acme.test", Subject: "Your fire", Text: "Hello {number}", Draft: reply}); err != nil {
		t.Fatal(err)
	}
	drop()
	if s := draft(reply); s.Text != "Hello "+m.Number || s.To != "else@acme.test" || s.Subject != "Re: Your fire" {
		t.Errorf("a reply came back as %+v", s)
	}
	at := d.Now().AddDate(0, 0, 3)
	if _, err := d.Escalate(ctx, EscalationRequest{Ticket: m.Number, Mode: data.Transfer, To: "second@vendor.test", ToName: "Begoña", Question: "Whose is it?", AnswerBy: at, Language: "es", Draft: question}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if s := draft(question); s.Text != "Whose is it?" || s.Mode != data.Transfer || s.To != "second@vendor.test" || s.ToName != "Begoña" || s.Language != "es" ||
		s.AnswerBy != at.Local().Format("2006-01-02 15:04") {
		t.Errorf("an escalation came back as %+v", s)
	}
	if _, err := d.Reply(ctx, ReplyRequest{Ticket: m.Number, Text: "Second"}); err != nil { // its own draft is kept elsewhere
		t.Fatal(err)
	}
	drop()
	if s := draft(reply); s.Text != "Hello "+m.Number+"\n\nSecond" || s.To != "else@acme.test" {
		t.Errorf("with what was begun since it is %+v", s)
	}
}
