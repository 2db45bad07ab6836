package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"firstline/data"
)

// route is how a server is reached, and how long each part of that may take.
type route struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	connect time.Duration // everything until the protected connection speaks SMTP or IMAP

	// Of sending:
	command time.Duration // one command (RFC 5321: 5 minutes)
	answer  time.Duration // the answer to DATA (RFC 5321: 10 minutes; a little more here)
	write   time.Duration // one write of up to 16 kB

	watch func(*pulse) // is told of the connection; may be nil

	// Of receiving:
	quiet time.Duration // how long a server that was asked something may be silent
	slice time.Duration // how long a server that has nothing to tell is left alone
}

// dial notices within 35 seconds that the other side is gone.
var dial = (&net.Dialer{Timeout: 15 * time.Second,
	KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 4}}).DialContext

// direct is the route to a real server that mail is sent by.
var direct = route{dial: dial, connect: time.Minute, command: 5 * time.Minute, answer: 12 * time.Minute, write: 3 * time.Minute}

// toInbox is the route to a real server that mail is received from. RFC 2177 allows 29
// minutes of silence, but nothing else shows that a connection is dead, and new mail
// shall be here within a minute of the network's return: all of these times together
// stay below that.
var toInbox = route{dial: dial, connect: 20 * time.Second, quiet: 30 * time.Second, slice: 20 * time.Second}

// server is one of the two servers an account names.
type server struct {
	host, user, from string
	port             int
	security         data.Security
	auth             data.Auth
	incoming         bool
}

func sendServer(a data.Account) server {
	s := server{host: a.Host, user: a.User, from: a.From, port: a.Port, security: a.Security, auth: a.Auth}
	if s.security == "" {
		s.security = data.StartTLS
	}
	if s.port == 0 {
		s.port = map[data.Security]int{data.StartTLS: 587, data.TLS: 465}[s.security]
	}
	return s
}

func inboxServer(a data.Account) server {
	s := server{host: a.Inbox.Host, user: a.Inbox.User, from: a.From, port: a.Inbox.Port, security: a.Inbox.Security, auth: a.Auth, incoming: true}
	if s.user == "" {
		s.user = a.User
	}
	if s.security == "" {
		if s.security = data.TLS; s.port == 143 {
			s.security = data.StartTLS
		}
	}
	if s.port == 0 {
		s.port = map[data.Security]int{data.StartTLS: 143, data.TLS: 993}[s.security]
	}
	return s
}

func (s server) address() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// field names the setting of this server that a fault is about.
func (s server) field(name string) string {
	switch name {
	case "host", "port", "security", "user", "password":
		if s.incoming {
			return "inbox_" + name
		}
	}
	return name
}

// ports are the usual ports, as a sentence may name them.
func (s server) ports() string {
	if s.incoming {
		return "STARTTLS: 143, TLS: 993"
	}
	return "STARTTLS: 587, TLS: 465"
}

// connection is an SMTP client over TLS that has signed in.
type connection struct {
	*smtp.Client
	login   string      // the SASL mechanism used; "" without a user
	release func() bool // see reach
}

// leave ends the connection politely, without waiting long for a goodbye.
func (c *connection) leave() {
	c.CommandTimeout = 2 * time.Second
	if c.Quit() != nil {
		c.Close()
	}
}

// trust says whom to believe: the system's certificate authorities, and the account's
// own.
func trust(at server, ca string) (*tls.Config, error) {
	config := &tls.Config{ServerName: at.host, MinVersion: tls.VersionTLS12}
	if strings.TrimSpace(ca) == "" {
		return config, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM([]byte(ca)) {
		return nil, data.Fault("ca", "post_bad_ca")
	}
	config.RootCAs = pool
	return config, nil
}

// reach connects to a server and has greet speak with it until the connection is
// protected, all within r.connect. From then on the connection is cut when ctx ends,
// whatever it is doing, until release frees it from ctx.
func reach(ctx context.Context, r route, at server, ca string, greet func(context.Context, *pulse, *tls.Config) error) (line *pulse, release func() bool, err error) {
	config, err := trust(at, ca)
	if err != nil {
		return nil, nil, err
	}
	soon, cancel := context.WithTimeout(ctx, r.connect)
	defer cancel()
	raw, err := r.dial(soon, "tcp", at.address())
	if err != nil {
		return nil, nil, err
	}
	line = newPulse(raw)
	release = context.AfterFunc(ctx, func() { raw.Close() })
	inTime := context.AfterFunc(soon, func() { raw.Close() })
	err = greet(soon, line, config)
	if !inTime() && err == nil {
		err = soon.Err() // it came through just as time was up
	}
	if err == nil {
		return line, release, nil
	}
	release()
	raw.Close()
	if soon.Err() != nil {
		err = soon.Err() // "closed" says nothing; "too slow" does
	}
	return nil, nil, err
}

// open connects to the account's server to send by and signs in. The stage says
// how far it came.
func open(ctx context.Context, r route, account data.Account, secret string) (*connection, stage, error) {
	at := sendServer(account)
	var c *smtp.Client
	_, release, err := reach(ctx, r, at, account.CA, func(_ context.Context, line *pulse, config *tls.Config) (err error) {
		if r.watch != nil {
			r.watch(line)
		}
		c, err = protect(patient{line, r.write}, at, config, r)
		return err
	})
	if err != nil {
		return nil, connecting, err
	}
	login, err := signIn(c, account.Auth, at, secret)
	if err != nil {
		c.Close()
		release()
		return nil, signingIn, err
	}
	return &connection{c, login, release}, sender, nil
}

// protect makes an SMTP client of a connection and says hello under TLS, as
// "localhost": what this computer is called is nobody's business.
func protect(raw net.Conn, at server, config *tls.Config, r route) (*smtp.Client, error) {
	var c *smtp.Client
	if at.security == data.TLS {
		c = smtp.NewClient(tls.Client(raw, config))
	} else {
		var err error
		if c, err = smtp.NewClientStartTLS(raw, config); err != nil {
			if strings.Contains(err.Error(), "doesn't support STARTTLS") { // go-smtp has no error value for this; a test watches
				return nil, data.Fault("security", "post_no_tls", "host", at.host, "port", strconv.Itoa(at.port), "ports", at.ports()).Because(err)
			}
			return nil, err
		}
	}
	c.CommandTimeout, c.SubmissionTimeout = r.command, r.answer
	return c, c.Hello("localhost")
}

// signIn signs in, if there is a user, by a mechanism the server offers.
func signIn(c *smtp.Client, auth data.Auth, at server, secret string) (login string, err error) {
	if at.user == "" {
		return "", nil
	}
	client := signInBy(auth, at, secret, c.SupportsAuth)
	if client == nil {
		_, offered := c.Extension("AUTH")
		return "", data.Fault("user", "post_no_login", "host", at.host, "offered", offered)
	}
	named := &mechanism{Client: client}
	err = c.Auth(named)
	if errors.Is(err, sasl.ErrUnexpectedServerChallenge) {
		err = data.Fault("user", "post_no_login", "host", at.host, "offered", named.name).Because(err)
	}
	return named.name, tokenRefused(at, err)
}

// patient is a connection on which no write blocks for ever: go-smtp sets itself no
// limit while it sends a letter.
type patient struct {
	*pulse
	patience time.Duration
}

func (l patient) Write(p []byte) (int, error) {
	if err := l.SetWriteDeadline(time.Now().Add(l.patience)); err != nil {
		return 0, err
	}
	return l.pulse.Write(p)
}
