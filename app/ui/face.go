package ui

import (
	"bytes"
	"image"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	sixtyFourths "golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// Measure is fyne.MeasureText, at a tenth of the time for what was measured or
// drawn before.
func Measure(text string, size float32, style fyne.TextStyle) fyne.Size {
	if f := faceOf(style); f != nil {
		if l, ok := f.lines[lineKey{text, size}]; ok {
			return fyne.NewSize(l.advance, l.height)
		}
	}
	if !lettersDo(text, style) {
		return fyne.MeasureText(text, size, style)
	}
	l := shape(text, size, style)
	return fyne.NewSize(l.advance, l.height)
}

// lettersDo says whether a text needs no more than letters of the font in a row.
func lettersDo(text string, style fyne.TextStyle) bool {
	face := faceOf(style)
	if face == nil || style.Strikethrough || style.Underline {
		return false
	}
	for _, r := range text {
		if r < ' ' || r >= 0x250 && (r < 0x2010 || r > 0x20ac) {
			return false
		}
		if _, ok := face.NominalGlyph(r); !ok {
			return false
		}
	}
	return true
}

// face is a font of the theme with the letters drawn so far.
type face struct {
	*font.Face
	masks map[maskKey]mask
	lines map[lineKey]line
	words map[lineKey]line
}

// faces are the theme's fonts by name. They belong to the UI goroutine.
var faces = map[string]*face{}

// faceOf gives the theme's font, nil if it can't be read.
func faceOf(style fyne.TextStyle) *face {
	res := theme.Current().Font(style)
	f, ok := faces[res.Name()]
	if !ok {
		if read, err := font.ParseTTF(bytes.NewReader(res.Content())); err == nil {
			f = &face{read, map[maskKey]mask{}, map[lineKey]line{}, map[lineKey]line{}}
		}
		faces[res.Name()] = f
	}
	return f
}

// ReadFonts reads the fonts a window begins with, Fyne's and ours, and draws the
// letters most texts are made of, which takes 40 ms, three quarters of it Fyne's.
// It may run beside the UI goroutine as long as that draws and measures nothing.
func ReadFonts() {
	for _, bold := range []bool{false, true} {
		style := fyne.TextStyle{Bold: bold}
		f := faceOf(style)
		if f == nil {
			continue
		}
		for _, size := range []float32{em(), theme.CaptionTextSize()} {
			for _, r := range commonLetters {
				ruleOf(size, style).letter(r)
				id, _ := f.NominalGlyph(r)
				for step := range steps {
					f.mask(id, size, step)
				}
			}
		}
	}
	fyne.MeasureText("n", em(), fyne.TextStyle{})
}

// ReadBold reads the font for what Fyne itself draws bold, such as headings: 11 ms
// (measured), which the first frame need not wait for. It belongs to the UI goroutine.
func ReadBold() { fyne.MeasureText("n", em(), fyne.TextStyle{Bold: true}) }

// commonLetters are those of a list of tickets.
const commonLetters = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzáéíóúñ.,:-–/()…·"

// What is kept of a font: a screen at several sizes, some thousand lines, and the words
// most tickets are written in.
const (
	keptMasks = 8000
	keptLines = 4000
	keptWords = 8000
)

// line is a text in its letters, measured at 100 %.
type line struct {
	glyphs                  []glyph
	advance, ascent, height float32
	above, below            float32 // how far the ink reaches from where the letters stand
}

type glyph struct {
	id   font.GID
	x, y float32
}

type lineKey struct {
	text string
	size float32
}

var shaper shaping.HarfbuzzShaper

// shape finds the letters of a plain text and where they stand: word by word, with the
// blank that ends each, for most words were written before.
func shape(text string, size float32, style fyne.TextStyle) line {
	f := faceOf(style)
	key := lineKey{text, size}
	if l, ok := f.lines[key]; ok {
		return l
	}
	l := f.word("", size)
	for rest := text; rest != ""; {
		end := strings.IndexByte(rest, ' ') + 1
		if end == 0 {
			end = len(rest)
		}
		w := f.word(rest[:end], size)
		for _, g := range w.glyphs {
			l.glyphs = append(l.glyphs, glyph{g.id, l.advance + g.x, g.y})
		}
		l.advance += w.advance
		l.above, l.below = max(l.above, w.above), max(l.below, w.below)
		rest = rest[end:]
	}
	if len(f.lines) > keptLines {
		clear(f.lines)
	}
	f.lines[key] = l
	return l
}

// word is a line of one word.
func (f *face) word(text string, size float32) line {
	key := lineKey{text, size}
	if l, ok := f.words[key]; ok {
		return l
	}
	runes := []rune(text)
	out := shaper.Shape(shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: f.Face,
		Size: sixtyFourths.Int26_6(size * 64), Script: language.Latin})
	l := line{ascent: float(out.LineBounds.Ascent), height: float(out.LineBounds.LineThickness())}
	for _, g := range out.Glyphs {
		l.glyphs = append(l.glyphs, glyph{g.GlyphID, l.advance + float(g.XOffset), float(g.YOffset)})
		l.advance += float(g.Advance)
		l.above, l.below = max(l.above, float(g.YBearing+g.YOffset)), max(l.below, -float(g.YBearing+g.YOffset+g.Height))
	}
	if len(f.words) > keptWords {
		clear(f.words)
	}
	f.words[key] = l
	return l
}

func float(v sixtyFourths.Int26_6) float32 { return float32(v) / 64 }

// steps are how many places within a pixel a letter is drawn for.
const steps = 4

// mask is a letter's ink, and where it begins from the point it stands on.
type mask struct {
	ink *image.Alpha // nil: a blank
	at  image.Point
}

type maskKey struct {
	id   font.GID
	size float32 // in pixels of the screen
	step int
}

// mask draws a letter, unless it was drawn before.
func (f *face) mask(id font.GID, size float32, step int) mask {
	key := maskKey{id, size, step}
	if m, ok := f.masks[key]; ok {
		return m
	}
	var m mask
	if outline, ok := f.GlyphData(id).(font.GlyphOutline); ok && len(outline.Segments) > 0 {
		m = fill(outline.Segments, size/float32(f.Upem()), float32(step)/steps)
	}
	if len(f.masks) > keptMasks {
		clear(f.masks)
	}
	f.masks[key] = m
	return m
}

// fill fills an outline.
func fill(outline []opentype.Segment, scale, right float32) mask {
	box := image.Rectangle{Min: image.Pt(math.MaxInt16, math.MaxInt16), Max: image.Pt(math.MinInt16, math.MinInt16)}
	for _, s := range outline {
		for _, p := range s.ArgsSlice() {
			x, y := float64(p.X*scale+right), float64(-p.Y*scale)
			box.Min.X, box.Max.X = min(box.Min.X, int(math.Floor(x))), max(box.Max.X, int(math.Ceil(x)))
			box.Min.Y, box.Max.Y = min(box.Min.Y, int(math.Floor(y))), max(box.Max.Y, int(math.Ceil(y)))
		}
	}
	v := vector.NewRasterizer(box.Dx(), box.Dy())
	at := func(p opentype.SegmentPoint) (x, y float32) {
		return p.X*scale + right - float32(box.Min.X), -p.Y*scale - float32(box.Min.Y)
	}
	for _, s := range outline {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			v.ClosePath()
			v.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			v.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			v.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			v.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	v.ClosePath()
	ink := image.NewAlpha(image.Rect(0, 0, box.Dx(), box.Dy()))
	v.Draw(ink, ink.Rect, image.Opaque, image.Point{})
	return mask{ink, box.Min}
}
