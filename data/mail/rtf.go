package mail

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
)

// rtfSkipped are the groups of RTF that hold nothing a person wrote. Unknown groups that
// begin with \* are skipped, too.
var rtfSkipped = map[string]bool{"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "header": true, "footer": true, "mhtmltag": true}

// rtfSigns are control words of RTF that stand for characters.
var rtfSigns = map[string]string{"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t", "emdash": "—", "endash": "–",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"}

// rtfCharsets are the charsets of fonts, by number.
var rtfCharsets = map[int]string{77: "macintosh", 128: "shift_jis", 129: "euc-kr", 134: "gb18030", 136: "big5", 161: "windows-1253", 162: "windows-1254",
	163: "windows-1258", 177: "windows-1255", 178: "windows-1256", 186: "windows-1257", 204: "windows-1251", 222: "windows-874", 238: "windows-1250"}

// rtfPages are the code pages that are not called "windows-" and their number.
var rtfPages = map[int]string{932: "shift_jis", 936: "gb18030", 949: "euc-kr", 950: "big5", 10000: "macintosh", 65001: "utf-8"}

// rtfGroup is what is in force within a pair of braces.
type rtfGroup struct {
	skip    bool // it is no text
	tag     bool // it is HTML, as before it became RTF
	hidden  bool // it is RTF in place of such HTML
	link    bool // it is where a link leads
	linked  bool // it is the text of a link
	unicode int  // how many characters follow \u for programs that do not know that
	font    int
}

// rtfReader reads RTF in one pass. It restores HTML that Outlook turned into RTF
// ([MS-OXRTFEX]).
type rtfReader struct {
	out     strings.Builder
	raw     []byte // characters not decoded yet
	target  []byte // of a link
	group   rtfGroup
	outer   []rtfGroup
	charset string
	fonts   map[int]string
	html    bool
	star    bool // the group is to be skipped by whoever does not know the word that follows
	high    rune // the first half of a character beyond 16 bits
	pass    int  // how many characters are still to be skipped
}

// rtfText is the text in RTF, or the HTML that it was made of.
func rtfText(rtf []byte) (text string, html bool) {
	r := &rtfReader{charset: "windows-1252", fonts: map[int]string{}, group: rtfGroup{unicode: 1}}
	for len(rtf) > 0 {
		c := rtf[0]
		rtf = rtf[1:]
		switch c {
		case '{':
			r.open()
		case '}':
			r.close()
		case '\r', '\n':
		case '\\':
			rtf = r.control(rtf)
		default:
			r.char(c)
		}
	}
	r.flush()
	return plainText(r.out.String()), r.html
}

// control reads what a backslash begins, and gives what follows it.
func (r *rtfReader) control(rtf []byte) (rest []byte) {
	switch {
	case len(rtf) == 0:
		return nil
	case rtf[0] == '\'' && len(rtf) > 2: // a character by its number
		if n, err := strconv.ParseUint(string(rtf[1:3]), 16, 8); err == nil {
			r.char(byte(n))
		}
		return rtf[3:]
	case isLetter(rtf[0]):
		return r.controlWord(rtf)
	}
	r.star = rtf[0] == '*'
	switch rtf[0] {
	case '~':
		r.char(' ')
	case '_':
		r.char('-')
	case '\\', '{', '}':
		r.char(rtf[0])
	case '\r', '\n':
		r.sign("\n")
	}
	return rtf[1:]
}

// controlWord reads a word, the number that may follow it, and the space that ends it.
func (r *rtfReader) controlWord(rtf []byte) (rest []byte) {
	const longest = 32
	end := 0
	for end < len(rtf) && isLetter(rtf[end]) {
		end++
	}
	word := string(rtf[:min(end, longest)])
	rtf, end = rtf[end:], 0
	for end < len(rtf) && (isDigit(rtf[end]) || end == 0 && rtf[end] == '-') {
		end++
	}
	number, err := strconv.Atoi(string(rtf[:end]))
	rtf = bytes.TrimPrefix(rtf[end:], []byte(" "))
	if word == "bin" {
		rtf = rtf[min(max(number, 0), len(rtf)):]
	} else {
		r.word(word, number, err == nil)
	}
	r.star = false
	return rtf
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// open begins a group, within which all is as it was before it until it is told otherwise.
func (r *rtfReader) open() {
	const deepest = 1000
	r.flush()
	if len(r.outer) < deepest {
		r.outer = append(r.outer, r.group)
	}
}

// shown says whether the text here is what a person wrote.
func (r *rtfReader) shown() bool { return !r.group.skip && (r.group.tag || !r.group.hidden) }

// char takes a byte of the charset in force.
func (r *rtfReader) char(c byte) {
	switch {
	case r.pass > 0:
		r.pass--
	case r.group.link:
		r.target = append(r.target, c)
	case r.shown():
		r.raw = append(r.raw, c)
	}
}

// sign writes what does not come in bytes of a charset.
func (r *rtfReader) sign(s string) {
	r.flush()
	if r.shown() && !r.group.link {
		r.out.WriteString(s)
	}
}

// flush decodes the characters collected so far.
func (r *rtfReader) flush() {
	if len(r.raw) == 0 {
		return
	}
	charset := r.fonts[r.group.font]
	if charset == "" {
		charset = r.charset
	}
	text, _ := decodeText(r.raw, charset)
	r.out.WriteString(text)
	r.raw = r.raw[:0]
}

// close ends a group. A link whose text does not show where it leads gets that after it.
func (r *rtfReader) close() {
	r.flush()
	r.pass = 0
	if len(r.outer) == 0 {
		return
	}
	ended := r.group
	r.group, r.outer = r.outer[len(r.outer)-1], r.outer[:len(r.outer)-1]
	if ended.linked && !r.group.linked && len(r.target) > 0 {
		if _, target, ok := strings.Cut(string(r.target), `HYPERLINK "`); ok {
			target, _, _ = strings.Cut(target, `"`)
			if r.shown() && !strings.HasSuffix(r.out.String(), strings.TrimPrefix(target, "mailto:")) {
				r.out.WriteString(" <" + target + ">")
			}
		}
		r.target = r.target[:0]
	}
}

// word obeys a control word; has says whether a number came with it.
func (r *rtfReader) word(word string, number int, has bool) {
	switch {
	case rtfSigns[word] != "":
		r.sign(rtfSigns[word])
	case word == "u" && has:
		r.rune(rune(uint16(number)))
		r.pass = r.group.unicode
	case word == "uc" && has:
		r.group.unicode = min(max(number, 0), 8)
	case word == "ansicpg" && has:
		if r.charset = rtfPages[number]; r.charset == "" {
			r.charset = "windows-" + strconv.Itoa(number)
		}
	case word == "f" && has:
		r.flush()
		r.group.font = number
	case word == "fcharset":
		r.fonts[r.group.font] = rtfCharsets[number]
	case word == "fromhtml":
		r.html = true
	case word == "htmltag":
		r.flush()
		r.group.tag = true
	case word == "htmlrtf":
		r.flush()
		r.group.hidden = !has || number != 0
	case word == "fldinst":
		r.group.link = true
	case word == "fldrslt":
		r.group.linked = true
	case rtfSkipped[word] || r.star:
		r.flush()
		r.group.skip = true
	}
}

// rune writes a character of Unicode, which may come in two halves.
func (r *rtfReader) rune(c rune) {
	if whole := utf16.DecodeRune(r.high, c); whole != '\uFFFD' {
		c = whole
	} else if utf16.IsSurrogate(c) {
		r.high = c
		return
	}
	r.high = 0
	r.sign(string(c))
}
