package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/store"
)

// ListQuery asks for a list of tickets.
type ListQuery struct {
	View   data.View
	Filter string // every word must be in the ticket, its notes or its caller
	Sort   string // one of SortColumns; the last change unless told otherwise
	Asc    bool
	Limit  int    // List only; 50 unless told otherwise
	After  string // List only: where the last page ended
	Soon   bool   // List only: what a filter finds in very many tickets is looked for among the newest
}

// SortColumns names what a list may be sorted by.
func SortColumns() []string { return store.SortColumns() }

func (d *Desk) query(q ListQuery) (store.Query, error) {
	if q.View == "" {
		q.View = data.OpenView
	}
	if err := data.Check(struct {
		View data.View `json:"view"`
	}{q.View}); err != nil {
		return store.Query{}, err
	}
	return store.Query{View: q.View, Mine: d.Settings().Operator, Now: d.Now(), Filter: q.Filter, Sort: q.Sort, Asc: q.Asc, Soon: q.Soon}, nil
}

// Order gives the rows of a list in order: eight bytes a ticket, to be loaded
// with Excerpts as they come into sight.
func (d *Desk) Order(ctx context.Context, q ListQuery) ([]int64, error) {
	query, err := d.query(q)
	if err != nil {
		return nil, err
	}
	return d.store.Order(ctx, query)
}

// followed is how many changed tickets are put into their places one by one.
const followed = 200

// Reorder gives the order that Order would, from an order of before and what
// changed since: of a million tickets, some milliseconds instead of a second.
func (d *Desk) Reorder(ctx context.Context, q ListQuery, order []int64, c Change) ([]int64, error) {
	// The other views are of few tickets, and time, letters and mails move them.
	large := q.View == data.OpenView || q.View == data.MineView || q.View == data.AllView
	named := !c.Foreign && !c.Kinds["desk"] && (!c.Kinds["contact"] || q.Sort != "caller") && len(c.Entities) <= followed
	if !large || !named || strings.TrimSpace(q.Filter) != "" {
		return d.Order(ctx, q)
	}
	query, err := d.query(q)
	if err != nil {
		return nil, err
	}
	return d.store.Reorder(ctx, query, order, slices.Collect(maps.Keys(c.Entities)))
}

// Excerpts loads tickets by row, in the order asked; rows that are gone are left
// out.
func (d *Desk) Excerpts(ctx context.Context, rows []int64) ([]data.Excerpt, error) {
	return d.store.Excerpts(ctx, rows, d.Now())
}

// List gives one page of a list and where the next begins ("" at the end).
func (d *Desk) List(ctx context.Context, q ListQuery) (rows []data.Excerpt, next string, err error) {
	query, err := d.query(q)
	if err != nil {
		return nil, "", err
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	return d.store.List(ctx, query, q.Limit, q.After)
}

// Counts tells how many tickets each view holds.
func (d *Desk) Counts(ctx context.Context) (map[data.View]int, error) {
	return d.store.Counts(ctx, d.Settings().Operator, d.Now())
}
