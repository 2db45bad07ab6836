package report

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
	"pgregory.net/rapid"
)

func TestLegible(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		replaced         bool
	}{
		{"plain", "Hello, world", "Hello, world", false},
		{"languages", "Ñandú Łódź Ελλάδα Жанна Đặng ½ № €", "Ñandú Łódź Ελλάδα Жанна Đặng ½ № €", false},
		{"signs of the mono face", "→ ✔ ⚠ │ ≤ ა", "→ ✔ ⚠ │ ≤ ა", false},
		{"composed", "cafe\u0301", "café", false},
		{"line ends", "a\r\nb\rc\u2028d\ve", "a\nb\nc\nd\ne", false},
		{"tab", "a\tb", "a    b", false},
		{"controls", "a\x00b\x1b[31mc\x7f\u009fd", "ab[31mcd", false},
		{"turned around", "evil\u202egpj.exe\u202c \u2066x\u2069", "evilgpj.exe x", false},
		{"joiners", "a\u200d\u200b\u00ad\ufeffb\ufe0f", "ab", false},
		{"invalid", "a\xffb\xc3", "a\ufffdb\ufffd", true},
		{"emoji", "ok 👍🏽!", "ok ‹U+1F44D›‹U+1F3FD›!", true},
		{"Chinese", "完了", "▯▯", true},
		{"Hebrew with points", "שָׁלוֹם", "▯▯▯▯", true},
		{"mathematical", "𝐇𝐢 Ａ", "Hi A", true},
		{"private use", "\ue000", "‹U+E000›", true},
		{"spaces", "a\u3000b\u00a0c", "a b\u00a0c", false},
	} {
		got, replaced := legible(c.text)
		if got != c.want || replaced != c.replaced {
			t.Errorf("%s: %q became %q (%v), want %q (%v)", c.name, c.text, got, replaced, c.want, c.replaced)
		}
	}
}

// anyText is what a person, a mail or an attacker might write.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{
			"word", "ñ", "Ж", "完", "👍🏽", "\u202e", "\xff", "\x00", "\r", "\n", "\n\n", " ", "    ", "\t", "{nb}", "(", ")", "\\", "%%EOF",
			"**", "*", "`", "```", "\n```\n", "\n- ", "\n1. ", "\n> ", "\n# ", "\n---\n", "[a](https://example.org/ñ?x=1)", "https://example.org/a_(b)",
			"e\u0301", strings.Repeat("\u0301", 40), strings.Repeat("x", 300), "endstream", "endobj", "\U0010ffff", "\uffff", "\u0000",
		})), func(parts []string) string { return strings.Join(parts, "") }),
	)
}

func TestEveryTextBecomesOneThatCanBeSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		got, _ := legible(text)
		if !utf8.ValidString(got) {
			t.Fatalf("%q became invalid: %q", text, got)
		}
		for _, r := range got {
			if _, ok := faceOf(plain, r); r != '\n' && (!ok || unicode.IsControl(r) || invisible(r)) {
				t.Fatalf("%q kept %U", text, r)
			}
		}
		if again, _ := legible(got); again != got {
			t.Fatalf("%q became %q and then %q", text, got, again)
		}
	})
}

// What the faces know must be what gofpdf reads from the same files, or lines
// would be too long and letters missing.
func TestFacesKnowTheirLetters(t *testing.T) {
	all := faces()
	pdf := gofpdf.New("P", "pt", "A4", "")
	for c, f := range all {
		pdf.AddUTF8FontFromBytes(f.family, f.style, f.font.Bytes())
		pdf.SetFont(f.family, f.style, 10)
		letters := 0
		for r := rune(1); r < 0xffff; r++ {
			if !f.has(r) {
				continue
			}
			letters++
			if got, want := f.width(r)/f.scale*1000, float64(pdf.GetStringSymbolWidth(string(r))); got < want-0.5 || got > want+0.5 {
				t.Errorf("%s: %U is %.0f wide, gofpdf says %.0f", f.font, r, got, want)
			}
			if c != int(mono) && !all[plain].has(r) {
				t.Errorf("%s has %U, the plain face has not", f.font, r)
			}
		}
		if letters < 2000 {
			t.Errorf("%s has %d letters only", f.font, letters)
		}
	}
	for _, r := range "áéíóúüñ¿¡«»ΑΒΓΩ αβγω АБВЯ абвя ŁłŹźŠšŐő Đđ €£ “”‘’–—…•‹›\ufffd" {
		for _, f := range all[:mono] {
			if !f.has(r) {
				t.Errorf("%s lacks %U", f.font, r)
			}
		}
	}
	for _, r := range "▯→✔⚠│█≤" {
		if !all[mono].has(r) {
			t.Errorf("%s lacks %U", all[mono].font, r)
		}
	}
}

func joinLines(lines []line) string {
	var all []string
	for _, l := range lines {
		var b strings.Builder
		for _, p := range l.pieces {
			b.WriteString(p.text)
		}
		all = append(all, b.String())
	}
	return strings.Join(all, "\n")
}

func TestSet(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float64
		want       string
	}{
		{"wraps", "one two three", 45, "one two\nthree"},
		{"empty", "", 45, ""},
		{"keeps line breaks", "a\n\nb", 45, "a\n\nb"},
		{"keeps indentation", "  a\n    b", 45, "  a\n    b"},
		{"breaks a long word", "aaaaaaaaaaaaaaa", 45, "aaaaaaaa\naaaaaaa"},
		{"breaks an address at its signs", "/abcde/fghijklmn", 50, "/abcde/\nfghijklmn"},
	} {
		if got := joinLines(set([]span{{text: c.text}}, body, c.width)); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestSettingLosesNothingAndFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, _ := legible(anyText().Draw(t, "text"))
		width := rapid.Float64Range(20, 500).Draw(t, "width")
		var spans []span
		for i, part := range strings.SplitAfter(text, "r") {
			spans = append(spans, span{text: part, cut: cut(i % 4)})
		}
		lines := set(spans, body, width)
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := bare(joinLines(lines)); got != bare(text) {
			t.Fatalf("%q was set as %q", text, got)
		}
		for _, l := range lines {
			if l.width > width+0.01 {
				t.Fatalf("a line of %.1f in a column of %.1f: %q", l.width, width, joinLines([]line{l}))
			}
		}
	})
}

func TestFitting(t *testing.T) {
	if got := fitting("short", body, 100); got != "short" {
		t.Error(got)
	}
	got := fitting(strings.Repeat("long ", 50), body, 100)
	if !strings.HasSuffix(got, "…") || widthOf(got, body) > 100 || widthOf(got, body) < 80 {
		t.Errorf("%q is %.1f wide", got, widthOf(got, body))
	}
}
