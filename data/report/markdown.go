package report

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a piece of text that looks the same throughout.
type span struct {
	text string
	cut  cut
	ink  *ink   // nil: that of the text around it
	link string // the address it leads to
}

// form is what a block of a note is.
type form int

const (
	paragraph form = iota
	heading
	item  // of a list
	quote // of someone else's words
	code
	rule // a line across
)

// block is a paragraph, list item, quotation or the like of a note. A line break of the
// note stays one, because notes are written line by line.
type block struct {
	form   form
	depth  int    // of headings, lists within lists and quotations within quotations
	marker string // of a list item: "•" or "3."
	spans  []span
}

var (
	headingLine = regexp.MustCompile(`^(#{1,6})[ ]+(.*?)[ #]*$`)
	itemLine    = regexp.MustCompile(`^( *)([-*+•]|\d{1,9}[.)]) +(.*)$`)
	ruleLine    = regexp.MustCompile(`^ {0,3}(?:-{3,}|\*{3,}|_{3,}) *$`)
	fenceLine   = regexp.MustCompile("^ {0,3}(```+|~~~+)[^`]*$")
	quoteLine   = regexp.MustCompile(`^((?:> ?)+)(.*)$`)
)

// blocks reads the Markdown of a note: as much of it as people use in notes, and
// nothing that would take away a character they meant. There are no escapes by
// backslash, because \\server\share is a path, and no emphasis by underscore, because
// _init_ is a name.
func blocks(text string) []block {
	var all []block
	var at *block // the one that further lines belong to
	open := func(b block) *block {
		all = append(all, b)
		return &all[len(all)-1]
	}
	more := func(b *block, line string) {
		if len(b.spans) > 0 {
			b.spans = append(b.spans, span{text: "\n"})
		}
		b.spans = append(b.spans, inline(line)...)
	}
	lines := strings.Split(strings.TrimRight(text, "\n "), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		if m := fenceLine.FindStringSubmatch(line); m != nil {
			inside := fenced(lines[i+1:], m[1])
			open(block{form: code, spans: []span{{text: strings.Join(inside, "\n"), cut: mono}}})
			i += len(inside) + 1 // and the line that closes it
			at = nil
			continue
		}
		if line == "" {
			at = nil
			continue
		}
		if ruleLine.MatchString(line) {
			open(block{form: rule})
			at = nil
			continue
		}
		if m := headingLine.FindStringSubmatch(line); m != nil {
			more(open(block{form: heading, depth: len(m[1])}), m[2])
			at = nil
			continue
		}
		if m := quoteLine.FindStringSubmatch(line); m != nil {
			depth := strings.Count(m[1], ">")
			if at == nil || at.form != quote || at.depth != depth {
				at = open(block{form: quote, depth: depth})
			}
			more(at, m[2])
			continue
		}
		if m := itemLine.FindStringSubmatch(line); m != nil {
			marker := m[2]
			if strings.ContainsAny(marker, "-*+") {
				marker = "•"
			}
			at = open(block{form: item, depth: min(len(m[1])/2, 4), marker: marker})
			more(at, m[3])
			continue
		}
		switch {
		case at != nil && at.form == paragraph:
		case at != nil && at.form == item && strings.HasPrefix(line, "  "):
			line = strings.TrimLeft(line, " ")
		default:
			at = open(block{form: paragraph})
		}
		more(at, line)
	}
	return all
}

// fenced are the lines up to the one that closes a fence, or all of them.
func fenced(lines []string, fence string) []string {
	for i, line := range lines {
		if closes := strings.TrimSpace(line); strings.HasPrefix(closes, fence) && strings.Trim(closes, fence[:1]) == "" {
			return lines[:i]
		}
	}
	return lines
}

var (
	markedLink = regexp.MustCompile(`^\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()]+)\)`)
	bareLink   = regexp.MustCompile(`^<?((?:https?://|mailto:)[^\s<>"]+)>?`)
)

// inline reads what can stand within a line: **bold**, *italic*, `code`, links and bare
// addresses. A mark without its counterpart is an ordinary character.
func inline(line string) []span {
	r := inliner{line: line}
	for r.at < len(line) {
		taken := false
		switch line[r.at] {
		case '`':
			taken = r.code()
		case '*':
			taken = r.emphasis()
		case '[':
			taken = r.link()
		case 'h', 'm', '<':
			taken = r.address()
		}
		if !taken {
			r.at++
		}
	}
	r.plain()
	return r.spans
}

// inliner reads a line from left to right. Its methods that read a mark say whether
// anything was there to be taken, and go on behind it if so.
type inliner struct {
	line  string
	at    int // how far it is read
	start int // of the text not yet taken
	spans []span
}

// plain takes the text up to here as it is.
func (r *inliner) plain() {
	if r.start < r.at {
		r.spans = append(r.spans, span{text: r.line[r.start:r.at]})
	}
	r.start = r.at
}

// take takes the text up to here, and then spans that stand for so many bytes more.
func (r *inliner) take(length int, spans ...span) {
	r.plain()
	r.spans = append(r.spans, spans...)
	r.at += length
	r.start = r.at
}

// code reads `code`, or “code with ` in it“.
func (r *inliner) code() bool {
	rest := strings.TrimLeft(r.line[r.at:], "`")
	ticks := r.line[r.at : len(r.line)-len(rest)]
	if end := strings.Index(rest, ticks); end > 0 {
		r.take(2*len(ticks)+end, span{text: rest[:end], cut: mono})
	} else {
		r.at += len(ticks)
	}
	return true
}

// emphasis reads **bold** and *italic*, with what is marked otherwise in them.
func (r *inliner) emphasis() bool {
	inside, marks := emphasis(r.line, r.at)
	if inside == "" {
		r.at = len(r.line) - len(strings.TrimLeft(r.line[r.at:], "*"))
		return true
	}
	cut := italic
	if marks == 2 {
		cut = bold
	}
	spans := inline(inside)
	for i := range spans {
		if spans[i].cut == plain {
			spans[i].cut = cut
		}
	}
	r.take(len(inside)+2*marks, spans...)
	return true
}

// link reads [text](address). Paper cannot be clicked, so the address is written, too.
func (r *inliner) link() bool {
	m := markedLink.FindStringSubmatch(r.line[r.at:])
	if m == nil {
		return false
	}
	r.take(len(m[0]), span{text: m[1], link: m[2]})
	if m[1] != m[2] && "mailto:"+m[1] != m[2] {
		r.spans = append(r.spans, span{text: " (" + m[2] + ")", ink: &grey})
	}
	return true
}

// address reads an address that stands by itself, in angle brackets or not. What ends a
// sentence is not part of it.
func (r *inliner) address() bool {
	if wordBefore(r.line, r.at) {
		return false
	}
	m := bareLink.FindStringSubmatch(r.line[r.at:])
	if m == nil {
		return false
	}
	address, length := m[1], len(m[0])
	if r.line[r.at] != '<' {
		address = strings.TrimRight(address, ".,;:!?)]}'*")
		length = len(address)
	}
	r.take(length, span{text: address, link: address})
	return true
}

// emphasis gives what stands between the asterisks at i and their counterparts, and how
// many asterisks they are. They count only around words: 2*3*4 and *.* are left alone.
func emphasis(line string, i int) (inside string, marks int) {
	marks = 1
	if strings.HasPrefix(line[i:], "**") {
		marks = 2
	}
	mark, from := line[i:i+marks], i+marks
	if wordBefore(line, i) || strings.HasPrefix(line[from:], "*") || !opensWord(line[from:]) {
		return "", 0
	}
	for end := from; ; {
		next := strings.Index(line[end:], mark)
		if next < 0 {
			return "", 0
		}
		end += next
		after := line[end+marks:]
		following, _ := utf8.DecodeRuneInString(after)
		within := marks == 1 && (unicode.IsLetter(following) || unicode.IsDigit(following) || line[end-1] == '*')
		if line[end-1] != ' ' && following != '*' && !within {
			return line[from:end], marks
		}
		end += marks
	}
}

// wordBefore says whether a letter or digit stands right before i.
func wordBefore(line string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(line[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// opensWord says whether a text begins with a letter or a digit, or with a quotation
// mark, bracket or backtick and then one.
func opensWord(text string) bool {
	r, size := utf8.DecodeRuneInString(text)
	if strings.ContainsRune("\"'`(¿¡«“‘[<", r) {
		r, _ = utf8.DecodeRuneInString(text[size:])
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// address makes a link's target one that a PDF can hold: ASCII, escaped where need be;
// ok is false for what is neither a web nor a mail address.
func address(link string) (escaped string, ok bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		return "", false
	}
	var target strings.Builder
	for _, c := range []byte(link) {
		if c <= ' ' || c > '~' {
			fmt.Fprintf(&target, "%%%02X", c)
		} else {
			target.WriteByte(c)
		}
	}
	return target.String(), true
}
