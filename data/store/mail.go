package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/search"
)

// MailQuery asks for mails, newest first.
type MailQuery struct {
	ID      data.ID // one mail
	Ticket  data.ID // those placed on a ticket
	States  []data.MailState
	Waiting bool // those a person has to decide about
	Limit   int
}

// Mails lists mails. Of one not read yet only what its head says is known.
func (s *Store) Mails(ctx context.Context, q MailQuery) ([]data.Mail, error) {
	const state = "CASE i.state WHEN 'understood' THEN m.state WHEN 'wanted' THEN 'stub' ELSE i.state END"
	where, args := []string{"1"}, []any{}
	if q.ID != "" {
		where, args = append(where, "i.id = ?"), append(args, string(q.ID))
	}
	if q.Ticket != "" {
		where, args = append(where, "m.ticket = (SELECT row FROM entities WHERE id = ?) AND i.state <> 'duplicate'"), append(args, string(q.Ticket))
	}
	states := q.States
	if q.Waiting { // few, however many there are: indexes know them
		where = append(where, `i.row IN (SELECT row FROM inbox WHERE state IN ('kept','stub','wanted') AND state <> 'kept' UNION ALL
			SELECT a.row FROM mails w JOIN entities n ON n.row = w.row JOIN inbox a ON a.id = n.id WHERE w.state IN ('triage','held','stub') AND a.state = 'understood')`)
	}
	if len(states) > 0 {
		where = append(where, state+" IN ("+marks(len(states))+")")
		for _, one := range states {
			args = append(args, string(one))
		}
	}
	if q.Limit <= 0 {
		q.Limit = 1000
	}
	rows, err := s.ro.QueryContext(ctx, `SELECT i.id, i.account, i.folder, i.uid, i.at, i.sender, i.subject, i.size, i.sha256, `+state+`,
			coalesce(m.fields, '{}'), coalesce(t.number, ''), coalesce(p.number, '')
		FROM inbox i LEFT JOIN entities e ON e.id = i.id LEFT JOIN mails m ON m.row = e.row
			LEFT JOIN tickets t ON t.row = m.ticket LEFT JOIN tickets p ON p.row = m.proposed
		WHERE `+strings.Join(where, " AND ")+` ORDER BY i.row DESC LIMIT ?`, append(args, q.Limit)...)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("list mails: %w", err))
	}
	defer rows.Close()
	var list []data.Mail
	for rows.Next() {
		var row data.Mail
		var at int64
		var fields string
		if err := rows.Scan(&row.ID, &row.Account, &row.Folder, &row.UID, &at, &row.From, &row.Subject, &row.Size, &row.SHA256, &row.State,
			&fields, &row.Number, &row.ProposedNumber); err != nil {
			return nil, err
		}
		row.ReceivedAt = time.UnixMilli(at).UTC()
		m := row
		if row.State != data.MailDuplicate {
			if err := fill(&m, fields); err != nil {
				return nil, err
			}
			m.State, m.Number, m.ProposedNumber = row.State, row.Number, row.ProposedNumber
		}
		list = append(list, m)
	}
	return list, explain(s.dir, rows.Err())
}

// WaitingMails counts the mails a person has to decide about.
func (s *Store) WaitingMails(ctx context.Context) (int, error) {
	var n int
	err := s.ro.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM mails WHERE state IN ('triage','held','stub')) +
		(SELECT count(*) FROM inbox WHERE state IN ('stub','wanted') AND state IN ('kept','stub','wanted'))`).Scan(&n)
	return n, explain(s.dir, err)
}

// projectMail keeps what is known of a mail.
func (t *Tx) projectMail(e *entity) error {
	if e.state.Gone() {
		return t.exec("DELETE FROM mails WHERE row = ?", e.row)
	}
	var m data.Mail
	fields := e.state.Fields()
	data.Fill(&m, fields)
	rowOf := func(id data.ID) (any, error) {
		if id == "" {
			return nil, nil
		}
		ticket, err := t.entity("ticket", id)
		if err != nil {
			return nil, err
		}
		return ticket.row, nil
	}
	ticket, err := rowOf(m.Ticket)
	if err != nil {
		return err
	}
	proposed, err := rowOf(m.Proposed)
	if err != nil {
		return err
	}
	return t.exec("INSERT OR REPLACE INTO mails (row, state, ticket, proposed, message_id, sender, stranger, received, fields) VALUES (?,?,?,?,?,?,?,?,?)",
		e.row, string(m.State), ticket, proposed, m.MessageID, strings.ToLower(m.From), m.Stranger, m.ReceivedAt.UnixMilli(), object(fields))
}

// MailsWithID finds the mails placed on tickets that came with a Message-ID.
func (t *Tx) MailsWithID(messageID string) ([]data.Mail, error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT fields FROM mails WHERE message_id = ? AND message_id <> '' AND ticket IS NOT NULL", messageID)
	if err != nil {
		return nil, err
	}
	list, err := gather[string](rows)
	if err != nil {
		return nil, err
	}
	mails := make([]data.Mail, len(list))
	for i, raw := range list {
		if err := fill(&mails[i], raw); err != nil {
			return nil, err
		}
	}
	return mails, nil
}

// LetterWithID finds the letter that left with a Message-ID (with its angle
// brackets).
func (t *Tx) LetterWithID(messageID string) (l data.Letter, ok bool, err error) {
	l, _, ok, err = letter(t.tx.QueryRowContext(t.ctx, "SELECT "+letterColumns+", bytes FROM outbox WHERE message_id = ? ORDER BY row DESC LIMIT 1", messageID))
	return l, ok, err
}

// LettersOf gives the bytes of a ticket's letters, newest first.
func (t *Tx) LettersOf(ticket data.ID) ([][]byte, error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT bytes FROM outbox WHERE ticket = ? ORDER BY row DESC LIMIT 20", string(ticket))
	if err != nil {
		return nil, err
	}
	return gather[[]byte](rows)
}

// Strangers counts the mails of strangers received after one moment up to
// another: those of one address, and all.
func (t *Tx) Strangers(address string, after, until time.Time) (own, all int, err error) {
	err = t.tx.QueryRowContext(t.ctx, "SELECT coalesce(sum(sender = ?), 0), count(*) FROM mails WHERE stranger = 1 AND state IN ('placed','triage') AND received > ? AND received <= ?",
		strings.ToLower(address), after.UnixMilli(), until.UnixMilli()).Scan(&own, &all)
	return own, all, err
}

// Contact gives a contact as it stands; ok is false if there is none, it was
// withdrawn or is another by now.
func (t *Tx) Contact(id data.ID) (c data.Contact, ok bool, err error) {
	e, err := t.find(id)
	if err != nil || e == nil {
		return c, false, err
	}
	var raw string
	err = t.tx.QueryRowContext(t.ctx, "SELECT fields FROM contacts WHERE row = ?", e.row).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	if err == nil {
		err = fill(&c, raw)
	}
	if err != nil {
		return c, false, fmt.Errorf("read contact %s: %w", id, err)
	}
	c.ID, e.name = id, &c.Name
	return c, true, nil
}

// ContactWith finds the contact that has a mail address; "" if there is none. One
// saved a moment ago may not be in the index yet.
func (t *Tx) ContactWith(address string) (data.Contact, bool, error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT e.id, c.fields FROM contacts c JOIN entities e USING (row) WHERE c.row IN (SELECT rowid FROM contact_text WHERE contact_text MATCH ? UNION SELECT entity FROM unindexed WHERE pos = 0) ORDER BY c.row",
		`"`+strings.ReplaceAll(search.Fold(address), `"`, `""`)+`"`)
	if err != nil {
		return data.Contact{}, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var c data.Contact
		var raw string
		if err := rows.Scan(&c.ID, &raw); err != nil {
			return c, false, err
		}
		if err := fill(&c, raw); err != nil {
			return c, false, err
		}
		for _, e := range c.Emails {
			if strings.EqualFold(e, address) {
				return c, true, nil
			}
		}
	}
	return data.Contact{}, false, rows.Err()
}

// Ticket finds a ticket by number; "" if there is none.
func (t *Tx) Ticket(number string) (data.ID, error) {
	var id data.ID
	err := t.tx.QueryRowContext(t.ctx, "SELECT id FROM tickets WHERE number = ?", strings.ToUpper(number)).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// Escalations gives a ticket's escalations, oldest first.
func (t *Tx) Escalations(ticket data.ID) ([]data.Escalation, error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT e.id, x.fields FROM escalations x JOIN entities e USING (row) WHERE x.ticket = (SELECT row FROM entities WHERE id = ?) ORDER BY x.row", string(ticket))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []data.Escalation
	for rows.Next() {
		var e data.Escalation
		var raw string
		if err := rows.Scan(&e.ID, &raw); err != nil {
			return nil, err
		}
		if err := fill(&e, raw); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// Acknowledged tells when an address last got an automatic mail; zero if never.
func (t *Tx) Acknowledged(address string) (time.Time, error) {
	var at int64
	err := t.tx.QueryRowContext(t.ctx, "SELECT at FROM acknowledged WHERE address = ?", strings.ToLower(address)).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.UnixMilli(at).UTC(), err
}

// Acknowledge writes down that an address gets an automatic mail now.
func (t *Tx) Acknowledge(address string) error {
	return t.exec("INSERT OR REPLACE INTO acknowledged (address, at) VALUES (?,?)", strings.ToLower(address), t.Now.UnixMilli())
}
