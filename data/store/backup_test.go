package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/store"
)

// A backup is of one moment, whatever this program and others save while it is
// made.
func TestBackupIsOfOneMoment(t *testing.T) {
	s, dir := aStore(t)
	beside, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	into := t.TempDir()
	told, n := 0, 0
	err = s.Backup(ctx, filepath.Join(into, store.File), func(done, total int) {
		told++
		for _, by := range []*store.Store{s, beside} {
			n++
			if _, err := by.Write(ctx, "ana", time.Now(), "intake", func(tx *store.Tx) (string, error) {
				_, err := tx.Open("ticket", data.Ticket{Number: "MAD-1" + string(rune('0'+n%10)), Status: data.New, OpenedAt: time.Now()})
				return "", err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
	if err != nil || told < 2 {
		t.Fatalf("told %d times: %v", told, err)
	}
	copied, err := store.Open(ctx, into)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	found, err := copied.Check(ctx, func(int, int) {})
	if err != nil || found.Tickets != 2 || len(found.Faults) > 0 {
		t.Errorf("the copy has %d tickets, faults %v: %v", found.Tickets, found.Faults, err)
	}
	if f := faults(t, s); f != "" {
		t.Error(f)
	}
}

// What takes long tells how far it is from its beginning, and can be ended there.
func TestCheckTellsAndEndsWithinTheFile(t *testing.T) {
	s, _ := aStore(t)
	fill(t, s, 1000)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	first := 0.0
	_, err := s.Check(ctx, func(done, total int) {
		if first == 0 {
			first = float64(done) / float64(total)
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || first == 0 || first > 0.1 {
		t.Errorf("first told at %.2f, ended with %v", first, err)
	}
}

// fill adds so many tickets with a note each.
func fill(t *testing.T, s *store.Store, n int) {
	t.Helper()
	_, err := s.Write(ctx, "ana", time.Now(), "import", func(tx *store.Tx) (string, error) {
		for range n {
			id, err := tx.Open("ticket", data.Ticket{Number: "MAD-9", Subject: "Scanner", Status: data.New, OpenedAt: time.Now()})
			if err != nil {
				return "", err
			}
			if _, err := tx.Note(id, data.Activity{Kind: data.WorkNote, Text: "paper"}); err != nil {
				return "", err
			}
		}
		return "", nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
