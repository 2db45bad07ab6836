package post

import (
	"errors"
	"fmt"

	"github.com/emersion/go-sasl"

	"firstline/data"
)

// xoauth2 is the name of Google's and Microsoft's way to sign in by token, older
// than OAUTHBEARER (RFC 7628) and the only one Microsoft has.
const xoauth2 = "XOAUTH2"

// signInBy chooses how to sign in from what a server offers; nil if nothing
// fits. With OAuth the secret is an access token, else the password.
func signInBy(auth data.Auth, at server, secret string, offers func(mechanism string) bool) sasl.Client {
	if auth == data.ByOAuth {
		switch {
		case offers(sasl.OAuthBearer):
			return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: at.user, Token: secret, Host: at.host, Port: at.port})
		case offers(xoauth2):
			return &tokenClient{at.user, secret}
		}
		return nil
	}
	switch {
	case offers(sasl.Plain):
		return sasl.NewPlainClient("", at.user, secret)
	case offers(sasl.Login):
		return sasl.NewLoginClient(at.user, secret)
	}
	return nil
}

// tokenRefused tells a server's no to a token, which OAUTHBEARER says in a way
// of its own, from other trouble.
func tokenRefused(at server, err error) error {
	var no *sasl.OAuthBearerError
	if !errors.As(err, &no) {
		return err
	}
	return data.Fault("oauth", "post_token_refused", "user", at.user, "said", no.Status).Because(err)
}

// tokenClient signs in by XOAUTH2: user and token in one go, and an empty answer
// to the server's complaint, after which it says no.
type tokenClient struct{ user, token string }

func (c *tokenClient) Start() (mechanism string, first []byte, err error) {
	return xoauth2, fmt.Appendf(nil, "user=%s\x01auth=Bearer %s\x01\x01", c.user, c.token), nil
}

func (c *tokenClient) Next([]byte) ([]byte, error) { return []byte{}, nil }

// mechanism remembers by which name one signs in.
type mechanism struct {
	sasl.Client
	name string
}

func (m *mechanism) Start() (name string, first []byte, err error) {
	m.name, first, err = m.Client.Start()
	return m.name, first, err
}
