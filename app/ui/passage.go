package ui

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Passage is text that wraps, drawn from letters that were drawn before (see
// Letters), with the air around it that Fyne's labels have.
type Passage struct {
	widget.BaseWidget
	Text     string
	Color    fyne.ThemeColorName // "" for ink
	SizeName fyne.ThemeSizeName  // "" for running text
	Style    fyne.TextStyle
	Align    fyne.TextAlign
	Anywhere bool // breaks within words, too: code

	lines []string
	of    wrapped
}

// wrapped is what lines were made of, and where in the text they begin.
type wrapped struct {
	wrapping
	starts []int
}

// Paragraph is text that wraps.
func Paragraph(text string) *Passage { return NewPassage(text, "", "") }

// NewPassage makes text that wraps, in a colour and a size of the theme; "" is
// ink and running text.
func NewPassage(text string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *Passage {
	p := &Passage{Text: text, Color: color, SizeName: size}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the text.
func (p *Passage) SetText(text string) {
	if p.Text != text {
		p.Text = text
		p.Refresh()
	}
}

// AccessibilityLabel is the text.
func (p *Passage) AccessibilityLabel() string { return p.Text }

// AccessibilityRole is a text's.
func (p *Passage) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize is as high as the text is in its width.
func (p *Passage) MinSize() fyne.Size {
	air := 2 * theme.InnerPadding()
	return fyne.NewSize(air, float32(len(p.wrap()))*p.lineHeight()+air)
}

func (p *Passage) size() float32 { return sizeOf(p.SizeName) }

func (p *Passage) lineHeight() float32 { return Measure("Ág", p.size(), p.Style).Height }

// wrap gives the lines.
func (p *Passage) wrap() []string {
	now := wrapping{p.Text, p.BaseWidget.Size().Width - 2*theme.InnerPadding(), p.size(), p.Style, p.Anywhere}
	if now != p.of.wrapping || p.lines == nil {
		p.of.wrapping = now
		p.lines, p.of.starts = now.wrap()
	}
	return p.lines
}

// air is what is round the text.
func (p *Passage) air() float32 { return theme.InnerPadding() }

// left is where a line begins.
func (p *Passage) left(line string) float32 {
	room := p.of.width - Measure(line, p.size(), p.Style).Width
	switch p.Align {
	case fyne.TextAlignTrailing:
		return p.air() + room
	case fyne.TextAlignCenter:
		return p.air() + room/2
	}
	return p.air()
}

// CreateRenderer draws the text.
func (p *Passage) CreateRenderer() fyne.WidgetRenderer {
	r := &passageRenderer{p, NewLetters()}
	r.Refresh()
	return r
}

type passageRenderer struct {
	p    *Passage
	text *Letters
}

func (r *passageRenderer) Destroy()                     {}
func (r *passageRenderer) Objects() []fyne.CanvasObject { return r.text.Objects() }
func (r *passageRenderer) MinSize() fyne.Size           { return r.p.MinSize() }
func (r *passageRenderer) Layout(fyne.Size)             { r.Refresh() }

// Refresh writes the lines.
func (r *passageRenderer) Refresh() {
	p := r.p
	pen := Pen{Ink: Color(cmp.Or(p.Color, Ink)), Size: p.size(), Style: p.Style, Align: p.Align}
	air, height := theme.InnerPadding(), p.lineHeight()
	r.text.Begin()
	for i, line := range p.wrap() {
		r.text.Write(line, pen, air, air+float32(i)*height, p.of.width, height)
	}
	r.text.End()
}

// wrapping is a text and what it is wrapped to.
type wrapping struct {
	text        string
	width, size float32
	style       fyne.TextStyle
	anywhere    bool
}

// wrap breaks a text into lines that fit the width, and tells at which byte each
// begins. No width yet breaks nothing.
func (w wrapping) wrap() (lines []string, starts []int) {
	end := 0
	for rest := range strings.SplitSeq(w.text, "\n") {
		end += len(rest)
		for more := true; more; {
			var line string
			starts = append(starts, end-len(rest))
			line, rest, more = w.first(rest)
			lines = append(lines, line)
		}
		end++
	}
	return lines, starts
}

// first cuts the first line off a text without breaks: at the last blank that
// leaves it room, or within a word that is longer than a line. A line has at
// least a letter.
func (w wrapping) first(text string) (line, rest string, more bool) {
	if w.width <= 0 {
		return text, "", false
	}
	near := float32(6) // how much closer, or further apart, letters in a line may stand than each alone
	if !lettersDo(text, w.style) {
		near = w.width
	}
	rule := ruleOf(w.size, w.style)
	var used float32
	blank := 0 // the last one, that what is before it fits
	for i, r := range text {
		if parts(r) && !w.anywhere {
			blank = i
		}
		used += rule.letter(r)
		end := i + utf8.RuneLen(r)
		if used <= w.width-2 || used <= w.width+near && Measure(text[:end], w.size, w.style).Width <= w.width {
			continue
		}
		switch {
		case blank > 0:
			_, size := utf8.DecodeRuneInString(text[blank:])
			return text[:blank], text[blank+size:], blank+size < len(text)
		case i == 0:
			return text[:end], text[end:], end < len(text)
		}
		return text[:i], text[i:], true
	}
	return text, "", false
}

// parts says whether a line may end at a blank: not at one that holds together
// what stands beside it, such as a French word and its question mark (UAX #14, GL).
func parts(r rune) bool {
	return unicode.IsSpace(r) && r != '\u00a0' && r != '\u2007' && r != '\u202f'
}
