package marks

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"firstline/data"
)

// inline reads what stands inside a line.
type inline struct {
	*Line
	text  string
	ours  func(code string) bool
	stack []run
}

// run is a run of *, _ or ~ that may open emphasis.
type run struct {
	at, n int
	sign  byte
}

var (
	article  = regexp.MustCompile(`^\[\[([^\[\]]+)\]\]`)
	labelled = regexp.MustCompile(`^(!?\[)((?:\\.|[^\[\]\\])*)(\]\()([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+"[^"]*")?\)`)
	web      = regexp.MustCompile(`^(?:https?://|mailto:)[^\s<>"]+`)
	number   = regexp.MustCompile(`^([A-Z]{2,4})-\d{1,12}`)
)

func (p *inline) read(at int) {
	for at < len(p.text) {
		at += p.one(at)
	}
}

// one reads what stands at a byte and says how much that was.
func (p *inline) one(at int) int {
	rest := p.text[at:]
	switch c := rest[0]; {
	case c == '\\' && len(rest) > 1 && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", rest[1]) >= 0:
		p.style(at, at+1, Faint)
		return 2
	case c == '`':
		return p.code(at)
	case c == '[' || c == '!':
		return p.bracket(at)
	case c == '<':
		if m := web.FindString(rest[1:]); m != "" && strings.HasPrefix(rest[1+len(m):], ">") {
			p.style(at, at+1, Faint)
			p.style(at+1+len(m), at+2+len(m), Faint)
			p.link(at+1, at+1+len(m), m)
			return len(m) + 2
		}
	case c == '*' || c == '~': // no underscore: __init__ is a name
		return p.emphasis(at)
	case p.wordBegins(at):
		if m := web.FindString(rest); m != "" {
			m = strings.TrimRight(m, ".,;:!?'*_~)")
			p.link(at, at+len(m), m)
			return len(m)
		}
		if m := number.FindStringSubmatch(rest); m != nil && p.ours != nil && p.ours(m[1]) && !p.wordGoesOn(at+len(m[0])) {
			p.link(at, at+len(m[0]), "ticket:"+m[0])
			return len(m[0])
		}
	}
	_, n := utf8.DecodeRuneInString(rest)
	return n
}

func (p *inline) link(from, to int, target string) {
	p.style(from, to, Linked)
	p.Links = append(p.Links, Link{from, to, target})
}

// code is `code`, whose signs are as many before as after it.
func (p *inline) code(at int) int {
	rest := p.text[at:]
	n := len(rest) - len(strings.TrimLeft(rest, "`"))
	for i := n; ; {
		k := strings.IndexByte(rest[i:], '`')
		if k < 0 {
			return n
		}
		i += k
		m := len(rest[i:]) - len(strings.TrimLeft(rest[i:], "`"))
		if m == n {
			p.style(at, at+i+n, Mono)
			p.style(at, at+n, Faint)
			p.style(at+i, at+i+n, Faint)
			return i + n
		}
		i += m
	}
}

// bracket is [a link](address), ![a picture](address) or [[an article]].
func (p *inline) bracket(at int) int {
	rest := p.text[at:]
	if m := article.FindStringSubmatch(rest); m != nil {
		p.style(at, at+2, Faint)
		p.style(at+len(m[0])-2, at+len(m[0]), Faint)
		p.style(at+2, at+len(m[0])-2, Linked)
		p.Links = append(p.Links, Link{at, at + len(m[0]), "article:" + strings.TrimSpace(m[1])})
		return len(m[0])
	}
	m := labelled.FindStringSubmatch(rest)
	if m == nil || m[4] == "" {
		return 1
	}
	label := at + len(m[1])
	p.style(at, at+len(m[0]), Faint)
	for i := label; i < label+len(m[2]); i++ {
		p.Styles[i] &^= Faint
	}
	target := m[4]
	if target == data.AttachmentTarget {
		target += ":" + m[2]
	}
	p.style(label, label+len(m[2]), Linked)
	p.Links = append(p.Links, Link{at, at + len(m[0]), target})
	return len(m[0])
}

// emphasis opens or closes *italic*, **bold** or ~~struck~~.
func (p *inline) emphasis(at int) int {
	sign := p.text[at]
	n := len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], string(sign)))
	before, _ := utf8.DecodeLastRuneInString(p.text[:at])
	after, _ := utf8.DecodeRuneInString(p.text[at+n:])
	opens := flanks(after, before, at+n == len(p.text), at == 0)
	closes := flanks(before, after, at == 0, at+n == len(p.text))
	if sign == '*' && !p.wordBegins(at) && p.wordGoesOn(at+n) { // 2*3*4
		return n
	}
	if sign == '~' && n != 2 {
		return n
	}
	from, left := at, n
	for i := len(p.stack) - 1; closes && left > 0 && i >= 0; i-- {
		o := &p.stack[i]
		if o.sign != sign {
			continue
		}
		take := min(2, left, o.n)
		o.n -= take
		begin := o.at + o.n
		style := []Style{0, Italic, Bold}[take]
		if sign == '~' {
			style = Struck
		}
		p.style(begin, from+take, style)
		p.style(begin, begin+take, Faint)
		p.style(from, from+take, Faint)
		from, left = from+take, left-take
		p.stack = p.stack[:i]
		if o.n > 0 { // there is more of it
			i++
			p.stack = p.stack[:i]
		}
	}
	if opens && left > 0 {
		p.stack = append(p.stack, run{from, left, sign})
	}
	return n
}

// flanks says whether a run of signs stands right before or after a word:
// CommonMark's left and right flanking.
func flanks(beside, behind rune, nothing, edge bool) bool {
	if nothing || unicode.IsSpace(beside) {
		return false
	}
	return !punct(beside) || edge || unicode.IsSpace(behind) || punct(behind)
}

func punct(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }

func (p *inline) wordBegins(at int) bool {
	r, _ := utf8.DecodeLastRuneInString(p.text[:at])
	return at == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

func (p *inline) wordGoesOn(at int) bool {
	r, _ := utf8.DecodeRuneInString(p.text[at:])
	return at < len(p.text) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
