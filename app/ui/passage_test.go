package ui

import (
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"
)

// Wrapping loses nothing but the blank it breaks at, and no line is wider than
// there is room, unless it is a single letter.
func TestWrap(t *testing.T) {
	test.NewTempApp(t)
	rapid.Check(t, func(t *rapid.T) {
		w := wrapping{
			text:     strings.Join(rapid.SliceOfN(rapid.StringMatching(`[a-zñé]{1,12}([\x{a0}\x{202f}][?!]| ) ?|\n|[A-Z]{20,40}`), 0, 30).Draw(t, "text"), ""),
			width:    rapid.Float32Range(20, 300).Draw(t, "width"),
			size:     theme.TextSize(),
			anywhere: rapid.Bool().Draw(t, "anywhere"),
		}
		lines, starts := w.wrap()
		bare := func(s string) string {
			return strings.Map(func(r rune) rune { return []rune{r, -1}[strings.Count(" \n", string(r))] }, s)
		}
		if got, want := bare(strings.Join(lines, "")), bare(w.text); got != want {
			t.Fatalf("%q lost something: %q", w.text, lines)
		}
		for i, line := range lines {
			if !strings.HasPrefix(w.text[starts[i]:], line) {
				t.Fatalf("%q does not begin at %d", line, starts[i])
			}
			if wide := Measure(line, w.size, w.style).Width; wide > w.width+0.5 && len([]rune(line)) > 1 {
				t.Fatalf("%q is %v wide of %v", line, wide, w.width)
			}
		}
	})
}

// No line ends at a blank that holds a word and its sign together, if both have
// room in a line.
func TestWrapKeepsTogetherWhatBelongsTogether(t *testing.T) {
	test.NewTempApp(t)
	for _, pair := range []string{"déjà\u202f?", "Note\u00a0:", "1\u2007234"} {
		w := wrapping{text: "Le voilà " + pair + " oui " + pair + " non", size: theme.TextSize()}
		for w.width = Measure(pair, w.size, w.style).Width + 3; w.width < 300; w.width++ {
			if lines, _ := w.wrap(); strings.Count(strings.Join(lines, "\n"), pair) != 2 {
				t.Errorf("%v wide: %q", w.width, lines)
			}
		}
	}
}

// What is written is drawn where it belongs, lines that stand close together in one
// picture, and drawn anew only where it looks otherwise.
func TestLettersDrawWhatIsWritten(t *testing.T) {
	test.NewTempApp(t)
	l := NewLetters()
	pen := Pen{Ink: Color(Ink), Size: 13}
	write := func(second string, y, apart float32) {
		l.Begin()
		l.Write("Hll", pen, 10, y, 100, 20)
		l.Write(second, pen, 20, y+apart, 100, 20)
		l.End()
	}
	write("tt", 5, 15)
	picture := l.Objects()[0].(*canvas.Raster)
	first := ink(picture)
	if len(l.Objects()) != 3 || first[0].Empty() || first[1].Empty() || first[1].Min.Y < 10 {
		t.Fatalf("ink at %v of %d objects", first, len(l.Objects()))
	}
	if at := first[0].Add(corner(picture)); at.Min.X < 10 || at.Min.X > 13 || at.Min.Y < 5 || at.Max.Y > 25 {
		t.Errorf("the first line stands at %v", at)
	}
	write("tt", 50, 15)
	if now := ink(picture); now != first {
		t.Errorf("further down it looks otherwise: %v, not %v", now, first)
	}
	write("tt", 5, 200)
	if pictures := l.Objects()[:2]; pictures[0] != picture || ink(pictures[1].(*canvas.Raster))[0].Empty() {
		t.Errorf("far apart they are drawn as %v", pictures)
	}
	write("日本", 5, 15)
	if texts := l.Objects(); len(texts) != 3 || texts[1].Visible() || !texts[2].Visible() || !picture.Visible() {
		t.Error("what the font has no letters for is not left to Fyne")
	}
	pen.Ground = tint(pen.Ink)
	write("tt", 5, 15)
	if pill := l.Objects()[0]; pill.Position().X > 4 || pill.Size().Height < 22 {
		t.Errorf("the grounds reach from %v, %v large", pill.Position(), pill.Size())
	}
	l.Hide()
	if picture.Visible() || len(l.Objects()) != 0 {
		t.Error("it does not hide")
	}
}

func corner(p *canvas.Raster) image.Point {
	return image.Pt(int(p.Position().X), int(p.Position().Y))
}

// ink is where the upper and the lower half of a picture have some.
func ink(p *canvas.Raster) (halves [2]image.Rectangle) {
	size := p.Size()
	img := p.Generator(int(size.Width), int(size.Height)).(*image.RGBA)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.RGBAAt(x, y).A > 100 {
				half := &halves[2*y/img.Rect.Dy()]
				*half = half.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return halves
}
