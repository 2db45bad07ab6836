package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"

	"firstline/data"
	"firstline/data/journal"
)

// Backup writes a consistent copy of the database to a new file; tell hears how
// much of it is done. It is copied by pages on the writer's own connection, some
// between any two saves, and what a save changes meanwhile goes into the copy as
// well: so it begins anew only where another program writes.
func (s *Store) Backup(ctx context.Context, path string, tell func(done, total int)) error {
	part := path + ".part"
	os.Remove(part)
	err := s.copyPages(ctx, part, tell)
	if errors.Is(err, errAnew) { // from one snapshot, then, while which the log can't be emptied
		os.Remove(part)
		_, err = s.care.ExecContext(ctx, "VACUUM INTO ?", part)
	}
	if err != nil {
		os.Remove(part)
		return explain(s.dir, fmt.Errorf("copy the desk: %w", err))
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("put the backup in place: %w", err)
	}
	return nil
}

const (
	pagesAtOnce = 256 // 1 MB (measured: 4,096 kept saves waiting for up to 0.8 s)
	perSync     = 4   // steps that are written to the disk together
	mostAnew    = 5   // times a copy may begin anew before it is made in one go
)

var errAnew = errors.New("another program writes all the time")

func (s *Store) copyPages(ctx context.Context, path string, tell func(done, total int)) error {
	into, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=OFF&_synchronous=OFF"+cache(1))
	if err != nil {
		return err
	}
	defer into.Close()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	end, err := into.Conn(ctx)
	if err != nil {
		return err
	}
	defer end.Close()
	var pages *sqlite3.SQLiteBackup
	defer func() {
		if pages != nil { // what was wrong was said by its steps
			s.raw(context.WithoutCancel(ctx), func(*sqlite3.SQLiteConn) error { return pages.Finish() })
		}
	}()
	left, anew := 0, 0
	for step, done := 1, false; !done; step++ {
		began := time.Now()
		err := s.raw(ctx, func(from *sqlite3.SQLiteConn) (err error) {
			if pages == nil {
				err = end.Raw(func(to any) (err error) {
					pages, err = to.(*sqlite3.SQLiteConn).Backup("main", from, "main")
					return err
				})
			}
			if err == nil {
				done, err = pages.Step(pagesAtOnce)
			}
			return err
		})
		if err != nil {
			return err
		}
		if now := pages.Remaining(); now > left && left > 0 {
			anew++
		}
		left = pages.Remaining()
		if anew > mostAnew {
			return errAnew
		}
		tell(pages.PageCount()-left, pages.PageCount())
		// Whoever saves or searches meanwhile has half of the disk, and never waits
		// for more than some steps to be written to it.
		if step%perSync == 0 {
			if err := file.Sync(); err != nil {
				return err
			}
		}
		select {
		case <-time.After(time.Since(began)):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// raw lends the writer's connection.
func (s *Store) raw(ctx context.Context, work func(*sqlite3.SQLiteConn) error) error {
	conn, err := s.rw.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error { return work(c.(*sqlite3.SQLiteConn)) })
}

// Attachments lists every file the desk speaks of, each once: those attached to
// tickets and the mails as they came.
func (s *Store) Attachments(ctx context.Context) ([]data.Attachment, error) {
	seen := map[string]bool{}
	list, err := s.rawMails(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		seen[a.SHA256] = true
	}
	rows, err := s.ro.QueryContext(ctx, "SELECT body FROM ops WHERE instr(CAST(body AS TEXT), '\"k\":\"attach\"') > 0")
	if err != nil {
		return nil, explain(s.dir, err)
	}
	bodies, err := gather[[]byte](rows)
	if err != nil {
		return nil, explain(s.dir, err)
	}
	for _, body := range bodies {
		o, err := journal.Decode(body)
		if err != nil {
			return nil, err
		}
		var a data.Attachment
		if o.Kind == journal.Attach && json.Unmarshal(o.Value, &a) == nil && !seen[a.SHA256] {
			seen[a.SHA256] = true
			list = append(list, a)
		}
	}
	return list, nil
}

// Rest brings all of a desk that no program has open into its one file, so that
// another can take that file's place. Where a program has it open, the desk is
// busy.
func Rest(ctx context.Context, dir string) error {
	if info, err := os.Stat(filepath.Join(dir, File)); err == nil && info.Size() == 0 { // SQLite would begin a new one
		return data.Fault("", "not_a_desk", "dir", dir)
	}
	db, err := sql.Open(Driver, source(filepath.Join(dir, File), ""))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	// It leaves the log only to whoever is alone.
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return explain(dir, err)
	}
	if mode != "delete" {
		return data.Fault("", "desk_busy")
	}
	return nil
}
