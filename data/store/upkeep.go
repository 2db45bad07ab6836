package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// What a desk's file needs beside being written is done in the background, in
// slices short enough that a save behind one is not noticed. Nothing
// acknowledged is safe only by it, and what is cut short is gone on with later.
//
// SQLite's ANALYZE is no part of it: queries name the index they go by, or the
// order they join in. Statistics would turn others by what a table held when it
// was counted (measured with analysis_limit = 400: with nothing left to index that
// minute, each slice of indexing then reads all entities, and a caller's open
// tickets are looked for among all that are open).
const (
	indexAfter = 100 * time.Millisecond // a save: what comes together is indexed together
	settleFor  = 2 * time.Second        // how long a search waits for that, should another program be writing
	perSlice   = 5                      // texts indexed in one transaction, in some milliseconds
	idleAfter  = 5 * time.Second        // a save: there is time for what can wait
	idleEvery  = 50 * time.Millisecond  // between slices of that
	mergePages = 64                     // of a search index, merged in one transaction
	walPages   = 1000                   // of the write-ahead log are written back in the background: 4 MB
	leftLog    = 200                    // may be written back while a save waits: some milliseconds
	mostRounds = 5                      // of writing back, each of what was saved during the one before
	walMost    = 16000                  // must be by whoever writes: 64 MB
)

// textIndexes are the full-text tables. Every transaction adds a piece to them;
// pieces are merged when there is time.
var textIndexes = []string{"text_index", "contact_text", "word_index"}

// upkeep is the background work of one opened store.
type upkeep struct {
	saved  atomic.Bool        // something was written, and index is set
	index  *time.Timer        // when that is to be indexed
	settle chan chan struct{} // whoever asks is told when all is indexed
	stop   context.CancelFunc
	work   sync.WaitGroup
}

func (s *Store) startUpkeep() {
	ctx, stop := context.WithCancel(context.Background())
	s.upkeep.index = time.NewTimer(indexAfter) // something may be left from another time
	s.upkeep.settle, s.upkeep.stop = make(chan chan struct{}), stop
	s.upkeep.work.Go(func() { s.keepUp(ctx) })
	s.upkeep.work.Go(func() { sweep(s.dir) })
}

// endUpkeep indexes what is left, so that a command leaves nothing behind, and
// ends the rest.
func (s *Store) endUpkeep() {
	s.settled(context.Background())
	s.upkeep.stop()
	s.upkeep.work.Wait()
}

// noteSave has what was saved indexed soon. It wakes nobody: that would cost more
// than the rest of what follows a commit (measured: 0.02 ms).
func (s *Store) noteSave() {
	s.used.note()
	if s.upkeep.saved.CompareAndSwap(false, true) {
		s.upkeep.index.Reset(indexAfter)
	}
}

// keepUp does what is to be done until the context ends. What fails (a full
// disk, another program that writes) is tried again after the next save. A slice
// that was begun is finished: database/sql gives a transaction's connection back
// some time after its context ended, and no connection may outlive the store.
func (s *Store) keepUp(ctx context.Context) {
	idle := time.NewTimer(idleAfter)
	for {
		select {
		case <-ctx.Done():
			return
		case told := <-s.upkeep.settle:
			indexLate(ctx, s.rw, s.folds)
			close(told)
		case <-s.upkeep.index.C:
			s.upkeep.saved.Store(false)
			indexLate(ctx, s.rw, s.folds)
			s.checkpoint(ctx, walPages)
			idle.Reset(idleAfter)
		case <-idle.C:
			if s.merge(ctx) {
				idle.Reset(idleEvery)
			} else {
				s.checkpoint(ctx, 1)
			}
		}
	}
}

// settled returns when all that was saved can be found, or, where that takes
// longer than one would wait for, before.
func (s *Store) settled(ctx context.Context) {
	var behind bool
	if err := s.ro.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM unindexed)").Scan(&behind); err != nil || !behind {
		return
	}
	late := time.NewTimer(settleFor)
	defer late.Stop()
	told := make(chan struct{})
	select {
	case s.upkeep.settle <- told:
	case <-late.C:
		return
	case <-ctx.Done():
		return
	}
	select {
	case <-told:
	case <-late.C:
	case <-ctx.Done():
	}
}

// postpone notes what is to be indexed after the save, which does not wait for
// it: indexing costs more than all else a save does.
func (t *Tx) postpone() error {
	var args []any
	already := "IGNORE" // it waits: SQLite keeps no copy of what it need not take back
	for _, x := range t.texts {
		args = append(args, x.entity, x.pos, x.source)
		if x.pos != 0 && !x.fresh {
			already = "REPLACE" // perhaps by an older source
		}
	}
	for _, e := range t.touched {
		if e.kind == "contact" || e.kind == "article" {
			args = append(args, e.row, 0, 0)
		}
	}
	for some := range slices.Chunk(args, 3*perStatement) {
		err := t.exec("INSERT OR "+already+" INTO unindexed (entity, pos, source) VALUES (?,?,?)"+strings.Repeat(",(?,?,?)", len(some)/3-1), some...)
		if err != nil {
			return err
		}
	}
	return nil
}

// perStatement is how many rows one statement writes: SQLite takes some 32,000
// values in one, and an import may bring more articles than that.
const perStatement = 1000

// indexLate indexes what saves left to be, slice by slice.
func indexLate(ctx context.Context, db *sql.DB, known *folds) error {
	for more := true; more && ctx.Err() == nil; {
		ctx := context.WithoutCancel(ctx)
		err := inOne(ctx, db, func(tx transaction) (err error) {
			more, err = indexSlice(newTx(ctx, tx, known))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// indexSlice indexes some of what is to be and says whether there is more.
func indexSlice(t *Tx) (more bool, err error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT u.entity, u.pos, u.source, e.kind, o.body FROM unindexed u CROSS JOIN entities e ON e.row = u.entity LEFT JOIN ops o ON o.pos = u.source LIMIT ?", perSlice)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	var done []any
	own := map[int64]string{} // entities whose own text it is, and their kinds
	for rows.Next() {
		var x text
		var kind string
		var body []byte
		if err := rows.Scan(&x.entity, &x.pos, &x.source, &kind, &body); err != nil {
			return false, err
		}
		done = append(done, x.entity, x.pos)
		if x.pos == 0 {
			own[x.entity] = kind
			continue
		}
		if body != nil {
			o, err := journal.Decode(body)
			if err != nil {
				return false, err
			}
			x.plain = o.Text
		}
		t.texts = append(t.texts, x)
	}
	if err := rows.Err(); err != nil || done == nil {
		return false, err
	}
	for row, kind := range own {
		e := t.at(row)
		if _, err := t.state(e); err != nil {
			return false, err
		}
		t.know(e, kind)
	}
	if err := t.indexAll(); err != nil {
		return false, err
	}
	return len(done)/2 == perSlice, t.exec("DELETE FROM unindexed WHERE (entity, pos) IN (VALUES (?,?)"+strings.Repeat(",(?,?)", len(done)/2-1)+")", done...)
}

// know has an entity found by its own text as it stands.
func (t *Tx) know(e *entity, kind string) {
	state := e.state
	switch kind {
	case "ticket":
		x := text{entity: e.row}
		if !state.Gone() {
			x.plain = func() string { return TicketText(state.Ticket()) }
		}
		t.texts = append(t.texts, x)
	case "contact":
		var c data.Contact
		data.Fill(&c, state.Fields())
		p := person{row: e.row, fresh: e.born}
		if _, merged := c.MergedInto(); !merged && !state.Gone() { // a merged one is found as the other
			p.contact = &c
		}
		t.people = append(t.people, p)
	case "article":
		if !state.Gone() {
			var a data.Article
			data.Fill(&a, state.Fields())
			t.taught = append(t.taught, a)
		}
	}
}

// merge merges some pieces of the search indexes and says whether there is more
// to merge.
func (s *Store) merge(ctx context.Context) (more bool) {
	ctx = context.WithoutCancel(ctx)
	for _, index := range textIndexes {
		err := inOne(ctx, s.rw, func(tx transaction) error {
			var before, after int
			if err := tx.QueryRowContext(ctx, "SELECT total_changes()").Scan(&before); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO %[1]s (%[1]s, rank) VALUES ('merge', %d)", index, mergePages)); err != nil {
				return err
			}
			if err := tx.QueryRowContext(ctx, "SELECT total_changes()").Scan(&after); err != nil {
				return err
			}
			more = more || after-before > 1 // FTS5's word for having done something
			return nil
		})
		if err != nil {
			return false
		}
	}
	return more
}

// checkpoint writes the log back into the file if it has so many pages, without
// keeping anyone waiting. What was saved meanwhile (a checkpoint does not tell) is
// written back in further rounds, the last and shortest while nobody saves: only a
// log of which all is in the file is begun anew, and one that grows makes every
// save slower (measured: 0.1 ms, as the disk must find room).
func (s *Store) checkpoint(ctx context.Context, pages int) {
	ctx = context.WithoutCancel(ctx)
	left := s.logged(ctx, s.ro.DB, "NOOP")
	if left < pages {
		return
	}
	for round := 0; left > 0 && round < mostRounds; round++ {
		if left <= leftLog {
			s.logged(ctx, s.rw, "PASSIVE")
			return
		}
		s.logged(ctx, s.care, "PASSIVE")
		left = s.logged(ctx, s.ro.DB, "NOOP")
	}
}

// logged runs a checkpoint and tells how many pages only the log has after it.
// One that fails has none: the next does its work.
func (s *Store) logged(ctx context.Context, db *sql.DB, mode string) int {
	var busy, log, done int
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &log, &done); err != nil {
		return 0
	}
	return log - done
}
