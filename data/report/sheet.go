package report

import (
	"github.com/jung-kurt/gofpdf"

	"firstline/data"
	"firstline/data/words"
)

// A4 and its margins, in points (1/72 inch).
const (
	pageWidth    = 595.28
	pageHeight   = 841.89
	marginLeft   = 50.0
	marginTop    = 50.0
	marginBottom = 64.0
	textWidth    = pageWidth - 2*marginLeft
	footLine     = pageHeight - 50.0
)

// ink is a colour.
type ink struct{ r, g, b int }

var (
	black     = ink{31, 41, 55}
	grey      = ink{98, 106, 120}
	hairline  = ink{222, 226, 232}
	paleGrey  = ink{244, 246, 248}
	teal      = ink{15, 118, 110} // the one accent
	paleTeal  = ink{240, 250, 248}
	white     = ink{255, 255, 255}
	amber     = ink{170, 70, 8} // means internal, and nothing else
	paleAmber = ink{255, 248, 232}
)

// The styles text is set in.
var (
	body    = style{size: 9.5, leading: 13.5, ink: black}
	strong  = style{size: 9.5, leading: 13.5, cut: bold, ink: black}
	small   = style{size: 8, leading: 11, ink: grey}
	label   = style{size: 8, leading: 13.5, ink: grey}
	codeish = style{size: 9, leading: 12, cut: mono, ink: black}
	subject = style{size: 18, leading: 23, cut: bold, ink: black}
)

// sheet is the paper being written on, from top to bottom.
type sheet struct {
	pdf      *gofpdf.Fpdf
	words    *words.Printer
	y        float64 // top of what comes next
	header   func()  // draws the head of every page but the first
	loaded   [mono + 1]bool
	cut      cut // the face, size and colours in use
	size     float64
	ink      ink
	fill     ink
	replaced bool // there was a letter that no face has
}

// clean makes a text one that can be set, and remembers if anything had to be replaced.
func (s *sheet) clean(text string) string {
	text, replaced := legible(text)
	s.replaced = s.replaced || replaced
	return text
}

// newPage begins a page.
func (s *sheet) newPage() {
	s.pdf.AddPage()
	s.forget()
	s.y = marginTop
	if s.header != nil && s.pdf.PageNo() > 1 {
		s.header()
	}
}

// forget has face, size and colours stated anew, as they must be on another page.
func (s *sheet) forget() { s.size, s.ink, s.fill = 0, ink{-1, 0, 0}, ink{-1, 0, 0} }

// need begins a new page if less than this height is left.
func (s *sheet) need(height float64) {
	if s.y+height > pageHeight-marginBottom {
		s.newPage()
	}
}

// use turns to a face and size. A face is loaded when it is first used, which costs
// gofpdf a few milliseconds each.
func (s *sheet) use(c cut, size float64) {
	face := faces()[c]
	if !s.loaded[c] {
		s.pdf.AddUTF8FontFromBytes(face.family, face.style, face.font.Bytes())
		s.loaded[c] = true
	}
	if s.cut != c || s.size != size {
		s.pdf.SetFont(face.family, face.style, size*face.scale)
		s.cut, s.size = c, size
	}
}

// surface fills a rectangle.
func (s *sheet) surface(x, y, w, h float64, colour ink) {
	if s.fill != colour {
		s.pdf.SetFillColor(colour.r, colour.g, colour.b)
		s.fill = colour
	}
	s.pdf.Rect(x, y, w, h, "F")
}

// draw puts a line on the paper, its letters standing on the baseline.
func (s *sheet) draw(l line, x, baseline float64) {
	for _, p := range l.pieces {
		s.use(p.cut, p.size)
		if s.ink != p.ink {
			s.pdf.SetTextColor(p.ink.r, p.ink.g, p.ink.b)
			s.ink = p.ink
		}
		s.pdf.Text(x, baseline, p.text)
		if p.link != "" {
			s.surface(x, baseline+1.3, p.width, 0.4, p.ink)
			if target, ok := address(p.link); ok {
				s.pdf.LinkString(x, baseline-p.size, p.width, p.size*1.3, target)
			}
		}
		x += p.width
	}
}

// write puts a short text at a place, on one line, cut where it is too long.
func (s *sheet) write(text string, st style, x, baseline, width float64) {
	s.draw(set([]span{{text: fitting(text, st, width)}}, st, 1e9)[0], x, baseline)
}

// writeRight is write, ending at the right margin.
func (s *sheet) writeRight(text string, st style, baseline, width float64) {
	text = fitting(text, st, width)
	s.write(text, st, pageWidth-marginLeft-widthOf(text, st), baseline, width)
}

// column is a strip of the paper in which text runs down, with the bands behind it.
type column struct {
	x, w  float64
	bands []band
}

// band is a coloured strip behind a column, over its whole height.
type band struct {
	x, w   float64
	colour ink
}

// page is the column as wide as the text.
var page = column{x: marginLeft, w: textWidth}

// inset is the column with less room on the left and on the right.
func (c column) inset(left, right float64) column {
	c.x, c.w = c.x+left, c.w-left-right
	return c
}

// over is the column with another band behind it.
func (c column) over(b band) column {
	c.bands = append(c.bands[:len(c.bands):len(c.bands)], b)
	return c
}

// boxed is the column inset on a tinted ground, with a bar at its left.
func (c column) boxed(ground, bar ink) column {
	return c.over(band{c.x, c.w, ground}).over(band{c.x, 3, bar}).inset(14, 12)
}

// space leaves a gap in a column, through which its bands go on.
func (s *sheet) space(c column, height float64) {
	seen := min(height, pageHeight-marginBottom-s.y)
	for _, b := range c.bands {
		if seen > 0 {
			s.surface(b.x, s.y, b.w, seen+0.3, b.colour) // a little longer, so that no seam shows
		}
	}
	s.y += height
}

// cell is what stands in one column of a row.
type cell struct {
	column
	lines   []line
	leading float64
	size    float64
}

// cellOf sets text into a cell.
func cellOf(c column, st style, spans ...span) cell {
	return cell{column: c, lines: set(spans, st, c.w), leading: st.leading, size: st.size}
}

// row writes cells side by side and line by line, so that a row may run over any number
// of pages. Its first two lines stay together, as do its last two.
func (s *sheet) row(cells ...cell) {
	count, leading, size := 0, 0.0, 0.0
	for _, c := range cells {
		count, leading, size = max(count, len(c.lines)), max(leading, c.leading), max(size, c.size)
	}
	for i := range count {
		together := 1
		if i == 0 || i == count-2 {
			together = min(2, count)
		}
		s.need(float64(together) * leading)
		top := s.y
		for _, c := range cells {
			s.y = top
			s.space(c.column, leading)
		}
		for _, c := range cells {
			if i < len(c.lines) {
				s.draw(c.lines[i], c.x, top+leading/2+size*0.36)
			}
		}
	}
}

// text writes spans down a column.
func (s *sheet) text(c column, st style, spans ...span) { s.row(cellOf(c, st, spans...)) }

// note writes Markdown down a column. Files it mentions are called by their names; the
// pictures among them follow with the attachments.
func (s *sheet) note(c column, markdown string) {
	markdown = data.ReplaceMentions(markdown, func(name string, picture bool) string {
		if picture {
			return s.words.Say("report.names_picture", "name", name)
		}
		return name
	})
	before := item
	for i, b := range blocks(s.clean(markdown)) {
		switch {
		case i > 0 && (b.form != item || before != item && before != paragraph):
			s.space(c, 5)
		case i > 0 && before != item:
			s.space(c, 2)
		}
		before = b.form
		switch b.form {
		case heading:
			s.need(4 * body.leading)
			st := strong
			if b.depth == 1 {
				st.size, st.leading = 10.5, 14.5
			}
			s.text(c, st, b.spans...)
		case item:
			marker := span{text: b.marker}
			in := c.inset(float64(b.depth)*14, 0)
			room := max(13, widthOf(b.marker, body)+5)
			s.row(cell{column: in, lines: set([]span{marker}, body, room), leading: body.leading, size: body.size},
				cellOf(column{x: in.x + room, w: in.w - room}, body, b.spans...))
		case quote:
			in := c
			for range min(b.depth, 4) {
				in = in.over(band{in.x + 2, 1.5, hairline}).inset(10, 0)
			}
			st := body
			st.ink = grey
			s.text(in, st, b.spans...)
		case code:
			in := c.over(band{c.x, c.w, paleGrey})
			s.need(2*codeish.leading + 5)
			s.space(in, 5)
			s.text(in.inset(8, 8), codeish, b.spans...)
			s.space(in, 5)
		case rule:
			s.need(6)
			s.space(c, 3)
			s.surface(c.x, s.y, c.w, 0.6, hairline)
			s.space(c, 3)
		default:
			s.text(c, body, b.spans...)
		}
	}
}

// section writes a heading, never as the last thing on a page, and lists it among the
// bookmarks.
func (s *sheet) section(title string) {
	s.y += 18
	s.need(80)
	s.use(plain, body.size) // bookmarks take the encoding of the face in use
	s.pdf.Bookmark(title, 0, s.y-6)
	s.write(title, style{size: 11.5, cut: bold, ink: teal}, marginLeft, s.y+10, textWidth)
	s.surface(marginLeft, s.y+16, textWidth, 0.6, hairline)
	s.y += 24
}
