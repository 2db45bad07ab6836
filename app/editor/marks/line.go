// Package marks reads the Markdown of a text line by line, as it is typed: what
// to show bold, what is a list, a check box, a link. The text itself stays as it
// stands. It follows CommonMark and GitHub's additions as far as one line can;
// the page a reader sees is drawn by ui.Markdown.
package marks

import (
	"regexp"
	"strings"

	"firstline/data"
)

// Style says how a letter looks; styles add up.
type Style uint16

// The styles.
const (
	Bold Style = 1 << iota
	Italic
	Mono   // code
	Struck // struck through
	Faint  // a sign of Markdown, not of the text
	Sign   // what begins a list or a check box
	Quoted
	Linked
)

// Link is a part of a line that leads somewhere.
type Link struct {
	From, To int    // bytes
	Target   string // an address of the web or of mail, "ticket:MAD-1042", "article:<title>", or an attachment's name after "attachment:"
}

// Line is what Markdown says about one line.
type Line struct {
	Styles  []Style // of every byte
	Links   []Link
	Level   int    // of a heading, 1 to 6; 0 is none
	Hang    int    // bytes of the sign it begins with: what does not fit goes on below what follows that
	Box     int    // the byte the check box begins at, -1 without one
	Ticked  bool   // the check box
	Picture string // the attachment that the line shows, if that is all it does
	Quote   bool
}

// longest is the longest line that is read, in bytes; a longer one is no prose.
const longest = 4 << 10

var (
	heading = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]|$)`)
	quote   = regexp.MustCompile(`^ {0,3}(?:> ?)+`)
	item    = regexp.MustCompile(`^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)`)
	box     = regexp.MustCompile(`^\[([ xX])\](?:[ \t]|$)`)
	rule    = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	picture = regexp.MustCompile(`^\s*!\[([^\]]+)\]\(` + data.AttachmentTarget + `\)\s*$`)
)

// Read reads one line. code says that it stands inside a block of code; ours
// says whether letters before a hyphen and a number are a desk's code, so that
// it is a ticket's number, nil: none are.
func Read(text string, code bool, ours func(code string) bool) Line {
	l := Line{Styles: make([]Style, len(text)), Box: -1}
	if len(text) > longest {
		return l
	}
	if code {
		l.style(0, len(text), Mono)
		return l
	}
	at := 0
	if m := quote.FindStringIndex(text); m != nil {
		l.Quote, l.Hang, at = true, m[1], m[1]
		l.style(0, at, Faint)
		l.style(at, len(text), Quoted)
	}
	rest := text[at:]
	switch {
	case rule.MatchString(rest):
		l.style(at, len(text), Faint)
		return l
	case heading.MatchString(rest):
		m := heading.FindStringSubmatchIndex(rest)
		l.Level = m[3] - m[2]
		l.style(at+m[2], at+m[3], Faint)
		l.style(at, len(text), Bold)
		at += m[1]
	case item.MatchString(rest):
		m := item.FindStringIndex(rest)
		l.style(at, at+m[1], Sign)
		at += m[1]
		if b := box.FindStringSubmatch(text[at:]); b != nil {
			l.Box, l.Ticked = at, b[1] != " "
			l.style(at, at+3, Sign|Mono)
			at += len(b[0])
			if l.Ticked {
				l.style(at, len(text), Quoted)
			}
		}
		l.Hang = at
	}
	if m := picture.FindStringSubmatch(text[at:]); m != nil {
		l.Picture = m[1]
	}
	(&inline{Line: &l, text: text, ours: ours}).read(at)
	return l
}

// style adds a style to a part of the line.
func (l *Line) style(from, to int, s Style) {
	for i := from; i < to; i++ {
		l.Styles[i] |= s
	}
}

// LinkAt is the link that a byte of the line belongs to.
func (l Line) LinkAt(col int) (Link, bool) {
	for _, k := range l.Links {
		if k.From <= col && col <= k.To {
			return k, true
		}
	}
	return Link{}, false
}

// Block is a block of code between two fences: the lines after From and before
// To.
type Block struct{ From, To int }

// Blocks finds the fenced blocks of code of a text. One that is not closed goes
// to the end.
func Blocks(lines int, line func(int) string) []Block {
	var blocks []Block
	var open string
	for i := range lines {
		sign, info := fence(line(i))
		switch {
		case sign == "":
		case open == "":
			if sign[0] == '~' || !strings.Contains(info, "`") {
				open, blocks = sign, append(blocks, Block{i, lines})
			}
		case sign[0] == open[0] && len(sign) >= len(open) && strings.TrimSpace(info) == "":
			open, blocks[len(blocks)-1].To = "", i
		}
	}
	return blocks
}

// fence is the run of backticks or tildes a line begins with, three at least,
// and what follows it.
func fence(line string) (sign, info string) {
	if len(line) < 3 {
		return "", ""
	}
	switch line[0] { // nearly no line is one
	case ' ', '`', '~':
	default:
		return "", ""
	}
	trimmed := strings.TrimLeft(line, " ")
	if len(line)-len(trimmed) > 3 || trimmed == "" || trimmed[0] != '`' && trimmed[0] != '~' {
		return "", ""
	}
	info = strings.TrimLeft(trimmed, trimmed[:1])
	sign = trimmed[:len(trimmed)-len(info)]
	if len(sign) < 3 {
		return "", ""
	}
	return sign, info
}
