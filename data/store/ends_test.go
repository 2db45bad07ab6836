package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/store"
)

// Whoever writes to a desk in whatever order, several programs among them, goes on
// where the one before ended: with the clock, the seals and the ticket numbers.
func TestSeveralProgramsWriteOneJournal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		first, dir := aStore(t)
		beside, err := store.Open(ctx, dir)
		if err != nil {
			rt.Fatal(err)
		}
		defer beside.Close()
		programs := []*store.Store{first, beside}
		number, last := 0, data.ID("")
		open := func(tx *store.Tx) (string, error) {
			number = tx.NextNumber()
			name := fmt.Sprint("MAD-", 100+number)
			id, err := tx.Open("ticket", data.Ticket{Number: name, Status: data.New, OpenedAt: tx.Now})
			last = id
			return name, err
		}
		failed, opened := errors.New("changed its mind"), 0
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			s := rapid.SampledFrom(programs).Draw(rt, "program")
			now := time.UnixMilli(1_700_000_000_000 + rapid.Int64Range(0, 3).Draw(rt, "moment"))
			switch rapid.SampledFrom([]string{"open", "open", "set", "fail", "nothing", "keep", "bulk"}).Draw(rt, "act") {
			case "open":
				_, err = s.Write(ctx, "ana", now, "intake", open)
				if opened++; err == nil && number != opened {
					rt.Fatalf("ticket %d has the number %d", opened, number)
				}
			case "set":
				if last == "" {
					continue
				}
				status := rapid.SampledFrom([]data.Status{data.New, data.InProgress, data.Closed}).Draw(rt, "status")
				owner := rapid.SampledFrom([]string{"ana", "luis", "null"}).Draw(rt, "owner")
				_, err = s.Write(ctx, "ana", now, "set", func(tx *store.Tx) (string, error) {
					_, err := tx.Set("ticket", last, data.FieldsOf(data.Ticket{Status: status, Owner: owner, DueAt: now, Unread: owner == "ana"}))
					return "", err
				})
			case "fail":
				before := last
				if _, err = s.Write(ctx, "ana", now, "intake", func(tx *store.Tx) (string, error) {
					open(tx)
					return "", failed
				}); errors.Is(err, failed) {
					err = nil
				}
				last = before
			case "nothing":
				_, err = s.Write(ctx, "ana", now, "nothing", func(tx *store.Tx) (string, error) {
					tx.NextNumber()
					return "", nil
				})
			case "keep":
				err = s.Keep(ctx, "author", rapid.SampledFrom([]string{"DESK.EPOCH", "DESK.OTHER"}).Draw(rt, "author"))
			case "bulk":
				err = s.Bulk(ctx, func(b *store.Bulk) error { return b.Act("ana", now, "intake", open) })
				opened++
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		if f := faults(t, first); f != "" {
			rt.Fatal(f)
		}
		inOrder(t, dir)
	})
}

// The same for many at once.
func TestManyWriteAtOnce(t *testing.T) {
	first, dir := aStore(t)
	beside, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	var all sync.WaitGroup
	var mu sync.Mutex
	given := map[int]bool{}
	for i := range 4 {
		all.Go(func() {
			for range 15 {
				var number int
				_, err := []*store.Store{first, beside}[i%2].Write(ctx, "ana", time.Now(), "intake", func(tx *store.Tx) (string, error) {
					number = tx.NextNumber()
					_, err := tx.Open("ticket", data.Ticket{Number: fmt.Sprint("MAD-", 100+number), Status: data.New, OpenedAt: tx.Now})
					return "", err
				})
				mu.Lock()
				if err != nil || given[number] {
					t.Errorf("number %d: %v", number, err)
				}
				given[number] = true
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(given) != 60 {
		t.Errorf("%d numbers were given", len(given))
	}
	if f := faults(t, first); f != "" {
		t.Error(f)
	}
	inOrder(t, dir)
}

// inOrder sees that the clock of the journal never stands still.
func inOrder(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT body FROM ops ORDER BY pos")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var before journal.Stamp
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			t.Fatal(err)
		}
		o, err := journal.Decode(body)
		if err != nil || !before.Before(o.Clock) {
			t.Fatalf("%v after %v: %v", o.Clock, before, err)
		}
		before = o.Clock
	}
}
