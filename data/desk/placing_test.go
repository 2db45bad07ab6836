package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/mail"
)

// tester is what a test and a property of rapid have in common.
type tester interface {
	Helper()
	Fatal(...any)
}

// mailDesk is a desk with a mail account and a clock of its own.
func mailDesk(t testing.TB, code string) *Desk {
	t.Helper()
	ctx := context.Background()
	d, err := Create(ctx, t.TempDir(), data.Settings{Code: code, Name: "Mesa " + code, Operator: "Ana", Language: "en",
		Mail: data.Account{Host: "mail.test", Port: 587, Security: data.StartTLS, User: "desk@firma.test", From: "desk@firma.test", FromName: "Mesa"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	// Later than the desk was made: a clock set back orders nothing by time.
	now := time.Now().UTC().Truncate(time.Second).Add(time.Hour)
	d.clock = func() time.Time { return now }
	return d
}

// eml writes a message: headers as name, value pairs, then the text.
func eml(text string, headers ...string) []byte {
	var b strings.Builder
	said := map[string]bool{}
	for i := 0; i+1 < len(headers); i += 2 {
		fmt.Fprintf(&b, "%s: %s\r\n", headers[i], headers[i+1])
		said[headers[i]] = true
	}
	for _, more := range [][2]string{{"From", "Marta Vega <marta@acme.test>"}, {"To", "desk@firma.test"}, {"Date", "Mon, 23 Nov 2026 08:30:00 +0000"},
		{"Subject", "Printer on fire"}, {"Message-ID", "<m1@acme.test>"}} {
		if !said[more[0]] {
			fmt.Fprintf(&b, "%s: %s\r\n", more[0], more[1])
		}
	}
	b.WriteString("Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(text, "\n", "\r\n"))
	return []byte(b.String())
}

var uid uint32

// arriveMail has a mail come by the inbox and gives what became of it.
func arriveMail(t tester, d *Desk, raw []byte) data.Mail {
	t.Helper()
	uid++
	return arriveAs(t, d, Arrival{Account: "desk@firma.test", Folder: "INBOX", Validity: 1, UID: uid, At: d.Now(), Raw: raw})
}

func arriveAs(t tester, d *Desk, a Arrival) data.Mail {
	t.Helper()
	ctx := context.Background()
	id, _, err := d.KeepMail(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	m, err := d.UnderstandMail(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func caseOf(t tester, d *Desk, ref string) data.Case {
	t.Helper()
	c, err := d.Case(context.Background(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func sound(t testing.TB, d *Desk) {
	t.Helper()
	r, err := d.Check(context.Background())
	if err != nil || !r.OK {
		t.Errorf("check: %v %v", r.Faults, err)
	}
}

func TestACustomersMailOpensATicket(t *testing.T) {
	d := mailDesk(t, "MAD")
	m := arriveMail(t, d, eml("It burns since this morning.\n\n-- \nMarta Vega\nAcme"))
	if m.State != data.MailPlaced || m.Number != "MAD-1" || m.Reason != "stranger" || !m.Stranger {
		t.Fatalf("%+v", m)
	}
	c := caseOf(t, d, m.Number)
	if c.Ticket.Subject != "Printer on fire" || c.Ticket.Channel != data.Email || !c.Ticket.Unread || c.Ticket.Description != "It burns since this morning." {
		t.Errorf("ticket %+v", c.Ticket)
	}
	if c.Requester.Name != "Marta Vega" || len(c.Requester.Emails) != 1 {
		t.Errorf("contact %+v", c.Requester)
	}
	if a := c.Timeline[0]; a.Kind != data.EmailIn || a.Address != "marta@acme.test" || a.Mail != m.ID || a.Trust != data.TrustNone {
		t.Errorf("entry %+v", a)
	}
	// The next one is from a contact.
	m = arriveMail(t, d, eml("Another thing", "Message-ID", "<m2@acme.test>", "Subject", "Screen is black"))
	if m.Reason != "contact" || m.Number != "MAD-2" || caseOf(t, d, m.Number).Requester.ID != c.Requester.ID {
		t.Errorf("%+v", m)
	}
	sound(t, d)
}

func TestAReplyThreadsByItsCode(t *testing.T) {
	ctx := context.Background()
	d := mailDesk(t, "MAD")
	first := arriveMail(t, d, eml("It burns."))
	p, err := d.PreviewReply(ctx, ReplyRequest{Ticket: first.Number, Text: "Hello {name}, {number} is with us."})
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Reply(ctx, ReplyRequest{Ticket: first.Number, Text: "Hello {name}, {number} is with us."})
	if err != nil {
		t.Fatal(err)
	}
	letters, err := d.Letters(ctx)
	if err != nil || len(letters) != 1 {
		t.Fatal(letters, err)
	}
	_, raw, err := d.Letter(ctx, letters[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	sent := mail.Read(raw, d.Now())
	if sent.Subject != p.Subject || sent.Text != mail.Read(p.EML, d.Now()).Text || sent.InReplyTo[0] != "m1@acme.test" || !strings.HasPrefix(sent.NewText, "Hello Marta Vega, MAD-1 is with us.") {
		t.Errorf("sent %+v", sent)
	}
	for name, raw := range map[string][]byte{
		"plain":    eml("Thanks!", "Message-ID", "<r1@acme.test>", "In-Reply-To", a.MessageID, "Subject", "Re: "+sent.Subject),
		"subject":  eml("Thanks!", "Message-ID", "<r2@acme.test>", "Subject", "AW: "+sent.Subject),
		"text":     eml("Thanks!\n\n> keep "+a.Code+" please", "Message-ID", "<r3@acme.test>", "Subject", "Re: x"),
		"known id": eml("And one more thing", "Message-ID", "<r4@acme.test>", "In-Reply-To", "<m1@acme.test>", "Subject", "Re: x"),
	} {
		if m := arriveMail(t, d, raw); m.State != data.MailPlaced || m.Number != first.Number {
			t.Errorf("%s: %+v", name, m)
		}
	}
	c := caseOf(t, d, first.Number)
	if got := c.Timeline[1]; got.Delivery == nil || got.Delivery.State != data.LetterQueued {
		t.Errorf("delivery %+v", got)
	}
	sound(t, d)
}

// Mails are kept and placed, each a new ticket of a known sender: one at a time
// and as many together as the post office fetches.
func BenchmarkReceive(b *testing.B) {
	ctx := context.Background()
	for _, together := range []int{1, 50} {
		b.Run(fmt.Sprint(together), func(b *testing.B) {
			d := mailDesk(b, "MAD")
			now := d.Now()
			d.clock = func() time.Time { return now }
			n := 0
			for b.Loop() {
				var list []Arrival
				for range together {
					n++
					now = now.Add(time.Hour)
					raw := eml("It burns.", "From", fmt.Sprintf("c%d@acme.test", n%40), "Subject", fmt.Sprint("No. ", n), "Message-ID", fmt.Sprintf("<%d@acme.test>", n))
					list = append(list, Arrival{Account: "desk@firma.test", Folder: "INBOX", Validity: 1, UID: uint32(n), At: now, Raw: raw})
				}
				kept, err := d.KeepMails(ctx, list...)
				if err != nil {
					b.Fatal(err)
				}
				for _, k := range kept {
					if m, err := d.UnderstandMail(ctx, k.ID); err != nil || m.Number == "" {
						b.Fatal(m, err)
					}
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}
