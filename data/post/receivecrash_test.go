package post

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

const childInbox = "FIRSTLINE_CHILD_INBOX"

// A program that fetches is killed at whatever it does: as soon as so many mails
// are kept, and at moments in between. Whoever comes after finds every mail
// kept once and on one ticket, and none passed over.
func TestKilledWhileReceiving(t *testing.T) {
	if dir := os.Getenv(childInbox); dir != "" { // the program that dies
		d, err := desk.Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		for {
			New(d).FetchMail(ctx)
		}
	}
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	h := host(t, data.TLS, nil)
	const n = 60
	for i := 1; i <= n; i++ {
		h.put(t, "INBOX", mailNo(i))
	}
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "MAD", Name: "Mesa", Operator: "Ana", Mail: h.account})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.KeepPassword("mail", "secret"); err != nil {
		t.Fatal(err)
	}
	kept := func() []data.Mail {
		mails, err := d.Mails(ctx, desk.MailQuery{})
		if err != nil {
			t.Fatal(err)
		}
		return mails
	}
	kills := 0
	for kill := 1; kill < n; kill += 4 {
		child := exec.Command(os.Args[0], "-test.run=^TestKilledWhileReceiving$")
		child.Env = append(os.Environ(), childInbox+"="+d.Dir())
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, fmt.Sprint(kill, " mails are kept"), func() bool { return len(kept()) >= kill })
		time.Sleep(time.Duration(kill) * 300 * time.Microsecond) // in the midst of something
		child.Process.Kill()
		child.Wait() // "killed" is no news
		kills++
		_, cursor, err := d.InboxCursor(ctx, "desk@firma.test", "INBOX")
		if err != nil {
			t.Fatal(err)
		}
		if got := len(kept()); int(cursor) != got { // UIDs count from 1 here, without gaps
			t.Errorf("after %d kills the cursor is at %d with %d mails kept", kills, cursor, got)
		}
	}
	if _, err := New(d).FetchMail(ctx); err != nil {
		t.Fatal(err)
	}
	tickets, seen := map[string]bool{}, map[string]bool{}
	for _, m := range kept() {
		if m.State != data.MailPlaced && !m.State.Waiting() {
			t.Errorf("%s is %s", m.Subject, m.State)
		}
		tickets[m.Number], seen[m.MessageID] = true, true
	}
	if left, err := d.MailToUnderstand(ctx); len(left) != 0 || err != nil || len(seen) != n || len(kept()) != n {
		t.Errorf("%d mails, %d of them different, %d not understood, %v", len(kept()), len(seen), len(left), err)
	}
	if r, err := d.Check(ctx); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
	t.Logf("%d kills, %d mails on %d tickets", kills, len(seen), len(tickets))
}
