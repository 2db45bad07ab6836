package marks_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/app/editor/marks"
)

// show writes a line with its styles: B bold, I italic, M mono, S struck, f
// faint, L link, s sign, q quoted; in brackets where anything but plain.
func show(l marks.Line, text string) string {
	names := []struct {
		s marks.Style
		n string
	}{{marks.Bold, "B"}, {marks.Italic, "I"}, {marks.Mono, "M"}, {marks.Struck, "S"}, {marks.Faint, "f"}, {marks.Sign, "s"}, {marks.Quoted, "q"}, {marks.Linked, "L"}}
	var out strings.Builder
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && l.Styles[to] == l.Styles[from] {
			to++
		}
		name := ""
		for _, n := range names {
			if l.Styles[from]&n.s != 0 {
				name += n.n
			}
		}
		if name != "" {
			name += ":"
		}
		fmt.Fprintf(&out, "{%s%s}", name, text[from:to])
		from = to
	}
	return out.String()
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"plain text, 3 * 4 * 5, a_b_c": "{plain text, 3 * 4 * 5, a_b_c}",
		"## Encabezado":                "{Bf:##}{B: Encabezado}",
		"#5 no es título":              "{#5 no es título}",
		"**negrita** y *cursiva*":      "{Bf:**}{B:negrita}{Bf:**}{ y }{If:*}{I:cursiva}{If:*}",
		"***las dos***":                "{If:*}{BIf:**}{BI:las dos}{BIf:**}{If:*}",
		"__init__.py y 2*3*4":          "{__init__.py y 2*3*4}",
		"~~mal~~ `a*b*` x":             "{Sf:~~}{S:mal}{Sf:~~}{ }{Mf:`}{M:a*b*}{Mf:`}{ x}",
		"\\*no\\*":                     "{f:\\}{*no}{f:\\}{*}",
		"- uno":                        "{s:- }{uno}",
		"12. doce":                     "{s:12. }{doce}",
		"- [ ] por hacer":              "{s:- }{Ms:[ ]}{ por hacer}",
		"- [x] hecho":                  "{s:- }{Ms:[x]}{ }{q:hecho}",
		"> citado":                     "{f:> }{q:citado}",
		"---":                          "{f:---}",
		"ver https://a.example/x_y_z.": "{ver }{L:https://a.example/x_y_z}{.}",
		"<https://a.example>":          "{f:<}{L:https://a.example}{f:>}",
		"[guía](https://a.example)":    "{f:[}{L:guía}{f:](https://a.example)}",
		"[[Reiniciar la cola]]":        "{f:[[}{L:Reiniciar la cola}{f:]]}",
		"MAD-12 y UTF-8, XMAD-1":       "{L:MAD-12}{ y UTF-8, XMAD-1}",
	} {
		got := show(marks.Read(text, false, func(code string) bool { return code == "MAD" }), text)
		if got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestReadKnowsPicturesAndBoxes(t *testing.T) {
	if l := marks.Read("![captura 1.png](attachment)", false, nil); l.Picture != "captura 1.png" || l.Links[0].Target != "attachment:captura 1.png" {
		t.Errorf("a picture is %+v", l)
	}
	if l := marks.Read("  - [X] hecho", false, nil); l.Box != 4 || !l.Ticked || l.Hang != 8 {
		t.Errorf("a ticked box is %+v", l)
	}
	if l := marks.Read("**no**", true, nil); show(l, "**no**") != "{M:**no**}" {
		t.Errorf("code is %s", show(l, "**no**"))
	}
	if l := marks.Read("see [a](https://x.example)", false, nil); len(l.Links) != 1 {
		t.Errorf("links %+v", l.Links)
	} else if k, ok := l.LinkAt(12); !ok || k.Target != "https://x.example" {
		t.Errorf("the link is %+v", k)
	}
}

func TestContinueAndTick(t *testing.T) {
	for _, c := range []struct {
		line  string
		col   int
		begin string
		done  bool
	}{
		{"- uno", 5, "- ", false}, {"- uno", 0, "", false}, {"9. nueve", 8, "10. ", false}, {"  * [x] hecho", 13, "  * [ ] ", false},
		{"- ", 2, "- ", true}, {"- [ ] ", 6, "- [ ] ", true}, {"> cita", 6, "> ", false}, {"> ", 2, "> ", true}, {"> - uno", 7, "> - ", false}, {"nada", 4, "", false},
	} {
		if begin, done := marks.Continue(c.line, c.col); begin != c.begin || done != c.done {
			t.Errorf("after %q it goes on with %q, %v; want %q, %v", c.line, begin, done, c.begin, c.done)
		}
	}
	for line, want := range map[string]string{"- [ ] a": "- [x] a", "- [X] a": "- [ ] a", "- a": "- [ ] a", "a": "- [ ] a", "  a": "  - [ ] a", "-": "- [ ] ", "1. [ ] a": "1. [x] a"} {
		if got := marks.Tick(line); got != want {
			t.Errorf("ticked, %q is %q, want %q", line, got, want)
		}
	}
}

func TestBlocks(t *testing.T) {
	lines := strings.Split("a\n```go\n# no\n~~~\n```` \nb\n   ~~~\nc", "\n")
	got := marks.Blocks(len(lines), func(i int) string { return lines[i] })
	if fmt.Sprint(got) != "[{1 4} {6 8}]" {
		t.Errorf("blocks %v", got)
	}
}

// Whatever is typed, every byte has a style, links lie in the line, and ticking
// twice changes nothing that has a box.
func TestReadTakesAnything(t *testing.T) {
	part := rapid.SampledFrom([]string{"*", "**", "_", "`", "``", "[", "]", "(", ")", "](", "!", "[[", "]]", "~~", "\\", "<", ">", "# ", "- ", "1. ", "[ ] ", "[x] ", "http://a.b", "ñ", " ", "a", "MAD-1", "\xff", "👍🏽", "\t"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 0, 20).Draw(t, "text"), "")
		l := marks.Read(text, false, func(string) bool { return true })
		if len(l.Styles) != len(text) {
			t.Fatalf("%d styles for %d bytes", len(l.Styles), len(text))
		}
		for _, k := range l.Links {
			if k.From < 0 || k.From >= k.To || k.To > len(text) {
				t.Fatalf("link %+v in %q", k, text)
			}
		}
		if l.Hang > len(text) || l.Box >= 0 && marks.Tick(marks.Tick(text)) != strings.Replace(text, "[X]", "[x]", 1) && !strings.Contains(text, "[X]") {
			t.Fatalf("%+v of %q", l, text)
		}
		marks.Continue(text, len(text))
	})
}
