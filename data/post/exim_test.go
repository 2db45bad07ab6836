package post_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/packet"

	"firstline/data/post"
	"firstline/data/post/mailstack"
)

// A call becomes a ticket, the ticket an escalation, the escalation a mail in
// second line's mailbox: a real desk, a real Exim, a real Dovecot.
func TestEscalationReachesARealMailbox(t *testing.T) {
	stack := mailstack.Start(t)
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	ctx := context.Background()
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "MAD", SendDelay: new(0), Name: "Mesa Madrid", Operator: "Ana", Language: "es",
		Mail: data.Account{Host: "localhost", Port: stack.SMTPPort, Security: data.StartTLS, User: "desk1@test", From: "desk1@test",
			FromName: "Mesa Ñ", CA: stack.CertPEM}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta Vega"}, Subject: "La impresora arde", Description: "Sale humo."})
	check(err)
	_, err = d.AddNote(ctx, desk.Note{Ticket: ticket.Number, Text: "NOTA SECRETA", Internal: true})
	check(err)
	pdf := append([]byte("%PDF-1.4\r\n\x00\xff\n.\r\n"), bytes.Repeat([]byte("π\r\n..\n"), 20_000)...)
	file, err := d.Attach(ctx, ticket.Number, "avería ñ.pdf", bytes.NewReader(pdf))
	check(err)
	escalate := func(to string) data.Escalation {
		t.Helper()
		e, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: ticket.Number, To: to, Question: "¿Qué hacemos?", Files: []string{file.SHA256}})
		check(err)
		return e
	}
	good, temp, bad := escalate("second@test"), escalate("tempfail@test"), escalate("reject@test")
	office := post.New(d)

	// A wrong password keeps everything here.
	check(d.KeepPassword("mail", "wrong"))
	var problem *data.Problem
	if sent, err := office.SendDue(ctx); sent != 0 || !errors.As(err, &problem) || problem.Key != "post_wrong_password" {
		t.Fatalf("with a wrong password: %d, %v", sent, err)
	}
	sending := d.Settings().Mail
	sending.Inbox.Host = ""
	try := func(password string) (post.Report, error) {
		return post.Probe(ctx, sending, post.Keys{Send: password}, d.Words(), func(string) {})
	}
	if _, err := try("wrong"); !errors.As(err, &problem) || problem.Key != "post_wrong_password" {
		t.Errorf("tried with a wrong password: %v", err)
	}
	check(d.KeepPassword("mail", "secret-desk1"))
	report, err := try("secret-desk1")
	if err != nil || report.MaxSize != 30<<20 || report.Login != "PLAIN" || report.TLS == "" {
		t.Errorf("tried: %+v, %v", report, err)
	}
	check(office.Resume(ctx))
	if sent, err := office.SendDue(ctx); sent != 1 || err != nil {
		t.Errorf("SendDue = %d, %v", sent, err)
	}

	letters, err := d.Letters(ctx)
	check(err)
	frozen := map[data.ID][]byte{}
	for _, l := range letters {
		_, raw, err := d.Letter(ctx, l.ID)
		check(err)
		frozen[l.Escalation] = raw
		want := map[data.ID]struct {
			state data.LetterState
			said  string
		}{good.ID: {data.LetterSent, ""}, temp.ID: {data.LetterDeferred, "4.2.0 try later"}, bad.ID: {data.LetterFailed, "5.1.1 no such user"}}[l.Escalation]
		if l.State != want.state || !strings.Contains(l.Reason, want.said) {
			t.Errorf("to %v: %s (%s), want %s (%s)", l.To, l.State, l.Reason, want.state, want.said)
		}
		if l.State == data.LetterDeferred && l.NextAt.Before(d.Now()) {
			t.Errorf("deferred until %v", l.NextAt)
		}
	}

	raw := stack.Await(t, "second", 1)[0]
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	check(err)
	for name, want := range map[string]string{"Message-Id": good.MessageID, "Auto-Submitted": "no", "X-Deskpost": "1", "X-Deskpost-Hops": "0", "To": "second@test",
		"Subject": "[#" + good.Token + "] Escalado " + ticket.Number} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if from, err := m.Header.AddressList("From"); err != nil || from[0].Address != "desk1@test" || from[0].Name != "Mesa Ñ" {
		t.Errorf("From %v, %v", from, err)
	}
	if _, body, _ := bytes.Cut(frozen[good.ID], []byte("\r\n\r\n")); !bytes.HasSuffix(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))) {
		t.Error("the body is not the one that was frozen")
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	check(err)
	var names []string
	for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		check(err)
		body, err := io.ReadAll(p)
		check(err)
		if p.Header.Get("Content-Transfer-Encoding") == "base64" {
			body, err = base64.StdEncoding.DecodeString(strings.NewReplacer("\r", "", "\n", "").Replace(string(body)))
			check(err)
		}
		if bytes.Contains(body, []byte("NOTA SECRETA")) {
			t.Errorf("an internal note left in part %q", p.FileName())
		}
		switch names = append(names, p.FileName()); p.FileName() {
		case "":
			for _, want := range []string{"¿Qué hacemos?", ticket.Number, "Marta Vega", "[#" + good.Token + "]"} {
				if !bytes.Contains(body, []byte(want)) {
					t.Errorf("the text lacks %q:\n%s", want, body)
				}
			}
		case "avería ñ.pdf":
			if !bytes.Equal(body, pdf) {
				t.Error("the attached file is not the same")
			}
		case ticket.Number + ".dpk":
			p, err := packet.Unpack(body)
			if err != nil || p.Ticket.Ticket.Number != ticket.Number {
				t.Errorf("packet: %v", err)
			}
		case ticket.Number + ".pdf":
			if !bytes.HasPrefix(body, []byte("%PDF-")) {
				t.Errorf("the report is no PDF: %.20q", body)
			}
		}
	}
	if strings.Join(names, "|") != "|"+ticket.Number+".pdf|"+ticket.Number+".dpk|avería ñ.pdf" {
		t.Errorf("parts %q", names)
	}
}

// Run sends what is queued without being asked.
func TestRunSendsThroughExim(t *testing.T) {
	stack := mailstack.Start(t)
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	ctx, stop := context.WithCancel(context.Background())
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "MAD", SendDelay: new(0), Name: "Mesa", Operator: "Ana",
		Mail: data.Account{Host: "127.0.0.1", Port: stack.SMTPPort, User: "desk2@test", From: "desk2@test", CA: stack.CertPEM}})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.KeepPassword("mail", "secret-desk2"); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	office := post.New(d)
	go func() {
		office.Run(ctx)
		close(done)
	}()
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Marta"}, Subject: "x"})
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	const n = 5
	for range n {
		if _, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: ticket.Number, To: "second@test", Question: "?"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := stack.Await(t, "second", n); len(got) != n {
		t.Errorf("%d messages, want %d", len(got), n)
	}
	t.Logf("%d escalations written, queued, sent and delivered in %v", n, time.Since(start).Round(time.Millisecond))
	stop()
	<-done
	if s := office.Status(); s.Problem != nil || s.Sending != "" {
		t.Errorf("status %+v", s)
	}
}
