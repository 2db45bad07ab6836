package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"firstline/data"
)

// An import is one act, also where it is of more articles than one statement takes
// values: stopped it changes nothing, undone it is gone whole, and what it brought
// is found.
func TestAnImportIsOneAct(t *testing.T) {
	ctx := context.Background()
	d, _ := backedUp(t)
	defer d.Close()
	const many = 11_000
	var lines strings.Builder
	for i := range many {
		fmt.Fprintf(&lines, "{\"id\":%d,\"q\":\"Question %d\",\"a\":\"Answer\"}\n", i, i)
	}
	file, err := d.ReadArticles(ctx, strings.NewReader(lines.String()))
	if err != nil || file.New != many || file.Known != 0 {
		t.Fatalf("%d new, %d known, %v", file.New, file.Known, err)
	}
	there := func() int {
		list, err := d.Articles(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	found := func(want int) {
		hits, err := d.SearchArticles(ctx, "Question 7", 5)
		if err != nil || len(hits) != want || want > 0 && hits[0].Article.Title != "Question 7" {
			t.Fatalf("found %d: %+v, %v", len(hits), hits, err)
		}
	}
	found(0)
	stopped, stop := context.WithCancel(ctx)
	_, _, err = d.ImportArticles(stopped, file, func(done, total int) {
		if done > total/2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || there() != 0 {
		t.Errorf("stopped: %v, %d articles", err, there())
	}
	if added, changed, err := d.ImportArticles(ctx, file); added != many || changed != 0 || err != nil || there() != many {
		t.Fatalf("%d added, %d changed, %v", added, changed, err)
	}
	found(1)
	if again, err := d.ReadArticles(ctx, strings.NewReader(lines.String())); err != nil || again.New != 0 || again.Known != many {
		t.Errorf("again: %d new, %d known, %v", again.New, again.Known, err)
	}
	if _, err := d.Undo(ctx); err != nil || there() != 0 {
		t.Errorf("undone: %v, %d articles", err, there())
	}
	found(0)
}

// What was exported comes back to the articles it was taken from.
func TestAnExportComesBackToItsArticles(t *testing.T) {
	ctx := context.Background()
	d, _ := backedUp(t)
	defer d.Close()
	a, err := d.SaveArticle(ctx, data.Article{Title: "Printer is offline", Resolution: "Restart the spooler.", Cause: "A jam"}, "")
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	if n, err := d.ExportArticles(ctx, &lines); n != 1 || err != nil {
		t.Fatalf("%d exported, %v", n, err)
	}
	for _, step := range []struct {
		lines   string
		changed int
	}{{lines.String(), 0}, {strings.ReplaceAll(lines.String(), "spooler", "printer"), 1}} {
		file, err := d.ReadArticles(ctx, strings.NewReader(step.lines))
		if err != nil || file.New != 0 || file.Known != 1 {
			t.Fatalf("%d new, %d known, %v", file.New, file.Known, err)
		}
		if added, changed, err := d.ImportArticles(ctx, file); added != 0 || changed != step.changed || err != nil {
			t.Errorf("%d added, %d changed, %v", added, changed, err)
		}
	}
	got, err := d.Article(ctx, a.ID)
	if err != nil || got.Resolution != "Restart the printer." || got.Cause != "A jam" || got.Ref != "" {
		t.Errorf("the article is %+v, %v", got, err)
	}
}

// A reference is what the file means by its id, however JSON writes that; an article
// without one is nobody's update.
func TestReferencesAreReadAsTheyAreMeant(t *testing.T) {
	ctx := context.Background()
	d, _ := backedUp(t)
	defer d.Close()
	lines := `{"id":"R&D <1>","q":"One","a":"x"}` + "\n" + `{"id":"caf\u00e9 \"2\"","q":"Two","a":"x"}` + "\n" +
		`{"id":3,"q":"Three","a":"x"}` + "\n" + `{"id":null,"q":"Four","a":"x"}` + "\n" + `{"q":"Five","a":"x"}`
	file, err := d.ReadArticles(ctx, strings.NewReader(lines))
	if err != nil || file.New != 5 {
		t.Fatalf("%d new, %v", file.New, err)
	}
	if added, _, err := d.ImportArticles(ctx, file); added != 5 || err != nil {
		t.Fatalf("%d added, %v", added, err)
	}
	for ref, title := range map[string]string{"R&D <1>": "One", `café "2"`: "Two", "3": "Three"} {
		if a, err := d.FindArticle(ctx, ref); err != nil || a.Title != title {
			t.Errorf("%s is %q, %v", ref, a.Title, err)
		}
	}
	var out strings.Builder
	if n, err := d.ExportArticles(ctx, &out); n != 5 || err != nil {
		t.Fatalf("%d exported, %v", n, err)
	}
	if again, err := d.ReadArticles(ctx, strings.NewReader(out.String())); err != nil || again.New != 0 || again.Known != 5 {
		t.Errorf("what was exported is %d new, %d known, %v", again.New, again.Known, err)
	}
}
