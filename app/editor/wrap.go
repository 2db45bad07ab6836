package editor

import (
	"math"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/editor/marks"
	"firstline/app/editor/text"
	"firstline/app/ui"
)

// row is a part of a piece that fits the width.
type row struct {
	from, to int     // bytes of the piece
	x        float32 // where it begins: what goes on from the row above is indented
}

// laid is a piece of a line, wrapped.
type laid struct {
	marks.Line
	code      bool // all of it
	rows      []row
	rowHeight float32
	picture   float32 // the height of the picture below, 0 without one
}

// run is a part of a row that looks the same all along.
type run struct {
	from, to int // bytes of the piece
	style    marks.Style
}

// runs cuts a row where its look changes, and around tabs.
func (l *laid) runs(piece string, r row) []run {
	var out []run
	for from := r.from; from < r.to; {
		to := from + 1
		for to < r.to && l.Styles[to] == l.Styles[from] && piece[to] != '\t' && piece[from] != '\t' {
			to++
		}
		out = append(out, run{from, to, l.Styles[from]})
		from = to
	}
	return out
}

// wrap reads a piece and breaks it where the width ends: after a blank, or
// within a word that is longer than a row.
func (p *page) wrap(key pieceKey) *laid {
	l := &laid{code: key.code}
	if (key.part || p.plain()) && !key.code {
		l.Line = marks.Line{Styles: make([]marks.Style, len(key.text)), Box: -1}
	} else {
		l.Line = marks.Read(key.text, key.code, p.ours)
	}
	if l.Picture != "" {
		l.picture = p.shows(l.Picture)
	}
	l.rowHeight = p.font.height(l.Level)
	var hang float32
	begin, gap, x := 0, -1, float32(0)
	for at := 0; at < len(key.text); {
		letter := text.Letter(key.text[at:])
		w := p.font.advance(letter, l.Styles[at], l.Level)
		if at == l.Hang {
			hang = min(x, p.width/2)
		}
		if x+w > p.width && letter != " " && at > begin {
			end := at
			if gap > begin {
				end = gap
			}
			l.rows = append(l.rows, row{begin, end, l.indent(len(l.rows), hang)})
			begin, gap = end, -1
			x = l.indent(len(l.rows), hang)
			for i := end; i < at; {
				carried := text.Letter(key.text[i:])
				x += p.font.advance(carried, l.Styles[i], l.Level)
				i += len(carried)
			}
		}
		x += w
		at += len(letter)
		if letter == " " || letter == "\t" {
			gap = at
		}
	}
	l.rows = append(l.rows, row{begin, len(key.text), l.indent(len(l.rows), hang)})
	return l
}

func (l *laid) indent(row int, hang float32) float32 {
	if row == 0 {
		return 0
	}
	return hang
}

// fonts measures letters, and remembers what it measured at a text size.
type fonts struct {
	size    float32
	letters map[glyph]float32
	heights map[int]float32
	bases   map[glyph]float32
}

type glyph struct {
	letter string
	style  fyne.TextStyle
	level  int
}

// grown says whether the text size is another one than what was measured at.
func (f *fonts) grown() bool {
	if f.size == theme.TextSize() {
		return false
	}
	*f = fonts{theme.TextSize(), map[glyph]float32{}, map[int]float32{}, map[glyph]float32{}}
	return true
}

// sizeOf is the text size of a heading's level, or of text (0).
func sizeOf(level int) float32 {
	switch level {
	case 1:
		return theme.TextHeadingSize()
	case 2:
		return theme.TextSubHeadingSize()
	}
	return theme.TextSize()
}

// drawn is the style as Fyne draws it.
func drawn(s marks.Style) fyne.TextStyle {
	return fyne.TextStyle{Bold: s&marks.Bold != 0, Italic: s&marks.Italic != 0, Monospace: s&marks.Mono != 0, Strikethrough: s&marks.Struck != 0}
}

// measured is the style as far as widths go by it.
func measured(s marks.Style) fyne.TextStyle {
	return fyne.TextStyle{Bold: s&marks.Bold != 0, Italic: s&marks.Italic != 0, Monospace: s&marks.Mono != 0}
}

// tab is how many blanks a tab is wide.
const tab = "    "

// advance is the width of one letter. Letters side by side may stand closer, so
// that rows may end a little early.
func (f *fonts) advance(letter string, s marks.Style, level int) float32 {
	key := glyph{letter, measured(s), level}
	w, ok := f.letters[key]
	if !ok {
		w = f.width(letter, s, level)
		f.letters[key] = w
	}
	return w
}

// width is the width of a text as it is drawn.
func (f *fonts) width(s string, style marks.Style, level int) float32 {
	if s == "" {
		return 0
	}
	if s[0] == '\t' {
		s = strings.Repeat(tab, len(s))
	}
	return ui.Measure(visible(s), sizeOf(level), measured(style)).Width
}

// height is the height of a row of a heading's level.
func (f *fonts) height(level int) float32 {
	h, ok := f.heights[level]
	if !ok {
		h = float32(math.Ceil(float64(ui.Measure("Ág", sizeOf(level), fyne.TextStyle{}).Height))) // whole, so that grounds meet
		f.heights[level] = h
	}
	return h
}

// base is how far below the top of its box a text's baseline is.
func (f *fonts) base(style marks.Style, level int) float32 {
	key := glyph{"", measured(style), level}
	b, ok := f.bases[key]
	if !ok {
		_, b = fyne.CurrentApp().Driver().RenderedTextSize("Ág", sizeOf(level), key.style, nil)
		f.bases[key] = b
	}
	return b
}

// visible shows a dot where there is a control character or a byte that is no
// letter.
func visible(s string) string {
	odd := func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }
	if strings.IndexFunc(s, odd) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if odd(r) {
			return '·'
		}
		return r
	}, s)
}
