package app

import (
	"testing"
	"time"
)

func TestAWindowKeptWaitingIsPaintedAgain(t *testing.T) {
	painted := 0
	at := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	s := sleeper{repaint: func() { painted++ }, last: at}
	for i, turn := range []struct {
		later time.Duration
		want  int
	}{{0, 0}, {wakeEvery, 0}, {2 * wakeEvery, 0}, {8 * time.Hour, 1}, {time.Millisecond, 1}, {time.Millisecond, 1}, {wakeEvery, 2}, {wakeEvery, 2}, {-time.Hour, 2}, {unseen + time.Second, 3}, {wakeEvery, 4}} {
		at = at.Add(turn.later)
		if s.turn(at); painted != turn.want {
			t.Errorf("turn %d, %v after the one before: painted %d times, want %d", i, turn.later, painted, turn.want)
		}
	}
}
