package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// advances remembers how wide each letter is in a size and style, because a
// screen of cells is measured at every step of the wheel. It belongs to the UI
// goroutine and is emptied when it grows or the font changes.
var advances = map[advanceKey]float32{}

type advanceKey struct {
	r     rune
	size  float32
	style fyne.TextStyle
	font  string
}

// advance is how wide a text is, letter by letter: what shaping would add or
// take is below a pixel for the scripts of a ticket list.
func advance(text string, size float32, style fyne.TextStyle) float32 {
	if len(advances) > 20000 {
		clear(advances)
	}
	font := theme.Current().Font(style).Name()
	var width float32
	for _, r := range text {
		width += letter(r, size, style, font)
	}
	return width
}

func letter(r rune, size float32, style fyne.TextStyle, font string) float32 {
	key := advanceKey{r, size, style, font}
	w, ok := advances[key]
	if !ok {
		w = Measure(string(r), size, style).Width
		advances[key] = w
	}
	return w
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
	font := theme.Current().Font(style).Name()
	dots := letter('…', size, style, font)
	var used float32
	cut := 0 // where to cut if it does not fit
	for i, r := range text {
		used += letter(r, size, style, font)
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
