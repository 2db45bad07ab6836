package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const saveDraft = "INSERT INTO drafts (key, body, at) VALUES (?,?,?) ON CONFLICT (key) DO UPDATE SET body = excluded.body, at = excluded.at"

// SaveDraft keeps a draft; once it returns, a power cut does not take it.
func (s *Store) SaveDraft(ctx context.Context, key, body string, now time.Time) error {
	s.used.note()
	_, err := s.rw.ExecContext(ctx, saveDraft, key, body, now.UnixMilli())
	if err != nil {
		return explain(s.dir, fmt.Errorf("keep the draft %s: %w", key, err))
	}
	return nil
}

// Draft reads a draft, "" if there is none.
func (s *Store) Draft(ctx context.Context, key string) (string, error) {
	var body string
	err := s.ro.QueryRowContext(ctx, "SELECT body FROM drafts WHERE key = ?", key).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return body, explain(s.dir, err)
}

// DropDraft forgets a draft.
func (s *Store) DropDraft(ctx context.Context, key string) error {
	_, err := s.rw.ExecContext(ctx, "DELETE FROM drafts WHERE key = ?", key)
	return explain(s.dir, err)
}

// DropDraft forgets the draft an act completes, in the act's own transaction:
// either the ticket is there, or the draft still is.
func (t *Tx) DropDraft(key string) error {
	if key == "" {
		return nil
	}
	return t.exec("DELETE FROM drafts WHERE key = ?", key)
}

// SaveDraft keeps a draft in an act's own transaction.
func (t *Tx) SaveDraft(key, body string) error {
	return t.exec(saveDraft, key, body, t.Now.UnixMilli())
}

// Draft reads a draft as the transaction sees it, "" if there is none.
func (t *Tx) Draft(key string) (body string, err error) {
	err = t.tx.QueryRowContext(t.ctx, "SELECT body FROM drafts WHERE key = ?", key).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return body, err
}
