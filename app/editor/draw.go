package editor

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"firstline/app/editor/marks"
	"firstline/app/editor/text"
	"firstline/app/ui"
)

// The room around the text, and to the right of it for the thumb.
func margin() float32 { return ui.Px(6) }
func gutter() float32 { return ui.Px(8) }

// renderer draws what is seen of the text. It keeps its rectangles and texts and
// uses them again, so that a key draws one row anew.
type renderer struct {
	e       *Editor
	ground  *ui.Box
	caret   *canvas.Rectangle
	thumb   *thumb
	wheel   *wheel
	hint    *ui.Letters // what stands in an empty field
	rects   []*canvas.Rectangle
	texts   []*ui.Letters
	images  []*canvas.Image
	used    struct{ rects, texts, images int }
	objects []fyne.CanvasObject
	size    fyne.Size // that was drawn
}

// Destroy stops the blinking.
func (r *renderer) Destroy() {
	if r.e.blink != nil {
		r.e.blink.Stop()
		r.e.blink = nil
	}
}

// Objects are what is drawn, from the ground up.
func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize has room for the rows there are, between the least and the most.
func (r *renderer) MinSize() fyne.Size {
	e := r.e
	row := e.page.font.height(0)
	least := float32(e.MinRows) * row
	height := max(least, e.page.measureUpTo(max(float32(e.MaxRows)*row, least)))
	if e.page.width <= 0 {
		height = least
	}
	return fyne.NewSize(ui.Px(80), height+2*margin()+e.find.height()+e.long.height())
}

// Layout gives the text what the bars above and below it leave. Fyne asks for it
// also where only the text is another one, which is drawn by then.
func (r *renderer) Layout(size fyne.Size) {
	if size != r.size {
		r.Refresh()
	}
}

// Refresh draws what is seen.
func (r *renderer) Refresh() {
	e := r.e
	size := e.Size()
	r.size = size
	if e.page.font.grown() {
		e.page.forget()
	}
	top := e.find.height()
	if e.page.resize(size.Width-2*margin()-gutter(), size.Height-2*margin()-top-e.long.height()) && e.focused || e.hidden {
		e.hidden = false
		e.page.reveal(e.sheet.Caret())
	}
	e.page.arrange()
	r.used.rects, r.used.texts, r.used.images = 0, 0, 0
	r.box(size)
	from, to := e.sheet.Selection()
	for _, s := range e.page.shown {
		r.row(s, from, to)
	}
	r.placeHolder()
	r.place(size)
	r.gather()
	e.spell.ask(e)
}

// origin is where the page's own edge is.
func (e *Editor) origin() fyne.Position { return fyne.NewPos(margin(), margin()+e.find.height()) }

// box draws the field: its ground and its edge, by which one sees the focus.
func (r *renderer) box(size fyne.Size) {
	stroke, ink := theme.InputBorderSize(), theme.ColorNameInputBorder
	if r.e.focused || r.e.find.focused() {
		stroke, ink = 2, ui.Accent
	}
	ground := theme.ColorNameInputBackground
	if r.e.fixed() {
		ground = theme.ColorNameDisabledButton
	}
	r.ground.Set(ground, ink, stroke)
	r.ground.Resize(size)
}

// row draws one row: what lies behind the letters, the letters, what underlines
// them.
func (r *renderer) row(s shownRow, from, to text.Place) {
	e, p := r.e, r.e.page
	l, w, begin := p.row(s.spot)
	o := e.origin().AddXY(0, s.y)
	piece := e.sheet.Line(s.line)[begin:]
	first := text.Place{Line: s.line, Col: begin + w.from}
	last := text.Place{Line: s.line, Col: begin + w.to}
	if l.code {
		r.rect(o.SubtractXY(ui.Px(3), 0), fyne.NewSize(p.width+ui.Px(6), l.rowHeight), theme.ColorNameHover, 0)
	}
	if l.Quote {
		r.rect(o.SubtractXY(ui.Px(4), 0), fyne.NewSize(ui.Px(2), l.rowHeight), theme.ColorNameInputBorder, 0)
	}
	for _, m := range e.find.on(s.line) {
		if a, z := max(m[0], first.Col), min(m[1], last.Col); a < z {
			r.rect(o.AddXY(p.xOf(s.spot, a), 0), fyne.NewSize(p.xOf(s.spot, z)-p.xOf(s.spot, a), l.rowHeight), matchGround, ui.Px(2))
		}
	}
	if from != to && !to.Before(first) && !last.Before(from) {
		a, z := p.xOf(s.spot, max(first.Col, colIn(from, s.line, 0))), p.xOf(s.spot, min(last.Col, colIn(to, s.line, last.Col)))
		if p.endsLine(s.spot, l) && last.Before(to) {
			z += ui.Px(5) // the line end is selected too
		}
		if z > a {
			r.rect(o.AddXY(a, 0), fyne.NewSize(z-a, l.rowHeight), ui.Selected, 0)
		}
	}
	x := w.x
	base := p.font.base(0, l.Level)
	letters := r.text()
	letters.Begin()
	for _, run := range l.runs(piece, w) {
		s := piece[run.from:run.to]
		width := p.font.width(s, run.style, l.Level)
		if run.style&marks.Mono != 0 && !l.code && run.style&marks.Sign == 0 {
			r.rect(o.AddXY(x, ui.Px(1)), fyne.NewSize(width, l.rowHeight-ui.Px(2)), theme.ColorNameHover, ui.Px(2))
		}
		if s[0] != '\t' && strings.TrimLeft(s, " ") != "" {
			write(letters, visible(s), o.AddXY(x, base-p.font.base(run.style, l.Level)), pen(run.style, l.Level))
		}
		if run.style&marks.Linked != 0 && run.style&marks.Faint == 0 {
			r.rect(o.AddXY(x, base+ui.Px(2)), fyne.NewSize(width, 1), theme.ColorNameHyperlink, 0)
		}
		x += width
	}
	letters.End()
	if l.Box >= w.from && l.Box < w.to {
		a, z := p.xOf(s.spot, begin+l.Box), p.xOf(s.spot, begin+l.Box+3)
		r.frame(o.AddXY(a, ui.Px(1)), fyne.NewSize(z-a, l.rowHeight-ui.Px(2)))
	}
	if !l.code {
		for _, wrong := range e.spell.wrong(e, l, piece, w, begin, s.line) {
			a, z := p.xOf(s.spot, wrong[0]), p.xOf(s.spot, wrong[1])
			r.rect(o.AddXY(a, base+ui.Px(2)), fyne.NewSize(z-a, ui.Px(1.6)), ui.Danger, ui.Px(1))
		}
	}
	if l.picture > 0 && s.row == len(l.rows)-1 {
		r.picture(o.AddXY(0, l.rowHeight), l)
	}
}

// colIn is the column of a place on a line, or another if it is elsewhere.
func colIn(p text.Place, line, otherwise int) int {
	if p.Line == line {
		return p.Col
	}
	return otherwise
}

// ink is the colour of a style.
func ink(s marks.Style) fyne.ThemeColorName {
	switch {
	case s&marks.Sign != 0:
		return ui.Accent
	case s&marks.Linked != 0 && s&marks.Faint == 0:
		return theme.ColorNameHyperlink
	case s&(marks.Faint|marks.Quoted) != 0:
		return ui.Muted
	}
	return ui.Ink
}

func (r *renderer) rect(at fyne.Position, size fyne.Size, fill fyne.ThemeColorName, radius float32) *canvas.Rectangle {
	if r.used.rects == len(r.rects) {
		r.rects = append(r.rects, canvas.NewRectangle(nil))
	}
	o := r.rects[r.used.rects]
	r.used.rects++
	if c := ui.Color(fill); o.FillColor != c || o.CornerRadius != radius || o.StrokeWidth != 0 {
		o.FillColor, o.CornerRadius, o.StrokeWidth, o.StrokeColor = c, radius, 0, nil
		o.Refresh()
	}
	o.Move(at)
	o.Resize(size)
	return o
}

// frame is a rectangle that is only an edge.
func (r *renderer) frame(at fyne.Position, size fyne.Size) {
	o := r.rect(at, size, noGround, ui.Px(3))
	o.StrokeWidth, o.StrokeColor = 1, ui.Color(ui.Accent)
	o.Refresh()
}

// text is the picture of a row that is not in use.
func (r *renderer) text() *ui.Letters {
	if r.used.texts == len(r.texts) {
		r.texts = append(r.texts, ui.NewLetters())
	}
	r.used.texts++
	return r.texts[r.used.texts-1]
}

func pen(s marks.Style, level int) ui.Pen {
	return ui.Pen{Ink: ui.Color(ink(s)), Size: sizeOf(level), Style: drawn(s)}
}

func write(letters *ui.Letters, s string, at fyne.Position, pen ui.Pen) {
	size := ui.Measure(s, pen.Size, pen.Style)
	letters.Write(s, pen, at.X, at.Y, size.Width, size.Height)
}

func (r *renderer) placeHolder() {
	r.hint.Begin()
	if r.e.sheet.Len() == 0 {
		write(r.hint, r.e.PlaceHolder, r.e.origin(), ui.Pen{Ink: ui.Color(ui.Muted), Size: theme.TextSize()})
	}
	r.hint.End()
}

// place puts what is not text where it belongs.
func (r *renderer) place(size fyne.Size) {
	e := r.e
	area := fyne.NewSize(size.Width, size.Height-e.find.height()-e.long.height())
	at := fyne.NewPos(0, e.find.height())
	r.wheel.Move(at)
	r.wheel.Resize(area)
	r.wheel.Hidden = e.page.fits()
	r.thumb.Hidden = r.wheel.Hidden
	r.thumb.Move(at.AddXY(size.Width-gutter()-ui.Px(2), ui.Px(2)))
	r.thumb.Resize(fyne.NewSize(gutter(), area.Height-ui.Px(4)))
	if !r.thumb.Hidden {
		r.thumb.Refresh()
	}
	e.find.bar.Move(fyne.NewPos(ui.Px(4), ui.Px(4)))
	e.find.bar.Resize(fyne.NewSize(size.Width-ui.Px(8), e.find.bar.MinSize().Height))
	e.long.bar.Move(fyne.NewPos(ui.Px(4), size.Height-e.long.height()))
	e.long.bar.Resize(fyne.NewSize(size.Width-ui.Px(8), e.long.bar.MinSize().Height))
	r.showCaret()
}

// showCaret draws the caret where it is, if it is seen.
func (r *renderer) showCaret() {
	e := r.e
	s := e.page.spotOf(e.sheet.Caret())
	y, seen := e.page.yOf(s)
	r.caret.Hidden = !seen || !e.focused || e.dimmed
	if r.caret.Hidden {
		r.caret.Refresh()
		return
	}
	l, _, _ := e.page.row(s)
	r.caret.FillColor = ui.Color(ui.Accent)
	r.caret.Move(e.origin().AddXY(e.page.xOf(s, e.sheet.Caret().Col)-ui.Px(0.5), y))
	r.caret.Resize(fyne.NewSize(ui.Px(1.5), l.rowHeight))
	r.caret.Refresh()
}

// gather lists what is drawn now.
func (r *renderer) gather() {
	r.objects = append(r.objects[:0], r.ground)
	for _, o := range r.rects[:r.used.rects] {
		r.objects = append(r.objects, o)
	}
	r.objects = append(r.objects, r.hint.Objects()...)
	for _, o := range r.texts[:r.used.texts] {
		r.objects = append(r.objects, o.Objects()...)
	}
	for _, o := range r.images[:r.used.images] {
		r.objects = append(r.objects, o)
	}
	r.objects = append(r.objects, r.caret, r.wheel, r.thumb, r.e.find.bar, r.e.long.bar)
}

// matchGround is the ground of what was searched for; noGround is none.
const (
	matchGround = ui.Internal
	noGround    = fyne.ThemeColorName("none")
)
