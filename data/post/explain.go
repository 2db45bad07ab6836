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
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"github.com/emersion/go-smtp"

	"firstline/data"
)

// explain says in a person's terms why a try ended at a stage, and points at the
// field of the account that is to blame, if one is.
func explain(account data.Account, at stage, err error) *data.Problem {
	var problem *data.Problem
	if errors.As(err, &problem) {
		return problem
	}
	host, number := account.Host, strconv.Itoa(port(account))
	if reply, ok := answer(err); ok {
		switch said := said(reply); {
		case at == connecting:
			return data.Fault("host", "post_turned_away", "host", host, "said", said).Because(err)
		case reply.Temporary():
			return data.Fault("", "post_try_later", "said", said).Because(err)
		case at == signingIn:
			return data.Fault("password", "post_wrong_password", "user", account.User, "said", said).Because(err)
		case at == sender && !tooBig(reply) || reply.Code == authRequired:
			return data.Fault("from", "post_sender_refused", "address", account.From, "said", said).Because(err)
		default:
			return data.Fault("", "post_letter_refused", "said", said).Because(err)
		}
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
		return data.Fault("host", "post_cert_name", "host", host, "names", names(name.Certificate)).Because(err)
	case errors.As(err, &unknown):
		return data.Fault("ca", "post_cert_unknown", "host", host).Because(err)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && time.Now().Before(invalid.Cert.NotBefore):
		return data.Fault("host", "post_cert_early", "host", host, "since", invalid.Cert.NotBefore).Because(err)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return data.Fault("host", "post_cert_expired", "host", host, "until", invalid.Cert.NotAfter).Because(err)
	case errors.As(err, &check), errors.As(err, &invalid):
		return data.Fault("host", "post_cert_bad", "host", host, "detail", err.Error()).Because(err)
	case errors.As(err, &record):
		return data.Fault("security", "post_not_tls", "host", host, "port", number).Because(err)
	case at == connecting && errors.As(err, &garbage):
		return data.Fault("port", "post_not_mail", "host", host, "port", number).Because(err)
	case errors.As(err, &dns) && dns.IsNotFound:
		return data.Fault("host", "post_host_not_found", "host", host).Because(err)
	case refused(err):
		return data.Fault("port", "post_refused", "host", host, "port", number).Because(err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return data.Fault("port", "post_timeout", "host", host, "port", number).Because(err)
	case errors.As(err, &dns), unreachable(err):
		return data.Fault("", "post_no_network", "host", host).Because(err)
	}
	return data.Fault("", "post_lost", "host", host).Because(err)
}

// authRequired is what a server answers, at whatever command, to someone who has
// not signed in (RFC 4954).
const authRequired = 530

// answer gives the server's reply that made a command fail, if that is what it
// was.
func answer(err error) (*smtp.SMTPError, bool) {
	var reply *smtp.SMTPError
	return reply, errors.As(err, &reply)
}

// tooBig says whether a reply is about the size of the letter.
func tooBig(reply *smtp.SMTPError) bool {
	return reply.Code == 552 || reply.EnhancedCode[1] == 3 && reply.EnhancedCode[2] == 4
}

// said is a reply on one line, as a person may read it.
func said(reply *smtp.SMTPError) string {
	const longest = 300
	text := strconv.Itoa(reply.Code)
	if c := reply.EnhancedCode; c[0] > 0 {
		text += fmt.Sprintf(" %d.%d.%d", c[0], c[1], c[2])
	}
	text += " " + strings.Join(strings.FieldsFunc(strings.ToValidUTF8(reply.Message, "?"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	if letters := []rune(text); len(letters) > longest {
		text = string(letters[:longest]) + "…"
	}
	return strings.TrimSpace(text)
}

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

// The numbers are those of Windows, whose errors package syscall does not name.
func refused(err error) bool {
	return errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.Errno(10061))
}

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
