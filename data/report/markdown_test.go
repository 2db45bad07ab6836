package report

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// sketch writes blocks in a form a test can name.
func sketch(blocks []block) string {
	var all []string
	for _, b := range blocks {
		var t strings.Builder
		fmt.Fprintf(&t, "%s%s", map[form]string{paragraph: "p", heading: fmt.Sprint("h", b.depth), item: fmt.Sprint("i", b.depth, b.marker),
			quote: fmt.Sprint("q", b.depth), code: "c", rule: "r"}[b.form], ":")
		for _, s := range b.spans {
			mark := map[cut]string{bold: "B", italic: "I", mono: "M"}[s.cut]
			if s.link != "" {
				mark += "L"
			}
			if mark != "" {
				fmt.Fprintf(&t, "<%s %s>", mark, s.text)
			} else {
				t.WriteString(s.text)
			}
		}
		all = append(all, t.String())
	}
	return strings.Join(all, "|")
}

func TestBlocks(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"one\ntwo\n\nthree", "p:one\ntwo|p:three"},
		{"- a\n- b\n  more\n    - c\n* d\n• e", "i0•:a|i0•:b\nmore|i2•:c|i0•:d|i0•:e"},
		{"1. a\n2) b", "i01.:a|i02):b"},
		{"- a\nb", "i0•:a|p:b"},
		{"# Head #\ntext", "h1:Head|p:text"},
		{"#hashtag", "p:#hashtag"},
		{"> a\n> b\n>> c", "q1:a\nb|q2:c"},
		{"```sh\nls **x**\n\n```\nafter", "c:<M ls **x**\n>|p:after"},
		{"~~~\nopen to the end", "c:<M open to the end>"},
		{"----", "r:"},
		{"  indented", "p:  indented"},
		{"a **b** c", "p:a <B b> c"},
		{"a *b* c `d*e*` f", "p:a <I b> c <M d*e*> f"},
		{"**`code`** and **[x](https://e.org)**", "p:<M code> and <BL x><B  (https://e.org)>"},
		{"*.* 2*3*4 ** * *a", "p:*.* 2*3*4 ** * *a"},
		{`\\server\share C:\_temp _init_ snake_case_name`, `p:\\server\share C:\_temp _init_ snake_case_name`},
		{"``a ` b``", "p:<M a ` b>"},
		{"see https://e.org/x, please", "p:see <L https://e.org/x>, please"},
		{"<https://e.org>", "p:<L https://e.org>"},
		{"[click](https://e.org)", "p:<L click> (https://e.org)"},
		{"[a@e.org](mailto:a@e.org)", "p:<L a@e.org>"},
		{"[x](javascript:alert(1)) [y]", "p:[x](javascript:alert(1)) [y]"},
		{"**Error:**\n**open", "p:<B Error:>\n**open"},
	} {
		if got := sketch(blocks(c.text)); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// letters are what a reader must never miss: everything but marks and spaces.
func letters(text string) []rune {
	var all []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			all = append(all, r)
		}
	}
	return all
}

func TestMarkdownKeepsEveryWord(t *testing.T) {
	parts := []string{"a", "b1", "ñ", " ", " ", "\n", "\n\n", "*", "**", "`", "``", "_", "\\", "- ", "* ", "1. ", "# ", "> ", "```\n", "---", "[x](https://e.org/y)", "https://e.org", "[", "]", "(", ")", "<", ">", "    "}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 40).Draw(t, "parts"), "")
		// The word after a fence names a language and is not shown.
		text = strings.NewReplacer("```a", "```\na", "```b", "```\nb", "```ñ", "```\nñ").Replace(text)
		if fence := strings.Index(text, "```"); fence >= 0 {
			text = text[:fence] // what is and what closes a fence is TestBlocks' business
		}
		var shown strings.Builder
		for _, b := range blocks(text) {
			shown.WriteString(b.marker)
			for _, s := range b.spans {
				shown.WriteString(s.text)
			}
		}
		want, got := letters(text), letters(shown.String())
		for _, r := range got {
			if len(want) > 0 && want[0] == r {
				want = want[1:]
			}
		}
		if len(want) > 0 {
			t.Fatalf("%q is shown as %q: %q is missing", text, shown.String(), string(want))
		}
	})
}

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		link, want string
		ok         bool
	}{
		{"https://example.org/año?x=1", "https://example.org/a%C3%B1o?x=1", true},
		{"mailto:a@example.org", "mailto:a@example.org", true},
		{"javascript:alert(1)", "", false},
		{"file:///etc/passwd", "", false},
		{"https://exa mple.org", "", false},
		{"https://example.org/?q=ñ", "https://example.org/?q=%C3%B1", true},
	} {
		if got, ok := address(c.link); got != c.want || ok != c.ok {
			t.Errorf("%s: %q %v", c.link, got, ok)
		}
	}
}
