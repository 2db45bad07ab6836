package faq

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data/desk"
	"firstline/data/words"
)

// hitList shows the articles a search found, each with the words that matched in
// bold. Rows are as high as their text; the keys are those of every list.
type hitList struct {
	widget.BaseWidget
	OnSelect func(row int)
	OnOpen   func(row int)
	OnTop    func()
	OnEscape func()

	words   *words.Printer
	query   string
	rows    []*hitRow
	cursor  int
	focused bool

	box    *fyne.Container
	scroll *container.Scroll
	empty  *fyne.Container
}

var (
	_ fyne.Focusable  = (*hitList)(nil)
	_ fyne.Accessible = (*hitList)(nil)
)

func newHitList(p *words.Printer) *hitList {
	l := &hitList{words: p, cursor: -1, box: container.New(page.Column{}), empty: container.NewStack()}
	l.scroll = container.NewVScroll(l.box)
	l.ExtendBaseWidget(l)
	return l
}

// show shows what a query found, or what stands there when that is nothing.
func (l *hitList) show(query string, hits []desk.ArticleHit, nothing fyne.CanvasObject) {
	l.query, l.cursor, l.rows = query, -1, l.rows[:0]
	l.box.Objects = l.box.Objects[:0]
	for i, h := range hits {
		row := newHitRow(l, i, h)
		l.rows = append(l.rows, row)
		l.box.Objects = append(l.box.Objects, row)
	}
	l.empty.Objects = nil
	if len(hits) == 0 {
		l.empty.Objects = []fyne.CanvasObject{nothing}
	}
	l.scroll.Offset = fyne.Position{}
	l.box.Refresh()
	l.scroll.Refresh()
	l.empty.Refresh()
}

// Selected is the row the cursor is on, -1 if none.
func (l *hitList) Selected() int { return l.cursor }

// Select puts the cursor on a row, shows it, and tells OnSelect if it moved.
func (l *hitList) Select(row int) {
	row = min(max(row, 0), len(l.rows)-1)
	if row < 0 {
		return
	}
	before := l.cursor
	l.cursor = row
	if before >= 0 && before < len(l.rows) {
		l.rows[before].Refresh()
	}
	l.rows[row].Refresh()
	l.reveal()
	if row != before && l.OnSelect != nil {
		l.OnSelect(row)
	}
}

// reveal scrolls as little as shows the cursor's row.
func (l *hitList) reveal() {
	r := l.rows[l.cursor]
	top, bottom := r.Position().Y, r.Position().Y+r.Size().Height
	at := l.scroll.Offset.Y
	at = max(min(at, top), bottom-l.scroll.Size().Height)
	if at != l.scroll.Offset.Y {
		l.scroll.ScrollToOffset(fyne.NewPos(0, max(at, 0)))
	}
}

// FocusGained shows the focus.
func (l *hitList) FocusGained() { l.setFocused(true) }

// FocusLost hides it.
func (l *hitList) FocusLost() { l.setFocused(false) }

func (l *hitList) setFocused(on bool) {
	l.focused = on
	if on && l.cursor < 0 {
		l.Select(0)
	}
	if l.cursor >= 0 && l.cursor < len(l.rows) {
		l.rows[l.cursor].Refresh()
	}
}

// TypedRune does nothing.
func (l *hitList) TypedRune(rune) {}

// TypedKey moves the cursor and opens.
func (l *hitList) TypedKey(ev *fyne.KeyEvent) {
	const page = 4 // rows: what fits is four to six
	switch ev.Name {
	case fyne.KeyUp:
		if l.cursor <= 0 && l.OnTop != nil {
			l.OnTop()
			return
		}
		l.Select(l.cursor - 1)
	case fyne.KeyDown:
		l.Select(l.cursor + 1)
	case fyne.KeyPageUp:
		l.Select(l.cursor - page)
	case fyne.KeyPageDown:
		l.Select(l.cursor + page)
	case fyne.KeyHome:
		l.Select(0)
	case fyne.KeyEnd:
		l.Select(len(l.rows) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.cursor >= 0 && l.OnOpen != nil {
			l.OnOpen(l.cursor)
		}
	case fyne.KeyEscape:
		if l.OnEscape != nil {
			l.OnEscape()
			return
		}
		ui.Unused(l, ev)
	default:
		ui.Unused(l, ev)
	}
}

// AccessibilityLabel reads out the cursor's row.
func (l *hitList) AccessibilityLabel() string {
	if l.cursor < 0 || l.cursor >= len(l.rows) {
		return l.words.Say("word.articles")
	}
	return l.rows[l.cursor].spoken
}

// AccessibilityRole is a container's.
func (l *hitList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer draws the list.
func (l *hitList) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(l.scroll, l.empty))
}

// hitRow is one article found.
type hitRow struct {
	widget.BaseWidget
	list    *hitList
	row     int
	spoken  string
	content fyne.CanvasObject
	hovered bool
}

var (
	_ fyne.Tappable     = (*hitRow)(nil)
	_ desktop.Hoverable = (*hitRow)(nil)
)

// AccessibilityLabel is what the row says.
func (r *hitRow) AccessibilityLabel() string { return r.spoken }

// AccessibilityRole is a button's.
func (r *hitRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func newHitRow(l *hitList, row int, h desk.ArticleHit) *hitRow {
	p, a := l.words, h.Article
	title := ui.NewText(a.Title, "")
	title.Bold, title.Cut = true, true
	facts := []string{page.Confidence(p, a.Confidence)}
	if a.Audience != "" {
		facts = append(facts, p.Choice("audience", string(a.Audience)))
	}
	if a.Category != "" {
		facts = append(facts, a.Category)
	}
	if h.Uses > 0 {
		facts = append(facts, p.Count("faq.uses", h.Uses))
	}
	fact := ui.NewCaption(strings.Join(facts, " · "))
	fact.Cut = true
	rows := container.New(page.Column{}, title)
	if h.Snippet != "" {
		rows.Add(ui.Flush(page.Marked(h.Snippet)))
	}
	rows.Add(fact)
	r := &hitRow{list: l, row: row, spoken: a.Title + ", " + fact.Text,
		content: ui.Air(4, 4, 8, 8, rows)}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped puts the cursor here.
func (r *hitRow) Tapped(*fyne.PointEvent) {
	fyne.CurrentApp().Driver().CanvasForObject(r.list).Focus(r.list)
	r.list.Select(r.row)
}

// MouseIn tints the row.
func (r *hitRow) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved does nothing.
func (r *hitRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (r *hitRow) MouseOut() { r.hovered = false; r.Refresh() }

// CreateRenderer draws the row.
func (r *hitRow) CreateRenderer() fyne.WidgetRenderer {
	w := &hitRowRenderer{r: r, ground: canvas.NewRectangle(color.Transparent), mark: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent)}
	w.Refresh()
	return w
}

type hitRowRenderer struct {
	r                  *hitRow
	ground, mark, line *canvas.Rectangle
}

func (w *hitRowRenderer) Destroy() {}
func (w *hitRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{w.ground, w.mark, w.line, w.r.content}
}
func (w *hitRowRenderer) MinSize() fyne.Size { return w.r.content.MinSize() }

func (w *hitRowRenderer) Layout(size fyne.Size) {
	w.r.content.Resize(size)
	w.ground.Resize(size)
	w.mark.Resize(fyne.NewSize(theme.Padding()*0.75, size.Height))
	w.line.Move(fyne.NewPos(0, size.Height-1))
	w.line.Resize(fyne.NewSize(size.Width, 1))
}

func (w *hitRowRenderer) Refresh() {
	l := w.r.list
	ground, mark := color.Color(color.Transparent), color.Color(color.Transparent)
	switch here := l.cursor == w.r.row; {
	case here && l.focused:
		ground, mark = ui.Color(ui.Selected), ui.Color(ui.Accent)
	case here:
		ground, mark = ui.Color(theme.ColorNamePressed), ui.Color(theme.ColorNameInputBorder)
	case w.r.hovered:
		ground = ui.Color(theme.ColorNameHover)
	}
	w.ground.FillColor, w.mark.FillColor, w.line.FillColor = ground, mark, ui.Color(ui.Line)
	w.ground.Refresh()
	w.mark.Refresh()
	w.line.Refresh()
}
