package ui

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/data"
)

// read is the text on the screen, and the links and pictures in it.
func read(o fyne.CanvasObject) (text string, links []string, pictures int) {
	var b strings.Builder
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *Selectable:
			b.WriteString(o.Text + "\n")
		case *widget.Label:
			b.WriteString(o.Text + " ")
		case *widget.RichText:
			for _, s := range o.Segments {
				b.WriteString(s.Textual())
				if l, ok := s.(*widget.HyperlinkSegment); ok {
					links = append(links, l.URL.String())
				}
			}
			b.WriteString("\n")
		case *canvas.Image:
			pictures++
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case *container.Scroll:
			walk(o.Content)
		}
	}
	walk(o)
	return b.String(), links, pictures
}

func TestMarkdownLosesNothingAndFetchesNothing(t *testing.T) {
	test.NewTempApp(t)
	for source, want := range map[string]string{
		"one\ntwo":                        "one\ntwo\n",
		"plain text, nothing special":     "plain text, nothing special\n",
		"error <0x80070005> at <b>":       "error <0x80070005> at <b>\n",
		"<div>\nhtml\n</div>":             "<div>\nhtml\n</div>\n",
		"**bold** and `code`":             "bold and code\n",
		"a &lt; b":                        "a < b\n",
		"- one\n- two\n  - three":         "• one\n• two\n• three\n",
		"3. three\n4. four":               "3. three\n4. four\n",
		"- [x] done\n- [ ] open":          "• ☑ done\n• ☐ open\n",
		"![logo](https://x.test/a.png)":   "[logo https://x.test/a.png]\n",
		"![](file:///etc/passwd)":         "[file:///etc/passwd]\n",
		"[run](file:///bin/sh)":           "run\n",
		"[run](javascript:alert(1))":      "run\n",
		"[help](https://x.test/a)":        "help (x.test)\n",
		"see https://x.test/a":            "see https://x.test/a\n",
		"```\nx  y\n```":                  "x  y\n",
		"| a | b |\n|---|---|\n| 1 | 2 |": "a\nb\n1\n2\n",
		"C:\\Users\\ana\\file.txt":        "C:\\Users\\ana\\file.txt\n",
		"```\n- one\nafter\n```":          "- one\nafter\n",
		`\\server\share _init_ 2*3*4`:     `\\server\share _init_ 2*3*4` + "\n",
		"__init__.py *a* **b**(*c*)":      "__init__.py a b(c)\n",
		"":                                "\n",
		"bad \xff byte":                   "bad � byte\n",
	} {
		text, links, pictures := read(Markdown(source))
		if text != want {
			t.Errorf("%q shows %q, want %q", source, text, want)
		}
		for _, l := range links {
			if !strings.HasPrefix(l, "https://x.test/") {
				t.Errorf("%q links to %s", source, l)
			}
		}
		if pictures > 0 {
			t.Errorf("%q shows a picture", source)
		}
	}
}

// TestPicturesBetweenLines: a picture is shown where a note names it, also right
// below a line.
func TestPicturesBetweenLines(t *testing.T) {
	test.NewTempApp(t)
	shown := 0
	picture := func(name string) fyne.CanvasObject {
		if name != "error.png" {
			return nil
		}
		shown++
		return canvas.NewImageFromResource(theme.InfoIcon())
	}
	text, _, pictures := read(MarkdownWith("It says:\n![error.png](attachment)\n**and** stops.\n![gone.png](attachment)", picture))
	if want := "It says:\nand stops.\n[gone.png]\n"; text != want || pictures != 1 || shown != 1 {
		t.Errorf("it shows %q and %d pictures", text, pictures)
	}
}

// In no width does a line begin with the blank between two looks.
func TestNoLineBeginsWithABlank(t *testing.T) {
	test.NewTempApp(t)
	for _, source := range []string{"The **spooler service** was stopped *again* by an update", "**Note:**  start `net start spooler` there",
		"See https://example.org/kb/17 before [the guide](https://example.org/guide) is read"} {
		rich := Markdown(source).(*widget.RichText)
		for width := float32(60); width < 500; width++ {
			rich.Resize(fyne.NewSize(width, 300))
			for _, o := range test.WidgetRenderer(rich).Objects() {
				if line, ok := o.(*canvas.Text); ok && line.Position().X <= theme.InnerPadding() && strings.HasPrefix(line.Text, " ") {
					t.Errorf("%q, %v wide: a line begins %q", source, width, line.Text)
				}
			}
		}
	}
}

func TestMarkdownIsCut(t *testing.T) {
	test.NewTempApp(t)
	text, _, _ := read(Markdown(strings.Repeat("ñandú ñandú\n", 20_000)))
	if len(text) > data.MaxArticle+20 || !strings.HasSuffix(strings.TrimSpace(text), "…") {
		t.Errorf("%d bytes are shown, ending in %q", len(text), text[len(text)-10:])
	}
}

func FuzzMarkdown(f *testing.F) {
	test.NewApp()
	f.Add("# a\n> b\n\n1. c\n   - d `e` [f](g) ![h](i) <j> ~~k~~\n\n|l|\n|-|\n")
	f.Fuzz(func(t *testing.T, source string) { read(Markdown(source)) })
}

func TestThumbnails(t *testing.T) {
	dir := t.TempDir()
	big := image.NewGray(image.Rect(0, 0, 1600, 400))
	for i := range big.Pix {
		big.Pix[i] = 200
	}
	path := filepath.Join(dir, "big.png")
	f, err := os.Create(path)
	if err == nil {
		err = png.Encode(f, big)
		f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	small, err := Thumbnail(path, 256, 160)
	if err != nil || small.Bounds() != image.Rect(0, 0, 256, 64) {
		t.Fatalf("%v, %v", small.Bounds(), err)
	}
	if r, _, _, _ := color.NRGBAModel.Convert(small.At(100, 30)).RGBA(); r>>8 != 200 {
		t.Errorf("the picture turned %d", r>>8)
	}
	bad := filepath.Join(dir, "bad.png")
	if err := os.WriteFile(bad, []byte("\x89PNG\r\n\x1a\nnot really"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{bad, filepath.Join(dir, "none.png")} {
		if _, err := Thumbnail(p, 256, 160); err == nil {
			t.Errorf("%s gave a picture", p)
		}
	}
	test.NewTempApp(t)
	tile := newThumb(data.Attachment{Name: "big.png", Type: "image/png"}, "1 kB", nil)
	done := make(chan func(), 1)
	tile.load(func(f func()) { done <- f }, path)
	(<-done)()
	if tile.picture == nil {
		t.Error("the tile has no picture")
	}
}

// A paragraph that only names a file of the ticket is its picture; in a sentence,
// or without the file, it is its name.
func TestMarkdownShowsTheTicketsPictures(t *testing.T) {
	test.NewTempApp(t)
	var asked []string
	o := MarkdownWith("Antes\n\n![una.png](attachment)\n\ny ![dos.png](attachment) aquí", func(name string) fyne.CanvasObject {
		asked = append(asked, name)
		return canvas.NewRectangle(color.Black)
	})
	blocks := o.(*fyne.Container).Objects
	if _, drawn := blocks[1].(*canvas.Rectangle); !drawn || len(asked) != 1 || asked[0] != "una.png" {
		t.Errorf("asked for %q; the second block is a %T", asked, blocks[1])
	}
	if text := blocks[2].(*Selectable).Text; text != "y [dos.png] aquí" {
		t.Errorf("in a sentence it is %q", text)
	}
	if text := MarkdownWith("**Todo:**", nil).(*Selectable); !text.Style.Bold {
		t.Error("a paragraph that is bold from end to end is not")
	}
}

// A line at the margin after a list stands after it, as on paper; one that is indented
// belongs to its last item.
func TestTextAfterAListIsNotOfIt(t *testing.T) {
	test.NewTempApp(t)
	for source, want := range map[string]int{"- one\nafter": 2, "1. one\n   more": 1, "- one\n- two\nafter\n- three": 3, "- one\n\nafter": 2, "before\n- one\n\tmore": 2} {
		parts := 1
		if c, ok := Markdown(source).(*fyne.Container); ok && !strings.HasPrefix(source, "1.") {
			parts = len(c.Objects)
		}
		if parts != want {
			t.Errorf("%q has %d parts, want %d", source, parts, want)
		}
	}
}

// A line does not end between a bracket or a full stop and the marked words it
// belongs to.
func TestSignsStayWithTheirWords(t *testing.T) {
	test.NewTempApp(t)
	for _, source := range []string{"the own computer (`127.0.0.1`). Try", "with **all browsers closed**. If not", "«*Restore*», then", "(`x`)", "*a* **b**", "**Name:** Ana", "say \"`yes`\"!"} {
		box := MarkdownWith(source, nil).(*widget.RichText)
		text := strings.NewReplacer("*", "", "`", "").Replace(source)
		if got, _, _ := read(box); got != text+"\n" {
			t.Errorf("%q reads %q", source, got)
		}
		for i, s := range box.Segments {
			if s := s.Textual(); i > 0 && strings.ContainsAny(s[:1], " .,)!") || i < len(box.Segments)-1 && strings.ContainsAny(s[len(s)-1:], "(") || s == "" {
				t.Errorf("%q: piece %d is %q", source, i, s)
			}
		}
	}
}
