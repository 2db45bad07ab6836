package desk

import (
	"strings"
	"testing"
	"time"

	"firstline/data"
)

// TestABounceIsFiledWithoutItsParts keeps what a server gives back out of the
// ticket's files, and says the status once that stands in its words already.
func TestABounceIsFiledWithoutItsParts(t *testing.T) {
	ctx := t.Context()
	d := mailDesk(t, "MAD")
	number := arriveMail(t, d, eml("It burns.")).Number
	sent, err := d.Reply(ctx, ReplyRequest{Ticket: number, To: "gone@acme.test", Text: "On it."})
	if err != nil {
		t.Fatal(err)
	}
	later := d.Now().Add(time.Minute)
	d.clock = func() time.Time { return later }
	l, raw, ok, err := d.TakeLetter(ctx, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := d.LetterDone(ctx, l.ID, LetterOutcome{State: data.LetterSent, Tried: true}); err != nil {
		t.Fatal(err)
	}
	m := arriveMail(t, d, []byte("From: Mail Delivery System <MAILER-DAEMON@mx.test>\r\nTo: desk@firma.test\r\nSubject: Undelivered Mail\r\nMessage-ID: <b@mx.test>\r\n"+
		"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"+
		"--r\r\nContent-Type: text/plain\r\n\r\nIt did not arrive.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\n"+
		"Final-Recipient: rfc822; gone@acme.test\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 5.1.1 no such user\r\n"+
		"--r\r\nContent-Type: message/rfc822\r\n\r\n"+string(raw)+"\r\n--r--\r\n"))
	if m.Number != number {
		t.Fatalf("it is on %q: %+v", m.Number, m)
	}
	c := caseOf(t, d, number)
	if len(c.Attachments) != 0 {
		t.Errorf("the ticket has %+v", c.Attachments)
	}
	for _, a := range c.Timeline {
		if a.MessageID == sent.MessageID && (a.Delivery.State != data.LetterBounced || strings.Count(a.Delivery.Reason, "5.1.1") != 1) {
			t.Errorf("the reply is %+v", a.Delivery)
		}
	}
}
