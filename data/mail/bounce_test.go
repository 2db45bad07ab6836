package mail

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestBounces(t *testing.T) {
	report := func(action, status, diagnostic string) []byte {
		return crlf("From: Mail Delivery System <mailer-daemon@mx.test>", "To: desk@example.com", "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
			`Content-Type: multipart/report; report-type=delivery-status; boundary=b`, "", "--b", "", "I could not deliver your message.", "--b", "Content-Type: message/delivery-status", "",
			"Reporting-MTA: dns; mx.test", "", "Final-Recipient: rfc822; <ana@example.org>", "Action: "+action, "Status: "+status, "Diagnostic-Code: smtp; "+diagnostic, "",
			"--b", "Content-Type: message/rfc822", "", "From: desk@example.com", "To: ana@example.org", "Message-ID: <dp.1@example.com>", "Subject: hello", "", "hello", "--b--", "")
	}
	returned := []string{"From: desk@example.com", "To: ana@example.org", "Message-ID: <dp.1@example.com>", "Subject: hello", "", "hello"}
	server := func(from string, lines ...string) []byte {
		return crlf(append(append([]string{"Return-Path: <>", "From: " + from, "To: desk@example.com"}, lines...), returned...)...)
	}
	tests := map[string]struct {
		raw    []byte
		status string
		says   string
	}{
		"report":              {report("failed", "5.1.1", "550 5.1.1 No such user"), "5.1.1", "550 5.1.1 No such user"},
		"the refusing server": {report("failed", "5.0.0", "550 5.7.1 Blocked"), "5.7.1", "Blocked"},
		"delay":               {report("delayed", "4.4.7", "451 try later"), "4.4.7", "try later"},
		"qmail": {server("MAILER-DAEMON@mx.test", "Subject: failure notice", "", "Hi. This is the qmail-send program at mx.test.", "I'm afraid I wasn't able to deliver your message to the following addresses.", "",
			"<ana@example.org>:", "192.0.2.1 does not like recipient.", "Remote host said: 550 User unknown", "", "--- Below this line is a copy of the message.", ""), "5.1.1", "550 User unknown"},
		"Exim": {server("Mail Delivery System <Mailer-Daemon@mx.test>", "X-Failed-Recipients: ana@example.org", "Subject: Mail delivery failed: returning message to sender", "", "This message was created automatically by mail delivery software.", "",
			"A message that you sent could not be delivered to one or more of its recipients.", "", "  ana@example.org", "    SMTP error from remote mail server after RCPT TO:<ana@example.org>:", "    host mx.example.org [192.0.2.1]: 552 5.2.2 Mailbox full", "",
			"------ This is a copy of the message, including all the headers. ------", ""), "5.2.2", "Mailbox full"},
		"Exchange": {server("Microsoft Exchange <postmaster@example.com>", "Subject: Undeliverable: hello", "", "Delivery has failed to these recipients or groups:", "", "ana@example.org", "The e-mail address you entered couldn't be found.", "",
			"Diagnostic information for administrators:", "ana@example.org", "#550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found ##", "", "Original message headers:", ""), "5.1.10", "RecipientNotFound"},
		"Spanish": {server("postmaster@example.com", "Subject: No se puede entregar: hello", "", "No se pudo entregar el mensaje a ana@example.org", "El buzón está lleno: quota exceeded", "", "Original message:", ""), "5.2.2", "ana@example.org"},
	}
	for name, test := range tests {
		m := Read(test.raw, arrived)
		if m.Kind != Bounced || m.Bounce == nil {
			t.Errorf("%s: is %s", name, m.Kind)
			continue
		}
		b := *m.Bounce
		if b.Recipient != "ana@example.org" || b.Status != test.status || !strings.Contains(b.Reason, test.says) || b.OriginalMessageID != "dp.1@example.com" {
			t.Errorf("%s: %+v", name, b)
		}
	}
	for name, raw := range map[string][]byte{
		"delivered":               report("delivered", "2.0.0", "250 OK"),
		"a person about a bounce": crlf("From: Ana <ana@example.org>", "Subject: Fwd: Undelivered Mail Returned to Sender", "", "Why did this come back?", "", "550 5.1.1 No such user"),
	} {
		if m := Read(raw, arrived); m.Bounce != nil {
			t.Errorf("%s: %+v", name, *m.Bounce)
		}
	}
}

// What is known of the bounces of Sisimai's set: all of them are some, but for
// those that say otherwise in their names.
func TestSisimaisBounces(t *testing.T) {
	all, bounces, recipients, statuses, ids := 0, 0, 0, 0, 0
	for _, path := range corpusMails(t, "sisimai") {
		name := filepath.Base(path)
		if strings.Contains(name, "_arf-") || strings.Contains(name, "_rfc3834-") || strings.Contains(name, "not_is-not-bounce") || strings.Contains(name, "err_make-test") {
			continue
		}
		all++
		m := Read(readFile(t, path), arrived)
		if m.Bounce == nil {
			t.Logf("%s is %s: %.60q", name, m.Kind, m.Subject)
			continue
		}
		bounces++
		if strings.Contains(m.Bounce.Recipient, "@") {
			recipients++
		}
		if m.Bounce.Status != "" {
			statuses++
		}
		if m.Bounce.OriginalMessageID != "" {
			ids++
		}
	}
	t.Logf("%d mails: %d bounces, %d recipients, %d statuses, %d ids", all, bounces, recipients, statuses, ids)
	// Measured with the prototype: 600 of 629, with 335 recipients,
	// 474 statuses, 545 ids.
	if bounces*100 < all*97 || recipients*100 < all*97 || statuses*100 < all*97 || ids*100 < all*85 {
		t.Error("less than is there")
	}
}

func TestAutomaticMail(t *testing.T) {
	tests := []struct {
		kind  Kind
		lines []string
	}{
		{Person, []string{"Auto-Submitted: no", "Precedence: normal", "Subject: hello"}},
		{Person, []string{"Auto-Submitted: no", "X-Auto-Response-Suppress: All", "Subject: Out of office"}},
		{Person, []string{"Subject: Out of office next week: who answers?"}},
		{Person, []string{"X-Auto-Response-Suppress: OOF", "Subject: hello"}}, // Exchange puts it on what people write
		{AutoReply, []string{"Auto-Submitted: auto-replied", "Subject: hello"}},
		{AutoReply, []string{"Auto-Submitted: auto-generated; x=y", "Subject: hello"}},
		{AutoReply, []string{"X-Autoreply: yes", "Subject: hello"}},
		{AutoReply, []string{"Return-Path: <>", "Subject: hello"}},
		{AutoReply, []string{"Precedence: auto_reply", "Subject: hello"}},
		{AutoReply, []string{"X-Loop: desk@example.com", "Subject: hello"}},
		{AutoReply, []string{"In-Reply-To: <1@example.com>", "Subject: Automatic reply: hello"}},
		{AutoReply, []string{"In-Reply-To: <1@example.com>", "Subject: Respuesta automática: hello"}},
		{AutoReply, []string{"In-Reply-To: <1@example.com>", "Subject: Abwesenheitsnotiz: hello"}},
		{AutoReply, []string{"In-Reply-To: <1@example.com>", "Subject: Réponse automatique : hello"}},
		{AutoReply, []string{"In-Reply-To: <1@example.com>", "Subject: Resposta automática: hello"}},
		{AutoReply, []string{"In-Reply-To: <1@example.com>", "Subject: Risposta automatica: hello"}},
		{List, []string{"List-Id: <users.example.org>", "Subject: hello"}},
		{List, []string{"Precedence: bulk", "Subject: hello"}},
		{List, []string{"List-Unsubscribe: <mailto:x@example.org>", "X-Loop: users@example.org", "Subject: hello"}},
	}
	for _, test := range tests {
		m := Read(crlf(append(append([]string{"From: Ana <ana@example.org>"}, test.lines...), "", "hello")...), arrived)
		if m.Kind != test.kind {
			t.Errorf("%q is %s, not %s", test.lines, m.Kind, test.kind)
		}
	}
	if m := Read(crlf("From: noreply@example.org", "Subject: hello", "", "hello"), arrived); m.Kind != AutoReply {
		t.Errorf("who wants no answer is %s", m.Kind)
	}
}
