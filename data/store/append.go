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
	e, err := t.entity(kind, id)
	if err != nil {
		return o, err
	}
	author, err := t.authorRow()
	if err != nil {
		return o, err
	}
	last, err := t.head(e, o.Author, author)
	if err != nil {
		return o, fmt.Errorf("read the chain of %s: %w", id, err)
	}
	o.Seq, o.Prev = last.seq+1, last.hash
	body, err := o.Encode()
	if err != nil {
		return o, err
	}
	return o, t.insert(e, author, o, body)
}

func (t *Tx) insert(e *entity, author int64, o journal.Op, body []byte) error {
	pos, err := t.add("INSERT INTO ops (entity, author, seq, body) VALUES (?,?,?,?)", e.row, author, o.Seq, body)
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
	t.touch(e, o.ID, o.Entity)
	e.chains = e.chains.with(head{o.Author, o.Seq, hash})
	e.fresh, e.places = append(e.fresh, o), append(e.places, pos)
	if e.state != nil {
		e.state = e.state.With(o)
	}
	return nil
}

// add inserts a row and gives its number.
func (t *Tx) add(query string, args ...any) (int64, error) {
	result, err := t.tx.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// authorRow is the row of this desk as an author.
func (t *Tx) authorRow() (int64, error) {
	if t.row != 0 {
		return t.row, nil
	}
	err := t.tx.QueryRowContext(t.ctx, "SELECT row FROM authors WHERE author = ?", t.author).Scan(&t.row)
	if errors.Is(err, sql.ErrNoRows) {
		t.row, err = t.add("INSERT INTO authors (author) VALUES (?)", t.author)
	}
	if err != nil {
		return 0, fmt.Errorf("name the author %s: %w", t.author, err)
	}
	return t.row, nil
}
