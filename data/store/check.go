package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"firstline/data"
	"firstline/data/journal"
)

// Findings is what a check found; no faults means the file is sound, no
// operation is missing, and the tables are what the journal adds up to.
type Findings struct {
	Operations int
	Tickets    int
	Last       time.Time // when the last operation was done
	Faults     []*data.Problem
}

// checker is a check on its way. It reads one snapshot of the desk, attached to
// a scratch file in which the tables are made again; saves go on meanwhile.
type checker struct {
	ctx   context.Context
	tx    transaction
	pace  *Pace
	found Findings
	done  int // of the steps: each operation is one in every pass
	file  int // of those, what SQLite's own check of the file counts for
	seen  int // of its steps
	total int
	tell  func(done, total int)
}

// Check verifies SQLite's own structure, every chain of the journal, the search
// index, and that a rebuild from the journal gives the tables as they are. It
// takes minutes for a million tickets; tell hears how far it is.
func (s *Store) Check(ctx context.Context, tell func(done, total int)) (Findings, error) {
	scratch, err := NewScratch(s.dir, "check")
	if err != nil {
		return Findings{}, explain(s.dir, fmt.Errorf("make room for the check: %w", err))
	}
	defer scratch.Drop()
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: filepath.Join(scratch.Dir, File)}).EscapedPath()+"?_synchronous=OFF&_journal_mode=OFF&_stmt_cache_size=100"+cache(3))
	if err != nil {
		return Findings{}, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // what is attached belongs to a connection
	c := &checker{ctx: ctx, pace: s.Pace(), tell: tell}
	steps := []func() error{c.makeTables, c.checkFile, c.checkReferences, c.checkTables, c.checkSeals, c.checkIndex}
	if _, err := db.ExecContext(ctx, "ATTACH ? AS desk", "file:"+(&url.URL{Path: filepath.Join(s.dir, File)}).EscapedPath()+"?mode=ro"); err != nil {
		return Findings{}, explain(s.dir, err)
	}
	if _, err := db.ExecContext(ctx, "PRAGMA desk.cache_size = -4096"); err != nil {
		return Findings{}, explain(s.dir, err)
	}
	err = inOne(ctx, db, func(tx transaction) error {
		c.tx = tx
		return whileStepping(tx.Conn, c.goOn, func() error {
			for _, step := range steps {
				if err := c.noted(step()); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if ctx.Err() != nil {
		return c.found, ctx.Err()
	}
	return c.found, explain(s.dir, c.noted(err)) // a damaged file may fail to end what was read of it
}

// noted makes a fault of an error that is one of the desk and passes on the others.
func (c *checker) noted(err error) error {
	var lite sqlite3.Error
	switch {
	case errors.As(err, &lite) && (lite.Code == sqlite3.ErrCorrupt || lite.Code == sqlite3.ErrNotADB):
		c.fault(data.Fault("", "check_file", "detail", err.Error()))
	case errors.Is(err, errUnreadable):
		c.fault(data.Fault("", "check_unreadable", "detail", err.Error()))
	default:
		return err
	}
	return nil
}

func (c *checker) fault(p *data.Problem) { c.found.Faults = append(c.found.Faults, p) }

// count makes a fault of what a query counts, if that is not nothing.
func (c *checker) count(key, query string) error {
	var n int
	err := c.tx.QueryRowContext(c.ctx, query).Scan(&n)
	if n > 0 {
		c.fault(data.Fault("", key, "n", n))
	}
	return err
}

const (
	passes  = 2   // how often a check goes through all operations
	perSeen = 140 // what a hundred steps of SQLite's own check count for (measured)
)

// step says that one more operation was looked at.
func (c *checker) step() {
	c.done++
	if c.done%1000 == 0 {
		c.tell(c.done, c.total)
	}
}

// goOn is asked all the time, within the longest statement too.
func (c *checker) goOn() bool {
	if c.seen++; c.done < c.file && c.seen%100 == 0 {
		c.done = min(c.file, c.seen*perSeen/100)
		c.tell(c.done, c.total)
	}
	return c.pace.Breathe(c.ctx) == nil
}

// makeTables makes the scratch tables, and fixes the snapshot.
func (c *checker) makeTables() error {
	if err := c.tx.QueryRowContext(c.ctx, "SELECT (SELECT count(*) FROM ops), (SELECT count(*) FROM desk.tickets)").Scan(&c.found.Operations, &c.found.Tickets); err != nil {
		return err
	}
	c.file = c.found.Operations / 2 // half a pass (measured)
	c.total = c.file + passes*c.found.Operations
	var last []byte
	if err := c.tx.QueryRowContext(c.ctx, "SELECT body FROM ops ORDER BY pos DESC LIMIT 1").Scan(&last); err == nil {
		if o, err := journal.Decode(last); err == nil { // else it is a fault, and found later
			c.found.Last = o.At
		}
	}
	_, err := c.tx.ExecContext(c.ctx, derived+lookups+shown)
	return err
}

// named says whether the desk knows the entity of a row by the id that its operations
// have; of one it does not know, checkReferences tells.
func (c *checker) named(row int64, id data.ID) bool {
	var known data.ID
	err := c.tx.QueryRowContext(c.ctx, "SELECT id FROM desk.entities WHERE row = ?", row).Scan(&known)
	return err != nil || known == id
}

func (c *checker) checkFile() error {
	defer func() { c.done = c.file }()
	rows, err := c.tx.QueryContext(c.ctx, "PRAGMA desk.integrity_check")
	if err != nil {
		return err
	}
	lines, err := gather[string](rows)
	if err != nil {
		return err
	}
	for _, line := range lines {
		if line != "ok" {
			c.fault(data.Fault("", "check_file", "detail", line))
		}
	}
	return nil
}

// checkReferences sees that what each operation is about, and who did it, are known:
// no connection has SQLite look (foreign_keys), as that is dear at every save. Both
// are in an index, which takes a tenth of what SQLite's foreign_key_check does.
func (c *checker) checkReferences() error {
	return errors.Join(
		c.count("check_no_entity", "SELECT count(*) FROM desk.ops WHERE entity NOT IN (SELECT row FROM desk.entities)"),
		c.count("check_no_author", "SELECT count(*) FROM desk.ops WHERE author NOT IN (SELECT row FROM desk.authors)"))
}

// checkSeals follows the chain of acts through all operations, in order.
func (c *checker) checkSeals() error {
	rows, err := c.tx.QueryContext(c.ctx, "SELECT a.row, a.number, a.seal, o.body FROM acts a JOIN ops o ON o.pos BETWEEN a.first AND a.last ORDER BY o.pos")
	if err != nil {
		return err
	}
	defer rows.Close()
	var at, sealed int
	var number, want, before string
	var hashes []string
	verify := func() {
		if at != 0 && seal(before, hashes) != want {
			c.fault(data.Fault("", "check_act", "act", at, "number", cmp.Or(number, "–")))
		}
		sealed += len(hashes)
		before, hashes = want, hashes[:0]
	}
	for rows.Next() {
		var row int
		var nextNumber, nextSeal string
		var body []byte
		if err := rows.Scan(&row, &nextNumber, &nextSeal, &body); err != nil {
			return err
		}
		if row != at {
			verify()
			at, number, want = row, nextNumber, nextSeal
		}
		hashes = append(hashes, journal.Hash(body))
		c.step()
	}
	verify()
	if sealed != c.found.Operations {
		c.fault(data.Fault("", "check_no_act", "n", c.found.Operations-sealed))
	}
	return rows.Err()
}

// checkIndex sees that every text and contact is in the index; that the index is
// sound was part of checkFile.
func (c *checker) checkIndex() error {
	return errors.Join(
		c.count("check_texts", "SELECT count(*) FROM desk.texts WHERE row NOT IN (SELECT id FROM desk.text_index_docsize)"),
		c.count("check_contacts", `SELECT count(*) FROM desk.contacts c WHERE row NOT IN (SELECT id FROM desk.contact_text_docsize)
			AND row NOT IN (SELECT entity FROM desk.unindexed)`))
}

// checkTables makes the tables again and compares, and follows each entity's
// chains on the way: every operation is read once for both. What a save left to
// be indexed later is no fault.
func (c *checker) checkTables() error {
	known := newFolds()
	known.audit = func(row int64, id data.ID, chain [][]byte) {
		if !c.named(row, id) {
			c.fault(data.Fault("", "check_entity", "id", id))
		}
		if err := journal.CheckChain(chain); err != nil {
			c.fault(data.Fault("", "check_chain", "id", id, "detail", err.Error()))
		}
		for range chain {
			c.step()
		}
	}
	if err := rebuild(c.ctx, c.tx, known, (*Tx).listTexts); err != nil {
		return err
	}
	// The settings, and what a newer desk wrote, have no tables.
	rows, err := c.tx.QueryContext(c.ctx, "SELECT row FROM desk.entities WHERE kind NOT IN ('"+strings.Join(derivedKinds, "','")+"')")
	if err != nil {
		return err
	}
	others, err := gather[int64](rows)
	if err != nil {
		return err
	}
	for _, row := range others {
		if _, err := known.state(c.ctx, c.tx, row, ever); err != nil {
			return err
		}
	}
	for _, table := range append([]string{"texts"}, derivedTables...) {
		what, where := "*", ""
		if table == "texts" { // its rows number the order of writing
			what, where = "entity, pos, source", " WHERE (entity, pos) NOT IN (SELECT entity, pos FROM desk.unindexed)"
		}
		if err := c.compare(table, "SELECT "+what+" FROM main."+table, "SELECT "+what+" FROM desk."+table, where); err != nil {
			return err
		}
	}
	return nil
}

// compare makes a fault of rows that a table should have and has not, or has and should
// not; where leaves some of either out.
func (c *checker) compare(table, should, does, where string) error {
	var missing, extra int
	err := c.tx.QueryRowContext(c.ctx, "SELECT (SELECT count(*) FROM ("+should+where+" EXCEPT "+does+")), (SELECT count(*) FROM ("+does+where+" EXCEPT "+should+"))").Scan(&missing, &extra)
	if err != nil {
		return fmt.Errorf("compare %s: %w", table, err)
	}
	if missing+extra > 0 {
		c.fault(data.Fault("", "check_table", "table", table, "n", max(missing, extra)))
	}
	return nil
}
