package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
)

// TestMailboxOfAnySizeOpens reads an mbox that is larger than any attachment may
// be, tells how far it is, and can be stopped: what was taken in stays.
func TestMailboxOfAnySizeOpens(t *testing.T) {
	d := mailDesk(t, "MAD")
	path := filepath.Join(t.TempDir(), "Inbox")
	box, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	filler := strings.Repeat(strings.Repeat("QUJD", 19)+"\r\n", 300_000) // 23 MB
	for n := range 3 {
		fmt.Fprintf(box, "From marta@acme.test Mon Nov 23 09:00:00 2026\r\n%s\r\n\r\n",
			eml("", "Message-ID", fmt.Sprintf("<%d@acme.test>", n), "Subject", fmt.Sprintf("Trace %d", n), "Content-Type", "application/octet-stream; name=trace.bin", "Content-Transfer-Encoding", "base64"))
		if _, err := box.WriteString(filler + "\r\n"); err != nil {
			t.Fatal(err)
		}
	}
	if err := box.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	told := 0
	mails, err := d.OpenMailFile(ctx, path, func(done, total int) {
		if told++; done > total || total < data.MaxAttachment {
			t.Errorf("it says %d of %d", done, total)
		}
		if told == 2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || len(mails) == 0 || len(mails) == 3 {
		t.Errorf("stopped: %d mails, %v", len(mails), err)
	}
	mails, err = d.OpenMailFile(t.Context(), path, nil)
	if err != nil || len(mails) != 3 {
		t.Fatal(len(mails), err)
	}
	for n, m := range mails {
		c := caseOf(t, d, m.Number)
		if c.Ticket.Subject != fmt.Sprintf("Trace %d", n) || len(c.Attachments) != 1 || c.Attachments[0].Size != 57*300_000 {
			t.Errorf("mail %d became %+v", n, c.Attachments)
		}
	}
}

// A message of an mbox that no ticket could take is left out and named; the others
// are taken in, dated as they were written.
func TestMessageTooLargeIsNamed(t *testing.T) {
	d := mailDesk(t, "MAD")
	path := filepath.Join(t.TempDir(), "Inbox")
	filler := strings.Repeat(strings.Repeat("QUJD", 19)+"\r\n", data.MaxAttachment/78+1)
	var box strings.Builder
	for n, body := range []string{"Hello", filler, "Bye"} {
		fmt.Fprintf(&box, "From marta@acme.test Mon Nov 23 09:00:00 2026\r\n%s\r\n\r\n",
			eml(body, "Message-ID", fmt.Sprintf("<%d@acme.test>", n), "Subject", fmt.Sprintf("Trace %d", n), "Date", "Mon, 02 Nov 2026 09:00:00 +0100"))
	}
	if err := os.WriteFile(path, []byte(box.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	mails, err := d.OpenMailFile(t.Context(), path, nil)
	if said := d.Words().Error(err); !strings.Contains(said, "A message in “Inbox” (“Trace 1”) is larger than 50") {
		t.Errorf("said %q", said)
	}
	if len(mails) != 2 || mails[0].Subject != "Trace 0" || mails[1].Subject != "Trace 2" || !mails[1].ReceivedAt.Equal(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("taken in: %+v", mails)
	}
}
