package post

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
)

// A provider gives every letter a Message-ID of its own and files what was sent
// by itself. The desk learns it from there: an answer that names nothing else
// finds its ticket, a bounce its letter, and a letter that went unanswered is
// found and not sent again.
func TestProviderChangesMessageIDs(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	box := &memoryBox{folders: map[string][][]byte{"INBOX": nil, "Sent": nil}}
	n := 0
	s := serve(t, data.StartTLS, func(s *mailServer) {
		s.deliver = func(_ string, raw []byte) {
			n++
			id := fmt.Sprintf("Message-ID: <%d@provider.test>\r", n)
			box.File(ctx, "Sent", regexp.MustCompile(`(?m)^Message-ID: .*\r$`).ReplaceAll(raw, []byte(id)), time.Time{})
		}
	})
	account := s.account
	account.Inbox = data.Inbox{Receive: true, Host: "mail.test"}
	account.Learns(data.Learned{FilesSent: true, NewIDs: true})
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "MAD", Name: "Mesa", Operator: "Ana", Language: "en", SendDelay: new(0), Mail: account})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.KeepPassword("mail", "secret"); err != nil {
		t.Fatal(err)
	}
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta", Emails: []string{"marta@acme.test"}}, Subject: "It burns"})
	if err != nil {
		t.Fatal(err)
	}
	o := New(d)
	atBox(o, box)
	reply := func() data.Letter {
		t.Helper()
		if _, err := d.Reply(ctx, desk.ReplyRequest{Ticket: ticket.Number, To: "marta@acme.test", Text: "We are on it."}); err != nil {
			t.Fatal(err)
		}
		o.SendDue(ctx)
		letters, err := d.Letters(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return letters[0]
	}
	letter := func(id data.ID) data.Letter {
		t.Helper()
		l, _, err := d.Letter(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	arrives := func(raw []byte) data.Mail {
		t.Helper()
		box.File(ctx, "INBOX", raw, time.Time{})
		got, err := o.FetchMail(ctx)
		if err != nil || len(got.Mails) != 1 {
			t.Fatalf("%+v, %v", got, err)
		}
		return got.Mails[0]
	}
	first := reply()
	if err := o.FileCopies(ctx); err != nil || letter(first.ID).Copy != data.CopyFiled || len(box.folders["Sent"]) != 1 {
		t.Fatalf("%+v, %d copies, %v", letter(first.ID), len(box.folders["Sent"]), err)
	}
	answer, err := mail.Write(mail.Letter{From: "marta@acme.test", To: "desk@firma.test", Date: time.Now(), MessageID: "<a1@acme.test>", Subject: "Thanks", Text: "It still burns.",
		Headers: [][2]string{{"In-Reply-To", "<1@provider.test>"}}})
	if err != nil {
		t.Fatal(err)
	}
	if m := arrives(answer); m.Number != ticket.Number || m.Reason != "answers_ours" {
		t.Errorf("the answer: %+v", m)
	}
	stranger := []byte(strings.NewReplacer("marta@acme.test", "mallory@evil.test", "a1@", "a2@").Replace(string(answer)))
	if m := arrives(stranger); m.State != data.MailTriage || m.ProposedNumber != ticket.Number {
		t.Errorf("another's: %+v", m)
	}
	bounce := fmt.Sprintf(bounceForm, "1@provider.test")
	if arrives([]byte(strings.ReplaceAll(bounce, "\n", "\r\n"))); letter(first.ID).State != data.LetterBounced {
		t.Errorf("after the bounce: %+v", letter(first.ID))
	}

	// The server's word does not come; the letter lies among the sent mail.
	gate := make(chan struct{})
	s.answer(func() { s.dataGate = gate })
	o.route.answer = 50 * time.Millisecond
	second := reply()
	close(gate)
	if second.State != data.LetterMaybe {
		t.Fatalf("%+v", second)
	}
	if _, err := o.FetchMail(ctx); err != nil || letter(second.ID).State != data.LetterConfirmed || len(s.accepted()) != 2 {
		t.Errorf("%+v, accepted %d times, %v", letter(second.ID), len(s.accepted()), err)
	}
	// What is not among the sent mail yet is looked for again, and never filed.
	s.answer(func() { s.deliver, s.dataGate = nil, nil })
	third := reply()
	if err := o.FileCopies(ctx); err != nil || letter(third.ID).Copy != data.CopyWaiting || len(box.folders["Sent"]) != 2 {
		t.Errorf("%+v, %d copies, %v", letter(third.ID), len(box.folders["Sent"]), err)
	}
	if r, err := d.Check(ctx); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}
