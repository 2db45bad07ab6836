package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"firstline/data"
)

// No list is found by reading all tickets or by sorting, be it of a million;
// but for what is overdue, which is sorted where it is little.
func TestListsAreReadInOrder(t *testing.T) {
	ctx := context.Background()
	s, err := Create(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, view := range data.View("").Choices() {
		for _, sort := range SortColumns() {
			for _, after := range []*spot{nil, {value: "x", row: 1}} {
				for _, asc := range []bool{false, true} {
					l, err := s.listing(ctx, Query{View: data.View(view), Mine: "ana", Now: time.Now(), Sort: sort, Asc: asc})
					if err != nil {
						t.Fatal(err)
					}
					query, args := l.page(after, 50)
					rows, err := s.ro.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
					if err != nil {
						t.Fatalf("%s by %s: %v", view, sort, err)
					}
					for rows.Next() {
						var id, parent, unused int
						var step string
						if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
							t.Fatal(err)
						}
						ofTheView := strings.Contains(step, "tickets_escalated_by") || strings.Contains(step, "tickets_unread_by")
						if strings.HasPrefix(step, "SCAN") && step != "SCAN p" && !ofTheView || strings.Contains(step, "TEMP B-TREE") {
							t.Errorf("%s by %s, after %v, ascending %v: %s", view, sort, after, asc, step)
						}
					}
					if err := rows.Err(); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}
