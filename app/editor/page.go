package editor

import (
	"sort"

	"firstline/app/editor/marks"
	"firstline/app/editor/text"
)

// pieceSize is about how many bytes of a line are wrapped at once: a line may be
// a whole log, and only what is seen of it may cost anything.
const pieceSize = 4 << 10

// spot is a row on the page: a line, a piece of that, a row of that.
type spot struct{ line, piece, row int }

func (s spot) before(t spot) bool {
	if s.line != t.line {
		return s.line < t.line
	}
	if s.piece != t.piece {
		return s.piece < t.piece
	}
	return s.row < t.row
}

// page is where the text lies: which rows are seen, and where. Only those are
// ever wrapped, and what was wrapped once is kept by its text, so that a new
// line above does not matter.
type page struct {
	sheet  *text.Sheet
	ours   func(code string) bool       // as marks.Read wants it
	shows  func(picture string) float32 // the height of a picture that is known, 0 of any other
	plain  func() bool                  // it is no Markdown
	width  float32
	height float32

	font   fonts
	kept   map[pieceKey]*laid
	blocks []marks.Block // of code
	turn   int           // the version of the text the blocks are of

	top   spot
	shown []shownRow
}

// shownRow is a row that is seen.
type shownRow struct {
	spot
	y float32
}

// pieceKey is what a wrapped piece depends on besides width and text size.
type pieceKey struct {
	text string
	code bool
	part bool // of a longer line
}

func newPage(sheet *text.Sheet) *page {
	return &page{sheet: sheet, kept: map[pieceKey]*laid{}, turn: -1}
}

// forget drops what was wrapped: the width, the text size or a picture changed.
func (p *page) forget() { clear(p.kept) }

// resize gives the page its room, without what stands beside the text, and says
// whether that is another one.
func (p *page) resize(width, height float32) bool {
	same := p.width == width && p.height == height
	if width != p.width {
		p.forget()
	}
	p.width, p.height = width, height
	return !same
}

// pieces is into how many pieces a line is cut.
func pieces(line string) int { return 1 + max(len(line)-1, 0)/pieceSize }

// cut is where the n-th piece of a line begins: after a blank, if there is one
// near, and never inside a letter of several bytes.
func cut(line string, n int) int {
	at := n * pieceSize
	if at <= 0 || at >= len(line) {
		return min(max(at, 0), len(line))
	}
	for i := at; i > at-256; i-- {
		if line[i-1] == ' ' {
			return i
		}
	}
	for at > 0 && line[at]&0xC0 == 0x80 {
		at--
	}
	return at
}

// piece gives a piece of a line as it is wrapped, and the byte it begins at.
func (p *page) piece(line, n int) (*laid, int) {
	s := p.sheet.Line(line)
	count := pieces(s)
	from := cut(s, n)
	key := pieceKey{text: s[from:], code: p.inCode(line), part: count > 1}
	if n+1 < count {
		key.text = s[from:cut(s, n+1)]
	}
	l := p.kept[key]
	if l == nil {
		if len(p.kept) > 2000 {
			p.forget()
		}
		l = p.wrap(key)
		p.kept[key] = l
	}
	return l, from
}

// row gives a row and the byte its piece begins at.
func (p *page) row(s spot) (*laid, row, int) {
	l, from := p.piece(s.line, s.piece)
	return l, l.rows[min(s.row, len(l.rows)-1)], from
}

// inCode says whether a line stands in a block of code, or is its fence.
func (p *page) inCode(line int) bool {
	if p.plain() {
		return false
	}
	if p.turn != p.sheet.Version() {
		p.turn = p.sheet.Version()
		p.blocks = marks.Blocks(p.sheet.Lines(), p.sheet.Line)
	}
	i := sort.Search(len(p.blocks), func(i int) bool { return p.blocks[i].To >= line })
	return i < len(p.blocks) && p.blocks[i].From <= line
}

// next is the row below, if there is one.
func (p *page) next(s spot) (spot, bool) {
	l, _ := p.piece(s.line, s.piece)
	switch {
	case s.row+1 < len(l.rows):
		return spot{s.line, s.piece, s.row + 1}, true
	case s.piece+1 < pieces(p.sheet.Line(s.line)):
		return spot{s.line, s.piece + 1, 0}, true
	case s.line+1 < p.sheet.Lines():
		return spot{s.line + 1, 0, 0}, true
	}
	return s, false
}

// prev is the row above, if there is one.
func (p *page) prev(s spot) (spot, bool) {
	switch {
	case s.row > 0:
		return spot{s.line, s.piece, s.row - 1}, true
	case s.piece > 0:
		return p.lastOf(s.line, s.piece-1), true
	case s.line > 0:
		return p.lastOf(s.line-1, pieces(p.sheet.Line(s.line-1))-1), true
	}
	return s, false
}

func (p *page) lastOf(line, piece int) spot {
	l, _ := p.piece(line, piece)
	return spot{line, piece, len(l.rows) - 1}
}

// heightOf is how high a row is, with the picture beneath it.
func (p *page) heightOf(s spot) float32 {
	l, _ := p.piece(s.line, s.piece)
	if s.row == len(l.rows)-1 {
		return l.rowHeight + l.picture
	}
	return l.rowHeight
}

// spotOf is the row a place stands in.
func (p *page) spotOf(at text.Place) spot {
	line := p.sheet.Line(at.Line)
	n := min(at.Col/pieceSize, pieces(line)-1)
	for n+1 < pieces(line) && cut(line, n+1) <= at.Col {
		n++
	}
	l, from := p.piece(at.Line, n)
	row := sort.Search(len(l.rows), func(i int) bool { return from+l.rows[i].from > at.Col }) - 1
	return spot{at.Line, n, max(row, 0)}
}

// xOf is how far to the right a byte of a row is, from the page's edge.
func (p *page) xOf(s spot, col int) float32 {
	l, r, from := p.row(s)
	key := p.sheet.Line(s.line)[from:]
	x := r.x
	for _, run := range l.runs(key, r) {
		if col <= from+run.from {
			break
		}
		to := min(run.to, col-from)
		x += p.font.width(key[run.from:to], run.style, l.Level)
	}
	return x
}

// placeAt is the place between two letters of a row that is nearest to x.
func (p *page) placeAt(s spot, x float32) text.Place {
	l, r, from := p.row(s)
	line := p.sheet.Line(s.line)
	at, best := r.from, r.x
	for col := r.from; col < r.to; {
		size := len(text.Letter(line[from+col : from+r.to]))
		edge := p.xOf(s, from+col+size)
		if edge-x > x-best {
			break
		}
		col += size
		at, best = col, edge
		if edge >= x {
			break
		}
	}
	if at == r.to && !p.endsLine(s, l) && at > r.from { // that place is the next row's
		return p.sheet.Prev(text.Place{Line: s.line, Col: from + at})
	}
	return text.Place{Line: s.line, Col: from + at}
}

// endsLine says whether a row is the last of its line.
func (p *page) endsLine(s spot, l *laid) bool {
	return s.row == len(l.rows)-1 && s.piece == pieces(p.sheet.Line(s.line))-1
}

// edges are the first and the last place of a row.
func (p *page) edges(s spot) (from, to text.Place) {
	l, r, begin := p.row(s)
	from, to = text.Place{Line: s.line, Col: begin + r.from}, text.Place{Line: s.line, Col: begin + r.to}
	if !p.endsLine(s, l) && r.to > r.from {
		to = p.sheet.Prev(to)
	}
	return from, to
}

// arrange finds out which rows are seen. Where there is room below the last
// line, more is shown above.
func (p *page) arrange() {
	p.top = p.inText(p.top)
	p.shown = p.shown[:0]
	y := float32(0)
	for s, ok := p.top, true; ok; s, ok = p.next(s) {
		h := p.heightOf(s)
		if y+h > p.height && len(p.shown) > 0 {
			return
		}
		p.shown = append(p.shown, shownRow{s, y})
		y += h
	}
	top := p.top
	for {
		s, ok := p.prev(top)
		if !ok || y+p.heightOf(s) > p.height {
			break
		}
		y += p.heightOf(s)
		top = s
	}
	if top != p.top {
		p.top = top
		p.arrange()
	}
}

// inText brings a row that may be gone into the text.
func (p *page) inText(s spot) spot {
	s.line = min(max(s.line, 0), p.sheet.Lines()-1)
	s.piece = min(s.piece, pieces(p.sheet.Line(s.line))-1)
	l, _ := p.piece(s.line, s.piece)
	s.row = min(s.row, len(l.rows)-1)
	return s
}

// reveal scrolls as little as it takes to see a place.
func (p *page) reveal(at text.Place) {
	s := p.spotOf(at)
	p.top = p.inText(p.top)
	if s.before(p.top) {
		p.top = s
		return
	}
	room := p.height - p.heightOf(s)
	first := s
	for {
		if first == p.top {
			return // it is seen already
		}
		up, ok := p.prev(first)
		if !ok || room < p.heightOf(up) {
			break
		}
		room -= p.heightOf(up)
		first = up
	}
	p.top = first
}

// scroll moves the page by rows, down where they are above nothing.
func (p *page) scroll(rows int) {
	for ; rows > 0; rows-- {
		p.top, _ = p.next(p.top)
	}
	for ; rows < 0; rows++ {
		p.top, _ = p.prev(p.top)
	}
}

// measureUpTo is how high the text is, but no more than most.
func (p *page) measureUpTo(most float32) float32 {
	var y float32
	for s, ok := (spot{}), true; ok && y < most; s, ok = p.next(s) {
		y += p.heightOf(s)
	}
	return min(y, most)
}

// fits says whether all of it is seen.
func (p *page) fits() bool {
	if len(p.shown) == 0 || p.top != (spot{}) {
		return len(p.shown) == 0
	}
	_, more := p.next(p.shown[len(p.shown)-1].spot)
	return !more
}

// part is how far down the text a row is, from 0 to the number of lines. Lines
// count the same, however many rows they have: those are not known.
func (p *page) part(s spot) float64 {
	l, _ := p.piece(s.line, s.piece)
	return float64(s.line) + (float64(s.piece)+float64(s.row)/float64(len(l.rows)))/float64(pieces(p.sheet.Line(s.line)))
}

// rowAt is the row that far down, the way back from part.
func (p *page) rowAt(part float64) spot {
	line := min(max(int(part), 0), p.sheet.Lines()-1)
	count := pieces(p.sheet.Line(line))
	within := min(max((part-float64(line))*float64(count), 0), float64(count)-1e-6)
	l, _ := p.piece(line, int(within))
	return spot{line, int(within), int((within - float64(int(within))) * float64(len(l.rows)))}
}

// at is the row at a height, the nearest one outside of the text.
func (p *page) at(y float32) spot {
	if len(p.shown) == 0 {
		return p.top
	}
	i := sort.Search(len(p.shown), func(i int) bool { return p.shown[i].y > y }) - 1
	return p.shown[max(i, 0)].spot
}

// yOf is how far down a row is seen, if it is.
func (p *page) yOf(s spot) (float32, bool) {
	i := sort.Search(len(p.shown), func(i int) bool { return !p.shown[i].before(s) })
	if i == len(p.shown) || p.shown[i].spot != s {
		return 0, false
	}
	return p.shown[i].y, true
}
