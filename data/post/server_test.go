package post

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"firstline/data"
)

// mailServer is an SMTP server in this process.
type mailServer struct {
	*smtp.Server
	account data.Account // how to reach it
	login   []string     // mechanisms offered

	mu       sync.Mutex
	got      [][]byte // messages accepted
	at       []string // where sessions got to: "auth", "mail", "rcpt", "data"
	mail     error    // the answers to give
	auth     error
	rcpt     map[string]error
	data     error
	token    string        // the access token that is good
	dataGate chan struct{} // if set, the answer to DATA waits for it
	hook     func(at string)
	senders  []string                    // of the envelopes, in the order they were offered
	unwanted func(from string) error     // an answer to MAIL besides mail's
	unsent   func(from string) error     // an answer to DATA besides data's
	refuse   func(to string) error       // an answer to RCPT besides rcpt's
	deliver  func(to string, raw []byte) // what becomes of what was accepted
}

// authority makes a certificate authority and, signed by it, a certificate.
func authority(t testing.TB, leaf *x509.Certificate) (caPEM string, cert tls.Certificate) {
	t.Helper()
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	caKey, leafKey := key(), key()
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test CA"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(48 * time.Hour), KeyUsage: x509.KeyUsageCertSign}
	caRaw, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		t.Fatal(err)
	}
	leaf.SerialNumber = big.NewInt(2)
	leafRaw, err := x509.CreateCertificate(rand.Reader, leaf, ca, leafKey.Public(), caKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caRaw})), tls.Certificate{Certificate: [][]byte{leafRaw}, PrivateKey: leafKey}
}

func localLeaf() *x509.Certificate {
	return &x509.Certificate{Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(24 * time.Hour)}
}

// serve starts a server. change may alter it before it listens.
func serve(t testing.TB, security data.Security, change func(*mailServer)) *mailServer {
	t.Helper()
	s := &mailServer{login: []string{sasl.Plain}, rcpt: map[string]error{}}
	s.Server = smtp.NewServer(s)
	s.Domain, s.ErrorLog = "mx.test", log.New(io.Discard, "", 0)
	s.ReadTimeout, s.WriteTimeout = 20*time.Second, 20*time.Second
	ca, cert := authority(t, localLeaf())
	s.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}}
	s.account = data.Account{Host: "127.0.0.1", Security: security, User: "ana", From: "desk@firma.test", CA: ca}
	if change != nil {
		change(s)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.account.Port = l.Addr().(*net.TCPAddr).Port
	if security == data.TLS {
		l = tls.NewListener(l, s.TLSConfig)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return s
}

// answer changes what the server does from now on.
func (s *mailServer) answer(change func()) {
	s.mu.Lock()
	change()
	s.mu.Unlock()
}

func (s *mailServer) accepted() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]byte{}, s.got...)
}

func (s *mailServer) been(at string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, a := range s.at {
		if a == at {
			n++
		}
	}
	return n
}

func (s *mailServer) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{s: s}, nil }

type session struct {
	s        *mailServer
	signedIn bool
	from, to string // the last ones
}

func (n *session) AuthMechanisms() []string { return n.s.login }

// reached notes where a session got to, and tells whoever wants to know before
// it is answered.
func (s *mailServer) reached(at string) {
	s.mu.Lock()
	s.at = append(s.at, at)
	hook := s.hook
	s.mu.Unlock()
	if hook != nil {
		hook(at)
	}
}

func (n *session) check(user, password string) error {
	n.s.reached("auth")
	n.s.mu.Lock()
	defer n.s.mu.Unlock()
	if n.s.auth != nil {
		return n.s.auth
	}
	if user != "ana" || password != "secret" {
		return smtp.ErrAuthFailed
	}
	n.signedIn = true
	return nil
}

func (n *session) checkToken(user, token string) error {
	n.s.reached("auth")
	n.s.mu.Lock()
	defer n.s.mu.Unlock()
	if user != "ana" || token != n.s.token {
		return smtp.ErrAuthFailed
	}
	n.signedIn = true
	return nil
}

func (n *session) Auth(mech string) (sasl.Server, error) {
	switch mech {
	case sasl.Login:
		return &loginServer{check: n.check}, nil
	case xoauth2:
		return &tokenServer{check: n.checkToken}, nil
	case sasl.OAuthBearer:
		return sasl.NewOAuthBearerServer(func(o sasl.OAuthBearerOptions) *sasl.OAuthBearerError {
			if n.checkToken(o.Username, o.Token) != nil {
				return &sasl.OAuthBearerError{Status: "invalid_token", Schemes: "bearer"}
			}
			return nil
		}), nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return n.check(user, password) }), nil
}

func (n *session) Mail(from string, _ *smtp.MailOptions) error {
	n.s.reached("mail")
	n.s.mu.Lock()
	defer n.s.mu.Unlock()
	n.s.senders, n.from = append(n.s.senders, from), from
	if !n.signedIn && len(n.s.login) > 0 {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	if n.s.unwanted != nil {
		if err := n.s.unwanted(from); err != nil {
			return err
		}
	}
	return n.s.mail
}

func (n *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	n.s.reached("rcpt")
	n.s.mu.Lock()
	defer n.s.mu.Unlock()
	n.to = to
	if n.s.refuse != nil {
		if err := n.s.refuse(to); err != nil {
			return err
		}
	}
	return n.s.rcpt[to]
}

func (n *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	n.s.mu.Lock()
	gate, refusal, deliver := n.s.dataGate, n.s.data, n.s.deliver
	if n.s.unsent != nil && refusal == nil {
		refusal = n.s.unsent(n.from)
	}
	if refusal == nil {
		n.s.got = append(n.s.got, bytes.Clone(raw))
	}
	n.s.mu.Unlock()
	n.s.reached("data")
	if deliver != nil && refusal == nil {
		deliver(n.to, raw)
	}
	if gate != nil {
		<-gate
	}
	return refusal
}

func (n *session) Reset()        {}
func (n *session) Logout() error { return nil }

// loginServer is the server's half of LOGIN, which go-sasl does not have.
type loginServer struct {
	check func(user, password string) error
	user  *string
}

func (l *loginServer) Next(response []byte) ([]byte, bool, error) {
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case l.user == nil:
		user := string(response)
		l.user = &user
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(*l.user, string(response))
}

// script is a server that says what it is told to, for what go-smtp's cannot do.
func script(t testing.TB, talk func(net.Conn)) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				talk(c)
			}()
		}
	}()
	return l.Addr().(*net.TCPAddr).Port
}

func isProblem(err error, key, field string) bool {
	var p *data.Problem
	return errors.As(err, &p) && p.Key == key && p.Field == field
}

func contains(t testing.TB, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
}
