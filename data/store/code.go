package store

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"firstline/data"
	"firstline/data/journal"
)

// projectCodes keeps the reply codes the mails of a ticket were sent with: the
// entries' Message-IDs carry them.
func (t *Tx) projectCodes(e *entity) error {
	fresh := e.fresh
	if slices.ContainsFunc(fresh, func(o journal.Op) bool { return o.Kind == journal.Withdraw && o.Field == "" }) {
		fresh = e.state.Ops()
	}
	for _, o := range fresh {
		if o.Kind != journal.Note || !bytes.Contains(o.Value, []byte(`"code":`)) {
			continue
		}
		var a data.Activity
		if json.Unmarshal(o.Value, &a) != nil || a.Code == "" {
			continue
		}
		if err := t.exec("INSERT OR IGNORE INTO codes (token, ticket, correspondent, escalation) VALUES (?,?,?,'')", a.Code, e.row, a.Address); err != nil {
			return err
		}
	}
	return nil
}

// projectCode keeps the code of an escalation.
func (t *Tx) projectCode(e data.Escalation, id string, gone bool) error {
	if gone || e.Token == "" {
		return t.exec("DELETE FROM codes WHERE escalation = ?", id)
	}
	ticket, err := t.entity("ticket", e.Ticket)
	if err != nil {
		return err
	}
	return t.exec("INSERT OR REPLACE INTO codes (token, ticket, correspondent, escalation) VALUES (?,?,?,?)", e.Token, ticket.row, e.To, id)
}

// Code is a reply code that was given out.
type Code struct {
	Token         string
	Ticket        data.ID
	Correspondent string  // address
	Escalation    data.ID // "" for a reply to a customer
}

// Code finds a reply code.
func (t *Tx) Code(token string) (c Code, ok bool, err error) {
	c.Token = token
	err = t.tx.QueryRowContext(t.ctx, "SELECT e.id, c.correspondent, c.escalation FROM codes c JOIN entities e ON e.row = c.ticket WHERE c.token = ?", token).
		Scan(&c.Ticket, &c.Correspondent, &c.Escalation)
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	return c, err == nil, err
}
