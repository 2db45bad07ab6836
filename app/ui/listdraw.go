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
	pills  []*canvas.Rectangle // the grounds of badges, by cell
	picked *canvas.Rectangle   // the ground of a row that is picked
}

type listRenderer struct {
	l                                *List
	heads                            *Letters
	rule, under, hover, cursor, mark *canvas.Rectangle
	track, thumb                     *canvas.Rectangle
	ring                             *outline
	pool                             []drawn // row i is drawn by pool[i % len(pool)]
	objects                          []fyne.CanvasObject
}

func newListRenderer(l *List) *listRenderer {
	r := &listRenderer{l: l, ring: newOutline(), heads: NewLetters()}
	for _, p := range []**canvas.Rectangle{&r.rule, &r.under, &r.hover, &r.cursor, &r.mark, &r.track, &r.thumb} {
		*p = canvas.NewRectangle(transparent)
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

// grow fits the pool of row drawings to the rows that fit.
func (r *listRenderer) grow(cells int) {
	rows := r.l.at.fit
	if r.l.Size().Height == 0 {
		rows = 0
	}
	if len(r.pool) == rows {
		return
	}
	pool := make([]drawn, rows)
	for i := range pool {
		if i < len(r.pool) {
			pool[i] = r.pool[i]
			continue
		}
		pool[i] = drawn{text: NewLetters(), pills: make([]*canvas.Rectangle, cells), picked: canvas.NewRectangle(transparent)}
	}
	r.pool = pool
}

// gather lists what is drawn now, from the ground up.
func (r *listRenderer) gather() {
	r.objects = append(r.objects[:0], r.hover)
	for _, d := range r.pool {
		r.objects = append(r.objects, d.picked)
	}
	r.objects = append(r.objects, r.cursor, r.mark)
	for _, d := range r.pool {
		for _, p := range d.pills {
			if p != nil {
				r.objects = append(r.objects, p)
			}
		}
		r.objects = append(r.objects, d.text.Objects()...)
	}
	r.objects = append(append(r.objects, r.heads.Objects()...), r.rule, r.under, r.track, r.thumb)
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
		pen := Pen{Color(Muted), size, fyne.TextStyle{Bold: true}, s.align}
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

func (r *listRenderer) drawRow(row int, slots []slot) {
	l := r.l
	d := r.pool[row%len(r.pool)]
	r.drawPicked(row, d.picked)
	for _, p := range d.pills {
		if p != nil {
			p.Hidden = true
		}
	}
	if row >= l.at.count {
		d.text.Hide()
		return
	}
	cells, ok := l.source.Row(row)
	if !ok {
		cells = []Cell{{Text: "…", Muted: true}}
	}
	top := l.headHeight() + float32(row-l.at.first)*l.rowHeight()
	if l.columns == nil {
		slots = besideTag(slots, cells)
	}
	d.text.Begin()
	for i, c := range cells[:min(len(cells), len(slots))] {
		if !slots[i].hidden && c.Text != "" {
			r.drawCell(c, slots[i], top, d, i)
		}
	}
	d.text.End()
}

func (r *listRenderer) drawCell(c Cell, s slot, top float32, d drawn, i int) {
	ink := c.Color
	if ink == "" {
		ink = Ink
		if c.Muted || s.muted && !c.Bold {
			ink = Muted
		}
	}
	pen := Pen{Color(ink), s.size, fyne.TextStyle{Bold: c.Bold}, s.align}
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
		if text = Fit(text, w-px(12), pen.Size, pen.Style); text == "" {
			return
		}
		pill := min(advance(text, pen.Size, pen.Style)+px(12), w)
		switch s.align {
		case fyne.TextAlignTrailing:
			x += w - pill
		case fyne.TextAlignCenter:
			x += (w - pill) / 2
		}
		if d.pills[i] == nil {
			d.pills[i] = canvas.NewRectangle(transparent)
		}
		ground := d.pills[i]
		ground.Hidden = false
		ground.FillColor = tint(pen.Ink)
		ground.CornerRadius = (height + 2) / 2
		ground.Move(fyne.NewPos(x, y-1))
		ground.Resize(fyne.NewSize(pill, height+2))
		ground.Refresh()
		x, w, pen.Align = x+px(6), pill-px(6), fyne.TextAlignLeading
	} else {
		text = Fit(text, w, pen.Size, pen.Style)
	}
	d.text.Write(text, pen, x, y, w, height)
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
	if l.at.count == 0 && l.focused { // where its first row would be: a ring round nothing looks like a fault
		place(r.mark, mark, 0, head, px(3), height)
	}

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
func show(t *canvas.Text, text string, ink color.Color, size float32, style fyne.TextStyle, align fyne.TextAlign) {
	if t.Text == text && t.Color == ink && t.TextSize == size && t.TextStyle == style && t.Alignment == align {
		return
	}
	t.Text, t.Color, t.TextSize, t.TextStyle, t.Alignment = text, ink, size, style, align
	t.Refresh()
}
