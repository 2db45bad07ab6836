package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-smtp"

	"firstline/data"
)

// explain says in a person's terms why a try ended at a stage. Its field is the setting
// of the server that is to blame, if one is.
func explain(at server, came stage, err error) *data.Problem {
	var problem *data.Problem
	if errors.As(err, &problem) {
		return problem
	}
	fault := func(field, key string, pairs ...any) *data.Problem {
		return data.Fault(at.field(field), key, append(pairs, "host", at.host, "port", strconv.Itoa(at.port), "ports", at.ports())...).Because(err)
	}
	if reply, ok := answer(err); ok {
		field, key, pairs := blame(at, came, reply)
		return fault(field, key, pairs...)
	}
	if reply, ok := imapAnswer(err); ok {
		field, key, pairs := blameInbox(at, came, reply)
		return fault(field, key, pairs...)
	}
	var (
		name    x509.HostnameError
		unknown x509.UnknownAuthorityError
		invalid x509.CertificateInvalidError
		check   *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		garbage textproto.ProtocolError
		dns     *net.DNSError
		timeout net.Error
	)
	switch {
	case errors.As(err, &name):
		return fault("host", "post_cert_name", "names", names(name.Certificate))
	case errors.As(err, &unknown):
		return fault("ca", "post_cert_unknown")
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && time.Now().Before(invalid.Cert.NotBefore):
		return fault("host", "post_cert_early", "since", invalid.Cert.NotBefore)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return fault("host", "post_cert_expired", "until", invalid.Cert.NotAfter)
	case errors.As(err, &check), errors.As(err, &invalid):
		return fault("host", "post_cert_bad", "detail", err.Error())
	case errors.As(err, &record):
		return fault("security", "post_not_tls")
	case came == connecting && (errors.As(err, &garbage) || notIMAP(err)):
		return fault("port", "post_not_mail")
	case errors.As(err, &dns) && dns.IsNotFound:
		return fault("host", "post_host_not_found")
	case refused(err):
		return fault("port", "post_refused")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return fault("port", "post_timeout")
	case errors.As(err, &dns), unreachable(err):
		return fault("", "post_no_network")
	}
	return fault("", "post_lost")
}

// blame says what a server that mail is sent by means with its answer.
func blame(at server, came stage, reply *smtp.SMTPError) (field, key string, pairs []any) {
	text := said(reply)
	field, key = "", "post_letter_refused"
	switch {
	case came == connecting:
		field, key = "host", "post_turned_away"
	case reply.Temporary():
		key = "post_try_later"
	case came == signingIn:
		field, key = whyNot(at, text)
	case came == sender && !tooBig(reply) || reply.Code == authRequired:
		field, key = "from", "post_sender_refused"
	case reply.EnhancedCode[1] == 2 && reply.EnhancedCode[2] == 2:
		key = "post_mailbox_full"
	}
	return field, key, []any{"said", text, "user", at.user, "address", at.from}
}

// blameInbox says what a server for incoming mail means with its answer.
func blameInbox(at server, came stage, reply *imap.Error) (field, key string, pairs []any) {
	text := oneLine(reply.Text)
	field, key = "", "post_inbox_refused"
	switch reply.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
		key = "post_try_later"
	case imap.ResponseCodeOverQuota:
		key = "post_mailbox_full"
	case imap.ResponseCodeNonExistent, imap.ResponseCodeTryCreate:
		field, key = "folder", "post_no_folder"
	default:
		switch came {
		case connecting:
			field, key = "host", "post_turned_away"
		case signingIn:
			field, key = whyNot(at, text)
		}
	}
	return field, key, []any{"said", text, "user", at.user, "folder", ""}
}

// whyNot says why signing in failed. What the provider writes tells what to do about it.
func whyNot(at server, said string) (field, key string) {
	text := strings.ToLower(said)
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
	}
	switch {
	case at.auth == data.ByOAuth:
		return "oauth", "post_token_refused"
	case has("5.7.139", "basic authentication is disabled", "smtpclientauthentication"):
		return "auth", "post_password_switched_off"
	case has("application-specific", "app password", "app-specific", "5.7.9", "5.7.8 web login"):
		return "password", "post_app_password"
	case has("imap access is disabled", "not enabled for imap", "enable imap", "imap is disabled"):
		return "host", "post_imap_switched_off"
	}
	if p, ok := providerAt(at.host); ok && p.appPassword {
		return "password", "post_app_password"
	}
	return "password", "post_wrong_password"
}

// notIMAP says whether a server's answer was not IMAP. The client has no error value for
// that; a test watches.
func notIMAP(err error) bool {
	text := err.Error()
	return strings.Contains(text, "unknown tag") || strings.Contains(text, "imapwire: expected")
}

// authRequired is what a server answers to any command of someone who has not signed in
// (RFC 4954).
const authRequired = 530

// answer gives the server's reply that made a command fail, if it was one that did.
func answer(err error) (*smtp.SMTPError, bool) {
	var reply *smtp.SMTPError
	return reply, errors.As(err, &reply)
}

// tooBig says whether a reply is about the size of the letter.
func tooBig(reply *smtp.SMTPError) bool {
	return reply.Code == 552 || reply.EnhancedCode[1] == 3 && reply.EnhancedCode[2] == 4
}

// imapAnswer is answer for a server for incoming mail.
func imapAnswer(err error) (*imap.Error, bool) {
	var reply *imap.Error
	return reply, errors.As(err, &reply)
}

// said is a reply on one line, for a person to read.
func said(reply *smtp.SMTPError) string {
	text := strconv.Itoa(reply.Code)
	if c := reply.EnhancedCode; c[0] > 0 {
		text += fmt.Sprintf(" %d.%d.%d", c[0], c[1], c[2])
	}
	return oneLine(text + " " + reply.Message)
}

// oneLine makes what a server says fit into a sentence.
func oneLine(text string) string {
	const most = 300 // letters
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if letters := []rune(text); len(letters) > most {
		text = string(letters[:most]) + "…"
	}
	return text
}

// names are those a certificate is for.
func names(c *x509.Certificate) string {
	list := append([]string{}, c.DNSNames...)
	for _, ip := range c.IPAddresses {
		list = append(list, ip.String())
	}
	if len(list) == 0 {
		list = []string{c.Subject.CommonName}
	}
	return strings.Join(list, ", ")
}

// refused says whether nobody listens there. The numbers here and below are those of
// Windows, whose errors package syscall does not name.
func refused(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.Errno(10061))
}

// unreachable says whether there is no way to the network or the host.
func unreachable(err error) bool {
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) ||
		errors.Is(err, syscall.Errno(10051)) || errors.Is(err, syscall.Errno(10065))
}

// asProblem makes a problem of any error.
func asProblem(err error) *data.Problem {
	var problem *data.Problem
	if errors.As(err, &problem) {
		return problem
	}
	return data.Fault("", "unexpected", "detail", err.Error()).Because(err)
}
