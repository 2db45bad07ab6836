package desk

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
)

// A mail that takes too long to read becomes a ticket with its bytes, and the
// next one goes on (I8). When there is time it can be read.
func TestMailThatTakesTooLong(t *testing.T) {
	ctx := context.Background()
	d := mailDesk(t, "MAD")
	slow := eml(strings.Repeat("It burns, and burns, and burns.\n", 100_000), "Subject", "A long story")
	var list []Arrival
	for i, raw := range [][]byte{slow, eml("Another", "Message-ID", "<next@acme.test>")} {
		list = append(list, Arrival{Account: "a", Folder: "INBOX", Validity: 1, UID: uint32(1 + i), At: d.Now(), Raw: raw})
	}
	kept, err := d.KeepMails(ctx, list...)
	if err != nil {
		t.Fatal(err)
	}
	usual := d.readLimit
	d.readLimit = time.Nanosecond
	m, err := d.UnderstandMail(ctx, kept[0].ID)
	if err != nil || m.State != data.MailUnreadable || m.From != "marta@acme.test" || m.Subject != "A long story" {
		t.Fatalf("%+v %v", m, err)
	}
	if _, err := d.MailText(ctx, m.ID); err == nil {
		t.Error("it was read")
	}
	d.readLimit = usual
	c := caseOf(t, d, m.Number)
	if raw, err := d.RawMail(ctx, m.ID); err != nil || !bytes.Equal(raw, slow) || len(c.Attachments) != 1 || c.Attachments[0].Type != "message/rfc822" ||
		c.Ticket.Subject != "Unreadable mail: A long story" || !c.Ticket.Unread {
		t.Errorf("%d bytes of %d, %+v, %v, %v", len(raw), len(slow), c.Ticket, c.Attachments, err)
	}
	if text, err := d.MailText(ctx, m.ID); err != nil || !strings.Contains(text.Text, "and burns") {
		t.Errorf("%.50q %v", text.Text, err)
	}
	next, err := d.UnderstandMail(ctx, kept[1].ID)
	if err != nil || next.State != data.MailPlaced || next.Number == m.Number {
		t.Errorf("%+v %v", next, err)
	}
	sound(t, d)
}

// Whatever bytes arrive are kept and come to be seen.
func TestRubbishArrives(t *testing.T) {
	d := mailDesk(t, "MAD")
	for i, raw := range [][]byte{nil, {0}, []byte("\n"), []byte("no header at all"), []byte("From: \xff\xfe\r\n\r\n\x00\x00"), []byte(strings.Repeat("a", 100_000)),
		[]byte("From: " + strings.Repeat("x", 5000) + "@y.test\r\nSubject: " + strings.Repeat("y", 5000) + "\r\n\r\n" + strings.Repeat("z ", 200_000))} {
		m := arriveMail(t, d, raw)
		if !m.State.Waiting() && m.Number == "" {
			t.Errorf("%d: %+v", i, m)
		}
	}
	sound(t, d)
}

// A folder whose server numbers its mails anew is read again, and nothing comes
// twice; copies in other folders are known as such.
func TestNumberedAnew(t *testing.T) {
	ctx := context.Background()
	d := mailDesk(t, "MAD")
	raw := eml("It burns.")
	at := func(folder string, validity, uid uint32) Arrival {
		return Arrival{Account: "a", Folder: folder, Validity: validity, UID: uid, At: d.Now(), Raw: raw}
	}
	first := arriveAs(t, d, at("INBOX", 1, 5))
	if err := d.ResetInbox(ctx, "a", "INBOX", 2); err != nil {
		t.Fatal(err)
	}
	if validity, uid, err := d.InboxCursor(ctx, "a", "INBOX"); err != nil || validity != 2 || uid != 0 {
		t.Fatal(validity, uid, err)
	}
	id, fresh, err := d.KeepMail(ctx, at("INBOX", 2, 1))
	if err != nil || fresh || id != first.ID {
		t.Errorf("%s %v %v", id, fresh, err)
	}
	if _, fresh, err = d.KeepMail(ctx, at("Archive", 9, 1)); err != nil || fresh {
		t.Error(fresh, err)
	}
	list, err := d.Mails(ctx, MailQuery{})
	if err != nil || len(list) != 2 || list[0].State != data.MailDuplicate || list[1].UID != 1 {
		t.Errorf("%+v %v", list, err)
	}
	// Its copies are numbered anew as well, each once.
	for _, a := range []Arrival{at("INBOX", 2, 2), at("INBOX", 3, 1), at("INBOX", 3, 2), at("INBOX", 4, 7), at("INBOX", 4, 8)} {
		if _, fresh, err = d.KeepMail(ctx, a); err != nil || fresh {
			t.Error(fresh, err)
		}
	}
	if list, err = d.Mails(ctx, MailQuery{}); err != nil || len(list) != 3 || list[2].UID != 7 || list[0].UID != 8 {
		t.Errorf("%+v %v", list, err)
	}
	// The same id with another text is another mail, and somebody looks.
	m := arriveMail(t, d, eml("Something else", "Message-ID", "<m1@acme.test>"))
	if m.State != data.MailTriage || m.Reason != "other_copy" || m.Proposed != first.Ticket {
		t.Errorf("%+v", m)
	}
	sound(t, d)
}

// Of a large mail the head is kept until somebody asks for the rest.
func TestStub(t *testing.T) {
	ctx := context.Background()
	d := mailDesk(t, "MAD")
	raw := eml("It burns, and here are 30 MB of pictures.")
	head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
	stub := Arrival{Account: "a", Folder: "INBOX", Validity: 1, UID: 5, At: d.Now(), Size: 30 << 20, Raw: []byte(head + "\r\n\r\n"), Stub: true}
	id, fresh, err := d.KeepMail(ctx, stub)
	if err != nil || fresh {
		t.Fatal(fresh, err)
	}
	m, err := d.UnderstandMail(ctx, id)
	if err != nil || m.State != data.MailStub || m.Subject != "Printer on fire" || m.Size != 30<<20 {
		t.Fatalf("%+v %v", m, err)
	}
	if n, err := d.MailsWaiting(ctx); err != nil || n != 1 {
		t.Error(n, err)
	}
	if err := d.PlaceMail(ctx, id, "MAD-1"); err == nil {
		t.Error("a head was placed")
	}
	huge := stub
	huge.UID, huge.Size, huge.Raw = 6, data.MaxAttachment+1, eml("", "Message-ID", "<huge@acme.test>")
	if hugeID, _, err := d.KeepMail(ctx, huge); err != nil || d.FetchStub(ctx, hugeID) == nil {
		t.Error("more was asked for than can be kept", err)
	}
	if err := d.FetchStub(ctx, id); err != nil {
		t.Fatal(err)
	}
	wanted, err := d.StubsToFetch(ctx)
	if err != nil || len(wanted) != 1 || wanted[0].UID != 5 {
		t.Fatal(wanted, err)
	}
	stub.Raw, stub.Stub = raw, false
	if m = arriveAs(t, d, stub); m.State != data.MailPlaced || m.ID != id {
		t.Errorf("%+v", m)
	}
	if wanted, err := d.StubsToFetch(ctx); err != nil || len(wanted) != 0 {
		t.Error(wanted, err)
	}
	sound(t, d)
}

// Files open as mail does: a message, a mailbox, and what another desk made of a
// case.
func TestOpenMailFile(t *testing.T) {
	ctx := context.Background()
	a, b := mailDesk(t, "MAD"), mailDesk(t, "BCN")
	dir := t.TempDir()
	file := func(name string, raw []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	open := func(d *Desk, path string) []data.Mail {
		t.Helper()
		mails, err := d.OpenMailFile(ctx, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		return mails
	}
	one := open(a, file("one.eml", eml("It burns.")))
	if len(one) != 1 || one[0].Number != "MAD-1" {
		t.Fatalf("%+v", one)
	}
	if again := open(a, file("same.eml", eml("It burns."))); again[0].ID != one[0].ID || again[0].Number != "MAD-1" {
		t.Errorf("%+v", again)
	}
	box := "From marta@acme.test Mon Nov 23 09:00:00 2026\n" + string(eml("Two\n>From here on", "Message-ID", "<2@acme.test>", "Subject", "Two")) +
		"\n\nFrom paul@other.test Mon Nov 23 09:00:00 2026\n" + string(eml("Three", "From", "paul@other.test", "Message-ID", "<3@other.test>", "Subject", "Three")) + "\n"
	if two := open(a, file("box.mbox", []byte(box))); len(two) != 2 || two[0].Subject != "Two" || two[1].From != "paul@other.test" {
		t.Errorf("%+v", two)
	}
	if text := caseOf(t, a, "MAD-2").Ticket.Description; text != "Two\nFrom here on" {
		t.Errorf("%q", text)
	}

	if _, err := a.AddNote(ctx, Note{Ticket: "MAD-1", Kind: "diagnosis", Text: "The fuser is worn out."}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddNote(ctx, Note{Ticket: "MAD-1", Text: "SECRETO", Internal: true}); err != nil {
		t.Fatal(err)
	}
	pdf, err := a.Report(ctx, "MAD-1", "en", false)
	if err != nil {
		t.Fatal(err)
	}
	path := file("report.pdf", pdf)
	got := open(b, path)
	if len(got) != 1 || got[0].State != data.MailPlaced || got[0].Reason != "other_desk" {
		t.Fatalf("%+v", got)
	}
	c := caseOf(t, b, got[0].Number)
	if c.Ticket.ExternalRef != "MAD-1" || c.Ticket.Subject != "Printer on fire" || c.Requester.Name != "Marta Vega" || c.Ticket.Number != "BCN-1" {
		t.Errorf("%+v %+v", c.Ticket, c.Requester)
	}
	told := ""
	for _, e := range c.Timeline {
		told += e.Text + "\n"
		if e.Text == "The fuser is worn out." && (e.Origin == nil || e.Origin.Ticket != "MAD-1" || e.Trust != data.TrustNone) {
			t.Errorf("%+v", e)
		}
	}
	if !strings.Contains(told, "fuser") || strings.Contains(told, "SECRETO") {
		t.Errorf("timeline %q", told)
	}
	entries := len(c.Timeline)
	if again := open(b, path); again[0].Number != "BCN-1" || len(caseOf(t, b, "BCN-1").Timeline) != entries {
		t.Errorf("%+v", again)
	}
	// What came later is added to the same ticket.
	if _, err := a.AddNote(ctx, Note{Ticket: "MAD-1", Text: "Fuser ordered at the supplier."}); err != nil {
		t.Fatal(err)
	}
	if pdf, err = a.Report(ctx, "MAD-1", "en", false); err != nil {
		t.Fatal(err)
	}
	if again := open(b, file("later.pdf", pdf)); again[0].Number != "BCN-1" {
		t.Errorf("%+v", again)
	}
	fuser := 0
	for _, e := range caseOf(t, b, "BCN-1").Timeline {
		if strings.Contains(e.Text, "user") {
			fuser++
		}
	}
	if fuser != 2 {
		t.Errorf("%d entries speak of the fuser", fuser)
	}
	// Our own report leads to our ticket.
	if own := open(a, path); own[0].State != data.MailOwn || own[0].Number != "MAD-1" {
		t.Errorf("%+v", own)
	}
	if _, err := a.OpenMailFile(ctx, file("plain.pdf", []byte("%PDF-1.4\nnothing")), nil); err == nil {
		t.Error("an ordinary PDF was taken for a case")
	}
	sound(t, a)
	sound(t, b)
}
