package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"firstline/data"
)

// Queue puts a letter in the outbox, in the transaction of the act that wrote
// it. Its bytes are frozen here.
func (t *Tx) Queue(l data.Letter, bytes []byte) error {
	to, err := json.Marshal(l.To)
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO outbox (id, ticket, number, escalation, message_id, sender, recipients, subject, bytes, state, next, queued)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?)`, string(l.ID), string(l.Ticket), l.Number, string(l.Escalation), l.MessageID, l.From, string(to),
		l.Subject, bytes, string(data.LetterQueued), l.NextAt.UnixMilli(), t.Now.UnixMilli())
	if err != nil {
		return fmt.Errorf("queue the letter: %w", err)
	}
	return nil
}

const letterColumns = "id, ticket, number, escalation, message_id, sender, recipients, subject, length(bytes), state, tries, next, reason, queued, started, sent, coalesce((SELECT state FROM copies WHERE letter = id), '')"

func scanLetter(scan func(...any) error, more ...any) (data.Letter, error) {
	var l data.Letter
	var to string
	var next, queued int64
	var started, sent sql.NullInt64
	err := scan(append([]any{&l.ID, &l.Ticket, &l.Number, &l.Escalation, &l.MessageID, &l.From, &to, &l.Subject, &l.Size, &l.State, &l.Tries,
		&next, &l.Reason, &queued, &started, &sent, &l.Copy}, more...)...)
	if err != nil {
		return l, err
	}
	l.QueuedAt = time.UnixMilli(queued).UTC()
	if l.State.Waiting() {
		l.NextAt = time.UnixMilli(next).UTC()
	}
	if started.Valid {
		l.StartedAt = time.UnixMilli(started.Int64).UTC()
	}
	if sent.Valid {
		l.SentAt = time.UnixMilli(sent.Int64).UTC()
	}
	return l, json.Unmarshal([]byte(to), &l.To)
}

// Letters lists the outbox, newest first.
func (s *Store) Letters(ctx context.Context) ([]data.Letter, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT "+letterColumns+" FROM outbox ORDER BY row DESC")
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("list the outbox: %w", err))
	}
	defer rows.Close()
	var list []data.Letter
	for rows.Next() {
		l, err := scanLetter(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, explain(s.dir, rows.Err())
}

// Letter gives one letter and its bytes; sql.ErrNoRows never leaves: ok is false
// if there is none.
func (s *Store) Letter(ctx context.Context, id data.ID) (l data.Letter, bytes []byte, ok bool, err error) {
	return letter(s.ro.QueryRowContext(ctx, "SELECT "+letterColumns+", bytes FROM outbox WHERE id = ?", string(id)))
}

// Deliveries tells how the letters with these Message-IDs fare.
func (s *Store) Deliveries(ctx context.Context, ids []string) (map[string]data.Delivery, error) {
	found := map[string]data.Delivery{}
	for _, id := range ids {
		l, _, ok, err := letter(s.ro.QueryRowContext(ctx, "SELECT "+letterColumns+", x'' FROM outbox WHERE message_id = ? ORDER BY row DESC LIMIT 1", id))
		if err != nil {
			return nil, explain(s.dir, err)
		}
		if ok {
			found[id] = data.Delivery{State: l.State, Reason: l.Reason, At: l.SentAt}
		}
	}
	return found, nil
}

// Letter is the same inside a transaction.
func (t *Tx) Letter(id data.ID) (l data.Letter, bytes []byte, ok bool, err error) {
	return letter(t.tx.QueryRowContext(t.ctx, "SELECT "+letterColumns+", bytes FROM outbox WHERE id = ?", string(id)))
}

func letter(row *sql.Row) (data.Letter, []byte, bool, error) {
	var bytes []byte
	l, err := scanLetter(row.Scan, &bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return l, nil, false, nil
	}
	if err != nil {
		return l, nil, false, fmt.Errorf("read letter: %w", err)
	}
	return l, bytes, true, nil
}

// waitingStates are those the post office still has to carry.
var waitingStates = func() string {
	var quoted []string
	for _, s := range data.LetterState("").Choices() {
		if data.LetterState(s).Waiting() {
			quoted = append(quoted, "'"+s+"'")
		}
	}
	return strings.Join(quoted, ",")
}()

// Due gives the waiting letter that fell due first. Letters left in "sending"
// by a program that died are among them: the caller holds the lease, so nobody
// else is sending them.
func (t *Tx) Due() (l data.Letter, bytes []byte, ok bool, err error) {
	return letter(t.tx.QueryRowContext(t.ctx, "SELECT "+letterColumns+", bytes FROM outbox WHERE state IN ("+waitingStates+") AND next <= ? ORDER BY next, row LIMIT 1", t.Now.UnixMilli()))
}

// SetLetter writes a letter's state: its bytes never change.
func (t *Tx) SetLetter(l data.Letter, holder string) error {
	return t.exec("UPDATE outbox SET state = ?, tries = ?, next = ?, reason = ?, holder = ?, started = ?, sent = ? WHERE id = ?",
		string(l.State), l.Tries, l.NextAt.UnixMilli(), l.Reason, holder, milliseconds(l.StartedAt), milliseconds(l.SentAt), string(l.ID))
}

// NextLetter is when the next waiting letter falls due; zero if none waits.
func (s *Store) NextLetter(ctx context.Context) (time.Time, error) {
	var next sql.NullInt64
	err := s.ro.QueryRowContext(ctx, "SELECT min(next) FROM outbox WHERE state IN ("+waitingStates+")").Scan(&next)
	if err != nil || !next.Valid {
		return time.Time{}, explain(s.dir, err)
	}
	return time.UnixMilli(next.Int64).UTC(), nil
}

// ForgetLetters removes letters done with before a moment.
func (t *Tx) ForgetLetters(before time.Time) error {
	err := t.exec("DELETE FROM outbox WHERE state NOT IN ("+waitingStates+",'failed') AND queued < ?", before.UnixMilli())
	if err != nil {
		return err
	}
	return t.exec("DELETE FROM copies WHERE letter NOT IN (SELECT id FROM outbox)")
}

// WantCopy says that a letter's copy is to be put among the sent mail on the
// server; one that is there already stays.
func (t *Tx) WantCopy(letter data.ID) error {
	return t.exec("INSERT INTO copies (letter, state, next, reason) VALUES (?,?,?,'') ON CONFLICT (letter) DO NOTHING",
		string(letter), string(data.CopyWaiting), t.Now.UnixMilli())
}

// SetCopy writes how far the copy of a letter has come.
func (t *Tx) SetCopy(letter data.ID, state data.CopyState, reason string, next time.Time) error {
	return t.exec("UPDATE copies SET state = ?, reason = ?, next = ? WHERE letter = ?", string(state), reason, next.UnixMilli(), string(letter))
}

// CopiesDue lists the letters whose copies wait and are due, in the order they
// were written.
func (s *Store) CopiesDue(ctx context.Context, now time.Time) ([]data.ID, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT letter FROM copies JOIN outbox ON id = letter WHERE copies.state = ? AND copies.next <= ? ORDER BY outbox.row",
		string(data.CopyWaiting), now.UnixMilli())
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("list the copies to file: %w", err))
	}
	defer rows.Close()
	var list []data.ID
	for rows.Next() {
		var id data.ID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, explain(s.dir, rows.Err())
}
