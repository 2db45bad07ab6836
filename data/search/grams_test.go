package search

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is shelved and taken off, a gram has the docs it should, in order.
func TestGramsAreThoseOfTheDocsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want, list := map[int32]uint8{}, new(grams)
		for range rapid.IntRange(0, 40).Draw(t, "changes") {
			g := gram{slot: rapid.Int32Range(0, 300).Draw(t, "slot")}
			if _, there := want[g.slot]; there {
				delete(want, g.slot)
			} else {
				g.times = rapid.Uint8Min(1).Draw(t, "times")
				want[g.slot] = g.times
			}
			list.put(g)
		}
		var slots []int32
		for g := range list.all {
			slots = append(slots, g.slot)
			if g.times != want[g.slot] {
				t.Fatalf("slot %d: %d times, want %d", g.slot, g.times, want[g.slot])
			}
		}
		if in := slices.Sorted(maps.Keys(want)); !slices.Equal(slots, in) || int(list.docs) != len(in) {
			t.Fatalf("slots %v (%d), want %v", slots, list.docs, in)
		}
	})
}
