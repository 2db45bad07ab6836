package store_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/store"
)

// Two programs that work on one desk know the same of it, whoever of them writes,
// looks or fails, and however that interleaves.
func TestTwoProgramsKnowTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, dir, ids := someTickets(t)
		defer first.Close()
		second, err := store.Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		both := []*store.Store{first, second}
		said := map[data.ID]int{}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			s, id := rapid.SampledFrom(both).Draw(t, "program"), rapid.SampledFrom(ids).Draw(t, "ticket")
			switch rapid.IntRange(0, 3).Draw(t, "does") {
			case 0:
				state, err := s.State(ctx, id)
				if err != nil || len(state.Timeline()) < said[id] {
					t.Fatalf("%s tells %d of %d notes: %v", id, len(state.Timeline()), said[id], err)
				}
			case 1:
				write(t, s, func(tx *store.Tx) error {
					_, err := tx.Set("ticket", id, data.Fields{"owner": []byte(rapid.SampledFrom([]string{`"ana"`, `"eva"`, `null`}).Draw(t, "owner"))})
					return err
				})
			case 2:
				write(t, s, func(tx *store.Tx) error {
					_, err := tx.Note(id, data.Activity{Kind: data.WorkNote, Text: "looked"})
					return err
				})
				said[id]++
			case 3: // an act that comes to nothing
				s.Write(ctx, "ana", aDay, "note", func(tx *store.Tx) (string, error) {
					tx.Note(id, data.Activity{Kind: data.WorkNote, Text: "never said"})
					return "", data.ErrNotFound
				})
			}
		}
		for _, id := range ids {
			one, err := first.State(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			other, err := second.State(ctx, id)
			if err != nil || !reflect.DeepEqual(one.Fields(), other.Fields()) || !reflect.DeepEqual(one.Timeline(), other.Timeline()) {
				t.Fatalf("%s is %v with %v, and %v with %v: %v", id, one.Fields(), one.Timeline(), other.Fields(), other.Timeline(), err)
			}
		}
		if f, err := first.Check(ctx, func(int, int) {}); err != nil || len(f.Faults) > 0 {
			t.Fatal(f.Faults, err)
		}
	})
}
