// Package store keeps the desk in one SQLite file: the operations, and the
// tables that make what they add up to quick to list, count and find. One
// transaction writes both. It and package search are the only ones with SQL.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"firstline/data"
)

// File is the name of the database in a desk's folder.
const File = "desk.db"

// Driver is the name of the database driver; tests put one before it that dies.
var Driver = "sqlite3"

// Store is one opened database: a single writer, and readers that never wait
// for it (WAL).
type Store struct {
	dir    string
	rw     *sql.DB
	ro     readers
	care   *sql.DB // writes the log back beside the others
	used   use
	upkeep upkeep
	folds  *folds
	ends   knownEnds
}

// source is the DSN. synchronous=FULL is said out loud because the driver
// compiles WAL databases to NORMAL, which lost commits in simulated power cuts.
// SQLite need not lock a connection at each step (mutex): database/sql gives it to
// one goroutine at a time. Nor need it look at every operation whether its entity
// is there (foreign keys): whoever writes one has just found or made it.
func source(path, more string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_mutex=no&_stmt_cache_size=100" + more
}

// cache is how many megabytes of pages a connection keeps. The writer's stay with it
// (measured at a million tickets: with 18 rather than 12 a new ticket takes 1.36 times
// its bare commit, not 1.42, another owner 1.33, not 1.38; 32 bring half as much
// again). A reader's are worth nothing after the next save, and most of what it reads
// it reads once.
func cache(megabytes int) string { return fmt.Sprint("&_cache_size=-", 1024*megabytes) }

// Exists says whether a folder holds a desk.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, File))
	return err == nil
}

// Create makes a desk's file in a folder and opens it.
func Create(ctx context.Context, dir string) (*Store, error) {
	if Exists(dir) {
		return nil, data.Fault("", "desk_exists", "dir", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, explain(dir, fmt.Errorf("make the desk's folder: %w", err))
	}
	return open(ctx, dir)
}

// Open opens the desk in a folder.
func Open(ctx context.Context, dir string) (*Store, error) {
	info, err := os.Stat(filepath.Join(dir, File))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil, data.Fault("", "no_desk", "dir", dir)
	case err != nil:
		return nil, explain(dir, err)
	case info.IsDir() || info.Size() == 0:
		return nil, data.Fault("", "not_a_desk", "dir", dir)
	}
	// WAL needs to write beside the file even to read it, so a folder that can't
	// be written is said at once rather than at the first save.
	probe, err := os.CreateTemp(dir, ".writable-*")
	if err != nil {
		return nil, data.Fault("", "read_only_desk", "dir", dir).Because(err)
	}
	probe.Close()
	os.Remove(probe.Name())
	return open(ctx, dir)
}

func open(ctx context.Context, dir string) (*Store, error) {
	path := filepath.Join(dir, File)
	rw, err := sql.Open(Driver, source(path, "&_txlock=immediate"+cache(18)))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	rw.SetMaxOpenConns(1)
	if err := migrate(ctx, rw, dir); err != nil {
		rw.Close()
		return nil, explain(dir, err)
	}
	ro, err := sql.Open(Driver, source(path, "&_query_only=on"+cache(2)))
	if err != nil {
		rw.Close()
		return nil, fmt.Errorf("open %s for reading: %w", path, err)
	}
	ro.SetMaxOpenConns(3)
	ro.SetMaxIdleConns(3)
	care, err := sql.Open(Driver, source(path, cache(1)))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s for upkeep: %w", path, err), rw.Close(), ro.Close())
	}
	care.SetMaxOpenConns(1)
	s := &Store{dir: dir, rw: rw, care: care, folds: newFolds()}
	s.ro = readers{ro, &s.used}
	s.startUpkeep()
	if _, err := rw.ExecContext(ctx, fmt.Sprint("PRAGMA wal_autocheckpoint = ", walMost)); err != nil {
		return nil, errors.Join(explain(dir, err), s.Close())
	}
	var there int
	err = ro.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name IN ('ops','tickets','outbox')").Scan(&there)
	if err != nil || there != 3 {
		s.Close()
		if err != nil {
			return nil, explain(dir, err)
		}
		return nil, data.Fault("", "not_a_desk", "dir", dir)
	}
	return s, nil
}

// Close ends all connections; what was written is safe without it.
func (s *Store) Close() error {
	s.endUpkeep()
	defer giveBack()
	return errors.Join(s.ro.Close(), s.rw.Close(), s.care.Close())
}

// giveBack returns to the system what SQLite no longer needs, where C would keep it.
var giveBack = func() {}

// explain turns what SQLite and the file system say into what a person can act
// on.
func explain(dir string, err error) error {
	var known *data.Problem
	if err == nil || errors.As(err, &known) {
		return err
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		if lite.SystemErrno == syscall.ENOSPC { // there is no room for the log
			return data.Fault("", "disk_full").Because(err)
		}
		switch lite.Code {
		case sqlite3.ErrNotADB:
			return data.Fault("", "not_a_desk", "dir", dir).Because(err)
		case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
			return data.Fault("", "read_only_desk", "dir", dir).Because(err)
		case sqlite3.ErrFull:
			return data.Fault("", "disk_full").Because(err)
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return data.Fault("", "desk_busy").Because(err)
		case sqlite3.ErrCorrupt:
			return data.Fault("", "damaged", "dir", dir).Because(err)
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		return data.Fault("", "read_only_desk", "dir", dir).Because(err)
	}
	return err
}

// Watch returns a number that moves whenever another process commits to this
// desk. It must be asked on one connection, the writer's.
func (s *Store) Watch(ctx context.Context) (int64, error) {
	var v int64
	err := s.rw.QueryRowContext(ctx, "PRAGMA data_version").Scan(&v)
	return v, err
}

// Value reads a fact the desk keeps about itself outside the journal; "" if
// there is none.
func (s *Store) Value(ctx context.Context, name string) (string, error) {
	var v string
	err := s.ro.QueryRowContext(ctx, "SELECT value FROM desk WHERE name = ?", name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, explain(s.dir, err)
}

const keep = "INSERT INTO desk (name, value) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"

// Keep writes a fact the desk keeps about itself outside the journal.
func (s *Store) Keep(ctx context.Context, name, value string) error {
	return explain(s.dir, inOne(ctx, s.rw, func(tx transaction) error {
		s.ends.forget() // it may be of them
		_, err := tx.ExecContext(ctx, keep, name, value)
		return err
	}))
}
