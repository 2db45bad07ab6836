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

// route is how a server is reached and how long each part of a try may take.
type route struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	connect time.Duration // all until the protected connection speaks SMTP
	command time.Duration // one command (RFC 5321: 5 minutes)
	answer  time.Duration // the answer to DATA (RFC 5321: 10 minutes, and some)
	write   time.Duration // one write of up to 16 kB
}

// direct is the way to a real server. A peer that is gone shows in 35 seconds.
var direct = route{
	dial: (&net.Dialer{Timeout: 15 * time.Second,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 15 * time.Second, Interval: 5 * time.Second, Count: 4}}).DialContext,
	connect: time.Minute, command: 5 * time.Minute, answer: 12 * time.Minute, write: 3 * time.Minute}

// connection is an SMTP client over TLS, signed in.
type connection struct {
	*smtp.Client
	login   string      // the SASL mechanism used; "" without a user
	release func() bool // frees it from the context it was opened with
}

// leave ends the connection politely, but does not wait long for a goodbye.
func (c *connection) leave() {
	c.CommandTimeout = 2 * time.Second
	if c.Quit() != nil {
		c.Close()
	}
}

// port is the account's, or the usual one.
func port(a data.Account) int {
	switch {
	case a.Port != 0:
		return a.Port
	case a.Security == data.TLS:
		return 465
	}
	return 587
}

// trust is whom to believe: the system's authorities and the account's own.
func trust(a data.Account) (*tls.Config, error) {
	config := &tls.Config{ServerName: a.Host, MinVersion: tls.VersionTLS12}
	if strings.TrimSpace(a.CA) == "" {
		return config, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM([]byte(a.CA)) {
		return nil, data.Fault("ca", "post_bad_ca")
	}
	config.RootCAs = pool
	return config, nil
}

// open connects and signs in. The stage says how far it came. When ctx ends the
// connection is cut, whatever it is doing.
func open(ctx context.Context, r route, account data.Account, password string) (*connection, stage, error) {
	config, err := trust(account)
	if err != nil {
		return nil, connecting, err
	}
	soon, cancel := context.WithTimeout(ctx, r.connect)
	defer cancel()
	raw, err := r.dial(soon, "tcp", net.JoinHostPort(account.Host, strconv.Itoa(port(account))))
	if err != nil {
		return nil, connecting, err
	}
	release := context.AfterFunc(ctx, func() { raw.Close() })
	early := context.AfterFunc(soon, func() { raw.Close() })
	c, err := protect(line{raw, r.write}, account, config, r)
	if !early() && err == nil {
		err = soon.Err() // it came through just as time was up
	}
	if err != nil {
		raw.Close()
		release()
		if soon.Err() != nil {
			err = soon.Err() // "closed" says nothing; "too slow" does
		}
		return nil, connecting, err
	}
	login, err := signIn(c, account, password)
	if err != nil {
		c.Close()
		release()
		return nil, signingIn, err
	}
	return &connection{c, login, release}, sender, nil
}

// protect makes an SMTP client of a raw connection and says hello through TLS.
// The name in EHLO is "localhost": the real one is nobody's business.
func protect(raw net.Conn, account data.Account, config *tls.Config, r route) (*smtp.Client, error) {
	var c *smtp.Client
	if account.Security == data.TLS {
		c = smtp.NewClient(tls.Client(raw, config))
	} else {
		var err error
		if c, err = smtp.NewClientStartTLS(raw, config); err != nil {
			if strings.Contains(err.Error(), "doesn't support STARTTLS") { // go-smtp has no error value for it; a test watches
				return nil, data.Fault("security", "post_no_tls", "host", account.Host, "port", strconv.Itoa(port(account))).Because(err)
			}
			return nil, err
		}
	}
	c.CommandTimeout, c.SubmissionTimeout = r.command, r.answer
	return c, c.Hello("localhost")
}

// signIn authenticates, if there is a user, by what the server offers.
func signIn(c *smtp.Client, account data.Account, password string) (login string, err error) {
	var client sasl.Client
	switch {
	case account.User == "":
		return "", nil
	case c.SupportsAuth(sasl.Plain):
		login, client = sasl.Plain, sasl.NewPlainClient("", account.User, password)
	case c.SupportsAuth(sasl.Login):
		login, client = sasl.Login, sasl.NewLoginClient(account.User, password)
	default:
		_, offered := c.Extension("AUTH")
		return "", data.Fault("user", "post_no_login", "host", account.Host, "offered", offered)
	}
	err = c.Auth(client)
	if errors.Is(err, sasl.ErrUnexpectedServerChallenge) {
		err = data.Fault("user", "post_no_login", "host", account.Host, "offered", login).Because(err)
	}
	return login, err
}

// line is a connection on which no write blocks for ever: go-smtp sets no limit
// while it sends a letter.
type line struct {
	net.Conn
	patience time.Duration
}

func (l line) Write(p []byte) (int, error) {
	if err := l.SetWriteDeadline(time.Now().Add(l.patience)); err != nil {
		return 0, err
	}
	return l.Conn.Write(p)
}

// Report is what a test of a mail account found.
type Report struct {
	Host    string        `json:"host"`
	Port    int           `json:"port"`
	TLS     string        `json:"tls"`                // "TLS 1.3"
	Login   string        `json:"login,omitempty"`    // how one signed in: PLAIN or LOGIN
	MaxSize int64         `json:"max_size,omitempty"` // largest mail the server takes, in bytes; 0 if it does not say
	Took    time.Duration `json:"took"`
}

// testFor is how long a test may take; whoever asked is looking at it.
const testFor = 30 * time.Second

// Test tries an account out: it connects, protects the connection, signs in and
// asks whether the sender may write, but sends nothing. What fails is a
// *data.Problem that names the field at fault.
func Test(ctx context.Context, account data.Account, password string) (Report, error) {
	if !account.Ready() {
		return Report{}, data.Fault("host", "no_account")
	}
	if err := data.CheckAddress("from", account.From); err != nil {
		return Report{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, testFor)
	defer cancel()
	start := time.Now()
	r := Report{Host: account.Host, Port: port(account)}
	c, stage, err := open(ctx, direct, account, password)
	if err != nil {
		return r, explain(account, stage, err)
	}
	defer c.release()
	defer c.leave()
	state, _ := c.TLSConnectionState()
	r.TLS, r.Login = tls.VersionName(state.Version), c.login
	if most, ok := c.MaxMessageSize(); ok {
		r.MaxSize = int64(most)
	}
	err = c.Mail(account.From, &smtp.MailOptions{UTF8: !ascii(account.From)})
	if err == nil {
		err = c.Reset()
	}
	if err != nil {
		return r, explain(account, sender, err)
	}
	r.Took = time.Since(start)
	return r, nil
}
