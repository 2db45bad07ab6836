package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"firstline/data"
	"firstline/data/journal"
)

// Backup writes a consistent copy of the database to a new file; tell hears how
// much of it is done. It is of one moment, while which the log can't be emptied,
// and copied some pages at a time: nobody who saves meanwhile, in this program or
// another, waits for it.
func (s *Store) Backup(ctx context.Context, path string, tell func(done, total int)) error {
	part := path + ".part"
	os.Remove(part)
	if err := s.copyPages(ctx, part, tell); err != nil {
		os.Remove(part)
		return explain(s.dir, fmt.Errorf("copy the desk: %w", err))
	}
	s.checkpoint(ctx, walPages) // in the background, rather than by whoever saves next
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("put the backup in place: %w", err)
	}
	return nil
}

const (
	pagesAtOnce = 64 // a quarter of a megabyte: a millisecond
	perSync     = 4  // steps that are written to the disk together: who saves waits for no more
)

func (s *Store) copyPages(ctx context.Context, path string, tell func(done, total int)) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	into, err := connect("file:"+path+"?_journal_mode=OFF&_synchronous=OFF"+cache(1), "")
	if err != nil {
		return err
	}
	defer into.Close()
	from, err := connect(source(filepath.Join(s.dir, File), "&_query_only=on"+cache(1)), "BEGIN; SELECT count(*) FROM desk")
	if err != nil {
		return err
	}
	defer from.Close()
	pages, err := into.Backup("main", from, "main")
	if err != nil {
		return err
	}
	defer pages.Finish() // what was wrong was said by its steps
	pace := s.Pace()
	for step, done := 1, false; !done; step++ {
		if done, err = pages.Step(pagesAtOnce); err != nil {
			return err
		}
		tell(pages.PageCount()-pages.Remaining(), pages.PageCount())
		if step%perSync == 0 {
			if err := file.Sync(); err != nil {
				return err
			}
		}
		if err := pace.Breathe(ctx); err != nil {
			return err
		}
	}
	return nil
}

// connect gives a connection of its own, on which first was done.
func connect(dsn, first string) (*sqlite3.SQLiteConn, error) {
	opened, err := new(sqlite3.SQLiteDriver).Open(dsn)
	if err != nil {
		return nil, err
	}
	conn := opened.(*sqlite3.SQLiteConn)
	if _, err := conn.Exec(first, nil); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
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
	var last int64
	if err := s.ro.DB.QueryRowContext(ctx, "SELECT coalesce(max(pos), 0) FROM ops").Scan(&last); err != nil {
		return nil, explain(s.dir, err)
	}
	pace := s.Pace()
	// What is looked for begins with a letter: every name in an operation begins with a quote.
	for at := int64(0); at < last; at += perLook {
		rows, err := s.ro.DB.QueryContext(ctx, `SELECT body FROM ops WHERE pos > ? AND pos <= ? AND instr(body, CAST('k":"attach"' AS BLOB)) > 0`, at, at+perLook)
		if err != nil {
			return nil, explain(s.dir, err)
		}
		bodies, err := gather[[]byte](rows)
		if err != nil {
			return nil, explain(s.dir, err)
		}
		for _, body := range bodies {
			o, err := journal.Decode(body) // one that can't be read is the journal's fault, which a check has said
			var a data.Attachment
			if err == nil && o.Kind == journal.Attach && json.Unmarshal(o.Value, &a) == nil && !seen[a.SHA256] {
				seen[a.SHA256] = true
				list = append(list, a)
			}
		}
		if err := pace.Breathe(ctx); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// perLook is how many operations are looked through for attachments at once: some
// milliseconds.
const perLook = 5000

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
