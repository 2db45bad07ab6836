package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
)

// Bare is a SQLite file that holds one plain table, opened as a desk's file is:
// what a save is measured against.
type Bare struct{ db *sql.DB }

// NewBare makes one.
func NewBare(ctx context.Context, path string) (*Bare, error) {
	db, err := sql.Open(Driver, source(path, "&_txlock=immediate"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE bare (row INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"); err != nil {
		db.Close()
		return nil, fmt.Errorf("make %s: %w", path, err)
	}
	return &Bare{db}, nil
}

// Commit adds a row in a transaction of its own, begun and ended as a save's.
func (b *Bare) Commit(ctx context.Context, body []byte) error {
	return inOne(ctx, b.db, func(tx transaction) error {
		_, err := tx.ExecContext(context.WithoutCancel(ctx), "INSERT INTO bare (body) VALUES (?)", body)
		return err
	})
}

// Close closes the file; it stays.
func (b *Bare) Close() error { return b.db.Close() }

// Weight is how much an act wrote.
type Weight struct {
	Content int // bytes of its operations
	Logged  int // pages in the write-ahead log, of all acts since it was last begun anew
}

// PageSize is the bytes of a page (SQLite's default; no desk sets another).
const PageSize = 4096

// Scale weighs what acts write to a desk's file, which it only reads.
type Scale struct{ db *sql.DB }

// NewScale opens one for the desk in a folder.
func NewScale(dir string) (*Scale, error) {
	db, err := sql.Open(Driver, source(filepath.Join(dir, File), "&_query_only=on"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &Scale{db}, nil
}

// Weigh says how much the last act wrote.
func (s *Scale) Weigh(ctx context.Context) (w Weight, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT sum(length(body)) FROM ops, (SELECT first, last FROM acts ORDER BY row DESC LIMIT 1) WHERE pos BETWEEN first AND last").Scan(&w.Content)
	if err != nil {
		return w, fmt.Errorf("weigh the last act: %w", err)
	}
	var busy, moved int
	err = s.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(NOOP)").Scan(&busy, &w.Logged, &moved)
	if err != nil {
		return w, fmt.Errorf("weigh the log: %w", err)
	}
	return w, nil
}

// Close closes the file.
func (s *Scale) Close() error { return s.db.Close() }
