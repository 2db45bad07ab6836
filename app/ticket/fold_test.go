package ticket

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFolded(t *testing.T) {
	for _, c := range []struct {
		text  string
		shown int // lines
		rest  int
	}{
		{"One line.", 1, 0},
		{strings.Repeat("x\n", 59) + "x", 60, 0},
		{strings.Repeat("x\n", 60) + "x", 25, 36},
		{strings.Repeat("ñ", 20_000), 1, 1},
		{strings.Repeat(strings.Repeat("y", 1500)+"\n", 20), 2, 18},
	} {
		shown, rest := folded(c.text)
		if lines := 1 + strings.Count(strings.TrimSuffix(shown, "\n"), "\n"); lines != c.shown || rest != c.rest {
			t.Errorf("of %.10q… %d lines are shown and %d not, want %d and %d", c.text, lines, rest, c.shown, c.rest)
		}
		if !utf8.ValidString(shown) || !strings.HasPrefix(c.text, strings.TrimSuffix(shown, "\n")) {
			t.Errorf("it shows %.20q", shown)
		}
	}
}
