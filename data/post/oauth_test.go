package post

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"

	"firstline/data"
	"firstline/data/post/mailstack"
	"firstline/data/words"
)

// tokenGiver is a provider that gives tokens by device code (RFC 8628).
type tokenGiver struct {
	*httptest.Server
	mu      sync.Mutex
	refresh string // the refresh token that is good
	lasts   int    // seconds an access token is good for
	given   int    // access tokens given
	denies  string // what it answers instead, an error of RFC 6749 or 8628
	status  int    // with which status
	pending int    // so many questions before the person is done
	asked   []string
	rotates bool
}

func giver(t testing.TB) *tokenGiver {
	g := &tokenGiver{lasts: 3600, status: http.StatusBadRequest}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /device", func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.asked = append(g.asked, "device "+r.FormValue("client_id")+" "+r.FormValue("scope"))
		if g.denies == "invalid_client" || g.denies == "invalid_scope" {
			g.refuse(w, g.denies)
			return
		}
		json.NewEncoder(w).Encode(map[string]any{"device_code": "dev", "user_code": "WDJB-MJHT", "verification_uri": "https://provider.test/device", "expires_in": 600, "interval": 1})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.asked = append(g.asked, "token "+r.FormValue("grant_type")+" "+r.FormValue("client_secret"))
		switch device := r.FormValue("device_code") == "dev"; {
		case g.denies != "":
			g.refuse(w, g.denies)
		case device && g.pending > 0:
			g.pending--
			g.refuse(w, "authorization_pending")
		case device:
			g.refresh = "refresh-1"
			g.give(w)
		case r.FormValue("refresh_token") != g.refresh || g.refresh == "":
			g.refuse(w, "invalid_grant")
		default:
			if g.rotates {
				g.refresh = fmt.Sprint("refresh-", g.given+1)
			}
			g.give(w)
		}
	})
	g.Server = httptest.NewServer(mux)
	t.Cleanup(g.Close)
	return g
}

func (g *tokenGiver) refuse(w http.ResponseWriter, code string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(g.status)
	json.NewEncoder(w).Encode(map[string]string{"error": code, "error_description": "because " + code})
}

func (g *tokenGiver) give(w http.ResponseWriter) {
	g.given++
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"access_token": fmt.Sprint("access-", g.given), "token_type": "Bearer", "expires_in": g.lasts, "refresh_token": g.refresh})
}

// by makes an account sign in with this provider's tokens.
func (g *tokenGiver) by(a data.Account) data.Account {
	a.Auth = data.ByOAuth
	a.OAuth = data.OAuth{ClientID: "client", DeviceURL: g.URL + "/device", TokenURL: g.URL + "/token", Scope: "mail offline_access"}
	return a
}

// The person allows the desk to use the account, and mail goes both ways.
func TestMailByToken(t *testing.T) {
	for _, way := range []string{xoauth2, sasl.OAuthBearer} {
		t.Run(way, func(t *testing.T) {
			g := giver(t)
			s, h, account := both(t, func(s *mailServer) { s.login, s.token = []string{way}, "access-2" })
			h.token = "access-2"
			account.Inbox.Receive = true
			d := newDesk(g.by(account), "")
			o := New(d)
			id := d.queue("a@test")
			if _, err := o.SendDue(ctx); !isProblem(err, "post_not_signed_in", "oauth") {
				t.Errorf("before: %v", err)
			}
			g.pending = 1
			d.secrets[clientSecret] = "hush"
			var shown DeviceCode
			if err := Authorize(ctx, d, d.settings.Mail, func(c DeviceCode) { shown = c }); err != nil {
				t.Fatal(err)
			}
			if shown.Code != "WDJB-MJHT" || shown.URL != "https://provider.test/device" || time.Until(shown.Until) < 9*time.Minute {
				t.Errorf("shown %+v", shown)
			}
			if want := "device client mail offline_access"; g.asked[0] != want || !strings.HasSuffix(g.asked[1], " hush") {
				t.Errorf("asked %q", g.asked)
			}
			if d.secrets[refreshSecret] != "refresh-1" {
				t.Errorf("kept %q", d.secrets)
			}
			h.put(t, "INBOX", mailNo(1))
			d.later(2 * accountPause)
			if sent, err := o.SendDue(ctx); sent != 1 || err != nil {
				t.Fatalf("SendDue = %d, %v", sent, err)
			}
			wants(t, d, id, data.LetterSent, 1, 0)
			if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 1 {
				t.Errorf("%+v, %v", got, err)
			}
			if len(s.accepted()) != 1 || g.given != 2 {
				t.Errorf("%d letters with %d tokens", len(s.accepted()), g.given)
			}
		})
	}
}

// A token is replaced before it ends, and so is the right to it where the
// provider wants that.
func TestTokensAreRefreshedInTime(t *testing.T) {
	g := giver(t)
	g.refresh, g.rotates, g.lasts = "refresh-0", true, 200 // ends within the time a fresh one is got early
	d := newDesk(g.by(data.Account{User: "ana"}), "")
	d.secrets[refreshSecret] = "refresh-0"
	var of tokens
	for i := 1; i <= 3; i++ {
		token, err := of.get(ctx, d, d.settings.Mail)
		if err != nil || token != fmt.Sprint("access-", i) || d.secrets[refreshSecret] != fmt.Sprint("refresh-", i) {
			t.Errorf("%d: %q, %v, kept %q", i, token, err, d.secrets[refreshSecret])
		}
	}
	g.lasts = 3600
	first, _ := of.get(ctx, d, d.settings.Mail)
	again, _ := of.get(ctx, d, d.settings.Mail)
	if first != again {
		t.Errorf("%q, then %q", first, again)
	}
	of.forget() // the server did not take it
	if fresh, err := of.get(ctx, d, d.settings.Mail); err != nil || fresh == first {
		t.Errorf("%q, %v", fresh, err)
	}
}

// What the provider refuses is said in words that tell what to do.
func TestConsentEnds(t *testing.T) {
	for name, test := range map[string]struct {
		spoil      func(*tokenGiver, *data.Account)
		key, field string
		offline    bool
	}{
		"withdrawn":    {func(g *tokenGiver, _ *data.Account) { g.refresh = "another" }, "post_consent_ended", "oauth", false},
		"client":       {func(g *tokenGiver, _ *data.Account) { g.denies = "invalid_client" }, "post_client_refused", "client_id", false},
		"scope":        {func(g *tokenGiver, _ *data.Account) { g.denies = "invalid_scope" }, "post_scope_refused", "scope", false},
		"something":    {func(g *tokenGiver, _ *data.Account) { g.denies = "whatever" }, "post_token_refused", "oauth", false},
		"down":         {func(g *tokenGiver, _ *data.Account) { g.denies, g.status = "server_error", 503 }, "post_try_later", "", true},
		"away":         {func(g *tokenGiver, _ *data.Account) { g.Close() }, "post_no_provider", "", true},
		"no client":    {func(_ *tokenGiver, a *data.Account) { a.OAuth.ClientID = "" }, "post_no_client_id", "client_id", false},
		"no provider":  {func(_ *tokenGiver, a *data.Account) { a.OAuth = data.OAuth{ClientID: "x"} }, "post_no_token_url", "token_url", false},
		"in the clear": {func(_ *tokenGiver, a *data.Account) { a.OAuth.TokenURL = "http://provider.test/token" }, "post_token_url_open", "token_url", false},
	} {
		t.Run(name, func(t *testing.T) {
			g := giver(t)
			g.refresh = "refresh-0"
			s := serve(t, data.StartTLS, func(s *mailServer) { s.login = []string{xoauth2} })
			d := newDesk(g.by(s.account), "")
			d.secrets[refreshSecret] = "refresh-0"
			test.spoil(g, &d.settings.Mail)
			id := d.queue("a@test")
			o := New(d)
			_, err := o.SendDue(ctx)
			if !isProblem(err, test.key, test.field) || o.Status().Offline != test.offline {
				t.Errorf("%v, offline %v", err, o.Status().Offline)
			}
			wants(t, d, id, data.LetterQueued, 0, 0)
			for _, lang := range words.Bases() {
				if said := sentence(lang, asProblem(err)); strings.Contains(said, "no value") {
					t.Errorf("%s: %q", lang, said)
				}
			}
		})
	}
}

func TestSigningInAtTheProviderFails(t *testing.T) {
	for denies, key := range map[string]string{"access_denied": "post_consent_refused", "expired_token": "post_code_expired", "invalid_client": "post_client_refused", "invalid_scope": "post_scope_refused"} {
		g := giver(t)
		g.denies = denies
		d := newDesk(g.by(data.Account{User: "ana"}), "")
		err := Authorize(ctx, d, d.settings.Mail, func(DeviceCode) {})
		if p := asProblem(err); p.Key != key || len(d.secrets) != 0 {
			t.Errorf("%s: %v, kept %v", denies, err, d.secrets)
		}
	}
}

// A token the server does not take pauses the account, as a wrong password does.
func TestTokenRefused(t *testing.T) {
	for _, way := range []string{xoauth2, sasl.OAuthBearer} {
		g := giver(t)
		g.refresh = "refresh-0"
		s, h, account := both(t, func(s *mailServer) { s.login, s.token = []string{way}, "another" })
		h.token = "another"
		d := newDesk(g.by(account), "")
		d.secrets[refreshSecret] = "refresh-0"
		id := d.queue("a@test")
		o := New(d)
		if _, err := o.SendDue(ctx); !isProblem(err, "post_token_refused", "oauth") {
			t.Errorf("%s: %v", way, err)
		}
		wants(t, d, id, data.LetterQueued, 1, accountPause)
		if _, err := o.FetchMail(ctx); !isProblem(err, "post_token_refused", "oauth") {
			t.Errorf("%s, receiving: %v", way, err)
		}
		if s.been("mail") != 0 {
			t.Error("and went on")
		}
	}
}

func TestWhereTokensComeFrom(t *testing.T) {
	for _, test := range []struct {
		account data.Account
		host    string
	}{
		{data.Account{From: "ana@outlook.es"}, "login.microsoftonline.com"},
		{data.Account{From: "ana@firma.test", Host: "smtp.office365.com"}, "login.microsoftonline.com"},
		{data.Account{From: "ana@gmail.com"}, "oauth2.googleapis.com"},
		{data.Account{From: "ana@firma.test", OAuth: data.OAuth{Provider: "Google"}}, "oauth2.googleapis.com"},
	} {
		test.account.OAuth.ClientID = "x"
		c, err := tokenConfig(test.account, "")
		if err != nil || !strings.Contains(c.Endpoint.TokenURL, "//"+test.host+"/") || !strings.HasPrefix(c.Endpoint.DeviceAuthURL, "https://") || len(c.Scopes) == 0 {
			t.Errorf("%+v: %+v, %v", test.account, c, err)
		}
	}
	if signInBy(data.ByOAuth, server{}, "", func(m string) bool { return m == sasl.Plain }) != nil {
		t.Error("a token goes where only passwords are taken")
	}
}

// A real Dovecot that asks the provider takes the token, and refuses another.
func TestDovecotTakesTheToken(t *testing.T) {
	stack := mailstack.Start(t)
	port := stack.TakeTokens(t, func(token string) string {
		if token == "access-1" {
			return "desk1"
		}
		return ""
	})
	stack.Fill(t, "desk1", [][]byte{mailNo(1), mailNo(2)})
	g := giver(t)
	g.refresh = "refresh-0"
	d := newDesk(g.by(data.Account{User: "desk1@test", From: "desk1@test", CA: stack.CertPEM, Inbox: data.Inbox{Host: "localhost", Port: port}}), "")
	d.secrets[refreshSecret] = "refresh-0"
	o := New(d)
	if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	o.tokens.forget() // the provider gives the next one, which is not good
	if _, err := o.FetchMail(ctx); !isProblem(err, "post_token_refused", "oauth") {
		t.Errorf("%v", err)
	}
}
