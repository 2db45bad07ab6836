package post

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
)

func TestDyingAtEachStepOfReceiving(t *testing.T) {
	account := data.Account{Host: "mail.test", User: "ana", From: "desk@firma.test", Inbox: data.Inbox{Receive: true, Host: "mail.test", MaxSize: 4000, Filing: data.FileNever}}
	at := func(minute int) time.Time { return time.Date(2026, 11, 23, 9, minute, 0, 0, time.UTC) }
	write := func(l mail.Letter) []byte {
		if l.To == "" {
			l.To = "desk@firma.test"
		}
		raw, err := mail.Write(l)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	var asked, answered, handed []byte // letters of the desk
	p := aPast(t, account, func(d *desk.Desk) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta", Emails: []string{"marta@acme.test"}}, Subject: "It burns"})
		must(err)
		e, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: ticket.Number, Mode: data.Transfer, To: "second@vendor.test", Question: "What now?"})
		must(err)
		_, err = d.Reply(ctx, desk.ReplyRequest{Ticket: ticket.Number, To: "marta@acme.test", Text: "We are on it."})
		must(err)
		_, err = d.Reply(ctx, desk.ReplyRequest{Ticket: ticket.Number, To: "marta@acme.test", Text: "Still on it."})
		must(err)
		for _, state := range []data.LetterState{data.LetterSent, data.LetterSent, data.LetterMaybe} {
			l, raw, ok, err := d.TakeLetter(ctx, "test")
			must(err)
			if !ok {
				t.Fatal("no letter is due")
			}
			must(d.LetterDone(ctx, l.ID, desk.LetterOutcome{State: state, Tried: true, NextAt: d.Now().Add(time.Hour)}))
			switch {
			case l.Escalation == e.ID:
				asked = raw
			case state == data.LetterSent:
				answered = raw
			default:
				handed = raw
			}
		}
	})
	ours := func(raw []byte) mail.Message { return mail.Read(raw, at(0)) }
	large := write(mail.Letter{From: "large@acme.test", Date: at(5), MessageID: "<large@acme.test>", Subject: "Pictures", Text: strings.Repeat("0123456789 ", 1000)})
	fresh := write(mail.Letter{From: "new@acme.test", FromName: "New", Date: at(1), MessageID: "<new@acme.test>", Subject: "It smokes", Text: "Since this morning it smokes.",
		Files: []mail.File{{Name: "smoke.txt", Type: "text/plain", Bytes: []byte("smoke")}}})
	for name, came := range map[string][][]byte{
		"an answer to an escalation": {write(mail.Letter{From: "second@vendor.test", Date: at(2), MessageID: "<answer@vendor.test>", Subject: "Re: " + ours(asked).Subject, Text: "Pull the plug.",
			Headers: [][2]string{{"In-Reply-To", "<" + ours(asked).MessageID + ">"}}})},
		"a bounce":                   {[]byte(strings.ReplaceAll(fmt.Sprintf(bounceForm, ours(answered).MessageID), "\n", "\r\n"))},
		"a new ticket, twice":        {fresh, fresh},
		"one too large, and our own": {large, handed},
	} {
		t.Run(name, func(t *testing.T) {
			p := *p
			p.t = t
			receive := func(ctx context.Context, d *desk.Desk, w *world) {
				o := New(d)
				atBox(o, w.box)
				o.FetchMail(ctx)
				mails, _ := d.Mails(ctx, desk.MailQuery{States: []data.MailState{data.MailStub}})
				for _, m := range mails { // a person wants the rest
					d.FetchStub(ctx, m.ID)
				}
				o.FetchMail(ctx)
				if _, uid, err := d.InboxCursor(ctx, inboxName(account), "INBOX"); err == nil && uid == uint32(len(came)) {
					w.box.anew = 1 // the server numbers its mails anew
				}
				o.FetchMail(ctx)
			}
			begin := world{box: &memoryBox{folders: map[string][][]byte{"INBOX": came}}}
			w := begin.as()
			want := p.goOn(p.copyOf(p.dir), "undisturbed", &w, receive)
			contains(t, want, fmt.Sprintf("cursor 8 %d left []", len(came)))
			p.through(begin, receive, want)
		})
	}
}

// Letters leave and their copies are filed, and the program dies at each step of
// that: every letter arrives, twice only where the server's word was not written
// down, and one copy lies among the sent mail.
func TestDyingAtEachStepOfSending(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	account := s.account
	account.Inbox = data.Inbox{Host: "mail.test"}
	p := aPast(t, account, func(d *desk.Desk) {
		ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta"}, Subject: "It burns"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: ticket.Number, Mode: data.Transfer, To: "second@vendor.test", Question: "What now?"}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Reply(ctx, desk.ReplyRequest{Ticket: ticket.Number, To: "marta@acme.test", Text: "We are on it."}); err != nil {
			t.Fatal(err)
		}
	})
	send := func(ctx context.Context, d *desk.Desk, w *world) {
		o := New(d)
		atBox(o, w.box)
		o.SendDue(ctx)
		letters, err := d.Letters(ctx)
		if err != nil {
			return
		}
		for _, l := range letters {
			if l.State == data.LetterMaybe { // who looked for it in vain does not wait any more
				d.RetryLetter(ctx, l.ID)
			}
		}
		o.SendDue(ctx)
		o.FileCopies(ctx)
	}
	begin := world{box: &memoryBox{folders: map[string][][]byte{"INBOX": nil, "Sent": nil}}, server: s}
	w := begin.as()
	want := p.goOn(p.copyOf(p.dir), "undisturbed", &w, send)
	contains(t, want, "copies 0\nfolder INBOX 0 0\nfolder Sent 2 2\nletters that arrived 2")
	begin.got = nil
	p.through(begin, send, want)
}

// bounceForm is what a mail server says of a message that did not arrive.
const bounceForm = `Return-Path: <>
From: Mail Delivery System <mailer-daemon@relay.test>
To: desk@firma.test
Date: Mon, 23 Nov 2026 09:03:00 +0000
Message-ID: <bounce@relay.test>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b

It could not be delivered.
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; marta@acme.test
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

Message-ID: <%s>
Subject: hello
--b--
`
