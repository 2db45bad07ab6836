package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// replyCode is the code a correspondent has on a ticket: always the same, until
// it is taken back.
func replyCode(secret []byte, ticket data.Ticket, to string) string {
	for n := 0; ; n++ {
		nonce := "reply"
		if n > 0 {
			nonce += " " + strconv.Itoa(n)
		}
		token := mail.Token(secret, ticket.ID, to, nonce)
		if !slices.Contains(ticket.Revoked, token) {
			return token
		}
	}
}

// RevokeCode takes a reply code back: an answer with it is placed like a
// stranger's from now on.
func (d *Desk) RevokeCode(ctx context.Context, code string) error {
	token, ok := mail.ParseToken(strings.Trim(code, "[]# "))
	if !ok {
		return data.Fault("code", "no_code", "value", code)
	}
	return d.write(ctx, "revoke", func(t *store.Tx) (string, error) {
		given, ok, err := t.Code(token)
		if err != nil {
			return "", err
		}
		if !ok {
			return "", data.Fault("code", "no_code", "value", code)
		}
		ticket, err := ticketIn(t, given.Ticket)
		if err != nil {
			return "", err
		}
		fields := data.Fields{}
		put(fields, "revoked", append(slices.Clone(ticket.Revoked), token))
		_, err = t.Set("ticket", ticket.ID, fields)
		return ticket.Number, err
	})
}
