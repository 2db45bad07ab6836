package desk_test

import (
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
	"firstline/data/post/mailstack"
)

// wire leads from a port to another, once it is connected. Until then nobody
// answers there.
type wire struct{ from, to int }

func (w wire) connect(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", w.from))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", fmt.Sprint("127.0.0.1:", w.to))
			if err != nil {
				near.Close()
				continue
			}
			go func() { io.Copy(far, near); far.Close() }()
			go func() { io.Copy(near, far); near.Close() }()
		}
	}()
}

// nobody finds a port at which nobody answers.
func nobody(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Three days without a network: the letter waits, nothing counts as a try, and
// then it leaves once. What came meanwhile becomes a ticket.
func TestThreeDaysOffline(t *testing.T) {
	stack := mailstack.Start(t)
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	out, in := wire{nobody(t), stack.SMTPPort}, wire{nobody(t), stack.IMAPSPort}
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "MAD", Name: "Mesa", Operator: "Ana", Language: "en",
		Mail: data.Account{Host: "localhost", Port: out.from, User: "desk1@test", From: "desk1@test", CA: stack.CertPEM,
			Inbox: data.Inbox{Receive: true, Host: "localhost", Port: in.from}}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	now := time.Now().UTC()
	d.SetClock(func() time.Time { return now })
	if err := d.KeepPassword("mail", "secret-desk1"); err != nil {
		t.Fatal(err)
	}
	call(t, d, "Marta", "The printer burns")
	e, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: "MAD-1", To: "second@test", Question: "What now?"})
	if err != nil {
		t.Fatal(err)
	}
	stack.Submit(t, "second", "desk1@test", []byte("From: second@test\r\nTo: desk1@test\r\nMessage-ID: <m1@test>\r\nSubject: Mine too\r\n\r\nSmoke.\r\n"))
	office := post.New(d)
	for range 3 * 24 {
		now = now.Add(time.Hour)
		if sent, err := office.SendDue(ctx); sent != 0 || err == nil {
			t.Fatalf("%d sent, %v", sent, err)
		}
		if _, err := office.FetchMail(ctx); err == nil {
			t.Fatal("fetched without a network")
		}
	}
	l := onlyLetter(t, d)
	if l.State != data.LetterQueued || l.Tries != 0 || !office.Status().Offline {
		t.Errorf("after three days: %+v, %+v", l, office.Status())
	}
	out.connect(t)
	in.connect(t)
	now = now.Add(10 * time.Minute)
	for range 3 {
		if _, err := office.SendDue(ctx); err != nil {
			t.Fatal(err)
		}
		if err := office.FileCopies(ctx); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Hour)
	}
	if l = onlyLetter(t, d); l.State != data.LetterSent || l.Tries != 1 || l.Copy != data.CopyFiled || escalated(t, d) != data.EscalationSentState {
		t.Errorf("%+v", l)
	}
	if got := stack.Await(t, "second", 1); len(got) != 1 || !strings.Contains(string(got[0]), e.MessageID) {
		t.Errorf("%d arrived", len(got))
	}
	if copies, err := filepath.Glob(filepath.Join(stack.Dir, "mail", "desk1", "Maildir", ".Sent", "cur", "*")); err != nil || len(copies) != 1 {
		t.Errorf("%v, %v", copies, err)
	}
	stack.Await(t, "desk1", 1)
	if got, err := office.FetchMail(ctx); err != nil || len(got.Mails) != 1 || got.Mails[0].State != data.MailPlaced {
		t.Errorf("%+v, %v", got, err)
	}
	sound(t, d)
}
