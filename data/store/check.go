package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"firstline/data"
	"firstline/data/journal"
)

// Findings is what a check found; no faults means the file is sound, no
// operation is missing, and the tables are what the journal adds up to.
type Findings struct {
	Operations int
	Tickets    int
	Faults     []string
}

// Check verifies SQLite's own structure, every chain of the journal, the search
// index, and that a rebuild from the journal gives the tables as they are. It
// reads one snapshot; saves go on meanwhile.
func (s *Store) Check(ctx context.Context) (Findings, error) {
	var f Findings
	scratch, err := os.MkdirTemp("", "firstline-check-*")
	if err != nil {
		return f, fmt.Errorf("make room for the check: %w", err)
	}
	defer os.RemoveAll(scratch)
	// What was saved a moment ago is indexed first, and in the copy what is saved
	// meanwhile.
	if err := indexLate(ctx, s.rw, s.folds); err != nil {
		return f, explain(s.dir, err)
	}
	copied := filepath.Join(scratch, File)
	if err := s.copyTo(ctx, copied); err != nil {
		f.Faults = append(f.Faults, "sqlite: "+err.Error())
		return f, nil
	}
	db, err := sql.Open("sqlite3", "file:"+copied+"?_synchronous=OFF&_journal_mode=MEMORY")
	if err != nil {
		return f, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // ATTACH and temporary tables belong to a connection
	if err := indexLate(ctx, db, newFolds()); err != nil {
		return f, err
	}
	if err := s.checkFile(ctx, &f); err != nil {
		return f, err
	}
	if err := checkChains(ctx, db, &f); err != nil {
		return f, err
	}
	if err := checkSeals(ctx, db, &f); err != nil {
		return f, err
	}
	if err := checkIndex(ctx, db, &f); err != nil {
		return f, err
	}
	return f, checkTables(ctx, db, &f)
}

// copyTo writes a consistent copy of the database, on a connection of its own: a
// reader may not (query_only), and the writer is not to wait for it.
func (s *Store) copyTo(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite3", source(filepath.Join(s.dir, File), ""))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

func (s *Store) checkFile(ctx context.Context, f *Findings) error {
	rows, err := s.ro.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		f.Faults = append(f.Faults, "sqlite: "+err.Error())
		return nil
	}
	lines, err := gather[string](rows)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line != "ok" {
			f.Faults = append(f.Faults, "sqlite: "+line)
		}
	}
	return nil
}

func checkChains(ctx context.Context, db *sql.DB, f *Findings) error {
	rows, err := db.QueryContext(ctx, "SELECT e.id, entity, author, body FROM ops JOIN entities e ON e.row = entity ORDER BY entity, author, seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	var chain [][]byte
	var at [2]int64
	var id data.ID
	verify := func() {
		if err := journal.CheckChain(chain); err != nil {
			f.Faults = append(f.Faults, fmt.Sprintf("journal of %s: %v", id, err))
		}
		chain = chain[:0]
	}
	for rows.Next() {
		var now [2]int64
		var body []byte
		var next data.ID
		if err := rows.Scan(&next, &now[0], &now[1], &body); err != nil {
			return err
		}
		if now != at {
			verify()
			at = now
		}
		id = next
		chain = append(chain, body)
		f.Operations++
	}
	verify()
	return rows.Err()
}

// checkSeals follows the chain of acts through all operations, in order.
func checkSeals(ctx context.Context, db *sql.DB, f *Findings) error {
	rows, err := db.QueryContext(ctx, "SELECT a.row, a.name, a.seal, o.body FROM acts a JOIN ops o ON o.pos BETWEEN a.first AND a.last ORDER BY o.pos")
	if err != nil {
		return err
	}
	defer rows.Close()
	var at, sealed int
	var name, want, before string
	var hashes []string
	verify := func() {
		if at != 0 && seal(before, hashes) != want {
			f.Faults = append(f.Faults, fmt.Sprintf("journal: act %d (%s) is not what was written", at, name))
		}
		sealed += len(hashes)
		before, hashes = want, hashes[:0]
	}
	for rows.Next() {
		var row int
		var nextName, nextSeal string
		var body []byte
		if err := rows.Scan(&row, &nextName, &nextSeal, &body); err != nil {
			return err
		}
		if row != at {
			verify()
			at, name, want = row, nextName, nextSeal
		}
		hashes = append(hashes, journal.Hash(body))
	}
	verify()
	if sealed != f.Operations {
		f.Faults = append(f.Faults, fmt.Sprintf("journal: %d operations belong to no act", f.Operations-sealed))
	}
	return rows.Err()
}

func checkIndex(ctx context.Context, db *sql.DB, f *Findings) error {
	for _, index := range textIndexes {
		if _, err := db.ExecContext(ctx, "INSERT INTO "+index+" ("+index+") VALUES ('integrity-check')"); err != nil {
			f.Faults = append(f.Faults, "search index "+index+": "+err.Error())
		}
	}
	var unindexed int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM texts WHERE row NOT IN (SELECT rowid FROM text_index)").Scan(&unindexed)
	if err != nil {
		return err
	}
	if unindexed > 0 {
		f.Faults = append(f.Faults, fmt.Sprintf("search index: %d texts are missing", unindexed))
	}
	return db.QueryRowContext(ctx, "SELECT count(*) FROM tickets").Scan(&f.Tickets)
}

// checkTables sets the tables aside, rebuilds them, and compares.
func checkTables(ctx context.Context, db *sql.DB, f *Findings) error {
	compared := append([]string{"texts"}, derivedTables...)
	for _, table := range compared {
		what := "*"
		if table == "texts" {
			what = "entity, pos, source" // its rows number the order of writing
		}
		if _, err := db.ExecContext(ctx, "CREATE TEMP TABLE was_"+table+" AS SELECT "+what+" FROM "+table); err != nil {
			return fmt.Errorf("set %s aside: %w", table, err)
		}
	}
	if err := inOne(ctx, db, func(tx *sql.Tx) error { return rebuild(ctx, tx) }); err != nil {
		return err
	}
	for _, table := range compared {
		what := "*"
		if table == "texts" {
			what = "entity, pos, source"
		}
		var missing, extra int
		err := db.QueryRowContext(ctx, fmt.Sprintf("SELECT (SELECT count(*) FROM (SELECT %[2]s FROM %[1]s EXCEPT SELECT * FROM was_%[1]s)), (SELECT count(*) FROM (SELECT * FROM was_%[1]s EXCEPT SELECT %[2]s FROM %[1]s))", table, what)).Scan(&missing, &extra)
		if err != nil {
			return fmt.Errorf("compare %s: %w", table, err)
		}
		if missing+extra > 0 {
			f.Faults = append(f.Faults, fmt.Sprintf("table %s differs from the journal in %d rows", table, max(missing, extra)))
		}
	}
	return nil
}

// perRebuild is how many entities are folded at once in a rebuild.
const perRebuild = 2000

// rebuild makes the derived tables again from the operations.
func rebuild(ctx context.Context, tx *sql.Tx) error {
	for _, table := range append([]string{"unindexed", "texts", "text_index", "contact_text", "words", "word_index"}, derivedTables...) {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
			return fmt.Errorf("empty %s: %w", table, err)
		}
	}
	// Contacts come first because tickets show their names, and escalations
	// because tickets count them.
	for _, kind := range []string{"contact", "article", "escalation", "ticket", "mail"} {
		rows, err := tx.QueryContext(ctx, "SELECT row FROM entities WHERE kind = ? AND row IN (SELECT entity FROM ops) ORDER BY row", kind)
		if err != nil {
			return err
		}
		entities, err := gather[int64](rows)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(entities, perRebuild) {
			t := newTx(ctx, tx, newFolds())
			for _, row := range batch {
				state, err := t.state(row)
				if err != nil {
					return err
				}
				t.fresh[row], t.born[row] = state.Ops(), true
				t.touch(row, state.ID, kind)
			}
			if err := errors.Join(t.project(), t.indexAll()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Rebuild makes the tables again from the journal: what a check that found them
// wrong asks for.
func (s *Store) Rebuild(ctx context.Context) error {
	return explain(s.dir, inOne(ctx, s.rw, func(tx *sql.Tx) error { return rebuild(ctx, tx) }))
}

// Backup writes a consistent, compact copy of the database to a new file.
func (s *Store) Backup(ctx context.Context, path string) error {
	part := path + ".part"
	os.Remove(part)
	if err := s.copyTo(ctx, part); err != nil {
		return explain(s.dir, fmt.Errorf("copy the desk: %w", err))
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("put the backup in place: %w", err)
	}
	return nil
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
