package post

import (
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
)

// provider is what is known of a mail provider: whom it serves, and by which servers.
// Ports 465 and 993 mean TLS, 587 means STARTTLS.
type provider struct {
	domains     []string // of its addresses
	exchangers  []string // how the names end of the servers that take mail for customers' own domains
	smtp, imap  string   // host:port
	appPassword bool     // wants a password that was made for this program
	filesSent   bool     // puts a copy of what was sent among the sent mail by itself
	oauth       string   // its name among the tokenProviders
}

var providers = []provider{
	{domains: []string{"gmail.com", "googlemail.com"}, exchangers: []string{"google.com", "googlemail.com"},
		smtp: "smtp.gmail.com:465", imap: "imap.gmail.com:993", appPassword: true, filesSent: true, oauth: "google"},
	{domains: []string{"outlook.com", "outlook.es", "outlook.de", "outlook.fr", "outlook.it", "outlook.pt", "hotmail.com", "hotmail.es", "hotmail.de",
		"hotmail.fr", "hotmail.it", "hotmail.co.uk", "live.com", "live.de", "live.fr", "live.it", "live.co.uk", "msn.com"},
		smtp: "smtp-mail.outlook.com:587", imap: "outlook.office365.com:993", filesSent: true, oauth: "microsoft"},
	{exchangers: []string{"mail.protection.outlook.com", "mx.microsoft"},
		smtp: "smtp.office365.com:587", imap: "outlook.office365.com:993", filesSent: true, oauth: "microsoft"},
	{domains: []string{"yahoo.com", "yahoo.es", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.co.uk", "yahoo.com.ar", "yahoo.com.mx", "yahoo.com.br", "ymail.com", "rocketmail.com"},
		exchangers: []string{"yahoodns.net"}, smtp: "smtp.mail.yahoo.com:465", imap: "imap.mail.yahoo.com:993", appPassword: true},
	{domains: []string{"aol.com"}, smtp: "smtp.aol.com:465", imap: "imap.aol.com:993", appPassword: true},
	{domains: []string{"icloud.com", "me.com", "mac.com"}, exchangers: []string{"mail.icloud.com"},
		smtp: "smtp.mail.me.com:587", imap: "imap.mail.me.com:993", appPassword: true},
	{domains: []string{"fastmail.com", "fastmail.fm"}, exchangers: []string{"messagingengine.com"},
		smtp: "smtp.fastmail.com:465", imap: "imap.fastmail.com:993", appPassword: true},
	{domains: []string{"gmx.net", "gmx.de", "gmx.at", "gmx.ch"}, smtp: "mail.gmx.net:465", imap: "imap.gmx.net:993"},
	{domains: []string{"gmx.com", "gmx.es", "gmx.fr", "gmx.co.uk"}, smtp: "mail.gmx.com:465", imap: "imap.gmx.com:993"},
	{domains: []string{"web.de"}, smtp: "smtp.web.de:587", imap: "imap.web.de:993"},
	{domains: []string{"t-online.de"}, smtp: "securesmtp.t-online.de:465", imap: "secureimap.t-online.de:993"},
	{domains: []string{"posteo.de", "posteo.net"}, smtp: "posteo.de:465", imap: "posteo.de:993"},
	{domains: []string{"mailbox.org"}, exchangers: []string{"mailbox.org"}, smtp: "smtp.mailbox.org:465", imap: "imap.mailbox.org:993"},
	{domains: []string{"zoho.com"}, exchangers: []string{"zoho.com"}, smtp: "smtp.zoho.com:465", imap: "imap.zoho.com:993"},
	{domains: []string{"zoho.eu", "zohomail.eu"}, exchangers: []string{"zoho.eu"}, smtp: "smtp.zoho.eu:465", imap: "imap.zoho.eu:993"},
	{domains: []string{"yandex.com", "yandex.ru"}, exchangers: []string{"mx.yandex.net"}, smtp: "smtp.yandex.com:465", imap: "imap.yandex.com:993", appPassword: true},
	{domains: []string{"orange.fr", "wanadoo.fr"}, smtp: "smtp.orange.fr:465", imap: "imap.orange.fr:993"},
	{domains: []string{"free.fr"}, smtp: "smtp.free.fr:465", imap: "imap.free.fr:993"},
	{domains: []string{"laposte.net"}, smtp: "smtp.laposte.net:465", imap: "imap.laposte.net:993"},
	{domains: []string{"libero.it"}, smtp: "smtp.libero.it:465", imap: "imapmail.libero.it:993"},
	{exchangers: []string{"kundenserver.de", "ionos.de"}, smtp: "smtp.ionos.de:465", imap: "imap.ionos.de:993"},
	{exchangers: []string{"ionos.es"}, smtp: "smtp.ionos.es:465", imap: "imap.ionos.es:993"},
	{exchangers: []string{"ionos.com", "perfora.net"}, smtp: "smtp.ionos.com:465", imap: "imap.ionos.com:993"},
	{exchangers: []string{"rzone.de"}, smtp: "smtp.strato.de:465", imap: "imap.strato.de:993"},
	{exchangers: []string{"mail.ovh.net"}, smtp: "ssl0.ovh.net:465", imap: "ssl0.ovh.net:993"},
}

// account is an account at this provider. The mail that has piled up in it stays there
// unless the person wants it here.
func (p provider) account(address string) data.Account {
	a := data.Account{From: address, User: address}
	a.Inbox.Since = time.Now().Format(time.DateOnly)
	a.Host, a.Port, a.Security = place(p.smtp)
	a.Inbox.Host, a.Inbox.Port, a.Inbox.Security = place(p.imap)
	if p.oauth != "" {
		a.OAuth.Provider = p.oauth
		if !p.appPassword {
			a.Auth = data.ByOAuth
		}
	}
	return a
}

// place reads "host:port".
func place(at string) (host string, port int, security data.Security) {
	host, number, err := net.SplitHostPort(at)
	if err != nil {
		return at, 0, ""
	}
	port, _ = strconv.Atoi(number) // the table's are numbers
	if port == 587 || port == 143 {
		return host, port, data.StartTLS
	}
	return host, port, data.TLS
}

// providerOf is the provider of an address, as far as the domain tells.
func providerOf(address string) (provider, bool) {
	domain := domainOf(address)
	for _, p := range providers {
		if slices.Contains(p.domains, domain) {
			return p, true
		}
	}
	return provider{}, false
}

// providerAt is the provider that runs a server.
func providerAt(host string) (provider, bool) {
	host = strings.ToLower(host)
	for _, p := range providers {
		for _, at := range []string{p.smtp, p.imap} {
			if name, _, _ := place(at); name == host {
				return p, true
			}
		}
	}
	return provider{}, false
}

// providerBehind is the provider that takes a domain's mail.
func providerBehind(exchanger string) (provider, bool) {
	name := strings.ToLower(strings.TrimSuffix(exchanger, "."))
	for _, p := range providers {
		for _, end := range p.exchangers {
			if name == end || strings.HasSuffix(name, "."+end) {
				return p, true
			}
		}
	}
	return provider{}, false
}

func domainOf(address string) string {
	return strings.ToLower(strings.TrimSpace(address[strings.LastIndexByte(address, '@')+1:]))
}
