package shell

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data/desk"
)

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

// reveal brings the find one is on into sight, and draws what is seen.
func (h *hits) reveal() {
	if h.on >= 0 {
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
	h.Refresh()
}

// CreateRenderer draws the finds.
func (h *hits) CreateRenderer() fyne.WidgetRenderer {
	r := &hitsRenderer{h: h, cursor: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

// hitsRenderer draws the lines that are seen. It keeps its texts and uses them
// again.
type hitsRenderer struct {
	h       *hits
	cursor  *canvas.Rectangle
	texts   []*ui.Letters
	used    int
	objects []fyne.CanvasObject
	width   float32 // that was drawn
}

func (r *hitsRenderer) Destroy()                     {}
func (r *hitsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *hitsRenderer) MinSize() fyne.Size           { return fyne.NewSize(100, r.h.top(len(r.h.lines))) }

// Layout draws the lines in another width.
func (r *hitsRenderer) Layout(size fyne.Size) {
	if size.Width != r.width {
		r.Refresh()
	}
}

func (r *hitsRenderer) Refresh() {
	h := r.h
	r.width, r.used = h.Size().Width, 0
	r.objects = append(r.objects[:0], r.cursor)
	r.cursor.Hidden = h.on < 0
	top := h.scroll.Offset.Y
	bottom := top + h.scroll.Size().Height
	var y float32
	for i, l := range h.lines {
		height := l.height()
		if i == h.on {
			r.cursor.FillColor = ui.Color(ui.Selected)
			r.cursor.Move(fyne.NewPos(0, y))
			r.cursor.Resize(fyne.NewSize(r.width, height))
		}
		if y+height > top && y < bottom {
			r.line(l, y)
		}
		y += height
	}
	r.cursor.Refresh()
}

// line draws a line at a height.
func (r *hitsRenderer) line(l line, y float32) {
	air := theme.Padding() * 3
	width := r.width - 2*air
	small := theme.CaptionTextSize()
	low := y + l.height() - small*1.5
	switch {
	case l.head != "":
		r.write(l.head, air, low, width, small, ui.Muted, true)
	case l.said != "":
		r.write(l.said, air, low, width, small, ui.Ink, false)
	case l.more != "":
		r.write(l.more, air, y+small*0.4, width, small, ui.Ink, true)
	default:
		r.find(l.hit, y)
	}
}

// find draws a find in its two lines at a height. Its number stays, whatever the
// title has to leave out.
func (r *hitsRenderer) find(hit desk.Hit, y float32) {
	air, size, small := theme.Padding()*3, theme.TextSize(), theme.CaptionTextSize()
	width := r.width - 2*air
	title, text := twoLines(hit)
	number := ""
	if hit.Number != "" {
		number = hit.Number + "  "
		title = strings.TrimPrefix(title, number)
	}
	begins := ui.Measure(number, size, fyne.TextStyle{}).Width
	left := width - begins - ui.Measure(ui.Unmarked(title), size, fyne.TextStyle{Bold: true}).Width - air
	about := ui.Fit(r.h.about(hit), max(left, width/4), small, fyne.TextStyle{})
	beside := ui.Measure(about, small, fyne.TextStyle{}).Width
	first, second := y+3, y+3+size*1.45
	if text == "" {
		first += small * 0.75 // the middle of two lines
	}
	r.write(number, air, first, begins, size, ui.Ink, false)
	r.write(title, air+begins, first, width-begins-beside-air, size, ui.Ink, false)
	r.write(about, air+width-beside, first+(size-small), beside+1, small, ui.Muted, false)
	r.write(text, air, second, width, small, ui.Muted, false)
}

// write writes one line of text, with the words that were found set off.
func (r *hitsRenderer) write(text string, x, y, width, size float32, ink fyne.ThemeColorName, bold bool) {
	t, pen := r.text(), ui.Pen{Ink: ui.Color(ink), Size: size, Style: fyne.TextStyle{Bold: bold}}
	t.Begin()
	t.WriteMarked(text, pen, x, y, width, ui.Measure("Ág", size, pen.Style).Height)
	t.End()
	r.objects = append(r.objects, t.Objects()...)
}

// text is one that is not in use.
func (r *hitsRenderer) text() *ui.Letters {
	if r.used == len(r.texts) {
		r.texts = append(r.texts, ui.NewLetters())
	}
	r.used++
	return r.texts[r.used-1]
}
