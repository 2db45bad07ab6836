package shell

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
)

// The search marks the words it found with these.
const (
	markOn  = "\x02"
	markOff = "\x03"
)

// newSheet is the panel: a sheet with a rim that lies over the room.
func newSheet(finds fyne.CanvasObject) *fyne.Container {
	pad := func(by float32, o fyne.CanvasObject) fyne.CanvasObject {
		return container.New(layout.NewCustomPaddedLayout(by, by, 1, 1), o)
	}
	sheet := ui.Tinted(theme.ColorNameOverlayBackground, pad(sheetAir, finds))
	return container.NewStack(ui.NewFill(theme.ColorNameInputBorder), pad(1, sheet))
}

// sheetAir is the space above the first and below the last find.
const sheetAir = 5

// want is how high the panel would be to show all finds.
func (h *hits) want() float32 {
	height := h.MinSize().Height
	if h.none.Visible() {
		height = h.none.MinSize().Height
	}
	return height + 2*sheetAir + 2
}

// Heights of the lines.
func headHeight() float32 { return theme.CaptionTextSize() * 2.1 }
func hitHeight() float32  { return theme.TextSize()*1.45 + theme.CaptionTextSize()*1.5 + 8 }

func (l line) height() float32 {
	if l.head != "" || l.said != "" || l.more != "" {
		return headHeight()
	}
	return hitHeight()
}

// lineAt is the find at a height, -1 if there is none.
func (h *hits) lineAt(y float32) int {
	for i, l := range h.lines {
		if y < l.height() {
			if !l.goes() {
				return -1
			}
			return i
		}
		y -= l.height()
	}
	return -1
}

// top is where a line begins.
func (h *hits) top(line int) float32 {
	var y float32
	for _, l := range h.lines[:line] {
		y += l.height()
	}
	return y
}

// reveal brings the find one is on into sight.
func (h *hits) reveal() {
	if h.on < 0 {
		return
	}
	top, bottom := h.top(h.on), h.top(h.on)+h.lines[h.on].height()
	if !slices.ContainsFunc(h.lines[:h.on], line.goes) {
		top = 0 // with its heading
	}
	if at := h.scroll.Offset.Y; top < at {
		h.scroll.ScrollToOffset(fyne.NewPos(0, top))
	} else if bottom > at+h.scroll.Size().Height && h.scroll.Size().Height > 0 {
		h.scroll.ScrollToOffset(fyne.NewPos(0, bottom-h.scroll.Size().Height))
	}
}

// CreateRenderer draws the finds.
func (h *hits) CreateRenderer() fyne.WidgetRenderer {
	r := &hitsRenderer{h: h, cursor: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type hitsRenderer struct {
	h      *hits
	cursor *canvas.Rectangle
	texts  []fyne.CanvasObject
}

func (r *hitsRenderer) Destroy() {}
func (r *hitsRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.cursor}, r.texts...)
}
func (r *hitsRenderer) MinSize() fyne.Size { return fyne.NewSize(100, r.h.top(len(r.h.lines))) }
func (r *hitsRenderer) Layout(fyne.Size)   { r.Refresh() }

// Refresh writes all lines: there are never more than some hundred.
func (r *hitsRenderer) Refresh() {
	h := r.h
	width := h.Size().Width
	air := theme.Padding() * 3
	r.texts = r.texts[:0]
	r.cursor.Hidden = h.on < 0
	var y float32
	for i, l := range h.lines {
		if i == h.on {
			r.cursor.FillColor = ui.Color(ui.Selected)
			r.cursor.Move(fyne.NewPos(0, y))
			r.cursor.Resize(fyne.NewSize(width, l.height()))
			r.cursor.Refresh()
		}
		low := y + l.height() - theme.CaptionTextSize()*1.5
		switch {
		case l.head != "":
			r.write(l.head, air, low, width-2*air, theme.CaptionTextSize(), ui.Muted, true)
		case l.said != "":
			r.write(l.said, air, low, width-2*air, theme.CaptionTextSize(), ui.Ink, false)
		case l.more != "":
			r.write(l.more, air, y+theme.CaptionTextSize()*0.4, width-2*air, theme.CaptionTextSize(), ui.Ink, true)
		default:
			title, text := h.twoLines(l.hit)
			first, second := y+3, y+3+theme.TextSize()*1.45
			if text == "" {
				first += theme.CaptionTextSize() * 0.75 // the middle of two lines
			}
			r.write(title, air, first, width-2*air, theme.TextSize(), ui.Ink, false)
			r.write(text, air, second, width-2*air, theme.CaptionTextSize(), ui.Muted, false)
		}
		y += l.height()
	}
	canvas.Refresh(h)
}

// write writes one line of text, marked words bold and in ink, and cuts it where
// there is no more room.
func (r *hitsRenderer) write(text string, x, y, width, size float32, ink fyne.ThemeColorName, bold bool) {
	for i, part := range strings.Split(strings.ReplaceAll(text, markOff, markOn), markOn) {
		if part == "" {
			continue
		}
		style, of := fyne.TextStyle{Bold: bold}, ink
		if i%2 == 1 {
			style.Bold, of = true, ui.Ink
		}
		part, cut := fit(part, width, size, style)
		t := canvas.NewText(part, ui.Color(of))
		t.TextSize, t.TextStyle = size, style
		t.Move(fyne.NewPos(x, y))
		t.Resize(t.MinSize())
		r.texts = append(r.texts, t)
		if cut {
			return
		}
		x, width = x+t.MinSize().Width, width-t.MinSize().Width
	}
}

// fit cuts a text to a width, with "…" in place of what was cut.
func fit(text string, width, size float32, style fyne.TextStyle) (string, bool) {
	if ui.Measure(text, size, style).Width <= width {
		return text, false
	}
	runes := []rune(text)
	low, high := 0, len(runes) // the longest that fits is between
	for low < high {
		mid := (low + high + 1) / 2
		if ui.Measure(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…", true
}
