package post_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
	"firstline/data/post"
	"firstline/data/post/mailstack"
)

// receiving is a desk at a real mailbox.
func receiving(t testing.TB, stack *mailstack.Stack, user string) *desk.Desk {
	t.Helper()
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	d, err := desk.Create(context.Background(), t.TempDir(), data.Settings{Code: "MAD", Name: "Mesa", Operator: "Ana", Language: "en", SendDelay: new(0),
		Mail: data.Account{Host: "localhost", Port: stack.SMTPPort, User: user + "@test", From: user + "@test", CA: stack.CertPEM,
			Inbox: data.Inbox{Receive: true, Host: "localhost", Port: stack.IMAPSPort}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.KeepPassword("mail", "secret-"+user); err != nil {
		t.Fatal(err)
	}
	return d
}

// write has a person send a mail through the real server.
func write(t testing.TB, stack *mailstack.Stack, from, to, id, subject, text string) {
	t.Helper()
	raw, err := mail.Write(mail.Letter{From: from + "@test", To: to + "@test", Date: time.Now(), MessageID: "<" + id + "@test>", Subject: subject, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	stack.Submit(t, from, to+"@test", raw)
}

// Mail of a customer becomes a ticket, once, by fetching and by waiting for it.
func TestMailBecomesATicket(t *testing.T) {
	stack := mailstack.Start(t)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	d := receiving(t, stack, "desk1")
	write(t, stack, "second", "desk1", "a1", "The printer burns", "Smoke everywhere.")
	stack.Await(t, "desk1", 1)
	office := post.New(d)
	got, err := office.FetchMail(ctx)
	if err != nil || len(got.Mails) != 1 || got.Mails[0].State != data.MailPlaced || got.Mails[0].Number == "" {
		t.Fatalf("%+v, %v", got, err)
	}
	if again, err := office.FetchMail(ctx); err != nil || len(again.Mails) != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
	done := make(chan struct{})
	go func() { office.Run(ctx); close(done) }()
	await(t, "connected", func() bool { return !office.Inbox().LookedAt.IsZero() })
	start := time.Now()
	write(t, stack, "second", "desk1", "a2", "The other printer burns", "Too.")
	await(t, "noticed", func() bool {
		mails, err := d.Mails(ctx, desk.MailQuery{})
		return err == nil && len(mails) == 2 && mails[0].State == data.MailPlaced
	})
	t.Logf("from submission to ticket in %v", time.Since(start).Round(time.Millisecond))
	stop()
	<-done
}

func await(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it never came to be: %s", what)
		}
	}
}

// What a server takes and then cannot deliver comes back and flags the
// escalation; the copy of what was sent lies among the sent mail.
func TestBounceComesBack(t *testing.T) {
	stack := mailstack.Start(t)
	ctx := context.Background()
	d := receiving(t, stack, "desk1")
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta"}, Subject: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: ticket.Number, To: "bounce@test", Question: "?"}); err != nil {
		t.Fatal(err)
	}
	office := post.New(d)
	if sent, err := office.SendDue(ctx); sent != 1 || err != nil {
		t.Fatal(sent, err)
	}
	if err := office.FileCopies(ctx); err != nil {
		t.Fatal(err)
	}
	copies, err := filepath.Glob(filepath.Join(stack.Dir, "mail", "desk1", "Maildir", ".Sent", "cur", "*"))
	if err != nil || len(copies) != 1 {
		t.Errorf("copies %v, %v", copies, err)
	}
	stack.Await(t, "desk1", 1)
	got, err := office.FetchMail(ctx)
	if err != nil || len(got.Mails) != 1 || got.Mails[0].Kind != "bounce" {
		t.Fatalf("%+v, %v", got, err)
	}
	c, err := d.Case(ctx, ticket.Number)
	if err != nil || c.Escalations[0].State != data.EscalationBounced || c.Escalations[0].Reason == "" {
		t.Errorf("%+v, %v", c.Escalations, err)
	}
}

// What the desk writes by itself leaves without a sender, so that it comes back
// from nowhere: not even from an address that does not exist.
func TestAcknowledgementLeavesWithoutSender(t *testing.T) {
	stack := mailstack.Start(t)
	ctx := context.Background()
	d := receiving(t, stack, "desk1")
	settings := d.Settings()
	settings.Acknowledge = true
	if err := d.SaveSettings(ctx, settings); err != nil {
		t.Fatal(err)
	}
	write(t, stack, "second", "desk1", "a1", "The printer burns", "Smoke everywhere.")
	raw, err := mail.Write(mail.Letter{From: "gone@test", To: "desk1@test", Date: time.Now(), MessageID: "<a2@test>", Subject: "Mine, too", Text: "Flames."})
	if err != nil {
		t.Fatal(err)
	}
	stack.Submit(t, "second", "desk1@test", raw)
	stack.Await(t, "desk1", 2)
	office := post.New(d)
	if got, err := office.FetchMail(ctx); err != nil || len(got.Mails) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if sent, err := office.SendDue(ctx); sent != 2 || err != nil {
		t.Fatal(sent, err)
	}
	came := mail.Read(stack.Await(t, "second", 1)[0], time.Now())
	if paths := came.Header.All("Return-Path"); len(paths) != 1 || paths[0] != "<>" || came.Header.Get("Auto-Submitted") != "auto-replied" {
		t.Errorf("from %q: %v", paths, came.Header)
	}
	await(t, "the other is given up, and nobody told", func() bool {
		said, err := os.ReadFile(filepath.Join(stack.Dir, "log", "mainlog"))
		return err == nil && strings.Contains(string(said), "** gone@test") && strings.Contains(string(said), "Frozen (delivery error message)")
	})
	if mails, err := stack.Maildir("desk1"); err != nil || len(mails) != 2 {
		t.Errorf("%d mails, %v", len(mails), err)
	}
}

// The account is tried out at the real servers.
func TestProbeOfRealServers(t *testing.T) {
	stack := mailstack.Start(t)
	ctx := context.Background()
	d := receiving(t, stack, "desk2")
	account := d.Settings().Mail
	keys, err := post.New(d).Keys(ctx, account)
	if err != nil {
		t.Fatal(err)
	}
	r, err := post.Probe(ctx, account, keys, d.Words(), func(string) {})
	if err != nil || r.Echo == nil || !r.Echo.PlusAddress || r.Echo.FilesSent || r.Echo.NewID || r.Inbox.Sent != "Sent" {
		t.Fatalf("%+v, %v", r, err)
	}
	// The mails to oneself are nobody's.
	got, err := post.New(d).FetchMail(ctx)
	if err != nil || len(got.Mails) != 2 || got.Mails[0].State != data.MailOwn || got.Mails[1].State != data.MailOwn {
		t.Errorf("%+v, %v", got, err)
	}
}

// Mails are fetched from Dovecot, kept, read and placed: how many a second.
func BenchmarkFetchToTickets(b *testing.B) {
	stack := mailstack.Start(b)
	const n = 500
	var mails [][]byte
	for i := range n {
		raw, err := mail.Write(mail.Letter{From: fmt.Sprintf("c%d@example.org", i%50), To: "desk1@test", Date: time.Now(), MessageID: fmt.Sprintf("<b%d@example.org>", i),
			Subject: fmt.Sprintf("Number %d", i), Text: "The printer burns again."})
		if err != nil {
			b.Fatal(err)
		}
		mails = append(mails, raw)
	}
	stack.Fill(b, "desk1", mails)
	for b.Loop() {
		b.StopTimer()
		d := receiving(b, stack, "desk1")
		b.StartTimer()
		got, err := post.New(d).FetchMail(context.Background())
		if err != nil || len(got.Mails) != n {
			b.Fatalf("%d mails, %v", len(got.Mails), err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "mails/s")
}
