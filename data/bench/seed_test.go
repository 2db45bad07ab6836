package bench

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

var ctx = context.Background()

// seeded makes a desk of so many tickets and opens it.
func seeded(t testing.TB, tickets int) *meter {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "desk")
	start := time.Now()
	if err := Seed(ctx, dir, tickets, start, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d tickets in %s", tickets, time.Since(start).Round(time.Millisecond))
	d, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return &meter{ctx: ctx, dir: dir, desk: d, tickets: tickets, inventor: newInventor(2), watch: func(Progress) {}}
}

// A seeded desk is a desk like any other, whole and right at fifty thousand
// tickets. What takes how long is only told.
func TestFiftyThousandTickets(t *testing.T) {
	tickets := 50_000
	if testing.Short() {
		tickets = 2000
	}
	m := seeded(t, tickets)
	for name, test := range map[string]func(*testing.T, *meter){
		"check": checked, "pages and counts": pagesAndCounts, "searches": searchesFind, "a save": saveShows,
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			test(t, m)
			t.Log(time.Since(start).Round(time.Millisecond))
		})
	}
}

func checked(t *testing.T, m *meter) {
	found, err := m.desk.Check(ctx)
	if err != nil || !found.OK {
		t.Fatal(found.Faults, err)
	}
	if found.Tickets < m.tickets || found.Attachments == 0 {
		t.Errorf("%d tickets, %d attachments", found.Tickets, found.Attachments)
	}
}

// Every view, paged through, has as many tickets as its count says, each once
// and in order.
func pagesAndCounts(t *testing.T, m *meter) {
	counts, err := m.desk.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if open := counts[data.OpenView]; open < m.tickets*7/100 || open > m.tickets*13/100 {
		t.Errorf("%d of %d tickets are open", open, m.tickets)
	}
	for view, n := range counts {
		if n == 0 {
			t.Errorf("view %s is empty", view)
		}
		seen := map[data.ID]bool{}
		q := desk.ListQuery{View: view, Limit: 500}
		last := time.Now().Add(time.Hour)
		for {
			page, next, err := m.desk.List(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range page {
				if seen[x.ID] || x.UpdatedAt.After(last) {
					t.Fatalf("view %s: %s comes twice, or too late", view, x.Number)
				}
				seen[x.ID], last = true, x.UpdatedAt
			}
			if next == "" {
				break
			}
			q.After = next
		}
		if len(seen) != n {
			t.Errorf("view %s counts %d tickets and shows %d", view, n, len(seen))
		}
	}
}

// Whatever way people search, something is found.
func searchesFind(t *testing.T, m *meter) {
	for _, class := range classes {
		found := 0
		for range 10 {
			query, err := class.query(m)
			if err != nil {
				t.Fatal(err)
			}
			finds, err := m.desk.Search(ctx, query, asked, desk.Near)
			if err != nil {
				t.Errorf("%s: %q: %v", class.name, query, err)
			}
			if len(finds.Hits) > 0 {
				found++
			}
		}
		if found == 0 {
			t.Errorf("%s: nothing found by ten queries", class.name)
		}
	}
}

// A ticket opened now is on top of its list and found by its words.
func saveShows(t *testing.T, m *meter) {
	ticket, err := m.desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Zacarías Quintanilla"}, Subject: "Flugelhorn sounds flat"})
	if err != nil {
		t.Fatal(err)
	}
	page, _, err := m.desk.List(ctx, desk.ListQuery{View: data.OpenView})
	if err != nil || len(page) == 0 || page[0].ID != ticket.ID {
		t.Errorf("not on top: %v", err)
	}
	found, err := m.desk.Search(ctx, "flugelhorn", asked, desk.Near)
	if err != nil || len(found.Hits) == 0 || found.Hits[0].ID != ticket.ID {
		t.Errorf("not found: %v, %v", found, err)
	}
}

// The same number gives the same desk.
func TestSeedIsTheSameEveryTime(t *testing.T) {
	var first []data.Excerpt
	for range 2 {
		list, _, err := seeded(t, 60).desk.List(ctx, desk.ListQuery{View: data.AllView, Sort: "number", Limit: 60})
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range first {
			if y := list[i]; x.Number != y.Number || x.Caller != y.Caller || x.Subject != y.Subject || x.Status != y.Status {
				t.Fatalf("%v became %v", x, y)
			}
		}
		first = list
	}
}
