package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"firstline/data"
	"firstline/data/journal"
)

// entity is what a transaction knows of one entity.
type entity struct {
	row    int64
	id     data.ID // and kind: once something is added to it
	kind   string
	state  *journal.State // as it stands, nil until that is asked for
	prior  *journal.State // as it stood before, nil if that was not asked for
	chains chains         // where its authors' end; of all of them if there is a state
	fresh  []journal.Op   // what this transaction added
	places []int64        // the positions of those
	born   bool           // no table knows it yet
	opened bool           // nobody could speak of it before this act
	name   *string        // a contact's, once it was read or written
}

// chains are where the chains of authors on an entity end. They are shared: with
// one more they are others.
type chains []head

// head is where one author's chain ends: the next operation names it.
type head struct {
	author string
	seq    int64
	hash   string
}

func (c chains) of(author string) (head, bool) {
	for _, h := range c {
		if h.author == author {
			return h, true
		}
	}
	return head{author: author}, false
}

func (c chains) with(h head) chains {
	more := slices.Clip(c)
	for i := range more {
		if more[i].author == h.author {
			more = slices.Clone(more)
			more[i] = h
			return more
		}
	}
	return append(more, h)
}

// at is the entity of a row.
func (t *Tx) at(row int64) *entity {
	e := t.entities[row]
	if e == nil {
		e = &entity{row: row}
		t.entities[row] = e
	}
	return e
}

// find finds an entity by its id; nil if the desk has never heard of it.
func (t *Tx) find(id data.ID) (*entity, error) {
	if e, ok := t.found[id]; ok {
		return e, nil
	}
	row, err := t.folds.find(t.ctx, t.tx, id)
	if err != nil || row == 0 {
		return nil, err
	}
	e := t.at(row)
	t.found[id] = e
	return e, nil
}

// entity finds an entity, or makes it.
func (t *Tx) entity(kind string, id data.ID) (*entity, error) {
	e, err := t.find(id)
	if err == nil && e == nil {
		return t.enter(kind, id)
	}
	return e, err
}

// enter gives an entity that is new to the desk its row.
func (t *Tx) enter(kind string, id data.ID) (*entity, error) {
	row, err := t.add("INSERT INTO entities (id, kind) VALUES (?,?)", string(id), kind)
	if err != nil {
		return nil, fmt.Errorf("enter %s %s: %w", kind, id, err)
	}
	e := &entity{row: row, state: journal.Fold(nil), born: true}
	t.entities[row], t.found[id] = e, e
	return e, nil
}

// touch has an entity brought up to date in the tables.
func (t *Tx) touch(e *entity, id data.ID, kind string) {
	if e.kind == "" {
		e.id, e.kind, t.touched = id, kind, append(t.touched, e)
	}
}

// State folds an entity as it stands in this transaction.
func (t *Tx) State(id data.ID) (*journal.State, error) {
	e, err := t.find(id)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", id, err)
	}
	if e == nil {
		return journal.Fold(nil), nil
	}
	return t.state(e)
}

// state is the same of one that was found, folded once a transaction.
func (t *Tx) state(e *entity) (*journal.State, error) {
	if e.state != nil {
		return e.state, nil
	}
	known, whole := t.folds.whole(e.row, t.end)
	if !whole {
		var err error
		if known, err = t.folds.fold(t.ctx, t.tx, e.row, t.before); err != nil {
			return nil, err
		}
	}
	if len(e.fresh) == 0 {
		e.prior = known.state
	}
	e.state = known.state
	for _, o := range e.fresh {
		e.state = e.state.With(o)
	}
	own := e.chains
	e.chains = known.chains
	for _, h := range own { // later than those
		e.chains = e.chains.with(h)
	}
	return e.state, nil
}

// head is where an author's chain on an entity ends.
func (t *Tx) head(e *entity, author string, row int64) (head, error) {
	h, ok := e.chains.of(author)
	if ok || e.state != nil {
		return h, nil
	}
	var body []byte
	err := t.tx.QueryRowContext(t.ctx, "SELECT seq, body FROM ops WHERE entity = ? AND author = ? ORDER BY seq DESC LIMIT 1", e.row, row).Scan(&h.seq, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	h.hash = journal.Hash(body)
	return h, err
}

// position finds an operation by the name of its entry, and says whether it is
// one of this transaction.
func (t *Tx) position(e *entity, entry string) (pos int64, fresh bool, err error) {
	author, number, _ := strings.Cut(entry, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, false, fmt.Errorf("find entry %s: %w", entry, err)
	}
	for i, pos := range e.places {
		if o := e.fresh[i]; o.Seq == seq && o.Author == author {
			return pos, true, nil
		}
	}
	err = t.tx.QueryRowContext(t.ctx, "SELECT pos FROM ops WHERE entity = ? AND author = (SELECT row FROM authors WHERE author = ?) AND seq = ?", e.row, author, seq).Scan(&pos)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("operation %s %w: its author is unknown", entry, errUnreadable)
	}
	return pos, false, err
}

// wrote says whether this transaction may have changed a field of the entity.
func (e *entity) wrote(field string) bool {
	return slices.ContainsFunc(e.fresh, func(o journal.Op) bool {
		return o.Field == field || o.Kind == journal.Open || o.Kind == journal.Withdraw && o.Field == ""
	})
}

// wroteFields says whether this transaction may have changed any, rather than
// only entries of the timeline.
func (e *entity) wroteFields() bool {
	return slices.ContainsFunc(e.fresh, func(o journal.Op) bool {
		return !(o.Kind == journal.Note || o.Kind == journal.Attach || o.Kind == journal.Rewrite || o.Kind == journal.Withdraw && o.Field != "")
	})
}

// find finds the row of an entity, 0 if the desk has never heard of it. Rows stay,
// so those once found are remembered.
func (f *folds) find(ctx context.Context, q querier, id data.ID) (row int64, err error) {
	f.mu.Lock()
	row, ok := f.rows[id]
	f.mu.Unlock()
	if ok {
		return row, nil
	}
	err = q.QueryRowContext(ctx, "SELECT row FROM entities WHERE id = ?", string(id)).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err == nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.met(id, row)
	}
	return row, err
}
