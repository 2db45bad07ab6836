package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is the kind of a rune as far as words go.
type class uint8

const (
	gap    class = iota
	lower        // a letter that is not upper case
	upper        // an upper-case letter
	digit        // a decimal digit
	single       // a letter of a script without spaces
	silent       // inside a word only: a mark on a letter, an unseen joiner
	joiner       // joins two words into one where it stands between them
)

var asciiClass = func() (t [utf8.RuneSelf]class) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z':
			t[c] = lower
		case 'A' <= c && c <= 'Z':
			t[c] = upper
		case '0' <= c && c <= '9':
			t[c] = digit
		case strings.ContainsRune(`-_./\@:'&+,`, rune(c)):
			t[c] = joiner
		}
	}
	return
}()

// unspaced are the scripts written without spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return asciiClass[r]
	case isSilent(r) || unicode.IsMark(r):
		return silent
	case r == '’' || r == '‐' || r == '‑' || r == '·':
		return joiner
	case r == 'ª' || r == 'º' || r == 'ー':
		return gap
	case unicode.IsLetter(r) && unicode.In(r, unspaced...):
		return single
	case unicode.IsUpper(r):
		return upper
	case unicode.IsLetter(r):
		return lower
	case unicode.IsDigit(r):
		return digit
	}
	return gap
}

// inWord says whether a rune is a letter, a digit or something on them.
func (c class) inWord() bool { return c == lower || c == upper || c == digit || c == silent }

// scanner takes one text apart.
type scanner struct {
	text  string
	words []Word

	atoms []Word // the pieces of the compound being read; Text is not yet set
	joins []byte // joins[i] is the sign between atoms i and i+1; 0: a change of case or kind

	digitsAt, digitsEnd int // the run of digit groups being read: first word, last byte
	groups, digits      int // how many groups and digits it has
}

func (s *scanner) class(i int) (class, int) {
	if i >= len(s.text) {
		return gap, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return asciiClass[c], 1
	}
	r, n := utf8.DecodeRuneInString(s.text[i:])
	if r == utf8.RuneError {
		return gap, n
	}
	return classOf(r), n
}

// classBefore is the class of the rune that ends at i.
func (s *scanner) classBefore(i int) class {
	r, _ := utf8.DecodeLastRuneInString(s.text[:i])
	if i == 0 || r == utf8.RuneError {
		return gap
	}
	return classOf(r)
}

// card gives the end of the address of a network card, or of a part of one, that
// begins at i: three pairs of hexadecimal digits or more with colons between them
// and a letter among them (10:30:45 is a time). It gives i where there is none.
func (s *scanner) card(i int) int {
	end, pairs, letters := i, 0, 0
	for ; end+2 <= len(s.text) && isHex(s.text[end]) && isHex(s.text[end+1]); end += 3 {
		pairs++
		if !isDigits(s.text[end : end+2]) {
			letters++
		}
		c, n := s.class(end + 2)
		next, _ := s.class(end + 2 + n)
		switch joined := c == joiner && next.inWord(); {
		case joined && s.text[end+2] == ':':
			continue
		case !joined && !c.inWord() && pairs > 2 && letters > 0:
			return end + 2
		}
		return i
	}
	return i
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// pairs adds the address of a network card from i to end as one whole, as it is
// with any other sign between its pairs. Its parts are what the pairs were before
// there was a whole: older indexes hold them.
func (s *scanner) pairs(i, end int) {
	s.endPhone(len(s.words))
	at := len(s.words)
	s.words = append(s.words, Word{Text: Fold(strings.ReplaceAll(s.text[i:end], ":", "")), Start: i, End: end})
	for i < end {
		i = s.compound(i) + len(":")
	}
	s.endPhone(len(s.words))
	for k := at + 1; k < len(s.words); k++ {
		s.words[k].Parts = 0
	}
	s.words[at].Parts = len(s.words) - at - 1
}

// join reads the atoms of what is joined from i on and says where it ends.
func (s *scanner) join(i int) int {
	s.atoms, s.joins = s.atoms[:0], s.joins[:0]
	for {
		i = s.run(i)
		c, n := s.class(i)
		if c != joiner {
			return i
		}
		next, _ := s.class(i + n)
		sign := s.text[i]
		switch {
		case next != lower && next != upper && next != digit:
			return i
		case strings.HasPrefix(s.text[i:], "’"):
			sign = '\''
		case (sign == ':' || sign == ',') && (next != digit || s.classBefore(i) != digit):
			return i // 10:30 and 1,000 are joined; a space forgotten after either sign joins nothing
		}
		s.joins = append(s.joins, sign)
		i += n
	}
}

// run reads one run of letters and digits as atoms, cut where case or kind
// changes (OneDrive, HTMLParser, Office365), and says where it ends. A run that
// changes too often is a key (a1b2c3d4) and stays whole, as does 0x80070005.
func (s *scanner) run(start int) int {
	const tooOften = 4
	var cuts [tooOften]int
	n, from := 0, start
	cut := func(at int) {
		if n < tooOften {
			cuts[n] = at
		}
		n, from = n+1, at
	}
	var c, last, before class // the class of this rune and of the two before it
	i := start
	for size := 0; i < len(s.text); i += size {
		if c, size = s.class(i); !c.inWord() {
			break
		}
		if c == silent {
			continue
		}
		switch {
		case last == gap:
		case (c == digit) != (last == digit):
			cut(i)
		case c == upper && last == lower && i-from > 1 && s.isLower(i+size):
			cut(i) // OneDrive, but not iPhone or PCs
		case c == lower && last == upper && before == upper && i-1-from > 1 && s.isLower(i+size):
			if s.text[i-1] < utf8.RuneSelf {
				cut(i - 1) // HTMLParser
			}
		}
		before, last = last, c
	}
	if hex := s.text[start:i]; n >= tooOften || len(hex) > 2 && (hex[:2] == "0x" || hex[:2] == "0X") {
		n = 0
	}
	from = start
	for _, at := range cuts[:n] {
		s.atoms = append(s.atoms, Word{Start: from, End: at})
		s.joins = append(s.joins, 0)
		from = at
	}
	i = s.signs(i)
	s.atoms = append(s.atoms, Word{Start: from, End: i})
	return i
}

func (s *scanner) isLower(i int) bool {
	c, _ := s.class(i)
	return c == lower
}

// signs reads what belongs to a name after its letters: C++, C#. Ctrl+K and
// 3+ have none.
func (s *scanner) signs(i int) int {
	end := i
	for end < len(s.text) && (s.text[end] == '+' || s.text[end] == '#') {
		end++
	}
	if end == i || end-i > 2 || s.classBefore(i) == digit {
		return i
	}
	switch c, _ := s.class(end); c {
	case lower, upper, single:
		return i
	}
	return end
}

// dotBefore says whether the word at i begins with a dot: .NET, .exe.
func (s *scanner) dotBefore(i int) bool {
	if i == 0 || s.text[i-1] != '.' {
		return false
	}
	if c, _ := s.class(i); c == digit {
		return false
	}
	return i == 1 || strings.IndexByte(" \t\r\n(\"'*", s.text[i-2]) >= 0
}

// elided are the words French and Italian shorten before a vowel.
var elided = map[string]bool{"l": true, "d": true, "j": true, "m": true, "t": true, "s": true, "c": true, "n": true, "qu": true,
	"jusqu": true, "lorsqu": true, "puisqu": true, "quelqu": true, "un": true, "dell": true, "all": true, "nell": true, "sull": true}

// dropApostrophes leaves out what an apostrophe only hangs on: l'imprimante is
// imprimante and customer's customer, but don't is dont.
func (s *scanner) dropApostrophes() {
	for k := 0; k < len(s.joins); k++ {
		if s.joins[k] != '\'' {
			continue
		}
		a, b := &s.atoms[k], s.atoms[k+1]
		switch {
		case b.End-b.Start > 1 && elided[Fold(s.text[a.Start:a.End])]:
			*a = b
		case s.text[b.Start:b.End] == "s" || s.text[b.Start:b.End] == "S":
		default:
			a.End = b.End
		}
		s.atoms = append(s.atoms[:k+1], s.atoms[k+2:]...)
		s.joins = append(s.joins[:k], s.joins[k+1:]...)
		k--
	}
}
