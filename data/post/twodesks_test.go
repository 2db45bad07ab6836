package post_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
	"firstline/data/post"
	"firstline/data/post/mailstack"
)

// Through real servers: what a customer writes is one ticket on the two desks
// that read the mailbox, an ordinary answer finds its ticket on both, one that
// lost all its headers finds it by the code, and second line's answer ends the
// waiting.
func TestOneMailboxTwoDesks(t *testing.T) {
	stack := mailstack.Start(t)
	ctx := context.Background()
	a, b := receiving(t, stack, "desk1"), receiving(t, stack, "desk1")
	post1, post2 := post.New(a), post.New(b)
	arrived := 0
	// submit has a message reach the mailbox, and both desks fetch it.
	submit := func(from, to string, raw []byte) []data.Mail {
		t.Helper()
		stack.Submit(t, from, to, raw)
		arrived++
		stack.Await(t, "desk1", arrived)
		var got []data.Mail
		for _, office := range []*post.Office{post1, post2} {
			fetched, err := office.FetchMail(ctx)
			if err != nil || len(fetched.Mails) != 1 {
				t.Fatalf("%+v, %v", fetched, err)
			}
			got = append(got, fetched.Mails[0])
		}
		return got
	}
	letter := func(id, subject, text string, headers ...[2]string) []byte {
		t.Helper()
		raw, err := mail.Write(mail.Letter{From: "second@test", FromName: "Marta Vega", To: "desk1@test", Date: time.Now(), MessageID: "<" + id + "@test>", Subject: subject, Text: text, Headers: headers})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	first := submit("second", "desk1@test", letter("c1", "The printer burns", "Smoke everywhere."))
	if first[0].State != data.MailPlaced || first[0].Ticket != first[1].Ticket || first[0].ID != first[1].ID {
		t.Fatalf("two tickets: %+v", first)
	}
	reply, err := a.Reply(ctx, desk.ReplyRequest{Ticket: first[0].Number, Text: "Hello {name}, {number} is with us."})
	if err != nil {
		t.Fatal(err)
	}
	if sent, err := post1.SendDue(ctx); sent != 1 || err != nil {
		t.Fatal(sent, err)
	}
	received := mail.Read(stack.Await(t, "second", 1)[0], time.Now())
	if !strings.Contains(received.Text, "Hello Marta Vega, "+first[0].Number) || received.InReplyTo[0] != "c1@test" {
		t.Errorf("%+v", received)
	}
	plain := submit("second", "desk1@test", letter("c2", "Re: "+received.Subject, "It still burns.\n\n> "+strings.ReplaceAll(received.Text, "\n", "\n> "),
		[2]string{"In-Reply-To", "<" + received.MessageID + ">"}, [2]string{"References", "<c1@test> <" + received.MessageID + ">"}))
	if plain[0].Ticket != first[0].Ticket || plain[0].Reason != "code_in_thread" || plain[1].Ticket != first[0].Ticket {
		t.Errorf("a plain reply: %+v", plain)
	}
	stripped := submit("second", "desk1@test", letter("c3", "FW: "+received.Subject, "And now the other one."))
	if stripped[0].Ticket != first[0].Ticket || stripped[0].Reason != "code_in_subject" {
		t.Errorf("a reply without headers: %+v", stripped[0])
	}
	if stripped[1].Ticket != "" || stripped[1].State != data.MailTriage { // that desk never gave the code out
		t.Errorf("on the other desk: %+v", stripped[1])
	}
	e, err := a.Escalate(ctx, desk.EscalationRequest{Ticket: first[0].Number, Mode: data.Transfer, To: "desk2@test", Question: "What now?"})
	if err != nil {
		t.Fatal(err)
	}
	if sent, err := post1.SendDue(ctx); sent != 1 || err != nil {
		t.Fatal(sent, err)
	}
	asked := mail.Read(stack.Await(t, "desk2", 1)[0], time.Now())
	raw, err := mail.Write(mail.Letter{From: "desk2@test", To: "desk1@test", Date: time.Now(), MessageID: "<s1@test>", Subject: "AW: " + asked.Subject, Text: "Change the fuser.",
		Headers: [][2]string{{"In-Reply-To", "<" + asked.MessageID + ">"}}})
	if err != nil {
		t.Fatal(err)
	}
	answer := submit("desk2", "desk1@test", raw)
	c, err := a.Case(ctx, first[0].Number)
	if err != nil {
		t.Fatal(err)
	}
	if answer[0].Ticket != first[0].Ticket || answer[0].Escalation != e.ID || c.Escalations[0].State != data.EscalationHandBack || c.Ticket.Status != data.InProgress || c.Ticket.Owner != "Ana" {
		t.Errorf("%+v\n%+v\n%+v", answer[0], c.Escalations[0], c.Ticket)
	}
	for _, entry := range c.Timeline {
		if entry.MessageID == reply.MessageID && (entry.Delivery == nil || entry.Delivery.State != data.LetterSent) {
			t.Errorf("delivery %+v", entry.Delivery)
		}
	}
	for _, d := range []*desk.Desk{a, b} {
		r, err := d.Check(ctx)
		if err != nil || !r.OK {
			t.Error(fmt.Sprint(r.Faults), err)
		}
	}
}
