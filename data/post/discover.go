package post

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"firstline/data"
)

// Propose gives the account that an address probably has, by what is known of
// providers or else by custom: "smtp." and "imap." before the domain. It asks nobody.
// known says that the provider is a known one.
func Propose(address string) (a data.Account, known bool) {
	address = strings.TrimSpace(address)
	if p, ok := providerOf(address); ok {
		return p.account(address), true
	}
	domain := domainOf(address)
	return provider{smtp: "smtp." + domain + ":465", imap: "imap." + domain + ":993"}.account(address), false
}

// explorer asks the network where a domain's mail is.
type explorer struct {
	srv    func(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	mx     func(ctx context.Context, name string) ([]*net.MX, error)
	listen func(ctx context.Context, at string) bool // whether a server answers there, protected and under its name
}

const (
	askFor   = 3 * time.Second // a question to the DNS
	knockFor = 5 * time.Second // a look at whether a server is there
)

// Discover improves on Propose: it asks the DNS (RFC 6186, RFC 8314) and looks whether
// servers with the customary names are there. Without a network, or without an answer
// within a few seconds, it gives the proposal. Nothing but the domain of the account is
// told to anybody.
func Discover(ctx context.Context, address string) data.Account {
	return explorer{net.DefaultResolver.LookupSRV, net.DefaultResolver.LookupMX, listens}.discover(ctx, address)
}

// discover asks the DNS first, all at once, and then knocks at the doors nothing is known
// of.
func (e explorer) discover(ctx context.Context, address string) data.Account {
	proposal, known := Propose(address)
	domain := domainOf(address)
	if known || domain == "" {
		return proposal
	}
	p := provider{}
	var all sync.WaitGroup
	var behind provider
	var hosted bool
	asking, stop := context.WithTimeout(ctx, askFor)
	defer stop()
	all.Go(func() {
		p.smtp = cmp.Or(e.named(asking, "submissions", 465, domain), e.named(asking, "submission", 587, domain))
	})
	all.Go(func() { p.imap = cmp.Or(e.named(asking, "imaps", 993, domain), e.named(asking, "imap", 143, domain)) })
	all.Go(func() { behind, hosted = e.behind(asking, domain) })
	all.Wait()
	if p.smtp == "" && p.imap == "" && hosted {
		return behind.account(strings.TrimSpace(address))
	}
	knocking, end := context.WithTimeout(ctx, knockFor)
	defer end()
	all.Go(func() {
		p.smtp = cmp.Or(p.smtp, e.first(knocking, "smtp."+domain+":465", "smtp."+domain+":587", "mail."+domain+":465", "mail."+domain+":587"))
	})
	all.Go(func() {
		p.imap = cmp.Or(p.imap, e.first(knocking, "imap."+domain+":993", "mail."+domain+":993", "imap."+domain+":143", "mail."+domain+":143"))
	})
	all.Wait()
	found := p.account(proposal.From)
	if p.smtp == "" {
		found.Host, found.Port, found.Security = proposal.Host, proposal.Port, proposal.Security
	}
	if p.imap == "" {
		found.Inbox = proposal.Inbox
	}
	return found
}

// named asks the DNS for a service. The port decides between TLS and STARTTLS, so an
// unusual one is of no use here.
func (e explorer) named(ctx context.Context, service string, usual uint16, domain string) string {
	_, list, err := e.srv(ctx, service, "tcp", domain)
	if err != nil {
		return ""
	}
	for _, s := range list {
		if host := strings.TrimSuffix(s.Target, "."); host != "" && s.Port == usual { // "." says that there is none
			return net.JoinHostPort(host, strconv.Itoa(int(s.Port)))
		}
	}
	return ""
}

// behind finds the provider that takes the domain's mail.
func (e explorer) behind(ctx context.Context, domain string) (provider, bool) {
	list, err := e.mx(ctx, domain)
	if err != nil {
		return provider{}, false
	}
	for _, mx := range list {
		if p, ok := providerBehind(mx.Host); ok {
			return p, true
		}
	}
	return provider{}, false
}

// first is the first of the places at which a server answers.
func (e explorer) first(ctx context.Context, places ...string) string {
	there := make([]bool, len(places))
	var all sync.WaitGroup
	for i, at := range places {
		all.Go(func() { there[i] = e.listen(ctx, at) })
	}
	all.Wait()
	for i, at := range places {
		if there[i] {
			return at
		}
	}
	return ""
}

// listens says whether a server answers at a place; where the connection begins with
// TLS, whether it is the one of that name.
func listens(ctx context.Context, at string) bool {
	host, _, security := place(at)
	raw, err := dial(ctx, "tcp", at)
	if err != nil {
		return false
	}
	defer raw.Close()
	if security != data.TLS {
		return true
	}
	return tls.Client(raw, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}).HandshakeContext(ctx) == nil
}
