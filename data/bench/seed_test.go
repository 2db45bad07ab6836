package bench_test

import (
	"context"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/bench"
	"firstline/data/desk"
)

var ctx = context.Background()

// seeded makes a desk of so many tickets and opens it.
func seeded(t *testing.T, tickets int) *desk.Desk {
	t.Helper()
	dir := t.TempDir()
	if err := bench.Seed(ctx, dir, tickets, time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// A seeded desk is a desk like any other: whole, with every kind of thing in it.
func TestSeed(t *testing.T) {
	const tickets = 1500
	d := seeded(t, tickets)
	found, err := d.Check(ctx)
	if err != nil || !found.OK {
		t.Fatal(found.Faults, err)
	}
	if found.Tickets != tickets || found.Attachments == 0 {
		t.Errorf("%d tickets, %d attachments", found.Tickets, found.Attachments)
	}
	counts, err := d.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if open := counts[data.OpenView]; open < tickets*7/100 || open > tickets*13/100 {
		t.Errorf("%d of %d tickets are open", open, tickets)
	}
	for view, n := range counts {
		if n == 0 {
			t.Errorf("view %s is empty", view)
		}
	}
}

// The same number gives the same desk.
func TestSeedIsTheSameEveryTime(t *testing.T) {
	first, second := seeded(t, 60), seeded(t, 60)
	var subjects [2][]string
	for i, d := range []*desk.Desk{first, second} {
		list, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Sort: "number", Limit: 60})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range list {
			subjects[i] = append(subjects[i], x.Number+" "+x.Caller+" "+x.Subject+" "+string(x.Status))
		}
	}
	for i, s := range subjects[0] {
		if s != subjects[1][i] {
			t.Fatalf("%q became %q", s, subjects[1][i])
		}
	}
}
