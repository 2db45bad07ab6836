package post

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"firstline/data"
)

// The names of what OAuth keeps in the safe. Access tokens stay in memory: they are good
// for an hour, and Microsoft's are too large for some keyrings.
const (
	refreshSecret = "mail.refresh_token"
	clientSecret  = "mail.client_secret"
)

// tokenProviders says where tokens come from, by the name of the provider. Google does
// not give every client the right to mail by device code; what it says then is
// explained.
var tokenProviders = map[string]data.OAuth{
	"microsoft": {DeviceURL: "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
		TokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		Scope:    "offline_access https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"},
	"google": {DeviceURL: "https://oauth2.googleapis.com/device/code", TokenURL: "https://oauth2.googleapis.com/token",
		Scope: "https://mail.google.com/"},
}

// tokenConfig says where an account's tokens come from: from where the account says, or
// else from its provider.
func tokenConfig(a data.Account, secret string) (*oauth2.Config, error) {
	name := a.OAuth.Provider
	if name == "" {
		for _, find := range []func() (provider, bool){func() (provider, bool) { return providerOf(a.From) }, func() (provider, bool) { return providerAt(a.Host) }} {
			if p, ok := find(); ok && name == "" {
				name = p.oauth
			}
		}
	}
	known := tokenProviders[strings.ToLower(name)]
	o := a.OAuth
	o.DeviceURL, o.TokenURL, o.Scope = cmp.Or(o.DeviceURL, known.DeviceURL), cmp.Or(o.TokenURL, known.TokenURL), cmp.Or(o.Scope, known.Scope)
	switch {
	case o.ClientID == "":
		return nil, data.Fault("client_id", "post_no_client_id")
	case o.TokenURL == "":
		return nil, data.Fault("token_url", "post_no_token_url")
	}
	for field, address := range map[string]string{"device_url": o.DeviceURL, "token_url": o.TokenURL} {
		if !sealed(address) {
			return nil, data.Fault(field, "post_token_url_open", "address", address)
		}
	}
	// Id and secret go in form fields: neither provider takes them in a header.
	return &oauth2.Config{ClientID: o.ClientID, ClientSecret: secret, Scopes: strings.Fields(o.Scope),
		Endpoint: oauth2.Endpoint{DeviceAuthURL: o.DeviceURL, TokenURL: o.TokenURL, AuthStyle: oauth2.AuthStyleInParams}}, nil
}

// sealed says whether tokens may be asked for at an address: only over TLS or on this
// computer.
func sealed(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return address == "" || u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// DeviceCode is what a person enters at the provider's page, on any device.
type DeviceCode struct {
	Code  string    `json:"code"`
	URL   string    `json:"url"`
	Until time.Time `json:"until,omitzero"`
}

// secrets is where OAuth keeps what it is given; *desk.Desk is one.
type secrets interface {
	Password(name string) (string, error)
	KeepPassword(name, password string) error
}

// Authorize has the person allow this desk to use the account (RFC 8628): show is given
// the code and where to enter it, then Authorize waits until that is done, refused or
// too late. The right itself, a refresh token, goes into the safe. Errors are Problems
// where a person can do something.
func Authorize(ctx context.Context, kept secrets, account data.Account, show func(DeviceCode)) error {
	secret, err := kept.Password(clientSecret)
	if err != nil {
		return err
	}
	c, err := tokenConfig(account, secret)
	if err != nil {
		return err
	}
	if c.Endpoint.DeviceAuthURL == "" {
		return data.Fault("device_url", "post_no_token_url")
	}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, tokenHTTP)
	d, err := c.DeviceAuth(ctx)
	if err != nil {
		return noToken(account, err)
	}
	show(DeviceCode{Code: d.UserCode, URL: d.VerificationURI, Until: d.Expiry})
	t, err := c.DeviceAccessToken(ctx, d)
	if err != nil {
		return noToken(account, err)
	}
	if t.RefreshToken == "" {
		return data.Fault("scope", "post_no_refresh_token")
	}
	return kept.KeepPassword(refreshSecret, t.RefreshToken)
}

// tokenHTTP asks for tokens, which should not take long.
var tokenHTTP = &http.Client{Timeout: 30 * time.Second}

// tokens gets access tokens and remembers the present one.
type tokens struct {
	mu      sync.Mutex
	refresh string // what the present one was got with
	now     *oauth2.Token
}

// early is how long before its end a token is replaced.
const early = 5 * time.Minute

// get gives an access token that is good for some minutes at least.
func (t *tokens) get(ctx context.Context, kept secrets, account data.Account) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	refresh, err := kept.Password(refreshSecret)
	if err != nil {
		return "", err
	}
	if refresh == "" {
		return "", data.Fault("oauth", "post_not_signed_in", "user", account.User)
	}
	if t.now != nil && t.refresh == refresh && (t.now.Expiry.IsZero() || time.Until(t.now.Expiry) > early) {
		return t.now.AccessToken, nil
	}
	secret, err := kept.Password(clientSecret)
	if err != nil {
		return "", err
	}
	c, err := tokenConfig(account, secret)
	if err != nil {
		return "", err
	}
	fresh, err := c.TokenSource(context.WithValue(ctx, oauth2.HTTPClient, tokenHTTP), &oauth2.Token{RefreshToken: refresh}).Token()
	if err != nil {
		return "", noToken(account, err)
	}
	if fresh.RefreshToken != "" && fresh.RefreshToken != refresh { // providers rotate them
		if err := kept.KeepPassword(refreshSecret, fresh.RefreshToken); err != nil {
			return "", err
		}
		refresh = fresh.RefreshToken
	}
	t.now, t.refresh = fresh, refresh
	return fresh.AccessToken, nil
}

// forget drops the present token: a server did not take it.
func (t *tokens) forget() {
	t.mu.Lock()
	t.now = nil
	t.mu.Unlock()
}

// noToken says why the provider gave no token.
func noToken(account data.Account, err error) error {
	var reply *oauth2.RetrieveError
	if !errors.As(err, &reply) {
		if errors.Is(err, context.Canceled) {
			return err
		}
		if errors.Is(err, context.DeadlineExceeded) && !errors.As(err, new(*url.Error)) {
			return data.Fault("oauth", "post_code_expired").Because(err)
		}
		problem := explain(server{host: tokenHost(err), user: account.User}, connecting, err)
		if passes(problem, nil) {
			problem = data.Fault("", "post_no_provider", "host", tokenHost(err)).Because(err)
		}
		return problem
	}
	said := oneLine(cmp.Or(reply.ErrorDescription, reply.ErrorCode, reply.Response.Status))
	switch reply.ErrorCode {
	case "invalid_grant", "interaction_required", "consent_required", "login_required":
		return data.Fault("oauth", "post_consent_ended", "user", account.User, "said", said).Because(err)
	case "access_denied", "authorization_declined":
		return data.Fault("oauth", "post_consent_refused").Because(err)
	case "expired_token", "code_expired":
		return data.Fault("oauth", "post_code_expired").Because(err)
	case "invalid_client", "unauthorized_client", "deleted_client":
		return data.Fault("client_id", "post_client_refused", "said", said).Because(err)
	case "invalid_scope":
		return data.Fault("scope", "post_scope_refused", "said", said).Because(err)
	}
	if code := reply.Response.StatusCode; code >= 500 || code == http.StatusTooManyRequests {
		return data.Fault("", "post_try_later", "said", said).Because(err)
	}
	return data.Fault("oauth", "post_token_refused", "user", account.User, "said", said).Because(err)
}

// tokenHost is the host a failed request was sent to.
func tokenHost(err error) string {
	var failed *url.Error
	if errors.As(err, &failed) {
		if u, err := url.Parse(failed.URL); err == nil {
			return u.Hostname()
		}
	}
	return ""
}
