package post

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/post/mailstack"
)

// 5,000 mails are fetched from Dovecot and read, but not stored: how many a
// second (5,400 were measured with another reader, on two idle cores).
func BenchmarkFetchAndRead(b *testing.B) {
	stack := mailstack.Start(b)
	const n = 5000
	text := strings.Repeat("All work and no play makes a dull mail, but this is about what they have.\n", 20)
	var mails [][]byte
	size := 0
	for i := range n {
		raw, err := mail.Write(mail.Letter{From: fmt.Sprintf("c%d@example.org", i), To: "desk1@test", Date: time.Now(), MessageID: fmt.Sprintf("<b%d@example.org>", i),
			Subject: fmt.Sprintf("Number %d", i), Text: text})
		if err != nil {
			b.Fatal(err)
		}
		mails, size = append(mails, raw), size+len(raw)
	}
	stack.Fill(b, "desk1", mails)
	account := data.Account{User: "desk1@test", From: "desk1@test", CA: stack.CertPEM, Inbox: data.Inbox{Host: "localhost", Port: stack.IMAPSPort}}
	b.SetBytes(int64(size))
	for b.Loop() {
		d := newDesk(account, "secret-desk1")
		d.inbox.grasp = func(raw []byte) error {
			if mail.Read(raw, time.Now()).Subject == "" {
				return errDead
			}
			return nil
		}
		if got, err := New(d).FetchMail(ctx); err != nil || len(got.Mails) != n {
			b.Fatalf("%d mails, %v", len(got.Mails), err)
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "mails/s")
}
