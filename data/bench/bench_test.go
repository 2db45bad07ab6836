package bench

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// A measurement measures all there is to measure, has a word for each row, and
// leaves a desk that is sound and can be measured again.
func TestMeasure(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	keep := t.TempDir()
	r, err := Measure(ctx, Options{Tickets: []int{1000, least}, Keep: keep})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Runs) != 2 || r.Runs[0].Tickets != least || len(r.Growth) < 20 {
		t.Fatalf("%d runs, %d rows of growth", len(r.Runs), len(r.Growth))
	}
	printer := words.For("en")
	for key := range bars {
		if !slices.ContainsFunc(r.Runs[0].Rows, func(row Row) bool { return barOf(row.Key).Source == bars[key].Source }) {
			t.Errorf("nothing is held to the bar of %s", key)
		}
	}
	for _, row := range r.Runs[0].Rows {
		group, _, _ := strings.Cut(row.Key, ".")
		if !printer.Has("bench."+row.Key) && !printer.Has("bench."+group) {
			t.Errorf("row %s has no word", row.Key)
		}
		if row.N == 0 || row.P50 < 0 || row.P95 < row.P50 {
			t.Errorf("row %s: %+v", row.Key, row)
		}
	}
	d, err := desk.Open(ctx, filepath.Join(keep, "1000"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if found, err := d.Check(ctx); err != nil || !found.OK {
		t.Error(found.Faults, err)
	}
}

// A desk of people's own is never written to.
func TestMeasureTakesOnlyItsOwnDesks(t *testing.T) {
	keep := t.TempDir()
	d, err := desk.CreateDemo(ctx, filepath.Join(keep, "1000"), "en")
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	var p *data.Problem
	if _, err := Measure(ctx, Options{Tickets: []int{1000}, Keep: keep}); !errors.As(err, &p) || p.Key != "not_a_bench" {
		t.Errorf("got %v", err)
	}
}

func TestPercentile(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3, 10, 9, 8, 7, 6}
	for percent, want := range map[int]float64{0: 1, 50: 5, 51: 6, 95: 10, 100: 10} {
		if got := percentile(values, percent); got != want {
			t.Errorf("%d %%: %v, not %v", percent, got, want)
		}
	}
	if got := percentile([]float64{3}, 95); got != 3 {
		t.Errorf("of one: %v", got)
	}
}

// What is over its bar says so, and which figure is held to it.
func TestRowsAreHeldToTheirBars(t *testing.T) {
	for _, test := range []struct {
		row Row
		ok  bool
	}{
		{rowOf("list.open", Milliseconds, []float64{1, 2, 16}, ""), true},
		{rowOf("list.open", Milliseconds, []float64{1, 2, 17}, ""), false},
		{Row{Key: "ratio.note", P50: 1.4, P95: 9}.judged(), true},
		{Row{Key: "ratio.note", P50: 1.6, P95: 1}.judged(), false},
	} {
		if test.row.OK == nil || *test.row.OK != test.ok {
			t.Errorf("%+v", test.row)
		}
	}
	if r := rowOf("bare.note", Milliseconds, []float64{1e6}, ""); r.OK != nil {
		t.Errorf("%+v has no bar", r)
	}
}

func TestGrowth(t *testing.T) {
	run := func(tickets int, list, search float64) Run {
		return Run{tickets, []Row{{Key: "list.open", P50: list}, {Key: "search.rare", P50: search}, {Key: "size.disk", P50: 1}}}
	}
	list := growth([]Run{run(10, 1, 1), run(100, 1.5, 5), run(1000, 2.5, 50)})
	if len(list) != 2 || list[0].OK || list[0].Factor != 2.5 || !list[1].OK || list[1].Bar != 100 {
		t.Errorf("%+v", list)
	}
}

// The searches, class by class, and the lists, on a desk that is made once.
func BenchmarkDesk(b *testing.B) {
	m := seeded(b, 5000)
	for _, class := range classes {
		b.Run("search "+class.name, func(b *testing.B) {
			for b.Loop() {
				query, err := class.query(m)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := m.desk.Search(ctx, query, asked, desk.Near); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, view := range data.View("").Choices() {
		b.Run("list "+view, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := m.desk.List(ctx, desk.ListQuery{View: data.View(view)}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
