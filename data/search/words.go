// Package search makes texts findable: it folds and stems their words, reads
// what people type into a search box, ranks, marks and repairs. It works in
// memory on values; the store brings candidates out of SQLite's full-text
// index, whose texts and MATCH expressions are written here.
package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is one word of a text. Text is folded; Start and End are the byte
// offsets of its letters in the original.
//
// What is joined by signs, case or digits (ABC-123/4, KB5034441, 10.0.0.7,
// someone@example.org, OneDrive, +34 600 111 222) is findable whole and by its
// parts: the whole comes first, written without the signs (abc1234), and is
// followed by its Parts parts (abc, 123, 4). C++, C# and .NET become
// cplusplus, csharp and dotnet, so that no sign is needed to tell them apart.
type Word struct {
	Text       string
	Start, End int
	Parts      int
}

// Words takes a text apart into its words, in order. Scripts written without
// spaces (Chinese, Japanese, Thai …) give overlapping pairs of letters.
func Words(text string) []Word {
	s := scanner{text: text, words: make([]Word, 0, len(text)/5+1)}
	s.scan()
	return s.words
}

const (
	maxWord  = 64 // bytes of the longest word; more is no word but data
	phoneMin = 7  // digits of the shortest phone number written in groups
	phoneMax = 15 // digits of the longest (E.164)
	phoneKey = 9  // digits two spellings of a number share (data.PhoneKey)
)

// scan walks over the text once.
func (s *scanner) scan() {
	for i := 0; i < len(s.text); {
		if end := s.plain(i); end > i {
			s.add(Word{Text: s.text[i:end], Start: i, End: end}, nil)
			i = end
			continue
		}
		c, n := s.class(i)
		switch c {
		case lower, upper, digit:
			if end := s.card(i); end > i {
				s.pairs(i, end)
				i = end
			} else {
				i = s.compound(i)
			}
		case single:
			i = s.unspaced(i)
		default:
			i += n
		}
	}
	s.endPhone(len(s.words))
}

// plain gives the end of a word of nothing but small Latin letters, with
// nothing joined to it: four words of five, so that they cost little. It gives
// i where there is another kind of word, or none.
func (s *scanner) plain(i int) int {
	end := i
	for end < len(s.text) && 'a' <= s.text[end] && s.text[end] <= 'z' {
		end++
	}
	if end == i || i > 0 && s.text[i-1] == '.' {
		return i
	}
	if end < len(s.text) {
		if c := s.text[end]; c >= utf8.RuneSelf || c == '#' || c == '+' || asciiClass[c].inWord() {
			return i
		} else if asciiClass[c] == joiner {
			if next, _ := s.class(end + 1); next.inWord() {
				return i
			}
		}
	}
	return end
}

// unspaced reads a run of a script without spaces as overlapping pairs of
// letters, each with the marks on it.
func (s *scanner) unspaced(i int) int {
	first, last := len(s.words), i // last is where the letter before began
	for {
		c, n := s.class(i)
		if c != single {
			break
		}
		end := i + n
		for c, n = s.class(end); c == silent; c, n = s.class(end) {
			end += n
		}
		if i > last {
			s.add(Word{Text: spell(s.text[last:end]), Start: last, End: end}, nil)
		}
		last, i = i, end
	}
	if len(s.words) == first {
		s.add(Word{Text: spell(s.text[last:i]), Start: last, End: i}, nil)
	}
	return i
}

// compound reads all that is joined to the letter or digit at i and adds its
// whole and its parts.
func (s *scanner) compound(i int) int {
	dotted := s.dotBefore(i)
	end := s.join(i)
	s.dropApostrophes()
	parts := s.atoms
	for i := range parts {
		parts[i].Text = spell(s.text[parts[i].Start:parts[i].End])
	}
	w := Word{Start: parts[0].Start, End: parts[len(parts)-1].End}
	if len(parts) == 1 {
		w.Text = parts[0].Text
		parts = nil
		switch base := strings.TrimRight(s.text[w.Start:w.End], "+#"); {
		case dotted: // .NET is also net
			parts = []Word{w}
			w.Start, w.Text = w.Start-1, "dot"+w.Text
		case strings.HasPrefix(w.Text, "0x") && len(w.Text) > 2: // 0x80070005 is also 80070005
			parts = []Word{{Text: w.Text[2:], Start: w.Start + 2, End: w.End}}
		case len(base) < w.End-w.Start && len(base) > 2: // Disney+ is also Disney, but C++ is not C
			parts = []Word{{Text: spell(base), Start: w.Start, End: w.Start + len(base)}}
		}
	} else {
		var whole strings.Builder
		for _, p := range parts {
			whole.WriteString(p.Text)
		}
		w.Text = whole.String()
	}
	if len(w.Text) > phoneKey && isDigits(w.Text) {
		parts = append(parts, Word{Text: w.Text[len(w.Text)-phoneKey:], Start: w.Start, End: w.End})
	}
	s.add(w, parts)
	return end
}

// add keeps a whole and its parts. A whole too long to be a word (the address
// of a page) is only its parts.
func (s *scanner) add(w Word, parts []Word) {
	at := len(s.words)
	if w.Text == "" {
		return
	}
	if len(w.Text) <= maxWord {
		s.words = append(s.words, w)
	}
	for _, p := range parts {
		if p.Text != "" && len(p.Text) <= maxWord {
			s.words = append(s.words, p)
		}
	}
	if len(w.Text) <= maxWord {
		s.words[at].Parts = len(s.words) - at - 1
	}
	s.phone(at, w)
}

// phone watches for digits written in groups: w is the word just added at
// index at. Groups with nothing but a space or a bracket between them become
// one whole when they are as many digits as a phone number has.
func (s *scanner) phone(at int, w Word) {
	digits := isDigits(w.Text) && len(w.Text) < phoneKey && !strings.ContainsAny(s.text[w.Start:w.End], ":,")
	if s.digits > 0 && !(digits && strings.Trim(s.text[s.digitsEnd:w.Start], " ()") == "" && w.Start-s.digitsEnd <= 2) {
		at += s.endPhone(at)
	}
	if digits {
		if s.digits == 0 {
			s.digitsAt = at
		}
		s.groups++
		s.digits += len(w.Text)
		s.digitsEnd = w.End
	}
}

// endPhone closes a run of digit groups that ends before the word at index end
// and says how many words it added there.
func (s *scanner) endPhone(end int) int {
	before := len(s.words)
	if s.groups > 1 && s.digits >= phoneMin && s.digits <= phoneMax {
		run := s.words[s.digitsAt:end]
		w := Word{Start: run[0].Start, End: s.digitsEnd}
		var whole strings.Builder
		for i := 0; i < len(run); i += 1 + run[i].Parts {
			whole.WriteString(run[i].Text)
		}
		w.Text = whole.String()
		parts := append([]Word(nil), run...)
		rest := append([]Word(nil), s.words[end:]...)
		if len(w.Text) > phoneKey {
			parts = append(parts, Word{Text: w.Text[len(w.Text)-phoneKey:], Start: w.Start, End: w.End})
		}
		for i := range parts {
			parts[i].Parts = 0
		}
		w.Parts = len(parts)
		s.words = append(append(append(s.words[:s.digitsAt], w), parts...), rest...)
	}
	s.groups, s.digits = 0, 0
	return len(s.words) - before
}

// spell writes a word folded, with the signs that belong to a name spelt out
// and nothing left but letters, the marks on them, and digits.
func spell(s string) string {
	s = Fold(s)
	if n := len(s); n > 0 && (s[n-1] == '+' || s[n-1] == '#') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "+", "plus"), "#", "sharp")
	}
	return strings.TrimLeftFunc(strings.Map(func(r rune) rune {
		if c := classOf(r); c.inWord() || c == single {
			return r
		}
		return -1
	}, s), unicode.IsMark)
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
