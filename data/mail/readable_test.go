package mail

import (
	"testing"

	"firstline/data/words"
)

func TestMarkdownIsReadableAsPlainText(t *testing.T) {
	files := []File{{Name: "screen.png"}, {Name: "trace.log"}}
	for _, test := range []struct{ typed, sent string }{
		{"Press **OK**:\n\n1. once\n2. twice", "Press **OK**:\n\n1. once\n2. twice"},
		{"Before\n![screen.png](attachment)\nAfter", "Before\n[picture: screen.png, attached]\nAfter"},
		{"![gone.png](attachment)", "[picture: gone.png]"},
		{"See [trace.log](attachment) and [other.log](attachment).", "See trace.log (attached) and other.log."},
		{"Read [the manual](https://example.org/a?b=c).", "Read the manual <https://example.org/a?b=c>."},
		{"[https://example.org](https://example.org)", "https://example.org"},
		{"an array[3](x) and ![a](b)", "an array[3](x) and ![a](b)"},
	} {
		if got := readable(test.typed, files, words.For("en")); got != test.sent {
			t.Errorf("%q is sent as %q, want %q", test.typed, got, test.sent)
		}
	}
}
