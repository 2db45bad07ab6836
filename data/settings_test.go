package data_test

import (
	"testing"

	"firstline/data"
)

func TestTextGrowsAndShrinksByStepsAndStaysAtTheEnds(t *testing.T) {
	for _, c := range []struct{ now, larger, smaller int }{
		{0, 110, 100}, {100, 110, 100}, {110, 125, 100}, {130, 150, 125}, {200, 200, 175},
	} {
		s := data.Settings{TextSize: c.now}
		if larger, smaller := s.TextStep(true), s.TextStep(false); larger != c.larger || smaller != c.smaller {
			t.Errorf("from %d %% to %d and %d, want %d and %d", c.now, larger, smaller, c.larger, c.smaller)
		}
	}
}
