package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"firstline/data"
)

// Reorder brings the order of a list up to date after some tickets changed,
// without reading it again: each is taken out, and put before the ticket that
// follows it now. order stays as it is. Only tickets the query asks for by view
// and column can be followed so, not by a filter, and not what time alone moves.
func (s *Store) Reorder(ctx context.Context, q Query, order []int64, changed []data.ID) ([]int64, error) {
	l, err := s.listing(ctx, q)
	if err != nil {
		return nil, err
	}
	tx, err := s.ro.BeginTx(ctx, nil) // all of it is asked of one moment
	if err != nil {
		return nil, explain(s.dir, err)
	}
	defer tx.Rollback()
	r := reorder{ctx: ctx, tx: tx, l: l, now: map[int64]spot{}, before: map[int64][]int64{}}
	for _, id := range changed {
		if err := r.find(id); err != nil {
			return nil, explain(s.dir, fmt.Errorf("order tickets: %w", err))
		}
	}
	for row := range r.now {
		if err := r.follow(row); err != nil {
			return nil, explain(s.dir, fmt.Errorf("order tickets: %w", err))
		}
	}
	return r.weave(order), nil
}

// reorder is some changed tickets on their way to their places.
type reorder struct {
	ctx    context.Context
	tx     *sql.Tx
	l      listing
	gone   []int64           // changed, and not in the list now
	now    map[int64]spot    // changed, and where they are in it
	before map[int64][]int64 // and the ticket that each comes before; 0: none
}

// find notes where a ticket is in the list now, if it is.
func (r *reorder) find(id data.ID) error {
	var at spot
	err := r.tx.QueryRowContext(r.ctx, "SELECT row FROM entities WHERE id = ?", string(id)).Scan(&at.row)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var wheres []string
	var args []any
	for _, b := range r.l.branches {
		b.condition = b.and(r.l.only)
		where := b.where
		args = append(args, b.args...)
		if b.until != nil {
			where += " AND " + r.l.column + " < ?"
			args = append(args, b.until)
		}
		wheres = append(wheres, "("+where+")")
	}
	err = r.tx.QueryRowContext(r.ctx, "SELECT "+r.l.column+" FROM tickets NOT INDEXED WHERE row = ? AND ("+strings.Join(wheres, " OR ")+")",
		append([]any{at.row}, args...)...).Scan(&at.value)
	if errors.Is(err, sql.ErrNoRows) {
		r.gone = append(r.gone, at.row)
		return nil
	}
	r.now[at.row] = at
	return err
}

// follow notes which ticket comes after one that changed.
func (r *reorder) follow(row int64) error {
	at := r.now[row]
	query, args := r.l.rows(&at, r.l.only)
	var next int64
	var key any
	err := r.tx.QueryRowContext(r.ctx, query+" LIMIT 1", args...).Scan(&next, &key)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	r.before[next] = append(r.before[next], row)
	return nil
}

// weave gives the order with the changed tickets in their places.
func (r *reorder) weave(order []int64) []int64 {
	moved := make(map[int64]bool, len(r.now)+len(r.gone))
	for _, row := range r.gone {
		moved[row] = true
	}
	for row := range r.now {
		moved[row] = true
	}
	woven := make([]int64, 0, len(order)+len(r.now))
	// What comes before a ticket: those that changed, and what comes before them.
	var lead func(next int64)
	lead = func(next int64) {
		for _, row := range r.before[next] {
			lead(row)
			woven = append(woven, row)
		}
	}
	for _, row := range order {
		if moved[row] {
			continue
		}
		lead(row)
		woven = append(woven, row)
	}
	lead(0)
	return woven
}
