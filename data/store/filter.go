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

// A first look (Query.Soon) goes through so many of the newest texts that have a
// word, and through so many contacts: that keeps the worst filter at some
// milliseconds in a desk of a million, and is all there is in one of thousands.
// A word in very many of them need not be the beginning of others, each of which takes
// time to find. Texts with all of several words take longest, so there it is fewer; and
// words that are in very many texts may be together in none, so they are looked for
// among so many of the newest. What is excluded is looked for in so many
// tickets more than a page lacks, until it is full, or in so many in all, or at so many
// places of the index (a tenth of a millisecond each).
var (
	soonTexts    = 1_000
	soonContacts = 200
	soonOften    = 10_000
	soonTogether = 500
	soonAmong    = 400_000
	soonSpare    = 8
	soonLooked   = 200
	soonPlaces   = 40
)

// aroundMost is up to how many tickets a word is looked for among them alone: to go
// through all texts that have it and read whose those are takes ten times as long.
const aroundMost = 2_000

// filtering is a filter on its way. It looks at everything (-1), or no further than
// a first look.
type filtering struct {
	*Store
	ctx             context.Context
	texts, contacts int
	after           int64  // texts up to this row are not looked at
	around          rowSet // where it is not nil: only these tickets matter
	rare            bool   // one of the words is in few texts
}

// hits are the tickets that a filter found, and what it asks of them still.
type hits struct {
	rowSet
	only condition // on their rows
	not  exclusion // those that hold something of it are none
}

// exclusion is what a filter excludes but for what is a condition on the rows.
type exclusion struct {
	words   []string // and phrases
	callers []string // fragments of contacts
}

func (e exclusion) empty() bool { return len(e.words)+len(e.callers) == 0 }

// filter gives the tickets that hold every word of a filter (in their number,
// their caller, their owner, their own text or their timeline) and what its
// fields ask of their rows. It understands what search.Parse does; the last word
// may be unfinished. At a first look, what it excludes is left to be looked for in
// the tickets shown.
func (s *Store) filter(ctx context.Context, q Query, l listing) (hits, error) {
	s.settled(ctx)
	asked := search.Parse(q.Filter)
	if err := filterable(asked); err != nil {
		return hits{}, err
	}
	f := filtering{Store: s, ctx: ctx, texts: -1, contacts: -1}
	if q.Soon {
		f.texts, f.contacts = soonTexts, soonContacts
	} else if len(l.branches) == 1 {
		if err := f.stayIn(l); err != nil {
			return hits{}, err
		}
	}
	for _, fields := range []map[string][]string{asked.Fields, asked.Except} {
		if err := f.nameOwners(fields); err != nil {
			return hits{}, explain(s.dir, err)
		}
	}
	found, only, err := f.tickets(asked, q.Now)
	h := hits{rowSet: found, only: only}
	not := exclusion{asked.Without, nil}
	for field, values := range asked.Except {
		switch {
		case inTexts(field):
			not.words = slices.Concat(not.words, values)
		case ofCaller[field]:
			not.callers = append(not.callers, values...)
		}
	}
	if q.Soon {
		h.not = not
	} else if err == nil {
		h.rowSet, err = f.without(not, found)
	}
	if err != nil {
		return hits{}, explain(s.dir, fmt.Errorf("filter: %w", err))
	}
	return h, nil
}

// nameOwners puts the owners there are in the place of the parts of their names that
// were typed. What is part of no name stays.
func (f *filtering) nameOwners(fields map[string][]string) error {
	if len(fields["owner"]) == 0 {
		return nil
	}
	var owners []string
	for _, done := range []int{0, 1} { // from one name to the next, as there are few
		const names = `WITH RECURSIVE names (name) AS (
			SELECT min(owner_key) FROM tickets INDEXED BY tickets_by_owner WHERE done = ?1
			UNION ALL SELECT (SELECT min(owner_key) FROM tickets INDEXED BY tickets_by_owner WHERE done = ?1 AND owner_key > name) FROM names WHERE name IS NOT NULL LIMIT ?2)
			SELECT name FROM names WHERE name <> ''`
		rows, err := f.ro.QueryContext(f.ctx, names, done, mostOwners)
		if err != nil {
			return err
		}
		some, err := gather[string](rows)
		if err != nil {
			return err
		}
		owners = append(owners, some...)
	}
	var meant []string
	for _, typed := range fields["owner"] {
		part, n := sortKey(typed), len(meant)
		for _, owner := range owners {
			if strings.Contains(owner, part) && !slices.Contains(meant, owner) {
				meant = append(meant, owner)
			}
		}
		if len(meant) == n {
			meant = append(meant, typed)
		}
	}
	fields["owner"] = meant
	return nil
}

// mostOwners is how many names are looked at: no desk has so many people.
const mostOwners = 500

// stayIn looks at the tickets of a view alone, where those are few.
func (f *filtering) stayIn(l listing) error {
	query, args := l.rows(nil, condition{})
	rows, err := numbers(f.ctx, f.ro, "SELECT row AS n FROM ("+query+" LIMIT ?)", append(args, aroundMost+1)...)
	if err == nil && len(rows) <= aroundMost {
		f.around = rowsOf(rows)
	}
	return err
}

func (f *filtering) tickets(q search.Query, now time.Time) (rowSet, condition, error) {
	only, driver, rest := conditions(q, now)
	phrases, words := q.Lookups()
	words = longest(words)
	look := &finder{Store: f.Store, ctx: f.ctx}
	if f.texts > 0 {
		look.often = soonOften
	}
	var matches []wordMatch
	for i := range words {
		if _, err := look.widen(&words[i]); err != nil {
			return nil, only, err
		}
		matches = append(matches, wordMatch{search.Query{}.Together(words[i]), words[i].Word})
	}
	for _, phrase := range slices.Concat(q.Phrases, rest) {
		matches = append(matches, wordMatch{search.Match(`"` + phrase + `"`), phrase})
	}
	var callers []rowSet
	for field := range ofCaller {
		for _, value := range q.Fields[field] {
			set := rowSet{}
			if err := f.ofContacts(value, &set); err != nil {
				return nil, only, err
			}
			callers = append(callers, set)
		}
	}
	found, err := f.all(matches)
	if err == nil && len(matches) > 1 && f.texts > 0 {
		err = f.together(q.Together(append(phrases, words...)...), &found)
	}
	if err != nil {
		return nil, only, err
	}
	for i, set := range callers {
		if len(matches)+i == 0 {
			found = set
		} else {
			found = found.and(set)
		}
	}
	if len(matches)+len(callers) == 0 {
		found, err = f.fitting(driver, only)
	}
	return found, only, err
}

// together adds, for a first look, tickets with one text that holds several words:
// each by itself may be in too many texts for those to be among its newest.
func (f filtering) together(match string, into *rowSet) error {
	if !f.rare {
		if err := f.ro.QueryRowContext(f.ctx, "SELECT coalesce(max(row), 0) - ? FROM texts", soonAmong).Scan(&f.after); err != nil {
			return err
		}
	}
	f.texts = soonTogether
	return f.withText(match, into)
}

// without takes away the tickets that hold something excluded.
func (f *filtering) without(not exclusion, found rowSet) (rowSet, error) {
	for _, word := range not.words {
		if found.count() == 0 {
			break
		}
		f.around = found
		set, err := f.holders(wordMatch{search.Match(`"` + word + `"`), word})
		if err != nil {
			return nil, err
		}
		found = found.without(set)
	}
	for _, fragment := range not.callers {
		set := rowSet{}
		if err := f.ofContacts(fragment, &set); err != nil {
			return nil, err
		}
		found = found.without(set)
	}
	return found, nil
}

// wordMatch is a word and how texts are asked for it.
type wordMatch struct{ match, word string }

// all gives the tickets that hold every one of some words, the rarest first.
func (f *filtering) all(words []wordMatch) (rowSet, error) {
	if len(words) > 1 && f.texts < 0 {
		common := map[wordMatch]int{}
		for _, w := range words {
			n, err := f.upTo(w.match)
			if err != nil {
				return nil, err
			}
			common[w] = n
		}
		slices.SortStableFunc(words, func(a, b wordMatch) int { return cmp.Compare(common[a], common[b]) })
	}
	found := rowSet{}
	for i, w := range words {
		set, err := f.holders(w)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			set = set.and(found)
		}
		if found = set; f.texts < 0 {
			f.around = found
		}
	}
	return found, nil
}

// upTo counts the texts that match, as far as it tells the rare from the common.
func (f *filtering) upTo(match string) (n int, err error) {
	const enough = 20_000
	if match != "" {
		err = f.ro.QueryRowContext(f.ctx, "SELECT count(*) FROM (SELECT 1 FROM text_index WHERE text_index MATCH ? LIMIT ?)", match, enough).Scan(&n)
	}
	return n, err
}

// holders gives the tickets that hold a word.
func (f *filtering) holders(w wordMatch) (rowSet, error) {
	set := rowSet{}
	for _, says := range rowSays(w.word) {
		if err := f.add(&set, "SELECT row AS n FROM tickets WHERE "+says.where+" LIMIT ?", append(says.args, f.texts)...); err != nil {
			return nil, err
		}
	}
	if err := f.ofContacts(w.word, &set); err != nil {
		return nil, err
	}
	err := f.withText(w.match, &set)
	return set, err
}

// rowSays are the conditions on a ticket's row of which one holds where it holds a
// word: its number begins so or ends in it, or it is its owner's name.
func rowSays(word string) []condition {
	number := strings.ToUpper(word)
	list := []condition{{"number >= ? AND number < ?", []any{number, number + lastRune}}, {"done IN (0, 1) AND owner_key = ?", []any{sortKey(word)}}}
	if digits(word) == word {
		list = append(list, condition{"done IN (0, 1) AND serial = CAST(? AS INTEGER)", []any{word}})
	}
	return list
}

// withText adds the tickets with a text that matches.
func (f *filtering) withText(match string, into *rowSet) error {
	if match == "" { // signs only: no text holds them
		return nil
	}
	if f.around != nil && f.around.count() <= aroundMost {
		set, err := matching(f.ctx, f.ro, f.around.list(), match)
		into.or(set)
		return err
	}
	tickets, err := numbers(f.ctx, f.ro, "SELECT x.entity AS n FROM (SELECT rowid FROM text_index WHERE text_index MATCH ? AND rowid > ? ORDER BY rowid DESC LIMIT ?) f JOIN texts x ON x.row = f.rowid",
		match, f.after, f.texts)
	into.add(tickets...)
	f.rare = f.rare || len(tickets) < f.texts
	return err
}

// ofContacts adds the tickets of the contacts that a fragment stands for.
func (f *filtering) ofContacts(fragment string, into *rowSet) error {
	contacts, err := f.contactsWith(f.ctx, contactWords(fragment), f.contacts)
	if err != nil || len(contacts) == 0 {
		return err
	}
	return f.add(into, "SELECT row AS n FROM tickets WHERE requester IN (SELECT value FROM json_each(?)) LIMIT ?", rowsParam(contacts), f.texts)
}

// fitting gives the tickets that fields fit, the newest of them for a first look.
func (f *filtering) fitting(driver, only condition) (rowSet, error) {
	order := " ORDER BY row DESC"
	if f.texts < 0 {
		driver, order = driver.and(only), ""
	}
	if driver.where == "" {
		driver.where = "1"
	}
	set := rowSet{}
	err := f.add(&set, "SELECT row AS n FROM tickets WHERE "+driver.where+order+" LIMIT ?", append(slices.Clone(driver.args), f.texts)...)
	return set, err
}

func (f *filtering) add(into *rowSet, query string, args ...any) error {
	rows, err := numbers(f.ctx, f.ro, query, args...)
	into.add(rows...)
	return err
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
	for _, moment := range []struct {
		values []string
		sign   string
		end    bool // of what was typed, not its beginning
	}{
		{q.Fields["since"], ">=", false}, {q.Except["since"], "<", false},
		{q.Fields["until"], "<", true}, {q.Except["until"], ">=", true},
	} {
		for _, v := range moment.values {
			at, to, ok := search.Span(v, now.Local())
			if moment.end {
				at = to
			}
			add(condition{"? AND opened " + moment.sign + " ?", []any{ok, at.UnixMilli()}}, false)
		}
	}
	for field, values := range q.Fields {
		if inTexts(field) {
			rest = append(rest, values...)
		}
	}
	return all, driver, rest
}

// ofCaller are the fields that belong to the caller, inRows those that a ticket's
// row holds, and inRecords those that only its whole record does, for which a filter
// of a million tickets has no time.
var (
	ofCaller  = map[string]bool{"caller": true, "organization": true, "site": true, "phone": true, "email": true}
	inRows    = map[string]bool{"status": true, "owner": true, "priority": true, "channel": true, "number": true, "since": true, "until": true}
	inRecords = map[string]bool{"type": true, "group": true, "subcategory": true, "impact": true, "urgency": true, "code": true, "level": true, "language": true}
)

// inTexts says whether what a field asks for stands in a ticket's text.
func inTexts(field string) bool { return !ofCaller[field] && !inRows[field] && !inRecords[field] }

// filterable says what field of a query no list can be filtered by.
func filterable(q search.Query) error {
	for _, fields := range []map[string][]string{q.Fields, q.Except} {
		for _, field := range slices.Sorted(maps.Keys(fields)) {
			if inRecords[field] {
				return data.Fault(recordName(field), "not_filtered")
			}
		}
	}
	return nil
}

// rowsParam is rows as SQLite's json_each reads them.
func rowsParam(rows []int64) string {
	raw, err := json.Marshal(rows)
	if err != nil {
		panic(err) // numbers
	}
	return string(raw)
}
