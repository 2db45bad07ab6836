package desk

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/mail"
)

// asked is a desk that asked second line about a ticket; the letter has left.
func asked(t testing.TB, mode data.EscalationMode) target {
	t.Helper()
	ctx := context.Background()
	x := target{d: mailDesk(t, "MAD")}
	x.first = arriveMail(t, x.d, eml("It burns."))
	var err error
	x.escalation, err = x.d.Escalate(ctx, EscalationRequest{Ticket: x.first.Number, Mode: mode, To: "second@vendor.test", ToName: "Begoña", Question: "What now?",
		AnswerBy: x.d.Now().Add(4 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	x.sendAll(t)
	if err := x.d.MarkRead(ctx, x.first.Number); err != nil {
		t.Fatal(err)
	}
	letters, err := x.d.Letters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, x.escalationRaw, err = x.d.Letter(ctx, letters[0].ID); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSecondLineAnswers(t *testing.T) {
	for _, test := range []struct {
		name    string
		mode    data.EscalationMode
		from    string
		state   data.EscalationState
		kind    data.ActivityKind
		status  data.Status
		owner   string
		escaped bool // it no longer waits
	}{
		{"advice", data.Consult, "second@vendor.test", data.EscalationAnswered, data.EscalationReply, data.New, "", true},
		{"advice by a colleague", data.Consult, "john.doe@vendor.test", data.EscalationAnswered, data.EscalationReply, data.New, "", true},
		{"advice by someone else", data.Consult, "else@other.test", data.EscalationSentState, data.EscalationReply, data.New, "", false},
		{"hand-over done", data.Transfer, "second@vendor.test", data.EscalationHandBack, data.HandBack, data.InProgress, "Ana", true},
		{"hand-over by someone else", data.Transfer, "else@other.test", data.EscalationSentState, data.EscalationReply, data.PendingVendor, "Begoña", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := asked(t, test.mode)
			m := arriveMail(t, x.d, eml("Change the fuser.\n\nOn Mon, 23 Nov 2026 at 09:00, Ana <desk@firma.test> wrote:\n> "+x.escalation.Token, "From", test.from, "Message-ID", "<v1@vendor.test>",
				"Subject", "RE: [#"+x.escalation.Token+"] Escalation", "In-Reply-To", x.escalation.MessageID))
			c := caseOf(t, x.d, x.first.Number)
			if m.Number != x.first.Number || c.Escalations[0].State != test.state {
				t.Errorf("%+v, escalation %s", m, c.Escalations[0].State)
			}
			last := c.Timeline[len(c.Timeline)-1]
			for i := len(c.Timeline) - 1; last.Kind == data.SystemEvent; i-- {
				last = c.Timeline[i]
			}
			if last.Kind != test.kind || !strings.HasPrefix(last.Text, "Change the fuser.") || last.Escalation != x.escalation.ID {
				t.Errorf("entry %+v", last)
			}
			if c.Ticket.Status != test.status || c.Ticket.Owner != test.owner || !c.Ticket.Unread {
				t.Errorf("ticket %+v", c.Ticket)
			}
			counts, err := x.d.Counts(context.Background())
			if err != nil || counts[data.UnreadView] != 1 || (counts[data.EscalatedView] == 0) != test.escaped {
				t.Errorf("counts %v %v", counts, err)
			}
			sound(t, x.d)
		})
	}
}

// A bounce flags; an automatic reply is noted; neither ends the waiting but the
// first.
func TestWhatServersAndProgramsAnswer(t *testing.T) {
	ctx := context.Background()
	x := asked(t, data.Transfer)
	arriveMail(t, x.d, eml("I am away until 30 November.", "From", "second@vendor.test", "Message-ID", "<away@vendor.test>", "In-Reply-To", x.escalation.MessageID,
		"Auto-Submitted", "auto-replied", "Subject", "Out of office"))
	c := caseOf(t, x.d, x.first.Number)
	if c.Ticket.Unread || c.Escalations[0].State != data.EscalationSentState || c.Timeline[len(c.Timeline)-1].Kind != data.AutoReply ||
		!strings.Contains(c.Timeline[len(c.Timeline)-1].Text, "30 November") {
		t.Errorf("%+v %+v", c.Ticket, c.Timeline[len(c.Timeline)-1])
	}
	m := arriveMail(t, x.d, bounceOf(x.escalation.MessageID, "second@vendor.test", "4.4.1"))
	if c = caseOf(t, x.d, x.first.Number); m.Number != x.first.Number || c.Escalations[0].State != data.EscalationSentState || c.Ticket.Unread {
		t.Errorf("a delay: %+v", c.Escalations[0])
	}
	m = arriveMail(t, x.d, bounceOf(x.escalation.MessageID, "second@vendor.test", "5.1.1"))
	c = caseOf(t, x.d, x.first.Number)
	if m.Number != x.first.Number || c.Escalations[0].State != data.EscalationBounced || !strings.Contains(c.Escalations[0].Reason, "5.1.1") || !c.Ticket.Unread {
		t.Errorf("a bounce: %+v", c.Escalations[0])
	}
	if c.Ticket.Status != data.PendingVendor {
		t.Errorf("a bounce changed the status to %s", c.Ticket.Status)
	}
	letters, err := x.d.Letters(ctx)
	if err != nil || letters[0].State != data.LetterBounced || letters[0].Reason == "" {
		t.Errorf("letter %+v %v", letters[0], err)
	}
	sound(t, x.d)
}

// What second line's programs send back, the case we sent attached or not, and the case
// itself without a word, never end the waiting.
func TestOurCaseComesBack(t *testing.T) {
	for _, test := range []struct {
		name, text string
		headers    []string // beside those of a mail of second line's
		pdf        bool     // our report is attached, else our packet
		kind       data.ActivityKind
		ends       bool
	}{
		{"an answer", "Change the fuser.", nil, true, data.HandBack, true},
		{"an answer by a list", "Change the fuser.", []string{"Precedence", "bulk", "List-Id", "<support.vendor.test>"}, true, data.HandBack, true},
		{"nothing but the packet", "", nil, false, data.EscalationReply, false},
		{"nothing but the report", "", nil, true, data.EscalationReply, false},
		{"nothing but what is quoted", "On Mon, 23 Nov 2026 at 09:00, Ana <desk@firma.test> wrote:\n> What now?", nil, true, data.EscalationReply, false},
		{"automatic", "We have your case.", []string{"Auto-Submitted", "auto-replied"}, true, data.AutoReply, false},
		{"automatic, with the packet", "We have your case.", []string{"Auto-Submitted", "auto-generated (ticket)"}, false, data.AutoReply, false},
		{"automatic, of old", "We have your case.", []string{"Precedence", "auto_reply"}, true, data.AutoReply, false},
		{"bulk", "We have your case.", []string{"Precedence", "bulk"}, true, data.EscalationReply, false},
		{"junk", "I am at the seaside.", []string{"Precedence", "junk"}, false, data.EscalationReply, false},
		{"away", "I am back on Monday.", []string{"Subject", "Automatic reply: Escalation", "X-Auto-Response-Suppress", "All"}, true, data.AutoReply, false},
		{"from nobody", "Delivered.", []string{"Return-Path", "<>"}, true, data.AutoReply, false},
		{"a robot", "Delivered.", []string{"From", "no-reply@vendor.test"}, true, data.AutoReply, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := asked(t, data.Transfer)
			name, kind, content := "case.dpk", data.PacketType, []byte(nil)
			if test.pdf {
				name, kind = "case.pdf", "application/pdf"
			}
			for _, a := range mail.Read(x.escalationRaw, x.d.Now()).Attachments {
				if a.Type == kind {
					content = a.Content
				}
			}
			raw := withFile(test.text, name, kind, content, "From", "second@vendor.test", "Message-ID", "<back@vendor.test>")
			var more strings.Builder
			for i := 0; i+1 < len(test.headers); i += 2 {
				fmt.Fprintf(&more, "%s: %s\r\n", test.headers[i], test.headers[i+1])
			}
			m := arriveMail(t, x.d, append([]byte(more.String()), raw...))
			c := caseOf(t, x.d, x.first.Number)
			if ends := c.Escalations[0].State == data.EscalationHandBack; m.Number != x.first.Number || ends != test.ends || ends != (c.Ticket.Status == data.InProgress) {
				t.Errorf("%+v: escalation %s, ticket %s", m, c.Escalations[0].State, c.Ticket.Status)
			}
			entries := 0
			for _, a := range c.Timeline {
				if a.Mail == m.ID && a.Kind == test.kind {
					entries++
				}
			}
			if entries != 1 || c.Ticket.Unread != (test.kind != data.AutoReply) {
				t.Errorf("unread %v, timeline %+v", c.Ticket.Unread, c.Timeline)
			}
			sound(t, x.d)
		})
	}
}

// When the agreed time has passed without an answer, the ticket is among those
// to be reminded of; the answer takes it out.
func TestAnswerOverdue(t *testing.T) {
	ctx := context.Background()
	x := asked(t, data.Consult)
	late := func() []data.Excerpt {
		list, _, err := x.d.List(ctx, ListQuery{View: data.UnansweredView})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := late(); len(list) != 0 {
		t.Errorf("too early: %v", list)
	}
	later := x.d.Now().Add(5 * time.Hour)
	x.d.clock = func() time.Time { return later }
	if list := late(); len(list) != 1 || !list[0].Unanswered || list[0].AnswerBy.IsZero() {
		t.Errorf("late: %+v", list)
	}
	counts, err := x.d.Counts(ctx)
	if err != nil || counts[data.UnansweredView] != 1 {
		t.Errorf("%v %v", counts, err)
	}
	arriveMail(t, x.d, eml("Sorry!", "From", "second@vendor.test", "Message-ID", "<late@vendor.test>", "In-Reply-To", x.escalation.MessageID))
	if list := late(); len(list) != 0 {
		t.Errorf("answered: %v", list)
	}
	sound(t, x.d)
}

// A placement can be moved, taken back and undone, and leaves nothing behind.
func TestMovingMail(t *testing.T) {
	ctx := context.Background()
	d := mailDesk(t, "MAD")
	one := arriveMail(t, d, withFile("One", "log.txt", "text/plain", []byte("x"), "Message-ID", "<o@evil.test>"))
	two := arriveMail(t, d, eml("Two", "Message-ID", "<t@acme.test>", "Subject", "Two"))
	tickets := func() string {
		list, _, err := d.List(ctx, ListQuery{View: data.AllView, Sort: "number", Asc: true})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, x := range list {
			c := caseOf(t, d, x.Number)
			fmt.Fprintf(&b, "%s:", x.Number)
			for _, a := range c.Timeline {
				if a.Mail != "" {
					fmt.Fprintf(&b, " %s", a.Kind)
				}
			}
			b.WriteString("; ")
		}
		return b.String()
	}
	undo := func() {
		t.Helper()
		if _, err := d.Undo(ctx); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(want string) {
		t.Helper()
		if got := tickets(); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	const start = "MAD-1: email_in attachment; MAD-2: email_in; "
	expect(start)
	if err := d.PlaceMail(ctx, one.ID, two.Number); err != nil {
		t.Fatal(err)
	}
	expect("MAD-2: email_in email_in attachment; ") // its ticket was nothing but the mail
	if err := d.PlaceMail(ctx, one.ID, two.Number); err == nil {
		t.Error("it was put where it is")
	}
	if m, err := d.Mail(ctx, one.ID); err != nil || m.Number != two.Number || m.Reason != "by_hand" {
		t.Errorf("%+v %v", m, err)
	}
	undo()
	expect(start)
	if m, err := d.Mail(ctx, one.ID); err != nil || m.Number != "MAD-1" || m.Reason != "stranger" {
		t.Errorf("%+v %v", m, err)
	}
	if err := d.UnplaceMail(ctx, one.ID); err != nil {
		t.Fatal(err)
	}
	expect("MAD-2: email_in; ")
	if n, err := d.MailsWaiting(ctx); err != nil || n != 1 {
		t.Errorf("%d wait, %v", n, err)
	}
	if err := d.DiscardMail(ctx, one.ID); err != nil {
		t.Fatal(err)
	}
	undo()
	undo()
	expect(start)
	ticket, err := d.NewTicketFromMail(ctx, two.ID)
	if err != nil {
		t.Fatal(err)
	}
	expect("MAD-1: email_in attachment; " + ticket.Number + ": email_in; ")
	undo()
	expect(start)
	// What somebody worked on stays when the mail goes.
	if _, err := d.AddNote(ctx, Note{Ticket: "MAD-1", Text: "Called back"}); err != nil {
		t.Fatal(err)
	}
	if err := d.PlaceMail(ctx, one.ID, two.Number); err != nil {
		t.Fatal(err)
	}
	expect("MAD-1:; MAD-2: email_in email_in attachment; ")
	if raw, err := d.RawMail(ctx, one.ID); err != nil || !bytes.Contains(raw, []byte("One")) {
		t.Errorf("raw %v", err)
	}
	sound(t, d)
}

// What second line's mail meant is taken back with it, and means the same where a
// person puts it.
func TestMovingAnAnswer(t *testing.T) {
	ctx := context.Background()
	x := asked(t, data.Consult)
	other := arriveMail(t, x.d, eml("Other", "From", "paul@other.test", "Message-ID", "<p@other.test>"))
	m := arriveMail(t, x.d, eml("Fuser.", "From", "second@vendor.test", "Message-ID", "<v@vendor.test>", "In-Reply-To", x.escalation.MessageID))
	state := func() data.EscalationState { return caseOf(t, x.d, x.first.Number).Escalations[0].State }
	if state() != data.EscalationAnswered {
		t.Fatal(state())
	}
	if err := x.d.PlaceMail(ctx, m.ID, other.Number); err != nil {
		t.Fatal(err)
	}
	if state() != data.EscalationSentState {
		t.Error(state())
	}
	if err := x.d.PlaceMail(ctx, m.ID, x.first.Number); err != nil {
		t.Fatal(err)
	}
	if state() != data.EscalationAnswered {
		t.Error(state())
	}
	// An answer that came without any code waits in the tray or has a ticket of
	// its own; put on the right one, it is an answer.
	x = asked(t, data.Consult)
	m = arriveMail(t, x.d, eml("Fuser.", "From", "second@vendor.test", "Message-ID", "<w@vendor.test>", "Subject", "printer"))
	if m.Number == x.first.Number {
		t.Fatalf("%+v", m)
	}
	if err := x.d.PlaceMail(ctx, m.ID, x.first.Number); err != nil {
		t.Fatal(err)
	}
	if state() != data.EscalationAnswered {
		t.Error(state())
	}
	sound(t, x.d)
}

// Everything the desk sent that comes back by any way creates nothing (I11).
func TestEcho(t *testing.T) {
	ctx := context.Background()
	x := asked(t, data.Consult)
	a, err := x.d.Reply(ctx, ReplyRequest{Ticket: x.first.Number, Text: "On it."})
	if err != nil {
		t.Fatal(err)
	}
	later := x.d.Now().Add(time.Minute)
	x.d.clock = func() time.Time { return later }
	l, raw, ok, err := x.d.TakeLetter(ctx, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := x.d.LetterDone(ctx, l.ID, LetterOutcome{State: data.LetterMaybe, NextAt: x.d.Now().Add(time.Hour), Tried: true}); err != nil {
		t.Fatal(err)
	}
	before := func() string {
		list, _, err := x.d.List(ctx, ListQuery{View: data.AllView})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(len(list), len(caseOf(t, x.d, x.first.Number).Timeline))
	}
	was := before()
	forwarded, err := mail.Write(mail.Letter{From: "robot@relay.test", To: "desk@firma.test", Date: x.d.Now(), MessageID: "<fwd@relay.test>", Subject: "Fwd: Escalation"})
	if err != nil {
		t.Fatal(err)
	}
	forwarded = replaced(forwarded, `Content-Type: [^\r]*\r\nContent-Transfer-Encoding: [^\r]*\r\n\r\n(?s).*`,
		"Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n")
	forwarded = append(append(forwarded, x.escalationRaw...), "\r\n--x--\r\n"...)
	for name, echo := range map[string][]byte{
		"copy in the Sent folder":          raw,
		"blind copy, with trace headers":   append([]byte("Return-Path: <desk@firma.test>\r\nReceived: from a by b; Mon, 23 Nov 2026 09:00:00 +0000\r\n"), x.escalationRaw...),
		"relay that gives new ids":         replaced(x.escalationRaw, `Message-ID: <[^>]*>`, "Message-ID: <0102018@eu-west-1.amazonses.com>"),
		"list that adds a footer":          append(replaced(x.escalationRaw, `Subject: `, "List-Id: <all.firma.test>\r\nSubject: "), "\r\n--\r\nlist footer\r\n"...),
		"list that sends under its name":   replaced(replaced(x.escalationRaw, `From: [^\r]*`, "From: All <all@lists.firma.test>"), `Message-ID: <[^>]*>`, "Message-ID: <x@lists.test>"),
		"forwarded as an attachment":       forwarded,
		"another desk at the same address": replaced(replaced(x.escalationRaw, `Message-ID: <dp[^>]*>`, "Message-ID: <dp.0000@firma.test>"), `\[#[^\]]*\]`, "[#0000-0000-0000-0000-0000-00]"),
	} {
		m := arriveMail(t, x.d, echo)
		if m.State != data.MailOwn {
			t.Errorf("%s: %+v", name, m)
		}
		if after := before(); after != was {
			t.Errorf("%s: something was made: %s, then %s", name, was, after)
		}
	}
	// The letter that went unanswered is settled by its copy.
	for _, e := range caseOf(t, x.d, x.first.Number).Timeline {
		if e.MessageID == a.MessageID && e.Delivery.State != data.LetterConfirmed {
			t.Errorf("%+v", e.Delivery)
		}
	}
	// An answer to the id a relay gave finds back.
	m := arriveMail(t, x.d, eml("Fuser.", "From", "second@vendor.test", "Message-ID", "<v@vendor.test>", "In-Reply-To", "<0102018@eu-west-1.amazonses.com>", "Subject", "Re: x"))
	if m.Number != x.first.Number {
		t.Errorf("%+v", m)
	}
	sound(t, x.d)
}
