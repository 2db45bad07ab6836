package tour

import (
	"bytes"
	"cmp"
	"fmt"
	"net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post/mailstack"
)

// Mail at the desk, by keys alone, over real servers: what came in is put where
// the inbox proposes, the customer is answered, second line's answer lands on the
// question, and the outbox has sent it all.
func TestMailAtTheDesk(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs a real window")
	}
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	stack := mailstack.Start(t)
	binary := build(t, "firstline")
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	home := home(t)
	dir := filepath.Join(home, "desk")
	d, err := desk.Create(ctx, dir, data.Settings{Code: "HAR", Name: "Harbour", Operator: "Ann", Language: "en", SendDelay: new(0),
		Mail: data.Account{Host: "localhost", Port: stack.SMTPPort, User: "desk1@test", From: "desk1@test", CA: stack.CertPEM,
			Inbox: data.Inbox{Receive: true, Host: "localhost", Port: stack.IMAPSPort}}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, subject := range []string{"printer offline", "scanner hums"} {
		if _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Grace Hill", Emails: []string{"desk2@test"}}, Subject: subject}); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.KeepPassword("mail", "secret-desk1"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: "HAR-1", Mode: data.Consult, To: "second@test", Question: "Known fault of this model?"}); err != nil {
		t.Fatal(err)
	}
	x := newScreen(t, "us", pictures(t, "mail"))
	p := x.open(binary, []string{"HOME=" + home, "XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "FIRSTLINE_NO_KEYRING=1"}, "--desk", dir)

	// A customer writes about a ticket, and only the subject says which.
	asked := stack.Await(t, "second", 1)[0]
	stack.Submit(t, "desk2", "desk1@test", written("desk2@test", "desk1@test", "HAR-1 again", "", "The printer is still offline."))
	x.until("the mail that waits", func() bool { n, err := d.MailsWaiting(ctx); return err == nil && n == 1 })
	x.press("ctrl+3")
	time.Sleep(1200 * time.Millisecond)
	x.shot("01-inbox")
	x.press("ctrl+Return")
	var k data.Case
	x.until("the mail on its ticket", func() bool {
		k, err = d.Case(ctx, "HAR-1")
		return err == nil && has(d, "HAR-1", func(a data.Activity) bool { return strings.Contains(a.Text, "still offline") })
	})
	time.Sleep(300 * time.Millisecond)
	x.shot("02-placed")

	// The answer to it.
	x.press("ctrl+k")
	x.write("HAR-1")
	time.Sleep(700 * time.Millisecond)
	x.press("Return")
	time.Sleep(900 * time.Millisecond)
	x.press("ctrl+shift+r")
	time.Sleep(1200 * time.Millisecond)
	x.write("Please restart the spooler.")
	time.Sleep(900 * time.Millisecond)
	x.shot("03-reply")
	x.press("ctrl+Return")
	answer := stack.Await(t, "desk2", 1)[0]
	if !bytes.Contains(answer, []byte("Please restart the spooler.")) {
		t.Errorf("the customer reads\n%s", answer)
	}

	// Second line answers, and the outbox has nothing left.
	m, err := mail.ReadMessage(bytes.NewReader(asked))
	if err != nil {
		t.Fatal(err)
	}
	stack.Submit(t, "second", "desk1@test", written("second@test", cmp.Or(m.Header.Get("Reply-To"), m.Header.Get("From")), "Re: "+m.Header.Get("Subject"), m.Header.Get("Message-ID"), "Yes. Update the driver."))
	x.until("second line's answer", func() bool {
		k, err = d.Case(ctx, "HAR-1")
		return err == nil && k.Escalations[0].State == data.EscalationAnswered
	})
	x.press("ctrl+4")
	time.Sleep(900 * time.Millisecond)
	x.shot("04-outbox")
	letters, err := d.Letters(ctx)
	if err != nil || len(letters) != 2 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	for _, l := range letters {
		if l.State != data.LetterSent {
			t.Errorf("to %v: %s (%s)", l.To, l.State, l.Reason)
		}
	}
	if said := p.log.text(); strings.Contains(said, "Error in Fyne call thread") {
		t.Errorf("a widget was touched off its goroutine:\n%s", said)
	}
}

// written is a mail as a plain program writes it.
func written(from, to, subject, answers, text string) []byte {
	head := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@test>\r\nDate: %s\r\n", from, to, subject, time.Now().UnixNano(), time.Now().Format(time.RFC1123Z))
	if answers != "" {
		head += "In-Reply-To: " + answers + "\r\nReferences: " + answers + "\r\n"
	}
	return []byte(head + "\r\n" + text + "\r\n")
}
