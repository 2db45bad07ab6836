package post_test

import (
	"context"
	"errors"
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

// A backup takes the desk's place while the mailbox goes on: what the backup knows
// is not filed twice, what came since comes in again onto the same tickets, and what
// was sent since is neither sent again by itself, nor answered twice to anyone.
func TestMailAfterARestore(t *testing.T) {
	stack := mailstack.Start(t)
	ctx := context.Background()
	d := receiving(t, stack, "desk1")
	settings := d.Settings()
	settings.Acknowledge = true
	if err := d.SaveSettings(ctx, settings); err != nil {
		t.Fatal(err)
	}
	arrived := 0
	come := func(from, id, subject, text string, headers ...[2]string) {
		t.Helper()
		raw, err := mail.Write(mail.Letter{From: from + "@test", To: "desk1@test", Date: time.Now(), MessageID: "<" + id + "@test>",
			Subject: subject, Text: text, Headers: headers})
		if err != nil {
			t.Fatal(err)
		}
		stack.Submit(t, from, "desk1@test", raw)
		arrived++
		stack.Await(t, "desk1", arrived)
	}
	fetch := func(n int) []data.Mail {
		t.Helper()
		got, err := post.New(d).FetchMail(ctx)
		if err != nil || len(got.Mails) != n {
			t.Fatalf("%+v, %v", got, err)
		}
		return got.Mails
	}
	send := func(n int) {
		t.Helper()
		if sent, err := post.New(d).SendDue(ctx); sent != n || err != nil {
			t.Fatalf("%d letters left, %v", sent, err)
		}
	}
	// Before: a ticket, acknowledged, and a question to second line that waits.
	come("second", "a1", "The printer burns", "Smoke everywhere.")
	known := fetch(1)[0]
	send(1)
	if _, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: known.Number, To: "desk2@test", Question: "What now?"}); err != nil {
		t.Fatal(err)
	}
	backup, err := d.Backup(ctx, filepath.Join(t.TempDir(), "desk.zip"))
	if err != nil {
		t.Fatal(err)
	}
	// Since: the question left, a reply, and two mails came.
	send(1)
	if _, err := d.Reply(ctx, desk.ReplyRequest{Ticket: known.Number, Text: "Unplug it."}); err != nil {
		t.Fatal(err)
	}
	send(1)
	seen := stack.Await(t, "second", 2)
	reply := mail.Read(seen[len(seen)-1], time.Now())
	come("desk2", "b1", "The scanner smells", "Like the printer did.")
	come("second", "b2", "Re: "+reply.Subject, "It is out.", [2]string{"In-Reply-To", "<" + reply.MessageID + ">"}, [2]string{"References", "<a1@test> <" + reply.MessageID + ">"})
	since := fetch(2)
	send(1) // the scanner is acknowledged

	u, err := desk.Unpack(ctx, backup, d.Dir())
	if err == nil {
		err = errors.Join(u.Keep(ctx, d), d.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	restored, err := u.Place(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { restored.Close() })
	d = restored

	again := fetch(2)
	for i, m := range again {
		if m.ID != since[i].ID || m.State != data.MailPlaced || m.Ticket != since[i].Ticket {
			t.Errorf("it was %+v\nand is %+v", since[i], m)
		}
	}
	fetch(0)
	counts, err := d.Counts(ctx)
	if err != nil || counts[data.AllView] != 2 {
		t.Errorf("there are %v tickets, %v", counts, err)
	}
	send(0)
	letters, err := d.Letters(ctx)
	if err != nil || len(letters) != 2 || letters[0].State != data.LetterFailed || letters[1].State != data.LetterSent {
		t.Fatalf("the outbox holds %+v, %v", letters, err)
	}
	for user, n := range map[string]int{"second": 2, "desk2": 2} {
		if mails, err := stack.Maildir(user); err != nil || len(mails) != n {
			t.Errorf("%s has %d mails, %v", user, len(mails), err)
		}
	}
	// Sent again by a person, it is the same mail: whoever has it sees a copy.
	if err := d.RetryLetter(ctx, letters[0].ID); err != nil {
		t.Fatal(err)
	}
	send(1)
	copies := 0
	for _, raw := range stack.Await(t, "desk2", 3) {
		if "<"+mail.Read(raw, time.Now()).MessageID+">" == letters[0].MessageID {
			copies++
		}
	}
	if copies != 2 {
		t.Errorf("sent again it is another mail: %d copies", copies)
	}
	if r, err := d.Check(ctx); err != nil || !r.OK {
		t.Errorf("%s, %v", strings.Join(r.Faults, "\n"), err)
	}
}
