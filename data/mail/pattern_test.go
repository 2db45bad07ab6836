package mail

import "testing"

func TestEveryPatternCompiles(t *testing.T) {
	if len(patterns) < 30 {
		t.Fatalf("only %d patterns", len(patterns))
	}
	for _, p := range patterns {
		p.compiled() // panics at one that is wrong
	}
}
