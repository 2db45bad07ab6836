package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Letter is the first letter of a text as people see it: a letter with its
// accents, a flag, a family.
func Letter(s string) string {
	if len(s) > 1 && s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf {
		return s[:1]
	}
	it := graphemes.FromString(s)
	it.Next()
	return it.Value()
}

// Next is the place one letter further on.
func (b *Buffer) Next(p Place) Place {
	line := b.Line(p.Line)
	switch {
	case p.Col < len(line):
		return Place{p.Line, p.Col + len(Letter(line[p.Col:]))}
	case p.Line+1 < b.Lines():
		return Place{p.Line + 1, 0}
	}
	return p
}

// Prev is the place one letter back.
func (b *Buffer) Prev(p Place) Place {
	switch {
	case p.Col > 0:
		return Place{p.Line, before(b.Line(p.Line), p.Col)}
	case p.Line > 0:
		return Place{p.Line - 1, len(b.Line(p.Line - 1))}
	}
	return p
}

// before is where the letter in front of col begins. It looks from the last
// ASCII letter on, which begins a letter of its own.
func before(line string, col int) int {
	from := col - 1
	for from > 0 && line[from] >= utf8.RuneSelf {
		from--
	}
	for {
		next := from + len(Letter(line[from:]))
		if next >= col {
			return from
		}
		from = next
	}
}

// class is what a word jump goes by.
type class int

const (
	blank class = iota
	word
	other
)

func classOf(letter string) class {
	r, _ := utf8.DecodeRuneInString(letter)
	switch {
	case unicode.IsSpace(r):
		return blank
	case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
		return word
	}
	return other
}

// ahead is the class of the letter at p, behind of that in front of it; of a
// line's end it is blank.
func (b *Buffer) ahead(p Place) class {
	return classOf(b.Slice(p, Place{p.Line, b.Next(p).colOn(p.Line, len(b.Line(p.Line)))}))
}

func (b *Buffer) behind(p Place) class {
	return classOf(b.Line(p.Line)[b.Prev(p).colOn(p.Line, 0):p.Col])
}

// colOn is the place's column if it is on the line, else the other.
func (p Place) colOn(line, otherwise int) int {
	if p.Line == line {
		return p.Col
	}
	return otherwise
}

// NextWord is the end of the word at or after p; from the end of a line it goes
// to the next line.
func (b *Buffer) NextWord(p Place) Place {
	end := len(b.Line(p.Line))
	if p.Col == end {
		return b.Next(p)
	}
	for p.Col < end && b.ahead(p) == blank {
		p = b.Next(p)
	}
	if p.Col < end {
		for kind := b.ahead(p); p.Col < end && b.ahead(p) == kind; {
			p = b.Next(p)
		}
	}
	return p
}

// PrevWord is the beginning of the word before p; from the beginning of a line
// it goes to the line before.
func (b *Buffer) PrevWord(p Place) Place {
	if p.Col == 0 {
		return b.Prev(p)
	}
	for p.Col > 0 && b.behind(p) == blank {
		p = b.Prev(p)
	}
	if p.Col > 0 {
		for kind := b.behind(p); p.Col > 0 && b.behind(p) == kind; {
			p = b.Prev(p)
		}
	}
	return p
}

// WordAt is the word around p, or the blanks, or the signs; of an empty line it
// is nothing.
func (b *Buffer) WordAt(p Place) (from, to Place) {
	from, to = p, p
	end := len(b.Line(p.Line))
	var kind class
	switch {
	case p.Col < end && (b.ahead(p) == word || p.Col == 0 || b.behind(p) != word):
		kind = b.ahead(p)
	case p.Col > 0:
		kind = b.behind(p)
	}
	for to.Col < end && b.ahead(to) == kind {
		to = b.Next(to)
	}
	for from.Col > 0 && b.behind(from) == kind {
		from = b.Prev(from)
	}
	return from, to
}
