package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

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
}

// columns are what a list may be sorted by; the row breaks ties, so that paging
// is exact.
var columns = map[string]string{
	"number": "serial", "subject": "subject COLLATE NOCASE", "caller": "caller COLLATE NOCASE", "status": "status",
	"priority": "priority", "owner": "owner COLLATE NOCASE", "updated": "updated", "opened": "opened",
	"due": "coalesce(due, 9223372036854775807)", "category": "category COLLATE NOCASE", "channel": "channel",
}

// conditions of the views; they repeat the partial indexes' conditions to the
// letter, which is how SQLite knows to use them.
func (q Query) where() (string, []any) {
	var where []string
	var args []any
	switch q.View {
	case data.OpenView:
		where = append(where, "phase < 2")
	case data.MineView:
		where, args = append(where, "phase < 2 AND owner = ?"), append(args, q.Mine)
	case data.OverdueView:
		where, args = append(where, "phase < 2 AND due < ?"), append(args, q.Now.UnixMilli())
	case data.EscalatedView:
		where = append(where, "escalated = 1")
	}
	for _, word := range strings.Fields(q.Filter) {
		clause, more := holds(word)
		where, args = append(where, clause), append(args, more...)
	}
	if len(where) == 0 {
		return "1", nil
	}
	return strings.Join(where, " AND "), args
}

// holds is the condition that a ticket holds a word: in its number, its caller,
// its own text or its timeline. The word may be unfinished.
func holds(word string) (string, []any) {
	clause := "(number LIKE ? ESCAPE '\\' OR caller LIKE ? ESCAPE '\\' OR owner LIKE ? ESCAPE '\\'"
	like := "%" + escapeLike(word) + "%"
	args := []any{like, like, like}
	if match := search.Match(word, true); match != "" {
		clause += " OR row IN (SELECT entity FROM texts WHERE row IN (SELECT rowid FROM text_index WHERE text_index MATCH ?))"
		args = append(args, match)
	}
	return clause + ")", args
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

func (q Query) order() (column, direction string, err error) {
	if q.Sort == "" {
		q.Sort = "updated"
	}
	column, ok := columns[q.Sort]
	if !ok {
		return "", "", data.Fault("sort", "not_a_choice", "value", q.Sort, "choices", strings.Join(SortColumns(), ", "))
	}
	if q.Asc {
		return column, "ASC", nil
	}
	return column, "DESC", nil
}

// SortColumns names what a list may be sorted by.
func SortColumns() []string {
	return []string{"number", "subject", "caller", "status", "priority", "owner", "updated", "opened", "due", "category", "channel"}
}

// Order gives the rows of a list in order, eight bytes a ticket.
func (s *Store) Order(ctx context.Context, q Query) ([]int64, error) {
	column, direction, err := q.order()
	if err != nil {
		return nil, err
	}
	where, args := q.where()
	rows, err := s.ro.QueryContext(ctx, "SELECT row FROM tickets WHERE "+where+" ORDER BY "+column+" "+direction+", row "+direction, args...)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("list tickets: %w", err))
	}
	defer rows.Close()
	var order []int64
	for rows.Next() {
		var row int64
		if err := rows.Scan(&row); err != nil {
			return nil, err
		}
		order = append(order, row)
	}
	return order, explain(s.dir, rows.Err())
}

const excerptColumns = `t.row, e.id, t.number, t.subject, t.caller, t.status, t.priority, t.owner, t.channel, t.category, t.opened, t.updated, t.due, t.escalated, t.major`

func scanExcerpts(rows *sql.Rows, now time.Time) ([]data.Excerpt, error) {
	defer rows.Close()
	var list []data.Excerpt
	for rows.Next() {
		var x data.Excerpt
		var priority int
		var opened, updated int64
		var due sql.NullInt64
		err := rows.Scan(&x.Row, &x.ID, &x.Number, &x.Subject, &x.Caller, &x.Status, &priority, &x.Owner, &x.Channel, &x.Category,
			&opened, &updated, &due, &x.Escalated, &x.Major)
		if err != nil {
			return nil, err
		}
		x.Priority = data.Priority("p" + strconv.Itoa(priority))
		x.OpenedAt, x.UpdatedAt = time.UnixMilli(opened).UTC(), time.UnixMilli(updated).UTC()
		if due.Valid {
			x.DueAt = time.UnixMilli(due.Int64).UTC()
			x.Overdue = x.Status.Category() != data.Done && now.After(x.DueAt)
		}
		list = append(list, x)
	}
	return list, rows.Err()
}

// Excerpts loads tickets by row, in the order asked; rows that are gone are left
// out.
func (s *Store) Excerpts(ctx context.Context, order []int64, now time.Time) ([]data.Excerpt, error) {
	if len(order) == 0 {
		return nil, nil
	}
	args := make([]any, len(order))
	for i, row := range order {
		args[i] = row
	}
	rows, err := s.ro.QueryContext(ctx, "SELECT "+excerptColumns+" FROM tickets t JOIN entities e USING (row) WHERE t.row IN ("+marks(len(order))+")", args...)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("load tickets: %w", err))
	}
	loaded, err := scanExcerpts(rows, now)
	if err != nil {
		return nil, explain(s.dir, err)
	}
	byRow := make(map[int64]data.Excerpt, len(loaded))
	for _, x := range loaded {
		byRow[x.Row] = x
	}
	list := make([]data.Excerpt, 0, len(order))
	for _, row := range order {
		if x, ok := byRow[row]; ok {
			list = append(list, x)
		}
	}
	return list, nil
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// List gives one page, and the cursor of the next ("" at the end). The cursor
// holds the last row's place in the order, so that what is added meanwhile
// moves nothing.
func (s *Store) List(ctx context.Context, q Query, limit int, after string) ([]data.Excerpt, string, error) {
	column, direction, err := q.order()
	if err != nil {
		return nil, "", err
	}
	where, args := q.where()
	if after != "" {
		last, err := strconv.ParseInt(after, 36, 64)
		if err != nil {
			return nil, "", data.Fault("after", "not_a_number", "value", after)
		}
		sign := "<"
		if q.Asc {
			sign = ">"
		}
		where += " AND (" + column + ", row) " + sign + " (SELECT " + column + ", row FROM tickets WHERE row = ?)"
		args = append(args, last)
	}
	args = append(args, limit+1)
	rows, err := s.ro.QueryContext(ctx, "SELECT "+excerptColumns+" FROM (SELECT * FROM tickets WHERE "+where+
		" ORDER BY "+column+" "+direction+", row "+direction+" LIMIT ?) t JOIN entities e USING (row) ORDER BY "+column+" "+direction+", row "+direction, args...)
	if err != nil {
		return nil, "", explain(s.dir, fmt.Errorf("list tickets: %w", err))
	}
	list, err := scanExcerpts(rows, q.Now)
	if err != nil {
		return nil, "", explain(s.dir, err)
	}
	if len(list) <= limit {
		return list, "", nil
	}
	list = list[:limit]
	return list, strconv.FormatInt(list[limit-1].Row, 36), nil
}

// Counts tells how many tickets each view holds.
func (s *Store) Counts(ctx context.Context, operator string, now time.Time) (map[data.View]int, error) {
	counts := map[data.View]int{}
	for view, name := range map[data.View]string{data.AllView: "all", data.OpenView: "open",
		data.EscalatedView: "escalated", data.MineView: "owner:" + operator} {
		var n int
		err := s.ro.QueryRowContext(ctx, "SELECT n FROM counts WHERE name = ?", name).Scan(&n)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, explain(s.dir, fmt.Errorf("count %s: %w", view, err))
		}
		counts[view] = n
	}
	var n int
	err := s.ro.QueryRowContext(ctx, "SELECT count(*) FROM tickets WHERE phase < 2 AND due < ?", now.UnixMilli()).Scan(&n)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("count overdue: %w", err))
	}
	counts[data.OverdueView] = n
	return counts, nil
}
