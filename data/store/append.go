package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"firstline/data"
	"firstline/data/journal"
)

// append stamps one operation of this desk and writes it.
func (t *Tx) append(kind string, id data.ID, k journal.Kind, field string, value json.RawMessage) (journal.Op, error) {
	if t.author == "" {
		return journal.Op{}, errors.New("the desk has no identity")
	}
	t.clock = t.clock.Tick(t.Now)
	o := journal.Op{V: journal.Version, Entity: kind, ID: id, Author: t.author, Clock: t.clock,
		At: t.Now, By: t.By, Act: t.Act, Kind: k, Field: field, Value: value}
	entity, err := t.entity(kind, id)
	if err != nil {
		return o, err
	}
	author, err := t.authorRow(o.Author)
	if err != nil {
		return o, err
	}
	last, err := t.head(entity, author, o.Author)
	if err != nil {
		return o, fmt.Errorf("read the chain of %s: %w", id, err)
	}
	o.Seq, o.Prev = last.seq, last.hash
	o.Seq++
	body, err := o.Encode()
	if err != nil {
		return o, err
	}
	return o, t.insert(entity, author, o, body)
}

// head is where a chain ends: the next operation names it.
type head struct {
	seq  int64
	hash string
}

// head is where an author's chain on an entity ends.
func (t *Tx) head(entity, row int64, author string) (head, error) {
	h, ok := t.chains[entity][author]
	if _, all := t.states[entity]; ok || all {
		return h, nil
	}
	var body []byte
	err := t.tx.QueryRowContext(t.ctx, "SELECT seq, body FROM ops WHERE entity = ? AND author = ? ORDER BY seq DESC LIMIT 1", entity, row).Scan(&h.seq, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, nil
	}
	h.hash = journal.Hash(body)
	return h, err
}

// place names an operation.
type place struct {
	entity int64
	author string
	seq    int64
}

func (t *Tx) insert(entity, author int64, o journal.Op, body []byte) error {
	pos, err := t.add("INSERT INTO ops (entity, author, seq, body) VALUES (?,?,?,?)", entity, author, o.Seq, body)
	if err != nil {
		return fmt.Errorf("append operation on %s: %w", o.ID, err)
	}
	if t.first == 0 {
		t.first = pos
	}
	t.before = min(t.before, pos)
	t.last = pos
	hash := journal.Hash(body)
	t.hashes = append(t.hashes, hash)
	if t.chains[entity] == nil {
		t.chains[entity] = map[string]head{}
	}
	t.chains[entity][o.Author] = head{o.Seq, hash}
	t.places[place{entity, o.Author, o.Seq}] = pos
	t.touch(entity, o.ID, o.Entity)
	t.fresh[entity] = append(t.fresh[entity], o)
	if known, ok := t.states[entity]; ok {
		t.states[entity] = known.With(o)
	}
	return nil
}

func (t *Tx) touch(row int64, id data.ID, kind string) {
	if _, ok := t.ids[row]; !ok {
		t.touched = append(t.touched, row)
		t.ids[row], t.kinds[row] = id, kind
	}
}

// entity finds an entity's row, or makes it.
func (t *Tx) entity(kind string, id data.ID) (int64, error) {
	if row, ok := t.rows[id]; ok {
		return row, nil
	}
	if row, ok := t.folds.row(id); ok {
		t.rows[id] = row
		return row, nil
	}
	var row int64
	err := t.tx.QueryRowContext(t.ctx, "SELECT row FROM entities WHERE id = ?", string(id)).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return t.enter(kind, id)
	}
	if err == nil {
		t.rows[id] = row
	}
	return row, err
}

// enter gives an entity that is new to the desk its row.
func (t *Tx) enter(kind string, id data.ID) (int64, error) {
	row, err := t.add("INSERT INTO entities (id, kind) VALUES (?,?)", string(id), kind)
	if err != nil {
		return 0, fmt.Errorf("enter %s %s: %w", kind, id, err)
	}
	t.rows[id], t.states[row], t.born[row] = row, journal.Fold(nil), true
	return row, nil
}

// add inserts a row and gives its number.
func (t *Tx) add(query string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

func (t *Tx) authorRow(author string) (int64, error) {
	if row, ok := t.authors[author]; ok {
		return row, nil
	}
	var row int64
	err := t.tx.QueryRowContext(t.ctx, "SELECT row FROM authors WHERE author = ?", author).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		row, err = t.add("INSERT INTO authors (author) VALUES (?)", author)
	}
	if err != nil {
		return 0, fmt.Errorf("name the author %s: %w", author, err)
	}
	t.authors[author] = row
	return row, nil
}
