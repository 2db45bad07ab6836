package report

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// box stands for a letter that no face has.
const box = '▯'

// legible makes any text one that can be set: valid UTF-8, composed (NFC), with \n
// alone between lines, without control characters and those that change the direction
// of writing, and made only of letters that one of the faces has. What they lack is
// replaced visibly: by its plain form where it has one (𝐀 becomes A), else by a box for
// a letter of another script and by ‹U+1F600› for a symbol. replaced says whether that
// was needed.
//
// Every text passes through here before it reaches gofpdf, which fails on letters above
// U+FFFF, panics on invalid UTF-8, and silently draws nothing for whatever else a face
// lacks.
func legible(text string) (legible string, replaced bool) {
	if printable(text) {
		return text, false
	}
	var b strings.Builder
	for _, r := range strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n") {
		simple := ""
		if _, ok := faceOf(plain, r); !ok {
			simple = norm.NFKC.String(string(r))
		}
		switch {
		case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
			b.WriteByte('\n')
		case r == '\t':
			b.WriteString("    ")
		case unicode.IsControl(r), invisible(r):
		case simple != "" && drawable(simple):
			b.WriteString(simple)
			replaced = replaced || simple != " "
		default:
			b.WriteRune(r)
		}
	}
	text = strings.ReplaceAll(norm.NFC.String(b.String()), "\u034f", "") // which it puts among many accents

	b.Reset()
	boxed := false // the last thing written was a box, whose marks need none of their own
	for _, r := range text {
		_, ok := faceOf(plain, r)
		replaced = replaced || !ok && r != '\n' || r == '\uFFFD'
		switch {
		case ok, r == '\n':
			b.WriteRune(r)
		case drawable(norm.NFD.String(string(r))):
			b.WriteString(norm.NFD.String(string(r)))
		case boxed && unicode.Is(unicode.M, r):
			continue
		case unicode.In(r, unicode.L, unicode.M, unicode.N):
			b.WriteRune(box)
			boxed = true
			continue
		default:
			fmt.Fprintf(&b, "‹U+%04X›", r)
		}
		boxed = false
	}
	return b.String(), replaced
}

// drawable says whether every letter of a text is in one of the faces.
func drawable(text string) bool {
	for _, r := range text {
		if _, ok := faceOf(plain, r); !ok {
			return false
		}
	}
	return true
}

// printable says whether a text is plain ASCII, as most are, and needs nothing done.
func printable(text string) bool {
	for i := range len(text) {
		if c := text[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// invisible says whether a character has no shape of its own but joins, separates or
// reorders others, which nobody misses on paper. Those that reorder could make a text
// read differently from what it says.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r == 0x34f
}

// oneLine is a text on a single line.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// shorten is a text of at most n letters, with an ellipsis where it was cut.
func shorten(text string, n int) string {
	letters := []rune(text)
	if len(letters) <= n {
		return text
	}
	return strings.TrimSpace(string(letters[:n-1])) + "…"
}
