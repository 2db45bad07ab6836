package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// An import is one act: stopped it changes nothing, undone it is gone whole.
func TestAnImportIsOneAct(t *testing.T) {
	ctx := context.Background()
	d, _ := backedUp(t)
	defer d.Close()
	var lines strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&lines, "{\"id\":%d,\"q\":\"Question %d\",\"a\":\"Answer\"}\n", i, i)
	}
	file, err := d.ReadArticles(ctx, strings.NewReader(lines.String()))
	if err != nil || file.New != 1200 || file.Known != 0 {
		t.Fatalf("%d new, %d known, %v", file.New, file.Known, err)
	}
	there := func() int {
		list, err := d.Articles(ctx, "")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	stopped, stop := context.WithCancel(ctx)
	_, _, err = d.ImportArticles(stopped, file, func(done, total int) {
		if done > total/2 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || there() != 0 {
		t.Errorf("stopped: %v, %d articles", err, there())
	}
	if added, changed, err := d.ImportArticles(ctx, file); added != 1200 || changed != 0 || err != nil || there() != 1200 {
		t.Fatalf("%d added, %d changed, %v", added, changed, err)
	}
	if again, err := d.ReadArticles(ctx, strings.NewReader(lines.String())); err != nil || again.New != 0 || again.Known != 1200 {
		t.Errorf("again: %d new, %d known, %v", again.New, again.Known, err)
	}
	if _, err := d.Undo(ctx); err != nil || there() != 0 {
		t.Errorf("undone: %v, %d articles", err, there())
	}
}
