package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/post/mailstack"
)

// Every setting of the account can be set, comes back, and says what is wrong
// with it.
func TestAccountSettings(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	dir := newDesk(t, "en")
	for name, value := range map[string]string{
		"mail.host": "smtp.test", "mail.port": "465", "mail.security": "tls", "mail.user": "ana", "mail.from": "ana@test", "mail.from_name": "Ana",
		"mail.auth": "oauth", "mail.provider": "google", "mail.client_id": "id", "mail.client_secret": "hush", "mail.device_url": "https://p.test/d",
		"mail.token_url": "https://p.test/t", "mail.scope": "mail", "mail.inbox_host": "imap.test", "mail.inbox_port": "143", "mail.inbox_security": "starttls",
		"mail.inbox_user": "box", "mail.inbox_password": "x", "mail.folder": "Help", "mail.since": "2026-11-01", "mail.sent": "Sent", "mail.filing": "never",
		"mail.receive": "yes", "mail.max_size": "5", "mail.send_delay": "30", "signature": "Ana", "acknowledge": "yes",
	} {
		if got := tell("", "settings", "set", name, value, "--desk", dir); got.code != 0 {
			t.Errorf("%s: %s", name, got.err)
		}
	}
	var s data.Settings
	does(t, &s, "", "settings", "--desk", dir)
	want := data.Account{Host: "smtp.test", Port: 465, Security: data.TLS, User: "ana", From: "ana@test", FromName: "Ana", Auth: data.ByOAuth,
		OAuth: data.OAuth{Provider: "google", ClientID: "id", DeviceURL: "https://p.test/d", TokenURL: "https://p.test/t", Scope: "mail"},
		Inbox: data.Inbox{Receive: true, Host: "imap.test", Port: 143, Security: data.StartTLS, User: "box", Folder: "Help", Since: "2026-11-01", MaxSize: 5 << 20, Sent: "Sent", Filing: data.FileNever}}
	if s.Mail != want || s.SendDelay == nil || *s.SendDelay != 30 || !s.Acknowledge || s.Signature != "Ana" {
		t.Errorf("%+v", s)
	}
	shown := tell("", "settings", "--desk", dir).out
	for _, line := range []string{"mail.host Mail server smtp.test", "mail.security Security TLS (usually port 465)", "mail.since From this date on 2026-11-01",
		"mail.send_delay Seconds to take a mail back 30", "mail.receive Receive mail Yes", "mail.folder Folder Help"} {
		if !strings.Contains(strings.Join(strings.Fields(shown), " "), line) {
			t.Errorf("not shown: %s\n%s", line, shown)
		}
	}
	if strings.Contains(shown, "hush") || strings.Contains(shown, "{") {
		t.Errorf("shown: %s", shown)
	}
	for name, value := range map[string]string{"mail.port": "many", "mail.inbox_port": "70000", "mail.receive": "perhaps", "mail.since": "yesterday", "mail.filing": "often",
		"mail.send_delay": "soon", "mail.max_size": "big", "mail.auth": "magic", "mail.inbox_security": "none"} {
		if got := tell("", "settings", "set", name, value, "--desk", dir); got.code != 1 || strings.Contains(got.err, "⟦") {
			t.Errorf("%s %s: %d %s", name, value, got.code, got.err)
		}
	}
	if got := tell("", "settings", "set", "mail.nothing", "x", "--desk", dir); !strings.Contains(got.err, "mail.inbox_host") {
		t.Errorf("what there is: %s", got.err)
	}
}

// Without a server a letter is saved for the person to send, and nothing is
// fetched.
func TestWithoutAServer(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	dir := newDesk(t, "en")
	does(t, nil, "", "settings", "set", "mail.from", "ana@test", "--desk", dir)
	does(t, nil, "", "intake", "--name", "Marta", "--subject", "x", "--desk", dir)
	does(t, nil, "", "escalate", "MAD-1", "--to", "second@test", "--question", "?", "--desk", dir)
	if got := tell("", "inbox", "fetch", "--desk", dir); got.code != 1 || !strings.Contains(got.err, "incoming") {
		t.Errorf("%+v", got)
	}
	path := filepath.Join(t.TempDir(), "letter.eml")
	var l data.Letter
	does(t, &l, "", "outbox", "save", "MAD-1", path, "--desk", dir)
	raw, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(raw), "X-Unsent: 1\r\n") || l.State != data.LetterSaved {
		t.Errorf("%.60q, %v, %+v", raw, err, l)
	}
}

// From nothing to a mail both ways: find, test, send, fetch.
func TestAccountFromNothing(t *testing.T) {
	stack := mailstack.Start(t)
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	dir := newDesk(t, "en")
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(stack.CertPEM), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, set := range [][2]string{{"mail.ca", ca}, {"mail.from", "desk1@test"}, {"mail.host", "localhost"}, {"mail.port", fmt.Sprint(stack.SMTPPort)},
		{"mail.user", "desk1@test"}, {"mail.password", "secret-desk1"}, {"mail.inbox_host", "localhost"}, {"mail.inbox_port", fmt.Sprint(stack.IMAPSPort)}} {
		does(t, nil, "", "settings", "set", set[0], set[1], "--desk", dir)
	}
	if got := tell("", "settings", "test", "--desk", dir); got.code != 0 || !strings.Contains(got.out, "came back") {
		t.Errorf("%+v", got)
	}
	var s data.Settings
	does(t, &s, "", "settings", "--desk", dir)
	if !s.Mail.Knows().PlusAddress || s.Mail.Knows().FilesSent {
		t.Errorf("learned %+v", s.Mail.Learned)
	}
	does(t, nil, "", "intake", "--name", "Marta", "--subject", "x", "--desk", dir)
	does(t, nil, "", "escalate", "MAD-1", "--to", "second@test", "--question", "?", "--desk", dir)
	var sent struct{ Sent, Waiting int }
	does(t, &sent, "", "outbox", "send", "--desk", dir) // at once: who asks has looked
	var outbox struct{ Letters []data.Letter }
	does(t, &outbox, "", "outbox", "list", "--desk", dir)
	if sent.Sent != 1 || outbox.Letters[0].Copy != data.CopyFiled {
		t.Errorf("%+v, %+v", sent, outbox.Letters)
	}
	stack.Await(t, "second", 1)
	stack.Submit(t, "second", "desk1@test", []byte("From: second@test\r\nTo: desk1@test\r\nMessage-ID: <new@test>\r\nSubject: Another one\r\n\r\nHelp.\r\n"))
	stack.Await(t, "desk1", 3)
	var got struct{ Mails []data.Mail }
	does(t, &got, "", "inbox", "fetch", "--desk", dir)
	if len(got.Mails) != 3 || got.Mails[2].Subject != "Another one" || got.Mails[2].State != data.MailPlaced {
		t.Errorf("%+v", got)
	}
	does(t, &got, "", "inbox", "list", "--ticket", got.Mails[2].Number, "--desk", dir)
	if len(got.Mails) != 1 {
		t.Errorf("%+v", got)
	}
}
