package shell

import (
	"strings"
	"testing"

	"firstline/data/desk"
)

// The snippet of a ticket begins with its number and subject, which stand above
// it already.
func TestTwoLinesSayNothingTwice(t *testing.T) {
	mark := strings.NewReplacer("[", markOn, "]", markOff)
	for _, c := range []struct{ number, title, snippet, wantTitle, wantText string }{
		{"TST-1", "No imprime", "TST-1 No [imprime] Desde ayer.", "TST-1  No [imprime]", "Desde ayer."},
		{"TST-1", "No imprime", "TST-1\n\nNo [imprime]\nDesde [ayer].", "TST-1  No [imprime]", "Desde [ayer]."},
		{"TST-1", "No imprime", "[TST-1] No imprime", "TST-1  No imprime", ""},
		{"TST-1", "No imprime", "…desde [ayer] por la tarde", "TST-1  No imprime", "…desde [ayer] por la tarde"},
		{"TST-1", "No imprime", "TST-10 No imprime", "TST-1  No imprime", "TST-10 No imprime"},
		{"", "VPN", "[VPN] lenta", "[VPN]", "lenta"},
		{"", "VPN", "", "VPN", ""},
		{"", "Ñandú", "[Ñandú]", "[Ñandú]", ""},
	} {
		title, text := (&hits{}).twoLines(desk.Hit{Number: c.number, Title: c.title, Snippet: mark.Replace(c.snippet)})
		if title != mark.Replace(c.wantTitle) || text != mark.Replace(c.wantText) {
			t.Errorf("%q gives %q and %q, want %q and %q", c.snippet, title, text, c.wantTitle, c.wantText)
		}
	}
}
