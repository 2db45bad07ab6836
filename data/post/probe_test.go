package post

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"firstline/data"
	"firstline/data/words"
)

// delivering makes what the server takes arrive in the mailbox, changed as a
// provider may.
func delivering(t testing.TB, s *mailServer, h *mailHost, change func(to string, raw []byte) ([]byte, string)) {
	s.answer(func() {
		s.deliver = func(to string, raw []byte) {
			if raw, folder := change(to, raw); folder != "" {
				h.put(t, folder, raw)
			}
		}
	})
}

func TestProbe(t *testing.T) {
	newID := func(raw []byte) []byte {
		head, body, _ := strings.Cut(string(raw), "\r\n\r\n")
		return []byte(strings.Replace(head, "Message-ID: <dp.test.", "Message-ID: <rewritten.", 1) + "\r\n\r\n" + body)
	}
	for name, test := range map[string]struct {
		plus, files, rewrites bool
	}{"plain": {}, "plus": {plus: true}, "files by itself": {files: true}, "rewrites": {rewrites: true}, "all": {true, true, true}} {
		t.Run(name, func(t *testing.T) {
			s, h, account := both(t, nil)
			delivering(t, s, h, func(to string, raw []byte) ([]byte, string) {
				if test.files {
					h.put(t, "Sent", raw)
				}
				if test.rewrites {
					raw = newID(raw)
				}
				return raw, "INBOX"
			})
			if !test.plus {
				s.rcpt = map[string]error{}
				s.refuse = func(to string) error {
					if strings.Contains(to, "+") {
						return reply(550, smtp.EnhancedCode{5, 1, 1}, "no such user")
					}
					return nil
				}
			}
			var steps []string
			r, err := Probe(ctx, account, Keys{"secret", "secret"}, words.For("es"), func(step string) { steps = append(steps, step) })
			if err != nil || r.Inbox == nil || r.Echo == nil {
				t.Fatalf("%+v, %v", r, err)
			}
			if r.Echo.PlusAddress != test.plus || r.Echo.FilesSent != test.files || r.Echo.NewID != test.rewrites || r.Inbox.Sent != "Sent" || r.Login != "PLAIN" {
				t.Errorf("%+v %+v", r.Echo, r.Inbox)
			}
			if !slices.Equal(steps, []string{"send", "receive", "echo"}) {
				t.Errorf("steps %q", steps)
			}
			account.Learns(r.Learned(time.Now()))
			if account.Files() != (!test.files || test.rewrites) || account.ReplyTo("7K3F-XX") != map[bool]string{true: "desk+7k3f-xx@firma.test", false: ""}[test.plus] {
				t.Errorf("files %v, reply to %q", account.Files(), account.ReplyTo("7K3F-XX"))
			}
			account.From = "other@firma.test"
			if account.ReplyTo("7K3F-XX") != "" {
				t.Error("what was learned of one account is believed of another")
			}
			for _, raw := range s.accepted() {
				contains(t, string(raw), "Auto-Submitted: auto-generated", "X-Deskpost: 1", "Prueba de la cuenta")
			}
		})
	}
}

func TestProbeSaysWhereItFails(t *testing.T) {
	s, h, account := both(t, nil)
	delivering(t, s, h, func(string, []byte) ([]byte, string) { return nil, "" })
	for name, test := range map[string]struct {
		change     func(*data.Account, *Keys)
		key, field string
	}{
		"sending":   {func(_ *data.Account, k *Keys) { k.Send = "wrong" }, "post_wrong_password", "password"},
		"receiving": {func(_ *data.Account, k *Keys) { k.Receive = "wrong" }, "post_wrong_password", "inbox_password"},
		"folder":    {func(a *data.Account, _ *Keys) { a.Inbox.Folder = "x" }, "post_no_folder", "folder"},
	} {
		a, k := account, Keys{"secret", "secret"}
		test.change(&a, &k)
		if _, err := Probe(ctx, a, k, words.For("en"), func(string) {}); !isProblem(err, test.key, test.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.accepted()) != 0 {
		t.Error("a mail left though the account does not work")
	}
	account.Inbox.Host = ""
	if r, err := Probe(ctx, account, Keys{Send: "secret"}, words.For("en"), func(string) {}); err != nil || r.Inbox != nil || r.Echo != nil || len(s.accepted()) != 0 {
		t.Errorf("without a mailbox: %+v, %v", r, err)
	}
}

// What providers write when they do not let one in tells what to do.
func TestWhyNot(t *testing.T) {
	for _, test := range []struct {
		at         server
		said       string
		field, key string
	}{
		{server{host: "mail.test"}, "535 5.7.8 Authentication failed", "password", "post_wrong_password"},
		{server{host: "smtp.gmail.com"}, "535-5.7.8 Username and Password not accepted", "password", "post_app_password"},
		{server{host: "mail.test"}, "534 5.7.9 Application-specific password required", "password", "post_app_password"},
		{server{host: "imap.mail.yahoo.com"}, "LOGIN Invalid credentials", "password", "post_app_password"},
		{server{host: "smtp.office365.com"}, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "auth", "post_password_switched_off"},
		{server{host: "mail.test"}, "535 5.7.139 SmtpClientAuthentication is disabled for the Tenant", "auth", "post_password_switched_off"},
		{server{host: "imap.web.de"}, "IMAP access is disabled for this account", "host", "post_imap_switched_off"},
		{server{host: "smtp.gmail.com", auth: data.ByOAuth}, "535 5.7.8", "oauth", "post_token_refused"},
	} {
		if field, key := whyNot(test.at, test.said); field != test.field || key != test.key {
			t.Errorf("%s: %s, %s", test.said, field, key)
		}
	}
}

func TestPropose(t *testing.T) {
	for address, want := range map[string]struct {
		smtp, imap string
		known      bool
		auth       data.Auth
	}{
		"ana@gmail.com":      {"smtp.gmail.com:465 tls", "imap.gmail.com:993 tls", true, ""},
		"Ana@Outlook.es":     {"smtp-mail.outlook.com:587 starttls", "outlook.office365.com:993 tls", true, data.ByOAuth},
		"ana@gmx.de":         {"mail.gmx.net:465 tls", "imap.gmx.net:993 tls", true, ""},
		" ana@firma.example": {"smtp.firma.example:465 tls", "imap.firma.example:993 tls", false, ""},
	} {
		a, known := Propose(address)
		smtp, imap := sendServer(a), inboxServer(a)
		if got := smtp.address() + " " + string(smtp.security); got != want.smtp {
			t.Errorf("%s sends by %s", address, got)
		}
		if got := imap.address() + " " + string(imap.security); got != want.imap || known != want.known || a.Auth != want.auth {
			t.Errorf("%s receives by %s, known %v, %q", address, got, known, a.Auth)
		}
		if a.From != strings.TrimSpace(address) || a.User != a.From || a.Inbox.Since == "" {
			t.Errorf("%s: %+v", address, a)
		}
	}
}

func TestDiscover(t *testing.T) {
	none := func(context.Context, string) ([]*net.MX, error) { return nil, &net.DNSError{IsNotFound: true} }
	srv := func(records map[string]string) func(context.Context, string, string, string) (string, []*net.SRV, error) {
		return func(_ context.Context, service, _, name string) (string, []*net.SRV, error) {
			target, ok := records[service]
			if !ok {
				return "", nil, &net.DNSError{IsNotFound: true}
			}
			ports := map[string]uint16{"submissions": 465, "submission": 587, "imaps": 993, "imap": 143}
			return "", []*net.SRV{{Target: target, Port: ports[service]}}, nil
		}
	}
	open := func(places ...string) func(context.Context, string) bool {
		return func(_ context.Context, at string) bool { return slices.Contains(places, at) }
	}
	for name, test := range map[string]struct {
		e          explorer
		smtp, imap string
	}{
		"offline": {explorer{srv(nil), none, open()}, "smtp.firma.example:465", "imap.firma.example:993"},
		"named":   {explorer{srv(map[string]string{"submission": "out.host.example.", "imaps": "in.host.example."}), none, open()}, "out.host.example:587", "in.host.example:993"},
		"denied":  {explorer{srv(map[string]string{"imap": "."}), none, open("mail.firma.example:993", "mail.firma.example:587")}, "mail.firma.example:587", "mail.firma.example:993"},
		"hosted": {explorer{srv(nil), func(context.Context, string) ([]*net.MX, error) {
			return []*net.MX{{Host: "firma-example.mail.protection.outlook.com."}}, nil
		}, open()}, "smtp.office365.com:587", "outlook.office365.com:993"},
		"there": {explorer{srv(nil), none, open("smtp.firma.example:587", "mail.firma.example:465", "imap.firma.example:143")}, "smtp.firma.example:587", "imap.firma.example:143"},
	} {
		a := test.e.discover(ctx, "ana@firma.example")
		if s, i := sendServer(a).address(), inboxServer(a).address(); s != test.smtp || i != test.imap || a.From != "ana@firma.example" {
			t.Errorf("%s: %s, %s, %+v", name, s, i, a)
		}
	}
}
