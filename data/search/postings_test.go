package search

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is shelved and taken off, a term has the docs it should, in order.
func TestPostingsAreThoseOfTheDocsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want, list := map[int32]uint32{}, new(postings)
		for range rapid.IntRange(0, 40).Draw(t, "changes") {
			g := posting{slot: rapid.Int32Range(0, 300).Draw(t, "slot")}
			if _, there := want[g.slot]; there {
				delete(want, g.slot)
			} else {
				g.halves = rapid.Uint32Range(1, 1<<24).Draw(t, "halves")
				want[g.slot] = g.halves
			}
			list.put(g)
		}
		var slots []int32
		for g := range list.all {
			slots = append(slots, g.slot)
			if g.halves != want[g.slot] {
				t.Fatalf("slot %d: %d halves, want %d", g.slot, g.halves, want[g.slot])
			}
		}
		if in := slices.Sorted(maps.Keys(want)); !slices.Equal(slots, in) || int(list.docs) != len(in) {
			t.Fatalf("slots %v (%d), want %v", slots, list.docs, in)
		}
	})
}
