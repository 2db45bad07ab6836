package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"firstline/data"
	"firstline/data/journal"
)

// keepOps is how many operations of entities lately asked for stay in memory:
// those of some tickets of five hundred entries, about 6 MB at most; keepRows, of
// how many entities the row does, about 1 MB.
const keepOps, keepRows = 3000, 10_000

// folds remembers what entities add up to. Operations are only ever added, so
// what is remembered is never wrong, at most behind: whatever was added since,
// by another program too, is read and folded in.
type folds struct {
	mu    sync.Mutex
	end   int64 // position up to which the journal is known to go
	known map[int64]fold
	rows  map[data.ID]int64                           // of entities lately asked for
	ops   int                                         // in known
	audit func(row int64, id data.ID, chain [][]byte) // if set, told each chain as it is read
}

type fold struct {
	state *journal.State
	last  int64 // position of the last operation folded
	seen  int64 // position up to which there is no other
	chains
}

func newFolds() *folds { return &folds{known: map[int64]fold{}, rows: map[data.ID]int64{}} }

// knows says whether an entity's operations may be in memory.
func (f *folds) knows(id data.ID) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, ok := f.known[f.rows[id]]
	return ok
}

// reach notes that the journal goes up to a position: all until there is
// committed, so that whoever reads from now on reads all of it.
func (f *folds) reach(end int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.end = max(f.end, end)
}

// whole gives an entity that is known with all up to a position.
func (f *folds) whole(row, end int64) (fold, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.known[row]
	return known, ok && known.seen >= end
}

// state folds the operations on an entity before a position, all of which are
// committed.
func (f *folds) state(ctx context.Context, q querier, row, before int64) (*journal.State, error) {
	known, err := f.fold(ctx, q, row, before)
	return known.state, err
}

// fold is the same with what else is known of the entity.
func (f *folds) fold(ctx context.Context, q querier, row, before int64) (fold, error) {
	f.mu.Lock()
	known, ok := f.known[row]
	end := f.end
	f.mu.Unlock()
	if !ok {
		known.state = journal.Fold(nil)
	}
	rows, err := q.QueryContext(ctx, "SELECT pos, body FROM ops WHERE entity = ? AND pos > ? AND pos < ? ORDER BY author, seq", row, known.last, before)
	if err != nil {
		return known, fmt.Errorf("read entity %d: %w", row, err)
	}
	defer rows.Close()
	var more []journal.Op
	var newest []byte // of those
	chained := func() {
		o := more[len(more)-1]
		known.chains = known.chains.with(head{o.Author, o.Seq, journal.Hash(newest)})
	}
	bodies := map[string][][]byte{}
	for rows.Next() {
		var pos int64
		var body sql.RawBytes
		if err := rows.Scan(&pos, &body); err != nil {
			return known, err
		}
		o, err := journal.Decode(body)
		if err != nil {
			return known, fmt.Errorf("operation %d %w: %w", pos, errUnreadable, err)
		}
		if len(more) > 0 && more[len(more)-1].Author != o.Author {
			chained()
		}
		more, newest = append(more, o), append(newest[:0], body...)
		known.last = max(known.last, pos)
		if f.audit != nil {
			bodies[o.Author] = append(bodies[o.Author], bytes.Clone(body))
		}
	}
	for _, chain := range bodies {
		f.audit(row, more[0].ID, chain)
	}
	if err := rows.Err(); err != nil {
		return known, err
	}
	known.seen = max(known.seen, end)
	if len(more) == 0 {
		if ok {
			f.keep(row, known)
		}
		return known, nil
	}
	chained()
	known.state = journal.Fold(slices.Concat(known.state.Ops(), more))
	f.keep(row, known)
	return known, nil
}

var errUnreadable = errors.New("can't be read")

// ever is after every position.
const ever = math.MaxInt64

// keep remembers an entity, and forgets others where there are too many.
func (f *folds) keep(row int64, k fold) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known[row].last > k.last {
		return // another knew more
	}
	k.seen = max(k.seen, f.known[row].seen)
	f.forget(row)
	f.known[row] = k
	f.met(k.state.ID, row)
	f.ops += len(k.state.Ops())
	for other := range f.known {
		if f.ops <= keepOps {
			break
		}
		if other != row {
			f.forget(other)
		}
	}
}

func (f *folds) forget(row int64) {
	if k, ok := f.known[row]; ok {
		f.ops -= len(k.state.Ops())
		delete(f.known, row)
	}
}

// met remembers an entity's row.
func (f *folds) met(id data.ID, row int64) {
	if len(f.rows) >= keepRows {
		clear(f.rows)
	}
	f.rows[id] = row
}
