package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/search"
)

// What a filter looks at. Up to so many tickets a word is found in, all of them
// are; of a word in more, the newest. That keeps the worst filter at some
// milliseconds in a desk of a million, and exact in one of thousands.
const (
	filterMost  = 2_000 // tickets, or texts, looked at for one word
	filterProbe = 300   // tickets looked into for a word found in more than that
	filterNames = 200   // contacts a word may stand for
)

// rowSet is tickets that hold a word, whose texts match; capped if there may be
// more of them.
type rowSet struct {
	rows   map[int64]bool
	match  string
	capped bool
}

// filter gives the tickets that hold every word of a filter (in their number,
// their caller, their owner, their own text or their timeline) and what its
// fields ask of their rows. It understands what search.Parse does; the last word
// may be unfinished.
func (s *Store) filter(ctx context.Context, q Query) (rows []int64, only condition, err error) {
	parsed := search.Parse(q.Filter)
	s.settled(ctx)
	only, driver, rest := conditions(parsed, q.Now)
	var sets []rowSet
	add := func(match, word string) error {
		set, err := s.holders(ctx, match, word)
		sets = append(sets, set)
		return err
	}
	phrases, words := parsed.Lookups()
	words = longest(words)
	f := &finder{Store: s, ctx: ctx}
	for _, l := range words {
		if _, err := f.widen(&l); err != nil {
			return nil, only, err
		}
		if err := add(search.Query{}.Together(l), l.Word); err != nil {
			return nil, only, err
		}
	}
	for _, phrase := range slices.Concat(parsed.Phrases, rest) {
		if err := add(search.Match(`"`+phrase+`"`), phrase); err != nil {
			return nil, only, err
		}
	}
	for _, field := range []string{"caller", "organization", "site", "phone", "email"} {
		for _, value := range parsed.Fields[field] {
			set := rowSet{rows: map[int64]bool{}}
			if err := s.ofContacts(ctx, value, set.rows); err != nil {
				return nil, only, err
			}
			sets = append(sets, set)
		}
	}
	found, err := s.meet(ctx, sets)
	if err != nil {
		return nil, only, err
	}
	if len(sets) == 0 {
		if found, err = s.newest(ctx, driver); err != nil {
			return nil, only, err
		}
	} else if len(sets) > 1 && sets[0].capped { // in one text all of them can be looked for at once
		if _, err := s.texts(ctx, parsed.Together(append(phrases, words...)...), found); err != nil {
			return nil, only, err
		}
	}
	for _, word := range parsed.Without {
		set, err := s.holders(ctx, search.Match(`"`+word+`"`), word)
		if err != nil {
			return nil, only, err
		}
		maps.DeleteFunc(found, func(row int64, _ bool) bool { return set.rows[row] })
	}
	return slices.Collect(maps.Keys(found)), only, nil
}

// meet gives the tickets that are in every set, which it sorts. A capped one does
// not know all of its tickets: those it may have missed are looked into, the
// newest first, unless every set is capped.
func (s *Store) meet(ctx context.Context, sets []rowSet) (map[int64]bool, error) {
	if len(sets) == 0 {
		return map[int64]bool{}, nil
	}
	slices.SortStableFunc(sets, func(a, b rowSet) int {
		return cmp.Or(cmp.Compare(flag(a.capped), flag(b.capped)), cmp.Compare(len(a.rows), len(b.rows)))
	})
	found := maps.Clone(sets[0].rows)
	for _, set := range sets[1:] {
		probes := filterProbe
		if !set.capped || sets[0].capped {
			probes = 0
		}
		for _, row := range slices.Backward(slices.Sorted(maps.Keys(found))) {
			holds := set.rows[row]
			if !holds && probes > 0 {
				probes--
				err := s.ro.QueryRowContext(ctx, "SELECT "+textOf+" FROM tickets t WHERE row = ?", set.match, row).Scan(&holds)
				if err != nil {
					return nil, explain(s.dir, fmt.Errorf("look into a ticket: %w", err))
				}
			}
			if !holds {
				delete(found, row)
			}
		}
	}
	return found, nil
}

// holders gives the tickets that hold a word, which stands in texts as match
// says.
func (s *Store) holders(ctx context.Context, match, word string) (rowSet, error) {
	set := rowSet{rows: map[int64]bool{}, match: match}
	number := strings.ToUpper(word)
	if err := s.collect(ctx, set.rows, "SELECT row FROM tickets WHERE number >= ? AND number < ? LIMIT ?", number, number+"\U0010FFFF", filterMost); err != nil {
		return set, err
	}
	if digits(word) == word {
		if err := s.collect(ctx, set.rows, "SELECT row FROM tickets WHERE done IN (0, 1) AND serial = CAST(? AS INTEGER) LIMIT ?", word, filterMost); err != nil {
			return set, err
		}
	}
	if err := s.collect(ctx, set.rows, "SELECT row FROM tickets WHERE done IN (0, 1) AND owner_key = ? ORDER BY row DESC LIMIT ?", sortKey(word), filterMost); err != nil {
		return set, err
	}
	if err := s.ofContacts(ctx, word, set.rows); err != nil {
		return set, err
	}
	var err error
	set.capped, err = s.texts(ctx, match, set.rows)
	return set, err
}

// texts adds the tickets with a text that matches, and says whether there may be
// more.
func (s *Store) texts(ctx context.Context, match string, into map[int64]bool) (capped bool, err error) {
	if match == "" { // signs only: no text holds them
		return false, nil
	}
	list, err := numbers(ctx, s.ro, "SELECT x.entity AS n FROM (SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC LIMIT ?) f JOIN texts x ON x.row = f.rowid", match, filterMost)
	if err != nil {
		return false, explain(s.dir, fmt.Errorf("filter: %w", err))
	}
	for _, row := range list {
		into[row] = true
	}
	return len(list) == filterMost, nil
}

// ofContacts adds the tickets of the contacts that a fragment stands for.
func (s *Store) ofContacts(ctx context.Context, fragment string, into map[int64]bool) error {
	contacts, err := s.contactsWith(ctx, contactWords(fragment), filterNames)
	if err != nil || len(contacts) == 0 {
		return err
	}
	return s.collect(ctx, into, "SELECT row FROM tickets WHERE requester IN (SELECT value FROM json_each(?)) LIMIT ?", rowsParam(contacts), filterMost)
}

// newest gives the newest tickets that meet a condition an index knows.
func (s *Store) newest(ctx context.Context, driver condition) (map[int64]bool, error) {
	found := map[int64]bool{}
	if driver.where == "" {
		driver.where = "1"
	}
	return found, s.collect(ctx, found, "SELECT row FROM tickets WHERE "+driver.where+" ORDER BY row DESC LIMIT ?", append(slices.Clone(driver.args), filterMost)...)
}

func (s *Store) collect(ctx context.Context, into map[int64]bool, query string, args ...any) error {
	rows, err := s.ro.QueryContext(ctx, query, args...)
	if err != nil {
		return explain(s.dir, fmt.Errorf("filter: %w", err))
	}
	list, err := gather[int64](rows)
	for _, row := range list {
		into[row] = true
	}
	return explain(s.dir, err)
}

// condition is one on a ticket's row; that of nothing holds for all.
type condition struct {
	where string
	args  []any
}

// and is a condition with one more.
func (c condition) and(more condition) condition {
	both := condition{c.where + " AND " + more.where, slices.Concat(c.args, more.args)}
	if c.where == "" || more.where == "" {
		both.where = c.where + more.where
	}
	return both
}

// conditions are what a filter's fields ask of a ticket's row: all of it, the one
// that an index knows best, and the values of fields that a row does not hold, to
// be looked for as phrases.
func conditions(q search.Query, now time.Time) (all, driver condition, rest []string) {
	add := func(c condition, drives bool) {
		all = all.and(c)
		if drives && driver.where == "" {
			driver = condition{"done IN (0, 1) AND " + c.where, c.args}
		}
	}
	in := func(field, column string, value func(string) any) {
		for _, not := range []bool{false, true} {
			values := q.Fields[field]
			if not {
				values = q.Except[field]
			}
			if len(values) == 0 {
				continue
			}
			c := condition{where: column + " IN (" + marks(len(values)) + ")"}
			if not {
				c.where = column + " NOT IN (" + marks(len(values)) + ")"
			}
			for _, v := range values {
				c.args = append(c.args, value(v))
			}
			add(c, !not && column != "channel" && column != "number")
		}
	}
	same := func(v string) any { return v }
	in("status", "status", same)
	in("owner", "owner_key", func(v string) any { return sortKey(v) })
	in("priority", "priority", func(v string) any { return int64(data.Priority(v).Rank()) })
	in("channel", "channel", same)
	in("number", "number", func(v string) any { return strings.ToUpper(v) })
	for _, v := range q.Fields["since"] {
		if from, _, ok := search.Span(v, now.Local()); ok {
			add(condition{"opened >= ?", []any{from.UnixMilli()}}, false)
		}
	}
	for _, v := range q.Fields["until"] {
		if _, to, ok := search.Span(v, now.Local()); ok {
			add(condition{"opened < ?", []any{to.UnixMilli()}}, false)
		}
	}
	for field, values := range q.Fields {
		switch field {
		case "status", "owner", "priority", "channel", "number", "since", "until", "caller", "organization", "site", "phone", "email":
		default: // what a ticket says of itself stands in its text
			rest = append(rest, values...)
		}
	}
	return all, driver, rest
}

// rowsParam is rows as SQLite's json_each reads them.
func rowsParam(rows []int64) string {
	raw, err := json.Marshal(rows)
	if err != nil {
		panic(err) // numbers
	}
	return string(raw)
}
