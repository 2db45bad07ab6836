package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// perCommit is how many acts of a bulk share one transaction: enough that the
// commit and the tables' upkeep cost little, few enough that others who want to
// write wait for seconds at most.
const perCommit = 30_000

// Bulk writes many acts at once, for what comes from another program or is made
// to be measured. The journal is the same as if they had been written one by
// one: every act has its own seal. The tables and the search index follow at
// each commit, once for each ticket rather than once an act.
type Bulk struct {
	ctx  context.Context
	s    *Store
	tx   *Tx
	acts int   // in tx
	err  error // of the act that failed: nothing of its transaction is kept
}

// Bulk calls fill, which writes as many acts as it likes. If it fails, what was
// committed until then stays, whole acts only, and the tables agree with the
// journal.
func (s *Store) Bulk(ctx context.Context, fill func(*Bulk) error) error {
	b := &Bulk{ctx: ctx, s: s}
	if err := s.layAside(ctx); err != nil {
		return explain(s.dir, err)
	}
	err := fill(b)
	if err == nil {
		err = b.err
	}
	if err == nil {
		err = b.commit()
	}
	if b.tx != nil {
		b.tx.tx.rollback()
	}
	return explain(s.dir, errors.Join(err, derive(ctx, s.rw)))
}

// layAside drops the indexes of lists where there is no ticket yet: some two
// dozen of them kept in order row by row are each written many times over.
// derive makes them again, at the end or, should the program die before, when
// the desk is next opened.
func (s *Store) layAside(ctx context.Context) error {
	return inOne(ctx, s.rw, func(tx transaction) error {
		rows, err := tx.QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'tickets' AND NOT EXISTS (SELECT 1 FROM tickets)")
		if err != nil {
			return err
		}
		names, err := gather[string](rows)
		if err != nil || len(names) == 0 {
			return err
		}
		for _, name := range names {
			if _, err := tx.ExecContext(ctx, "DROP INDEX "+name); err != nil {
				return fmt.Errorf("lay %s aside: %w", name, err)
			}
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM desk WHERE name = 'indexes'")
		return err
	})
}

// Act writes one act as Write does, as of a moment that need not be now. What it
// reads of itself or of earlier acts it reads by State: tables and finds are
// behind until the next commit.
func (b *Bulk) Act(by string, at time.Time, name string, act func(*Tx) (number string, err error)) error {
	if b.err == nil {
		b.err = b.act(by, at, name, act)
	}
	return b.err
}

func (b *Bulk) act(by string, at time.Time, name string, act func(*Tx) (number string, err error)) error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	if b.tx == nil {
		tx, err := begin(b.ctx, b.s.rw)
		if err != nil {
			return err
		}
		// The driver watches a context that may end with a goroutine a statement;
		// Act looks at it instead.
		b.tx, b.acts = newTx(context.WithoutCancel(b.ctx), tx, newFolds()), 0
		if err := b.tx.begin(&b.s.ends); err != nil {
			return err
		}
		b.s.ends.forget()
	}
	b.tx.start(by, at)
	number, err := act(b.tx)
	if err != nil || b.tx.first == 0 {
		return err
	}
	if err := b.tx.record(name, number); err != nil {
		return err
	}
	if b.acts++; b.acts >= perCommit {
		return b.commit()
	}
	return nil
}

func (b *Bulk) commit() error {
	if b.tx == nil {
		return nil
	}
	err := b.tx.project()
	if err == nil {
		err = b.tx.indexAll()
	}
	if err == nil {
		err = b.tx.keepNumber()
	}
	if err != nil {
		return err
	}
	tx := b.tx.tx
	b.tx = nil
	if err := tx.commit(); err != nil {
		return err
	}
	b.s.noteSave()
	return nil
}
