package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// gap is the space between two columns, edge the one before the first.
func gap() float32  { return px(10) }
func edge() float32 { return px(8) }

func leastThumb() float32 { return px(28) }

func lineHeight() float32 {
	return Measure("Ág", em(), fyne.TextStyle{}).Height
}

// rowHeight is one line with a little air: 23 pixels at 100 %, so that 25 rows
// fit a 1366x768 screen.
func (l *List) rowHeight() float32 {
	if l.tall {
		return whole(lineHeight() + captionHeight() + px(6))
	}
	return whole(lineHeight() + px(5))
}

func (l *List) headHeight() float32 {
	if l.columns == nil {
		return 0
	}
	return whole(lineHeight() + px(6))
}

func captionHeight() float32 {
	return Measure("Ág", theme.CaptionTextSize(), fyne.TextStyle{}).Height
}

// whole rounds to whole pixels, so that rows do not blur.
func whole(v float32) float32 { return float32(int(v + 0.5)) }

// rowsWidth is the width without the scroll bar, which is there only if needed.
func (l *List) rowsWidth() float32 {
	w := l.Size().Width
	if l.at.count > l.at.fit {
		w -= theme.ScrollBarSize()
	}
	return w
}

func (l *List) track() float32 { return l.Size().Height - l.headHeight() }

func (l *List) thumb() (at, length float32) {
	a, n := l.at.thumb(float64(l.track()), float64(leastThumb()))
	return float32(a), float32(n)
}

// drawn is one row on the screen.
type drawn struct {
	text   *Letters
	picked *canvas.Rectangle // the ground of a row that is picked
}

type listRenderer struct {
	l                                *List
	heads                            *Letters
	rows                             []drawn // row i is drawn by rows[i % len(rows)]
	rule, under, hover, cursor, mark *plain
	track                            *plain
	thumb                            *Box
	ring                             *outline
	objects                          []fyne.CanvasObject
}

func newListRenderer(l *List) *listRenderer {
	r := &listRenderer{l: l, ring: newOutline(), heads: NewLetters(), thumb: NewBox()}
	for _, p := range []**plain{&r.rule, &r.under, &r.hover, &r.cursor, &r.mark, &r.track} {
		*p = newPlain()
	}
	r.Refresh()
	return r
}

func (r *listRenderer) Destroy() {}

func (r *listRenderer) MinSize() fyne.Size {
	rows := r.l.MinRows
	if rows == 0 {
		rows = 3
	}
	size := fyne.NewSize(px(120), r.l.headHeight()+float32(rows)*r.l.rowHeight())
	if r.l.empty != nil && r.l.source.Len() == 0 {
		size = size.Max(r.l.empty.MinSize().AddWidthHeight(0, r.l.headHeight()))
	}
	return size
}

func (r *listRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Layout is done by Refresh: what is where depends on what is shown.
func (r *listRenderer) Layout(fyne.Size) {}

func (r *listRenderer) Refresh() {
	l := r.l
	slots := l.slots()
	r.drawHead(slots)
	r.drawRows(slots)
	r.drawMarks()
	r.gather()
	if l.empty != nil {
		l.empty.Hide()
		if l.at.count == 0 {
			l.empty.Show()
			l.empty.Move(fyne.NewPos(0, l.headHeight()))
			l.empty.Resize(fyne.NewSize(l.Size().Width, l.Size().Height-l.headHeight()))
		}
	}
}

// gather lists what is drawn now, from the ground up.
func (r *listRenderer) gather() {
	r.objects = r.objects[:0]
	for _, d := range r.rows {
		r.objects = append(r.objects, d.picked)
	}
	r.objects = append(r.objects, r.hover.Raster, r.cursor.Raster, r.mark.Raster)
	for _, d := range r.rows {
		r.objects = append(r.objects, d.text.Objects()...)
	}
	r.objects = append(append(r.objects, r.heads.Objects()...), r.rule.Raster, r.under.Raster, r.track.Raster, r.thumb)
	if r.l.empty != nil {
		r.objects = append(r.objects, r.l.empty)
	}
	r.objects = append(r.objects, r.ring.objects()...)
}

func (r *listRenderer) drawHead(slots []slot) {
	size := theme.CaptionTextSize()
	y := (r.l.headHeight() - captionHeight()) / 2
	r.heads.Begin()
	for i, c := range r.l.columns {
		s := slots[i]
		if s.hidden {
			continue
		}
		pen := Pen{Ink: Color(Muted), Size: size, Style: fyne.TextStyle{Bold: true}, Align: s.align}
		room := s.w
		sorted := c.ID == r.l.sort && c.Sortable
		if sorted {
			pen.Ink = Color(Ink)
			room -= size // the arrow's
		}
		title := Fit(c.Title, room, size, pen.Style)
		r.heads.Write(title, pen, s.x, y, room, captionHeight())
		if !sorted {
			continue
		}
		arrow := "▼"
		if r.l.asc {
			arrow = "▲"
		}
		if s.align != fyne.TextAlignTrailing {
			room = advance(title, size, pen.Style)
		}
		pen.Style, pen.Align = fyne.TextStyle{}, fyne.TextAlignTrailing // not bold: Fyne would read fonts for it
		r.heads.Write(arrow, pen, s.x+room, y, size, captionHeight())
	}
	r.heads.End()
}

func (r *listRenderer) drawRows(slots []slot) {
	l := r.l
	fit := l.at.fit
	if l.Size().Height == 0 {
		fit = 0
	}
	for len(r.rows) < fit {
		r.rows = append(r.rows, drawn{NewLetters(), canvas.NewRectangle(transparent)})
	}
	r.rows = r.rows[:fit]
	for i := range fit {
		row := l.at.first + i
		d := r.rows[row%fit]
		r.drawPicked(row, d.picked)
		d.text.Begin()
		if row < l.at.count {
			r.drawRow(row, slots, d.text)
		}
		d.text.End()
	}
}

func (r *listRenderer) drawRow(row int, slots []slot, text *Letters) {
	l := r.l
	cells, ok := l.source.Row(row)
	if !ok {
		cells = []Cell{{Text: "…", Muted: true}}
	}
	top := l.headHeight() + float32(row-l.at.first)*l.rowHeight()
	if l.columns == nil {
		slots = besideTag(slots, cells)
	}
	for i, c := range cells[:min(len(cells), len(slots))] {
		if !slots[i].hidden && c.Text != "" {
			r.drawCell(c, slots[i], top, text)
		}
	}
}

func (r *listRenderer) drawCell(c Cell, s slot, top float32, row *Letters) {
	ink := c.Color
	if ink == "" {
		ink = Ink
		if c.Muted || s.muted && !c.Bold {
			ink = Muted
		}
	}
	pen := Pen{Ink: Color(ink), Size: s.size, Style: fyne.TextStyle{Bold: c.Bold}, Align: s.align}
	x, y, w, height := s.x, top+s.y, s.w, lineHeight()
	if c.Badge {
		pen.Size = theme.CaptionTextSize()
	}
	if pen.Size < em() {
		height = captionHeight()
		if !r.l.tall {
			y = top + (r.l.rowHeight()-height)/2
		}
	}
	text := strings.ToValidUTF8(c.Text, "�")
	if c.Badge {
		if text = Fit(text, w-2*pillAir(), pen.Size, pen.Style); text == "" {
			return
		}
		pen.Ground = tint(pen.Ink)
		x, w = x+pillAir(), w-2*pillAir()
	} else if strings.Contains(text, MarkOn) {
		row.WriteMarked(text, pen, x, y, w, height)
		return
	} else {
		text = Fit(text, w, pen.Size, pen.Style)
	}
	row.Write(text, pen, x, y, w, height)
}

// drawPicked draws the ground of a row that is picked, with a line round it:
// colour is never the only sign.
func (r *listRenderer) drawPicked(row int, ground *canvas.Rectangle) {
	l := r.l
	picked := l.isPicked(row)
	if !picked && ground.Hidden {
		return
	}
	ground.Hidden = !picked
	ground.FillColor, ground.StrokeColor, ground.StrokeWidth, ground.CornerRadius = Color(Selected), Color(Accent), 1, px(3)
	ground.Move(fyne.NewPos(px(3), l.headHeight()+float32(row-l.at.first)*l.rowHeight()+0.5))
	ground.Resize(fyne.NewSize(l.rowsWidth()-px(6), l.rowHeight()-1))
	ground.Refresh()
}

// drawMarks draws the cursor, the hover tint, the lines and the scroll bar.
func (r *listRenderer) drawMarks() {
	l := r.l
	size, head, height := l.Size(), l.headHeight(), l.rowHeight()
	bar := func(o *plain, row int, fill color.Color, width float32) {
		if row < l.at.first || row >= l.at.end() {
			width = 0
		}
		o.place(fill, 0, head+float32(row-l.at.first)*height, width, height)
	}
	selection, mark := Color(theme.ColorNamePressed), Color(theme.ColorNameInputBorder)
	if l.focused {
		selection, mark = Color(Selected), Color(Accent)
	}
	bar(r.hover, l.hover, Color(theme.ColorNameHover), l.rowsWidth())
	bar(r.cursor, l.at.cursor, selection, l.rowsWidth())
	bar(r.mark, l.at.cursor, mark, px(3))
	if l.at.count == 0 && l.focused && head == 0 { // where its first row would be: a ring round nothing looks like a fault
		r.mark.place(mark, 0, head, px(3), height)
	}

	rule := float32(0)
	if head > 0 {
		rule = 1
	}
	r.rule.place(Color(Line), 0, head-1, size.Width, rule)
	focused := float32(0)
	if l.focused {
		focused = 2 * rule
	}
	r.under.place(Color(Accent), 0, head-2, size.Width, focused)

	width := size.Width - l.rowsWidth()
	r.track.place(Color(theme.ColorNameScrollBarBackground), size.Width-width, head, width, l.track())
	at, length := l.thumb()
	r.thumb.Set(theme.ColorNameScrollBar, "", 0)
	r.thumb.Hidden = width == 0
	r.thumb.Move(fyne.NewPos(size.Width-width+2, head+at))
	r.thumb.Resize(fyne.NewSize(max(width-4, 0), length))

	ring := float32(0)
	if l.focused && !l.bare && l.at.count > 0 && (head == 0 || l.at.cursor < 0) {
		ring = 2
	}
	r.ring.draw(size, ring, Color(Accent))
}

// setHover tints another row without drawing the rest again.
func (l *List) setHover(row int) {
	if l.hover == row {
		return
	}
	l.hover = row
	l.Refresh()
}

// show changes a text, and draws it again only if it did change.
func show(t *canvas.Text, text string, ink color.Color, size float32, style fyne.TextStyle) {
	if t.Text == text && t.Color == ink && t.TextSize == size && t.TextStyle == style {
		return
	}
	t.Text, t.Color, t.TextSize, t.TextStyle = text, ink, size, style
	t.Refresh()
}
