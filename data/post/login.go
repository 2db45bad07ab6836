package post

import (
	"errors"
	"fmt"

	"github.com/emersion/go-sasl"

	"firstline/data"
)

// xoauth2 is Google's and Microsoft's mechanism for signing in by token. It is older than
// OAUTHBEARER (RFC 7628), and Microsoft has no other.
const xoauth2 = "XOAUTH2"

// signInBy chooses a mechanism for signing in from those a server offers; nil if none
// fits. The secret is an access token with OAuth, else the password.
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

// tokenRefused makes a Problem of a server's refusal of a token, which OAUTHBEARER tells
// in its own way, and leaves any other error as it is.
func tokenRefused(at server, err error) error {
	var no *sasl.OAuthBearerError
	if !errors.As(err, &no) {
		return err
	}
	return data.Fault("oauth", "post_token_refused", "user", at.user, "said", no.Status).Because(err)
}

// tokenClient signs in by XOAUTH2: it sends user and token at once, and an empty answer
// to the server's complaint, after which the server refuses.
type tokenClient struct{ user, token string }

func (c *tokenClient) Start() (mechanism string, first []byte, err error) {
	return xoauth2, fmt.Appendf(nil, "user=%s\x01auth=Bearer %s\x01\x01", c.user, c.token), nil
}

func (c *tokenClient) Next([]byte) ([]byte, error) { return []byte{}, nil }

// mechanism remembers the name of the mechanism used.
type mechanism struct {
	sasl.Client
	name string
}

func (m *mechanism) Start() (name string, first []byte, err error) {
	m.name, first, err = m.Client.Start()
	return m.name, first, err
}
