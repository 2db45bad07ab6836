package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"firstline/data"
)

// Arrived is a row of the inbox: one copy of a mail in one folder.
type Arrived struct {
	Row      int64
	ID       data.ID // of the mail
	Account  string
	Folder   string // empty for one opened from a file
	Validity uint32 // the folder's UIDVALIDITY
	UID      uint32
	SHA256   string
	Body     string // hash of the body alone
	Size     int64
	At       time.Time
	Sender   string
	Subject  string
	State    ArrivedState
}

// ArrivedState is what became of a row.
type ArrivedState string

// The states of a row: its bytes are kept; only the head is; the rest is wanted;
// it is a copy of another; it was read and placed.
const (
	Kept       ArrivedState = "kept"
	Stub       ArrivedState = "stub"
	Wanted     ArrivedState = "wanted"
	Copy       ArrivedState = "duplicate"
	Understood ArrivedState = "understood"
)

const arrivedColumns = "row, id, account, folder, validity, uid, sha256, body, size, at, sender, subject, state"

func arrived(row *sql.Row) (a Arrived, ok bool, err error) {
	var at int64
	err = row.Scan(&a.Row, &a.ID, &a.Account, &a.Folder, &a.Validity, &a.UID, &a.SHA256, &a.Body, &a.Size, &at, &a.Sender, &a.Subject, &a.State)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	a.At = time.UnixMilli(at).UTC()
	return a, err == nil, err
}

// ArrivedAt finds what came by a place in a folder.
func (t *Tx) ArrivedAt(account, folder string, validity, uid uint32) (Arrived, bool, error) {
	return arrived(t.tx.QueryRowContext(t.ctx, "SELECT "+arrivedColumns+" FROM inbox WHERE account = ? AND folder = ? AND validity = ? AND uid = ? AND folder <> ''",
		account, folder, validity, uid))
}

// ArrivedBefore finds a copy of a mail that came by the same folder when that was
// numbered otherwise.
func (t *Tx) ArrivedBefore(a Arrived) (Arrived, bool, error) {
	return arrived(t.tx.QueryRowContext(t.ctx, "SELECT "+arrivedColumns+" FROM inbox WHERE id = ? AND account = ? AND folder = ? AND validity <> ? AND folder <> '' ORDER BY row LIMIT 1",
		string(a.ID), a.Account, a.Folder, a.Validity))
}

// FirstArrived finds the first copy of a mail.
func (t *Tx) FirstArrived(id data.ID) (Arrived, bool, error) {
	return arrived(t.tx.QueryRowContext(t.ctx, "SELECT "+arrivedColumns+" FROM inbox WHERE id = ? ORDER BY row LIMIT 1", string(id)))
}

// FirstArrived finds the first copy of a mail.
func (s *Store) FirstArrived(ctx context.Context, id data.ID) (Arrived, bool, error) {
	a, ok, err := arrived(s.ro.QueryRowContext(ctx, "SELECT "+arrivedColumns+" FROM inbox WHERE id = ? ORDER BY row LIMIT 1", string(id)))
	return a, ok, explain(s.dir, err)
}

// Arrive writes a row of the inbox: a new one, or (with Row) one changed.
func (t *Tx) Arrive(a Arrived) error {
	var row any
	if a.Row != 0 {
		row = a.Row
	}
	err := t.exec("INSERT OR REPLACE INTO inbox ("+arrivedColumns+") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", row, string(a.ID), a.Account, a.Folder,
		a.Validity, a.UID, a.SHA256, a.Body, a.Size, a.At.UnixMilli(), a.Sender, a.Subject, string(a.State))
	if err != nil {
		return fmt.Errorf("keep mail %s: %w", a.ID, err)
	}
	return nil
}

// Advance moves a folder's cursor to a mail that is kept. It never moves back,
// but for another validity, which begins anew.
func (t *Tx) Advance(account, folder string, validity, uid uint32) error {
	return t.exec(`INSERT INTO cursors (account, folder, validity, uid) VALUES (?,?,?,?) ON CONFLICT (account, folder) DO UPDATE
		SET uid = CASE WHEN validity = excluded.validity THEN max(uid, excluded.uid) ELSE excluded.uid END, validity = excluded.validity`,
		account, folder, validity, uid)
}

// Rewind begins a folder anew.
func (t *Tx) Rewind(account, folder string, validity uint32) error {
	return t.exec("INSERT OR REPLACE INTO cursors (account, folder, validity, uid) VALUES (?,?,?,0)", account, folder, validity)
}

// Cursor tells how far a folder was read; zeros if it never was.
func (s *Store) Cursor(ctx context.Context, account, folder string) (validity, uid uint32, err error) {
	err = s.ro.QueryRowContext(ctx, "SELECT validity, uid FROM cursors WHERE account = ? AND folder = ?", account, folder).Scan(&validity, &uid)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return validity, uid, explain(s.dir, err)
}

// ArrivedIn lists the mails whose row is in a state, in the order they came.
func (s *Store) ArrivedIn(ctx context.Context, state ArrivedState) ([]data.ID, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT id FROM inbox WHERE state = ? AND state IN ('kept','stub','wanted') ORDER BY row", string(state))
	if err != nil {
		return nil, explain(s.dir, err)
	}
	list, err := gather[data.ID](rows)
	return list, explain(s.dir, err)
}

// rawMails lists the bytes of all mails.
func (s *Store) rawMails(ctx context.Context) ([]data.Attachment, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT DISTINCT sha256 FROM inbox")
	if err != nil {
		return nil, explain(s.dir, err)
	}
	hashes, err := gather[string](rows)
	if err != nil {
		return nil, explain(s.dir, err)
	}
	list := make([]data.Attachment, len(hashes))
	for i, hash := range hashes {
		list[i] = data.Attachment{SHA256: hash, Name: "mail", Type: "message/rfc822"}
	}
	return list, nil
}
