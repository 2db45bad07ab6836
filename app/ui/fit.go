package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// rule knows how wide each letter is in a size and style, because a screen of cells is
// measured at every step of the wheel.
type rule struct {
	size   float32
	style  fyne.TextStyle
	latin  [0x250]float32 // 0: not measured yet
	beyond map[rune]float32
}

// rules are those in use, by font. They belong to the UI goroutine.
var rules = map[ruleKey]*rule{}

type ruleKey struct {
	size  float32
	style fyne.TextStyle
	font  string
}

// ruleOf is the rule for a size and style of the theme's font.
func ruleOf(size float32, style fyne.TextStyle) *rule {
	key := ruleKey{size, style, theme.Current().Font(style).Name()}
	r, ok := rules[key]
	if !ok {
		r = &rule{size: size, style: style, beyond: map[rune]float32{}}
		rules[key] = r
	}
	return r
}

// letter is how wide a letter is.
func (r *rule) letter(c rune) float32 {
	if c < rune(len(r.latin)) {
		if r.latin[c] == 0 {
			r.latin[c] = Measure(string(c), r.size, r.style).Width
		}
		return r.latin[c]
	}
	w, ok := r.beyond[c]
	if !ok {
		w = Measure(string(c), r.size, r.style).Width
		r.beyond[c] = w
	}
	return w
}

// advance is how wide a text is, letter by letter: what shaping would add or
// take is below a pixel for the scripts of a ticket list.
func advance(text string, size float32, style fyne.TextStyle) float32 {
	r := ruleOf(size, style)
	var width float32
	for _, c := range text {
		width += r.letter(c)
	}
	return width
}

// Fit is text cut to a width in pixels, with "…" where something was cut. A
// line break ends it: a row has one line.
func Fit(text string, width, size float32, style fyne.TextStyle) string {
	for i, r := range text {
		if r == '\n' || r == '\r' {
			text = text[:i]
			break
		}
	}
	rule := ruleOf(size, style)
	dots := rule.letter('…')
	var used float32
	cut := 0 // where to cut if it does not fit
	for i, r := range text {
		used += rule.letter(r)
		if used > width+0.5 {
			if cut == 0 {
				return ""
			}
			return text[:cut] + "…"
		}
		if used+dots <= width {
			cut = i + len(string(r))
		}
	}
	return text
}
