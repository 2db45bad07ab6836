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

// drawnRow is one row on the screen.
type drawnRow struct {
	strip *strip
	cells []drawn
}

// drawn is one cell of it.
type drawn struct {
	*Letters
	pill *canvas.Rectangle
}

type listRenderer struct {
	l                                *List
	head                             *strip
	heads                            []*Letters
	arrow                            *Letters // beside the title that the rows are sorted by
	rule, under, hover, cursor, mark *canvas.Rectangle
	track, thumb, ring               *canvas.Rectangle
	pool                             []drawnRow          // row i is drawn by pool[i % len(pool)]
	picked                           []*canvas.Rectangle // the grounds of rows that are picked, in the same way
	objects                          []fyne.CanvasObject
}

func newListRenderer(l *List) *listRenderer {
	r := &listRenderer{l: l, head: newStrip(), arrow: NewLetters()}
	for _, p := range []**canvas.Rectangle{&r.rule, &r.under, &r.hover, &r.cursor, &r.mark, &r.track, &r.thumb, &r.ring} {
		*p = canvas.NewRectangle(transparent)
	}
	for range l.columns {
		r.heads = append(r.heads, r.head.line())
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
	r.grow(len(slots))
	r.drawHead(slots)
	for i := range r.pool {
		r.drawRow(l.at.first+i, slots)
	}
	r.drawMarks()
	if l.empty != nil {
		l.empty.Hide()
		if l.at.count == 0 {
			l.empty.Show()
			l.empty.Move(fyne.NewPos(0, l.headHeight()))
			l.empty.Resize(fyne.NewSize(l.Size().Width, l.Size().Height-l.headHeight()))
		}
	}
}

// grow fits the pool of row drawings to the rows that fit.
func (r *listRenderer) grow(cells int) {
	rows := r.l.at.fit
	if r.l.Size().Height == 0 {
		rows = 0
	}
	if len(r.pool) != rows {
		pool := make([]drawnRow, rows)
		for i := range pool {
			if i < len(r.pool) {
				pool[i] = r.pool[i]
				continue
			}
			pool[i] = drawnRow{newStrip(), make([]drawn, cells)}
			for c := range pool[i].cells {
				pool[i].cells[c] = drawn{pool[i].strip.line(), canvas.NewRectangle(transparent)}
				pool[i].cells[c].pill.Hidden = true
			}
		}
		r.pool = pool
		for len(r.picked) < rows {
			r.picked = append(r.picked, canvas.NewRectangle(transparent))
		}
	}
	r.objects = append(r.objects[:0], r.hover)
	for _, p := range r.picked[:rows] {
		r.objects = append(r.objects, p)
	}
	r.objects = append(r.objects, r.cursor, r.mark)
	for _, row := range r.pool {
		for _, d := range row.cells {
			r.objects = append(r.objects, d.pill)
		}
		r.objects = append(r.objects, row.strip.objects()...)
	}
	r.objects = append(r.objects, r.head.objects()...)
	r.objects = append(r.objects, r.arrow.Objects()...)
	r.objects = append(r.objects, r.rule, r.under, r.track, r.thumb)
	if r.l.empty != nil {
		r.objects = append(r.objects, r.l.empty)
	}
	r.objects = append(r.objects, r.ring)
}

func (r *listRenderer) drawHead(slots []slot) {
	size, bold := theme.CaptionTextSize(), fyne.TextStyle{Bold: true}
	y := (r.l.headHeight() - captionHeight()) / 2
	r.head.place(0, whole(y), r.l.Size().Width, whole(captionHeight())+1)
	defer r.head.settle()
	r.arrow.Hide()
	for i, h := range r.heads {
		c, s := r.l.columns[i], slots[i]
		if s.hidden {
			h.Hide()
			continue
		}
		ink, room := Muted, s.w
		sorted := c.ID == r.l.sort && c.Sortable
		if sorted {
			ink = Ink
			room -= size // the arrow's
		}
		title := Fit(c.Title, room, size, bold)
		h.Show(title, Color(ink), size, bold, s.align)
		h.Place(s.x, y, room, captionHeight())
		if !sorted {
			continue
		}
		arrow := "▼" // not bold: Fyne would read fonts for it
		if r.l.asc {
			arrow = "▲"
		}
		if s.align != fyne.TextAlignTrailing {
			room = advance(title, size, bold)
		}
		r.arrow.Show(arrow, Color(ink), size, fyne.TextStyle{}, fyne.TextAlignTrailing)
		r.arrow.Place(s.x+room, y, size, captionHeight())
	}
}

func (r *listRenderer) drawRow(row int, slots []slot) {
	l := r.l
	drawing := r.pool[row%len(r.pool)]
	top := l.headHeight() + float32(row-l.at.first)*l.rowHeight()
	air := float32(int(px(2))) // no letter reaches there
	drawing.strip.place(0, top+air, l.rowsWidth(), l.rowHeight()-2*air)
	defer drawing.strip.settle()
	r.drawPicked(row)
	if row >= l.at.count {
		for _, d := range drawing.cells {
			d.Hide()
			d.pill.Hidden = true
		}
		return
	}
	cells, ok := l.source.Row(row)
	if !ok {
		cells = []Cell{{Text: "…", Muted: true}}
	}
	if l.columns == nil {
		slots = besideTag(slots, cells)
	}
	for i, d := range drawing.cells {
		s := slots[i]
		var c Cell
		if i < len(cells) {
			c = cells[i]
		}
		empty := s.hidden || c.Text == ""
		d.pill.Hidden = empty || !c.Badge
		if empty {
			d.Hide()
			continue
		}
		ink := c.Color
		if ink == "" {
			ink = Ink
			if c.Muted || s.muted && !c.Bold {
				ink = Muted
			}
		}
		style, size := fyne.TextStyle{Bold: c.Bold}, s.size
		x, w, height := s.x, s.w, lineHeight()
		y := top + s.y
		if c.Badge {
			size = theme.CaptionTextSize()
		}
		if size < em() {
			height = captionHeight()
			if !l.tall {
				y = top + (l.rowHeight()-height)/2
			}
		}
		text := strings.ToValidUTF8(c.Text, "�")
		if c.Badge {
			text = Fit(text, w-px(12), size, style)
			d.pill.Hidden = text == ""
			pill := min(advance(text, size, style)+px(12), w)
			switch s.align {
			case fyne.TextAlignTrailing:
				x += w - pill
			case fyne.TextAlignCenter:
				x += (w - pill) / 2
			}
			d.pill.FillColor = tint(Color(ink))
			d.pill.CornerRadius = (height + 2) / 2
			d.pill.Move(fyne.NewPos(x, y-1))
			d.pill.Resize(fyne.NewSize(pill, height+2))
			d.pill.Refresh()
			x, w = x+px(6), pill-px(6)
			d.Show(text, Color(ink), size, style, fyne.TextAlignLeading)
		} else {
			d.Show(Fit(text, w, size, style), Color(ink), size, style, s.align)
		}
		d.Place(x, y, w, height)
	}
}

// drawPicked draws the ground of a row that is picked, with a line round it:
// colour is never the only sign.
func (r *listRenderer) drawPicked(row int) {
	l, ground := r.l, r.picked[row%len(r.pool)]
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
	place := func(o *canvas.Rectangle, fill color.Color, x, y, w, h float32) {
		o.FillColor = fill
		o.Hidden = w <= 0 || h <= 0
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		o.Refresh()
	}
	bar := func(o *canvas.Rectangle, row int, fill color.Color, width float32) {
		if row < l.at.first || row >= l.at.end() {
			width = 0
		}
		place(o, fill, 0, head+float32(row-l.at.first)*height, width, height)
	}
	selection, mark := Color(theme.ColorNamePressed), Color(theme.ColorNameInputBorder)
	if l.focused {
		selection, mark = Color(Selected), Color(Accent)
	}
	bar(r.hover, l.hover, Color(theme.ColorNameHover), l.rowsWidth())
	bar(r.cursor, l.at.cursor, selection, l.rowsWidth())
	bar(r.mark, l.at.cursor, mark, px(3))

	rule := float32(0)
	if head > 0 {
		rule = 1
	}
	place(r.rule, Color(Line), 0, head-1, size.Width, rule)
	focused := float32(0)
	if l.focused {
		focused = 2 * rule
	}
	place(r.under, Color(Accent), 0, head-2, size.Width, focused)

	width := size.Width - l.rowsWidth()
	place(r.track, Color(theme.ColorNameScrollBarBackground), size.Width-width, head, width, l.track())
	at, length := l.thumb()
	place(r.thumb, Color(theme.ColorNameScrollBar), size.Width-width+2, head+at, width-4, length)
	r.thumb.CornerRadius = (width - 4) / 2

	r.ring.StrokeWidth, r.ring.StrokeColor, r.ring.CornerRadius = 0, transparent, theme.Size(theme.SizeNameInputRadius)
	if l.focused && !l.bare && (head == 0 || l.at.cursor < 0) {
		r.ring.StrokeWidth, r.ring.StrokeColor = 1.5, Color(Accent)
	}
	frame(r.ring, size)
	r.ring.Refresh()
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
func show(t *canvas.Text, text string, ink color.Color, size float32, style fyne.TextStyle, align fyne.TextAlign) {
	if t.Text == text && t.Color == ink && t.TextSize == size && t.TextStyle == style && t.Alignment == align {
		return
	}
	t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment = text, ink, size, style, align
	t.Refresh()
}
