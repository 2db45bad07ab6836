package search_test

import (
	"strings"
	"testing"

	"firstline/data/search"
)

// What is marked is what was asked for, and what it may become while it is typed.
func TestSnippetMarks(t *testing.T) {
	show := strings.NewReplacer(string(search.HitStart), "[", string(search.HitEnd), "]")
	for _, c := range []struct{ typed, text, lang, want string }{
		{"Wi-Fi", "Wi-Fi on the first floor", "en", "[Wi-Fi] on the first floor"},
		{"factura_fal", "Adjunta factura_falsa.msg", "es", "Adjunta [factura_falsa.msg]"},
		{"print", "Printing and printers", "en", "[Printing] and [printers]"},
		{"00-1b-44-e1-3a-b7", "Reserved for 00:1B:44:E1:3A:B7.", "en", "Reserved for [00:1B:44:E1:3A:B7]."},
		{`"loses the wifi"`, "The reader loses the wifi in the dock, another loses it", "en", "The reader [loses the wifi] in the dock, another loses it"},
		{`"loses the wifi" reader`, "The reader loses the Wi-Fi, or loses the wifi", "en", "The [reader] [loses the Wi-Fi], or [loses the wifi]"},
		{`"PT-0231 wifi" wifi`, "PT-0231 wifi and wifi", "en", "[PT-0231 wifi] and [wifi]"},
		{`"wifi" dock`, "The wifi of the dock", "en", "The [wifi] of the [dock]"},
		// An article in English that says it is Spanish.
		{"how do I set up the printer", "Open the lid of the printer and set the paper", "es", "Open the lid of the [printer] and [set] the paper"},
	} {
		if got := show.Replace(search.Snippet(c.text, c.typed, c.lang, 80)); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.typed, got, c.want)
		}
	}
}
