package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a text to what two spellings of it share: lower case, no
// accents (ñ and ç lose theirs too, because people without the key type n and
// c), one Unicode form, ligatures and sharp s spelt out. Signs and spaces stay.
// Folding twice changes nothing.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		foldRune(&b, r)
	}
	return b.String()
}

// foldRune writes one rune folded: nothing for an accent or an unseen joiner.
func foldRune(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		b.WriteByte(byte(r))
		return
	case r < 0x180: // Latin-1 and Latin Extended-A: nearly every accent met
		b.WriteString(latin[r-utf8.RuneSelf])
		return
	}
	foldSlow(b, r)
}

// latin holds U+0080 to U+017F folded.
var latin = func() (table [0x180 - utf8.RuneSelf]string) {
	for i := range table {
		var b strings.Builder
		foldSlow(&b, rune(utf8.RuneSelf+i))
		table[i] = b.String()
	}
	return
}()

// spelt is what Unicode does not decompose but people do.
var spelt = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l",
	'þ': "th", 'ı': "i", 'ħ': "h", 'ŋ': "n", 'ŧ': "t", 'ς': "σ", 'ĸ': "k", '’': "'", 'ʼ': "'",
}

func foldSlow(b *strings.Builder, r rune) {
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	for _, d := range string(norm.NFKD.Bytes(buf[:n])) {
		d = unicode.ToLower(d)
		switch s, ok := spelt[d]; {
		case ok:
			b.WriteString(s)
		case !isAccent(d):
			b.WriteRune(d)
		}
	}
}

// isAccent says whether a mark may be left out in writing. The vowel signs of
// Indic and Thai scripts are marks too, but they are letters to their readers.
func isAccent(r rune) bool {
	switch {
	case isSilent(r):
		return true
	case r < 0x300:
		return false
	case r <= 0x36f, // Latin, Greek, Cyrillic
		0x591 <= r && r <= 0x5c7,                         // Hebrew points
		0x64b <= r && r <= 0x65f, r == 0x670, r == 0x640, // Arabic vowels, tatweel
		0x1ab0 <= r && r <= 0x1aff, 0x1dc0 <= r && r <= 0x1dff,
		0x20d0 <= r && r <= 0x20ff, 0xfe20 <= r && r <= 0xfe2f:
		return true
	}
	return false
}

// isSilent says whether a rune stands inside words without being seen: soft
// hyphen, zero-width spaces and joiners, byte order mark.
func isSilent(r rune) bool {
	return r == 0xad || 0x200b <= r && r <= 0x200d || r == 0x2060 || r == 0xfeff
}
