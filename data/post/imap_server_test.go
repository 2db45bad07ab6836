package post

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"

	"firstline/data"
)

// mailHost is an IMAP server in this process, with the folders INBOX and Sent.
type mailHost struct {
	account data.Account // how to reach it
	user    *imapmemserver.User
	listen  net.Listener

	mu       sync.Mutex
	token    string   // signs in by token only
	append   error    // answer to APPEND
	commands []string // what it was asked, without tags
	hook     func(at string)
	sessions int
}

// answer changes what the host does from now on.
func (h *mailHost) answer(change func()) {
	h.mu.Lock()
	change()
	h.mu.Unlock()
}

// reached tells whoever wants to know where a session got to before it is
// answered.
func (h *mailHost) reached(at string) {
	h.mu.Lock()
	hook := h.hook
	h.mu.Unlock()
	if hook != nil {
		hook(at)
	}
}

// host starts one.
func host(t testing.TB, security data.Security, change func(*mailHost)) *mailHost {
	t.Helper()
	h := &mailHost{user: imapmemserver.NewUser("ana", "secret")}
	for _, name := range []string{"INBOX", "Sent"} {
		var options *imap.CreateOptions
		if name == "Sent" {
			options = &imap.CreateOptions{SpecialUse: []imap.MailboxAttr{imap.MailboxAttrSent}}
		}
		if err := h.user.Create(name, options); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(h)
	}
	ca, cert := authority(t, localLeaf())
	config := &tls.Config{Certificates: []tls.Certificate{cert}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.account = data.Account{User: "ana", From: "desk@firma.test", CA: ca,
		Inbox: data.Inbox{Receive: true, Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: security}}
	if security == data.TLS {
		l = tls.NewListener(l, config)
	}
	h.listen = l
	server := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			h.answer(func() { h.sessions++ })
			return &hostSession{host: h, UserSession: imapmemserver.NewUserSession(h.user)}, nil, nil
		},
		Caps: imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapListExtended: {}, imap.CapSpecialUse: {}}, Logger: log.New(io.Discard, "", 0), TLSConfig: config,
		InsecureAuth: true, DebugWriter: h})
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return h
}

// Write hears what goes over the wire.
func (h *mailHost) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if tag, command, ok := strings.Cut(string(p), " "); ok && strings.HasPrefix(tag, "T") {
		h.commands = append(h.commands, strings.TrimSpace(command))
	}
	return len(p), nil
}

func (h *mailHost) asked() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.commands, "\n")
}

// unprotected opens mailboxes without TLS, whose bytes the office would not do
// without: a cut within one of its records loses all of it, so that without it
// there are more places to be cut at.
func unprotected(ctx context.Context, r route, account data.Account, secret string) (mailbox, stage, error) {
	at := inboxServer(account)
	raw, err := r.dial(ctx, "tcp", at.address())
	if err != nil {
		return nil, connecting, err
	}
	b := &imapBox{pulse: newPulse(raw), route: r, release: func() bool { return true }}
	b.client = imapclient.New(b.pulse, nil)
	err = b.do(ctx, func() error {
		if err := b.client.WaitGreeting(); err != nil {
			return err
		}
		return b.signIn(account, at, secret)
	})
	if err != nil {
		b.Close()
		return nil, connecting, err
	}
	return b, content, nil
}

// hostSession is one connection.
type hostSession struct {
	*imapmemserver.UserSession
	host *mailHost
}

func (s *hostSession) Close() error {
	defer s.host.answer(func() { s.host.sessions-- })
	return s.UserSession.Close()
}

// rest waits until the host has done all it was told, also by connections that
// are cut.
func (h *mailHost) rest(t testing.TB) {
	eventually(t, "the server is at rest", func() (rests bool) {
		h.answer(func() { rests = h.sessions == 0 })
		return rests
	})
}

func (s *hostSession) Login(user, password string) error {
	s.host.reached("LOGIN")
	if s.host.token != "" {
		return imapserver.ErrAuthFailed
	}
	return s.UserSession.Login(user, password)
}

func (s *hostSession) AuthenticateMechanisms() []string {
	if s.host.token != "" {
		return []string{xoauth2}
	}
	return []string{sasl.Plain}
}

func (s *hostSession) Authenticate(mechanism string) (sasl.Server, error) {
	switch mechanism {
	case xoauth2:
		return &tokenServer{check: func(user, token string) error {
			if user != "ana" || token != s.host.token {
				return imapserver.ErrAuthFailed
			}
			return nil
		}}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return s.Login(user, password) }), nil
}

func (s *hostSession) List(w *imapserver.ListWriter, ref string, patterns []string, options *imap.ListOptions) error {
	s.host.reached("LIST")
	return s.UserSession.List(w, ref, patterns, options)
}

func (s *hostSession) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	s.host.reached("SELECT")
	return s.UserSession.Select(name, options)
}

func (s *hostSession) Search(kind imapserver.NumKind, criteria *imap.SearchCriteria, options *imap.SearchOptions) (*imap.SearchData, error) {
	s.host.reached("SEARCH")
	return s.UserSession.Search(kind, criteria, options)
}

func (s *hostSession) Append(mailbox string, r imap.LiteralReader, options *imap.AppendOptions) (*imap.AppendData, error) {
	s.host.mu.Lock()
	err := s.host.append
	s.host.mu.Unlock()
	if err != nil {
		io.Copy(io.Discard, r)
		return nil, err
	}
	s.host.reached("APPEND")
	raw, err := io.ReadAll(r)
	if err != nil || int64(len(raw)) < r.Size() { // the line was cut: imapmemserver would file half of it, no real server does
		return nil, errors.Join(err, io.ErrUnexpectedEOF)
	}
	d, err := s.UserSession.Append(mailbox, literal{bytes.NewReader(raw)}, options)
	s.host.reached("APPENDED")
	return d, err
}

// tokenServer is the server's side of XOAUTH2.
type tokenServer struct {
	check   func(user, token string) error
	refused error
}

func (s *tokenServer) Next(response []byte) (challenge []byte, done bool, err error) {
	if s.refused != nil {
		return nil, false, s.refused
	}
	if response == nil {
		return []byte{}, false, nil
	}
	var user, token string
	for _, part := range strings.Split(string(response), "\x01") {
		if v, ok := strings.CutPrefix(part, "user="); ok {
			user = v
		}
		if v, ok := strings.CutPrefix(part, "auth=Bearer "); ok {
			token = v
		}
	}
	if s.refused = s.check(user, token); s.refused != nil {
		return []byte(`{"status":"401"}`), false, nil
	}
	return nil, true, nil
}

// literal is a message as APPEND takes it.
type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// put puts a mail into a folder.
func (h *mailHost) put(t testing.TB, folder string, raw []byte) {
	t.Helper()
	if _, err := h.user.Append(folder, literal{bytes.NewReader(raw)}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

// count says how many mails a folder holds.
func (h *mailHost) count(t testing.TB, folder string) int {
	t.Helper()
	s, err := h.user.Status(folder, &imap.StatusOptions{NumMessages: true})
	if err != nil {
		t.Fatal(err)
	}
	return int(*s.NumMessages)
}

// mailNo is a mail, each another.
func mailNo(n int) []byte {
	return fmt.Appendf(nil, "From: c%d@example.org\r\nTo: desk@firma.test\r\nMessage-ID: <%d@example.org>\r\nSubject: No. %d\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nhello %d\r\n", n, n, n, n)
}

// eventually waits for something to become true.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it never came to be: %s", what)
		}
	}
}
