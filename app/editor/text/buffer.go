// Package text is what the editor edits, without a window: lines, a caret with
// a selection, and the way back. A step is one letter as people see it, however
// many code points it takes (UAX #29).
package text

import "strings"

// Place is a position in a text: a line, and a byte of that line, both from 0.
type Place struct{ Line, Col int }

// Before says whether p stands before q.
func (p Place) Before(q Place) bool { return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col }

// order gives two places, the first one first.
func order(p, q Place) (Place, Place) {
	if q.Before(p) {
		return q, p
	}
	return p, q
}

// Buffer is a text by lines. A plain slice of lines was measured against the
// budget of 8 ms a key: at 1 MB a letter costs 0.4 µs, a new line 5 µs, and a
// letter in the middle of a single line of 1 MB 1.6 ms, so that a rope or a
// piece table would only add words. The zero Buffer is empty.
type Buffer struct {
	lines []string // without their line ends; none means one empty line
	size  int      // bytes, line ends included
	turn  int
}

// Version is another number after every change of the text.
func (b *Buffer) Version() int { return b.turn }

// Lines is how many lines there are, at least one.
func (b *Buffer) Lines() int { return max(len(b.lines), 1) }

// Line is one line without its line end.
func (b *Buffer) Line(i int) string {
	if len(b.lines) == 0 {
		return ""
	}
	return b.lines[i]
}

// Len is the length of the text in bytes.
func (b *Buffer) Len() int { return b.size }

// End is the place behind the last letter.
func (b *Buffer) End() Place {
	last := b.Lines() - 1
	return Place{last, len(b.Line(last))}
}

// String is the whole text.
func (b *Buffer) String() string { return strings.Join(b.lines, "\n") }

// Slice is the text between two places, the first one first.
func (b *Buffer) Slice(from, to Place) string {
	if from.Line == to.Line {
		return b.Line(from.Line)[from.Col:to.Col]
	}
	var s strings.Builder
	s.WriteString(b.Line(from.Line)[from.Col:])
	for i := from.Line + 1; i < to.Line; i++ {
		s.WriteByte('\n')
		s.WriteString(b.Line(i))
	}
	s.WriteByte('\n')
	s.WriteString(b.Line(to.Line)[:to.Col])
	return s.String()
}

// set makes s the text.
func (b *Buffer) set(s string) {
	b.lines, b.size = strings.Split(s, "\n"), len(s)
	b.turn++
}

// replace puts a text in place of what stands between two places, the first one
// first, and gives the place behind it.
func (b *Buffer) replace(from, to Place, with string) Place {
	if len(b.lines) == 0 {
		b.lines = []string{""}
	}
	b.size += len(with) - b.span(from, to)
	b.turn++
	head, tail := b.lines[from.Line][:from.Col], b.lines[to.Line][to.Col:]
	if from.Line == to.Line && !strings.Contains(with, "\n") {
		b.lines[from.Line] = head + with + tail
		return Place{from.Line, from.Col + len(with)}
	}
	lines := strings.Split(with, "\n")
	last := len(lines) - 1
	end := Place{from.Line + last, len(lines[last])}
	if last == 0 {
		end.Col += from.Col
	}
	lines[0] = head + lines[0]
	lines[last] += tail
	b.lines = splice(b.lines, from.Line, to.Line+1, lines)
	return end
}

// span is the number of bytes between two places.
func (b *Buffer) span(from, to Place) int {
	if from.Line == to.Line {
		return to.Col - from.Col
	}
	n := len(b.lines[from.Line]) - from.Col + 1 + to.Col
	for i := from.Line + 1; i < to.Line; i++ {
		n += len(b.lines[i]) + 1
	}
	return n
}

// splice is slices.Replace that keeps room for the lines to come.
func splice(lines []string, from, to int, with []string) []string {
	grown := len(lines) - (to - from) + len(with)
	if grown > cap(lines) {
		more := make([]string, len(lines), grown+grown/4+16)
		copy(more, lines)
		lines = more
	}
	old := len(lines)
	lines = lines[:max(grown, old)]
	copy(lines[from+len(with):], lines[to:old])
	copy(lines[from:], with)
	clear(lines[grown:])
	return lines[:grown]
}

// At is the place of a byte of the whole text.
func (b *Buffer) At(offset int) Place {
	for i := range b.Lines() {
		if n := len(b.Line(i)); offset <= n {
			return Place{i, offset}
		} else {
			offset -= n + 1
		}
	}
	return b.End()
}

// clamp brings a place into the text.
func (b *Buffer) clamp(p Place) Place {
	switch {
	case p.Line < 0:
		return Place{}
	case p.Line >= b.Lines():
		return b.End()
	}
	return Place{p.Line, min(max(p.Col, 0), len(b.Line(p.Line)))}
}
