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
	var spans []span
	start := 0 // of the text not yet taken
	take := func(end int, next span, resume int) {
		if start < end {
			spans = append(spans, span{text: line[start:end]})
		}
		spans = append(spans, next)
		start = resume
	}
	for i := 0; i < len(line); {
		rest := line[i:]
		switch rest[0] {
		case '`':
			ticks := rest[:len(rest)-len(strings.TrimLeft(rest, "`"))]
			if end := strings.Index(rest[len(ticks):], ticks); end > 0 {
				inside := rest[len(ticks) : len(ticks)+end]
				i += 2*len(ticks) + end
				take(i-2*len(ticks)-end, span{text: inside, cut: mono}, i)
				continue
			}
			i += len(ticks)
			continue
		case '*':
			if inside, marks := emphasis(line, i); inside != "" {
				cut := italic
				if marks == 2 {
					cut = bold
				}
				for n, s := range inline(inside) {
					if s.cut == plain {
						s.cut = cut
					}
					if n == 0 {
						take(i, s, 0)
					} else {
						spans = append(spans, s)
					}
				}
				i += len(inside) + 2*marks
				start = i
				continue
			}
			i += len(rest) - len(strings.TrimLeft(rest, "*"))
			continue
		case '[':
			if m := markedLink.FindStringSubmatch(rest); m != nil {
				take(i, span{text: m[1], link: m[2]}, i+len(m[0]))
				i = start
				if m[1] != m[2] && "mailto:"+m[1] != m[2] {
					spans = append(spans, span{text: " (" + m[2] + ")", ink: &grey}) // paper cannot be clicked
				}
				continue
			}
		case 'h', 'm', '<':
			if i > 0 && wordBefore(line, i) {
				break
			}
			if m := bareLink.FindStringSubmatch(rest); m != nil {
				address, length := m[1], len(m[0])
				if rest[0] != '<' {
					address = strings.TrimRight(address, ".,;:!?)]}'*")
					length = len(address)
				}
				take(i, span{text: address, link: address}, i+length)
				i = start
				continue
			}
		}
		i++
	}
	if start < len(line) {
		spans = append(spans, span{text: line[start:]})
	}
	return spans
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
