package post

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"firstline/data"
	"firstline/data/words"
)

func TestReportOfAGoodAccount(t *testing.T) {
	for _, security := range []data.Security{data.StartTLS, data.TLS} {
		s := serve(t, security, func(s *mailServer) { s.MaxMessageBytes = 30 << 20 })
		r, err := testSending(ctx, s.account, "secret")
		if err != nil || r.TLS != "TLS 1.3" || r.Login != "PLAIN" || r.MaxSize != 30<<20 || r.Port != s.account.Port || r.Took <= 0 {
			t.Errorf("%s: %+v, %v", security, r, err)
		}
		if len(s.accepted()) != 0 || s.been("rcpt") != 0 {
			t.Error("the test sent something")
		}
	}
}

// Whatever is wrong is named, points at its field and has its sentence.
func TestReportOfABadAccount(t *testing.T) {
	started := func(change func(*mailServer)) data.Account { return serve(t, data.StartTLS, change).account }
	plain := func(talk string) int {
		return script(t, func(c net.Conn) {
			io.WriteString(c, talk)
			io.Copy(io.Discard, c)
		})
	}
	leaf := func(from, to time.Duration, names ...string) func(*mailServer) {
		return func(s *mailServer) {
			l := localLeaf()
			l.NotBefore, l.NotAfter = time.Now().Add(from), time.Now().Add(to)
			if names != nil {
				l.DNSNames, l.IPAddresses = names, nil
			}
			ca, cert := authority(t, l)
			s.account.CA, s.TLSConfig.Certificates = ca, []tls.Certificate{cert}
		}
	}
	at := func(port int, security data.Security) data.Account {
		return data.Account{Host: "127.0.0.1", Port: port, Security: security, From: "desk@firma.test"}
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	with := func(a data.Account, change func(*data.Account)) data.Account {
		change(&a)
		return a
	}
	good := started(nil)
	for name, test := range map[string]struct {
		account    data.Account
		key, field string
	}{
		"empty":             {data.Account{}, "no_account", "host"},
		"bad sender":        {with(good, func(a *data.Account) { a.From = "desk at firma" }), "bad_address", "from"},
		"nobody listens":    {at(closed.Addr().(*net.TCPAddr).Port, data.StartTLS), "post_refused", "port"},
		"no STARTTLS":       {started(func(s *mailServer) { s.TLSConfig = nil }), "post_no_tls", "security"},
		"TLS against plain": {at(plain("220 mx.test ESMTP\r\n"), data.TLS), "post_not_tls", "security"},
		"not a mail server": {at(plain("* OK [CAPABILITY IMAP4rev1] ready\r\n"), data.StartTLS), "post_not_mail", "port"},
		"turned away":       {at(plain("554 5.7.1 your kind\r\n"), data.StartTLS), "post_turned_away", "host"},
		"hangs up":          {at(script(t, func(net.Conn) {}), data.StartTLS), "post_lost", ""},
		"another's name":    {started(leaf(-time.Hour, time.Hour, "mail.else.test")), "post_cert_name", "host"},
		"expired":           {started(leaf(-2*time.Hour, -time.Hour)), "post_cert_expired", "host"},
		"not valid yet":     {started(leaf(time.Hour, 2*time.Hour)), "post_cert_early", "host"},
		"unknown authority": {with(good, func(a *data.Account) { a.CA = "" }), "post_cert_unknown", "ca"},
		"authority no PEM":  {with(good, func(a *data.Account) { a.CA = "hello" }), "post_bad_ca", "ca"},
		"wrong user":        {with(good, func(a *data.Account) { a.User = "eve" }), "post_wrong_password", "password"},
		"only odd logins":   {started(func(s *mailServer) { s.login = []string{"GSSAPI"} }), "post_no_login", "user"},
		"LOGIN, wrong":      {with(started(func(s *mailServer) { s.login = []string{sasl.Login} }), func(a *data.Account) { a.User = "eve" }), "post_wrong_password", "password"},
		"no login offered":  {started(func(s *mailServer) { s.login = nil }), "post_no_login", "user"},
		"sign-in needed":    {with(good, func(a *data.Account) { a.User = "" }), "post_sender_refused", "from"},
		"sender refused":    {started(func(s *mailServer) { s.mail = reply(550, smtp.EnhancedCode{5, 7, 1}, "no") }), "post_sender_refused", "from"},
		"busy":              {started(func(s *mailServer) { s.auth = reply(454, smtp.EnhancedCode{4, 7, 0}, "busy\n\x07now") }), "post_try_later", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := testSending(ctx, test.account, "secret")
			if !isProblem(err, test.key, test.field) {
				t.Fatalf("Test: %v, want %s at %q", err, test.key, test.field)
			}
			for _, lang := range words.Languages() {
				text := words.For(lang).Error(err)
				if text == "" || strings.ContainsAny(text, "⟦\x07\n") || strings.Contains(text, "unexpected") {
					t.Errorf("%s: %q", lang, text)
				}
			}
		})
	}
}

func TestSilentServerIsGivenUp(t *testing.T) {
	port := script(t, func(c net.Conn) { time.Sleep(10 * time.Second) })
	ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	_, err := testSending(ctx, data.Account{Host: "127.0.0.1", Port: port, From: "a@b.test"}, "")
	if !isProblem(err, "post_timeout", "port") {
		t.Error(err)
	}
}

// The password must not cross a wire that is not protected, whoever asks for it.
func TestNothingSecretInTheClear(t *testing.T) {
	var heard strings.Builder
	done := make(chan struct{})
	port := script(t, func(c net.Conn) {
		defer close(done)
		io.WriteString(c, "220 mx ESMTP\r\n")
		for r := bufio.NewReader(c); ; {
			line, err := r.ReadString('\n')
			if heard.WriteString(line); err != nil {
				return
			}
			io.WriteString(c, "250-mx\r\n250 AUTH PLAIN LOGIN\r\n") // no STARTTLS: stripped by someone between
		}
	})
	d := newDesk(data.Account{Host: "127.0.0.1", Port: port, User: "ana", From: "desk@firma.test"}, "secret")
	id := d.queue("second@example.org")
	_, err := New(d).SendDue(ctx)
	if !isProblem(err, "post_no_tls", "security") {
		t.Error(err)
	}
	wants(t, d, id, data.LetterQueued, 0, accountPause)
	<-done
	if got := heard.String(); got != "EHLO localhost\r\n" && got != "EHLO localhost\r\nQUIT\r\n" {
		t.Errorf("it said %q", got)
	}
}

func TestNoNetwork(t *testing.T) {
	for _, test := range []struct {
		err        error
		key, field string
	}{
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}, "post_host_not_found", "host"},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "temporary failure in name resolution", IsTemporary: true}}, "post_no_network", ""},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "i/o timeout", IsTimeout: true}}, "post_timeout", "port"},
		{&net.OpError{Op: "dial", Err: syscall.ENETUNREACH}, "post_no_network", ""},
		{&net.OpError{Op: "dial", Err: syscall.Errno(10061)}, "post_refused", "port"},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "post_lost", ""},
	} {
		if p := explain(server{host: "mail.test"}, connecting, test.err); p.Key != test.key || p.Field != test.field || !passes(p, nil) {
			t.Errorf("%v: %v", test.err, p)
		}
	}
}

func TestUsualPorts(t *testing.T) {
	for _, test := range []struct {
		got      server
		port     int
		security data.Security
	}{
		{sendServer(data.Account{}), 587, data.StartTLS},
		{sendServer(data.Account{Security: data.TLS}), 465, data.TLS},
		{sendServer(data.Account{Port: 25}), 25, data.StartTLS},
		{inboxServer(data.Account{}), 993, data.TLS},
		{inboxServer(data.Account{Inbox: data.Inbox{Security: data.StartTLS}}), 143, data.StartTLS},
		{inboxServer(data.Account{Inbox: data.Inbox{Port: 143}}), 143, data.StartTLS},
		{inboxServer(data.Account{Inbox: data.Inbox{Port: 2993}}), 2993, data.TLS},
	} {
		if test.got.port != test.port || test.got.security != test.security {
			t.Errorf("%+v, want port %d by %s", test.got, test.port, test.security)
		}
	}
}
