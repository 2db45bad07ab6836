package store

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/search"
)

// Query asks for tickets: those of a view that hold every word of the filter,
// in the order of a column.
type Query struct {
	View   data.View
	Mine   string // the operator, for the view of that name
	Now    time.Time
	Filter string
	Sort   string
	Asc    bool
	Soon   bool // a first look: of what a filter finds in very many tickets, the newest will do
}

// columns are what a list may be sorted by; the row breaks ties, so that paging
// is exact. Texts are sorted by their keys.
var columns = map[string]string{
	"number": "serial", "subject": "subject_key", "caller": "caller_key", "status": "status",
	"priority": "priority", "owner": "owner_key", "updated": "updated", "due": "due",
}

// SortColumns names what a list may be sorted by.
func SortColumns() []string {
	return []string{"number", "subject", "caller", "status", "priority", "owner", "updated", "due"}
}

// sortKey is what a text is sorted by: without case and accents, and no longer
// than tells texts apart.
func sortKey(text string) string {
	key := search.Fold(strings.TrimSpace(text))
	for i, n := 0, 0; i < len(key); n++ {
		if n == 40 {
			return key[:i]
		}
		_, size := utf8.DecodeRuneInString(key[i:])
		i += size
	}
	return key
}

// noDue is when a ticket is due that has no such moment: after all others.
const noDue = math.MaxInt64

// listing is a query as SQLite is to run it.
type listing struct {
	column    string // sorted by
	direction string
	branches  []branch  // their rows together, in order, are the list
	only      condition // on those rows, of which their indexes know nothing
	shown     string    // the table that a page's rows are read from
}

// branch is a part of a list that one index keeps in order.
type branch struct {
	condition
	index string // that holds it; "" where the condition names rows
	until any    // the column is below this; nil: no end
}

var isOpen, isDone, isEscalated, isUnread = condition{where: "done = 0"}, condition{where: "done = 1"}, condition{where: "escalated = 1"}, condition{where: "unread = 1"}

// listing plans a query so that what it reads is bounded by what it shows and
// not by what there is: each index named holds a view in the order of a column.
// (SQLite would choose the same, but guesses without statistics.)
func (s *Store) listing(ctx context.Context, q Query) (listing, error) {
	if q.Sort == "" {
		q.Sort = "updated"
	}
	column, ok := columns[q.Sort]
	if !ok {
		return listing{}, data.Fault("sort", "not_a_choice", "value", q.Sort, "choices", strings.Join(SortColumns(), ", "))
	}
	l := listing{column: column, direction: "DESC", shown: "excerpts"}
	if q.Asc {
		l.direction = "ASC"
	}
	by, now := "tickets_by_"+q.Sort, q.Now.UnixMilli()
	switch {
	case q.View == data.OpenView:
		l.branches = []branch{{index: by, condition: isOpen}}
	case q.View == data.MineView:
		if q.Sort == "owner" { // they have one
			l.column, q.Sort = "updated", "updated"
		}
		l.branches = []branch{{index: "tickets_mine_by_" + q.Sort, condition: isOpen.and(condition{"owner = ?", []any{q.Mine}})}}
	case q.View == data.EscalatedView, q.View == data.UnansweredView:
		l.branches = []branch{{index: "tickets_escalated_by_" + q.Sort, condition: isEscalated}}
		if q.View == data.UnansweredView {
			l.only = condition{"answer_by < ?", []any{now}}
		}
	case q.View == data.UnreadView:
		l.branches = []branch{{index: "tickets_unread_by_" + q.Sort, condition: isUnread}}
	case q.View == data.OverdueView && q.Sort == "due":
		l.branches = []branch{{index: by, condition: isOpen, until: now}}
	case q.View == data.OverdueView:
		few, err := s.fewOverdue(ctx, q)
		if err != nil {
			return l, err
		}
		if few {
			l.branches = []branch{{index: "tickets_by_due", condition: isOpen.and(condition{"due < ?", []any{now}})}}
		} else {
			l.branches = []branch{{index: by, condition: isOpen}}
			l.only = condition{"due < ?", []any{now}}
		}
	default:
		l.branches = []branch{{index: by, condition: isOpen}, {index: by, condition: isDone}}
		l.shown = "tickets"
	}
	return l, nil
}

// Where a filter found more tickets than tooMany, walking past so many rows of the
// list (a sixth of them at a time) to those found is quicker than looking all of these
// up to be sorted, and mostly goes far enough for a page; where it found more than
// sortable, it is however far one walks (measured).
var walked, tooMany, sortable = 3000, 200, 20_000

// met gives those of some rows of the list that a filter found.
func (l listing) met(ctx context.Context, q querier, rows []int64, found hits) ([]int64, error) {
	rows = slices.DeleteFunc(rows, func(row int64) bool { return !found.has(row) })
	only := l.only.and(found.only)
	if only.where == "" || len(rows) == 0 {
		return rows, nil
	}
	fit, err := numbers(ctx, q, "SELECT row AS n FROM tickets WHERE row IN (SELECT value FROM json_each(?)) AND "+only.where, append([]any{rowsParam(rows)}, only.args...)...)
	if err != nil {
		return nil, err
	}
	fits := rowsOf(fit)
	return slices.DeleteFunc(rows, func(row int64) bool { return !fits.has(row) }), nil
}

// sorted is the same list, its rows looked up and sorted.
func (l listing) sorted(found hits) listing {
	there := "SELECT value FROM json_each(?)"
	if l.shown == "excerpts" { // of what a filter finds most is done, and is not there
		there += " WHERE value IN (SELECT row FROM excerpts)"
	}
	b := branch{condition: condition{"row IN (" + there + ")", []any{rowsParam(found.list())}}.and(found.only)}
	if len(l.branches) == 1 { // else it is of all tickets
		b.condition, b.until = b.and(l.branches[0].condition).and(l.only), l.branches[0].until
	}
	l.branches, l.only = []branch{b}, condition{}
	return l
}

// fewOverdue says how to list what is overdue, which the clock makes so and no
// index can follow: few are found by their moment and sorted, many are met soon
// while walking all that is open in the order asked for.
func (s *Store) fewOverdue(ctx context.Context, q Query) (bool, error) {
	const page = 50
	counts, err := s.Counts(ctx, q.Mine, q.Now)
	late, open := counts[data.OverdueView], counts[data.OpenView]
	return late*late < page*open, err
}

// rows gives the statement that selects the rows of the list in order, each with
// what it is sorted by (k), from after a place on (nil: from its start), as far as
// a condition more holds. SQLite seeks by a column and the row only where the
// column is equal, so what shares the place's value is a branch of its own: there
// may be a million of them.
func (l listing) rows(after *spot, only condition) (string, []any) {
	var parts []string
	var args []any
	add := func(b branch, where string, more ...any) {
		by := "NOT INDEXED"
		if b.index != "" {
			by = "INDEXED BY " + b.index
		}
		parts = append(parts, "SELECT row, "+l.column+" AS k FROM tickets "+by+" WHERE "+b.where+where)
		args = append(append(args, b.args...), more...)
	}
	sign := "<"
	if l.direction == "ASC" {
		sign = ">"
	}
	for _, b := range l.branches {
		b.condition = b.and(only)
		switch {
		case after == nil && b.until != nil:
			add(b, " AND "+l.column+" < ?", b.until)
		case after == nil:
			add(b, "")
		default:
			add(b, " AND "+l.column+" = ? AND row "+sign+" ?", after.value, after.row)
			if b.until != nil && sign == ">" {
				add(b, " AND "+l.column+" > ? AND "+l.column+" < ?", after.value, b.until)
			} else {
				add(b, " AND "+l.column+" "+sign+" ?", after.value)
			}
		}
	}
	return strings.Join(parts, " UNION ALL ") + " ORDER BY k " + l.direction + ", row " + l.direction, args
}

// page gives the statement that selects so much of the list as excerpts, each
// with what it is sorted by. What is shown of a row is read once the row is
// known, so that the branches carry little.
func (l listing) page(after *spot, limit int) (string, []any) {
	query, args := l.rows(after, condition{})
	on := condition{where: "t.row = p.row"}.and(l.only)
	return "SELECT " + excerptColumns + ", k FROM (" + query + " LIMIT -1) p CROSS JOIN " + l.shown + " t ON " + on.where + " LIMIT ?",
		append(append(args, on.args...), limit)
}

// perOrder is how many rows of an order are read at once.
var perOrder = 1 << 16

// Order gives the rows of a list in order, eight bytes a ticket.
func (s *Store) Order(ctx context.Context, q Query) (order []int64, err error) {
	l, err := s.listing(ctx, q)
	if err != nil {
		return nil, err
	}
	all := func(_ querier, rows []int64) (bool, error) {
		order = append(order, rows...)
		return true, nil
	}
	if strings.TrimSpace(q.Filter) == "" {
		return order, s.walk(ctx, l, nil, l.only, perOrder, all)
	}
	found, err := s.filter(ctx, q, l)
	if err != nil {
		return nil, err
	}
	if found.count() <= sortable {
		return order, s.walk(ctx, l.sorted(found), nil, condition{}, perOrder, all)
	}
	return order, s.walk(ctx, l, nil, condition{}, perOrder, func(q querier, rows []int64) (bool, error) {
		rows, err := l.met(ctx, q, rows, found)
		order = append(order, rows...)
		return true, err
	})
}

// walk hands over the rows of a list in order, from a place on (nil: from its
// start), as far as a condition more holds, so many at once, while more are wanted.
func (s *Store) walk(ctx context.Context, l listing, from *spot, only condition, step int, take func(q querier, rows []int64) (more bool, err error)) error {
	tx, err := s.ro.BeginTx(ctx, nil) // all of it is read of one moment
	if err != nil {
		return explain(s.dir, err)
	}
	defer tx.Rollback()
	for {
		query, args := l.rows(from, only)
		rows, err := numbers(ctx, tx, "SELECT row AS n FROM ("+query+" LIMIT ?)", append(args, step)...)
		if err != nil {
			return explain(s.dir, fmt.Errorf("list tickets: %w", err))
		}
		end := len(rows) < step
		if !end {
			if from, err = l.spotOf(ctx, tx, rows[step-1]); err != nil {
				return explain(s.dir, err)
			}
		}
		if more, err := take(tx, rows); err != nil || !more || end {
			return explain(s.dir, err)
		}
	}
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// List gives one page, and the cursor of the next ("" at the end). The cursor
// is a place in the order, so that what is added, changed or removed meanwhile
// moves nothing.
func (s *Store) List(ctx context.Context, q Query, limit int, after string) ([]data.Excerpt, string, error) {
	l, err := s.listing(ctx, q)
	if err != nil {
		return nil, "", err
	}
	from, err := l.read(after)
	if err != nil {
		return nil, "", err
	}
	if strings.TrimSpace(q.Filter) == "" {
		return s.page(ctx, l, q.Now, limit, from)
	}
	return s.filtered(ctx, q, l, limit, from)
}

// filtered gives one page of what a filter finds. So far as the list is walked, what is
// met of it is the page's beginning; the rest is sorted.
func (s *Store) filtered(ctx context.Context, q Query, l listing, limit int, from *spot) ([]data.Excerpt, string, error) {
	found, err := s.filter(ctx, q, l)
	if err != nil {
		return nil, "", err
	}
	var rows []int64
	var last *spot
	at, through := from, sieve{excluded: found.not}
	take := func(q querier, some []int64) error {
		list, n, err := through.first(ctx, q, some, limit-len(rows))
		if err == nil && n > 0 {
			at, err = l.spotOf(ctx, q, some[n-1])
		}
		if rows = append(rows, list...); len(rows) == limit || n < len(some) {
			last = at
		}
		return err
	}
	n, seen := found.count(), 0
	if n > tooMany {
		err = s.walk(ctx, l, from, condition{}, max(walked/6, 1), func(q querier, some []int64) (bool, error) {
			seen += len(some)
			if len(some) > 0 {
				from, err = l.spotOf(ctx, q, some[len(some)-1])
			}
			if err == nil {
				some, err = l.met(ctx, q, some, found)
			}
			if err == nil {
				err = take(q, some)
			}
			return last == nil && (seen < walked || n > sortable), err
		})
	}
	if err == nil && last == nil && n <= max(tooMany, sortable) {
		err = s.walk(ctx, l.sorted(found), from, condition{}, perOrder, func(q querier, some []int64) (bool, error) {
			err := take(q, some)
			return last == nil, err
		})
	}
	if err != nil {
		return nil, "", err
	}
	list, err := s.excerptsFrom(ctx, l.shown, rows, q.Now)
	if err != nil || last == nil {
		return list, "", err
	}
	return list, l.write(*last), nil
}

// page reads one page of a list.
func (s *Store) page(ctx context.Context, l listing, now time.Time, limit int, from *spot) ([]data.Excerpt, string, error) {
	query, args := l.page(from, limit)
	rows, err := s.ro.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, "", explain(s.dir, fmt.Errorf("list tickets: %w", err))
	}
	var last spot
	list, err := scanExcerpts(rows, now, &last.value)
	if err != nil || len(list) < limit {
		return list, "", explain(s.dir, err)
	}
	last.row = list[limit-1].Row
	return list, l.write(last), nil
}
