package mail

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// guessText turns bytes in an unknown charset into UTF-8: they are UTF-8 if they can be,
// else what their pattern speaks for, else windows-1252, in which every byte means
// something.
func guessText(raw []byte) string {
	if bytes.IndexByte(raw, 0x1b) >= 0 && (bytes.Contains(raw, []byte("\x1b$")) || bytes.Contains(raw, []byte("\x1b("))) {
		if text, err := japanese.ISO2022JP.NewDecoder().Bytes(raw); err == nil && utf8.Valid(text) && !bytes.ContainsRune(text, utf8.RuneError) {
			return string(text)
		}
	}
	if utf8.Valid(raw) {
		return string(raw)
	}
	const sample = 4096 // how many bytes are looked at
	for _, charset := range guesses(raw[:min(len(raw), sample)]) {
		if text, err := charset.NewDecoder().Bytes(raw); err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
			return string(text)
		}
	}
	text, _ := charmap.Windows1252.NewDecoder().Bytes(raw) // never fails: it knows every byte
	return string(text)
}

// highBytes is how the bytes over 0x7f stand in a text.
type highBytes struct {
	all, together  int      // how many there are, and how many of them beside another
	runs, even     int      // runs of them, and those of even length
	letters        int      // letters of ASCII
	lower, upper   int      // those that are letters of Cyrillic in windows-1251
	pairs, lowEnds int      // pairs of which they may be the first, and those that end below 0x80
	leads          [256]int // the first bytes of pairs
}

// countHigh counts them.
func countHigh(raw []byte) (n highBytes) {
	run := 0
	for i := 0; i <= len(raw); i++ {
		if i < len(raw) && raw[i] >= 0x80 {
			run++
			continue
		}
		if run > 0 {
			n.runs++
			n.all += run
			if run%2 == 0 {
				n.even++
			}
			if run > 1 {
				n.together += run
			}
		}
		run = 0
		if i < len(raw) && raw[i]|0x20 >= 'a' && raw[i]|0x20 <= 'z' {
			n.letters++
		}
	}
	for _, c := range raw {
		switch {
		case c >= 0xe0:
			n.lower++
		case c >= 0xc0:
			n.upper++
		}
	}
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] >= 0x81 && raw[i+1] >= 0x40 {
			n.leads[raw[i]]++
			n.pairs++
			if raw[i+1] < 0x80 {
				n.lowEnds++
			}
			i++
		}
	}
	return n
}

// between is how many pairs begin with a byte of a range.
func (n highBytes) between(from, to int) int {
	sum := 0
	for c := from; c <= to; c++ {
		sum += n.leads[c]
	}
	return sum
}

// guesses are the charsets that the pattern of bytes over 0x7f speaks for, the likeliest
// first. In European languages such bytes stand alone among letters, in others together.
func guesses(raw []byte) []encoding.Encoding {
	n := countHigh(raw)
	if kana := n.between(0x82, 0x83); kana >= 2 && kana*2 >= n.pairs {
		return []encoding.Encoding{japanese.ShiftJIS}
	}
	if n.all < 4 || n.together*10 < n.all*7 || n.pairs == 0 {
		return nil
	}
	switch {
	case n.between(0x82, 0x83)*3 > n.pairs: // kana are in every Japanese text
		return []encoding.Encoding{japanese.ShiftJIS}
	case n.even == n.runs && n.between(0xa4, 0xa5)*3 > n.pairs:
		return []encoding.Encoding{japanese.EUCJP, simplifiedchinese.GB18030}
	case (n.lower+n.upper)*10 > n.all*9 && n.even < n.runs && n.all > n.letters: // words of any length: an alphabet
		if n.lower >= n.upper {
			return []encoding.Encoding{charmap.Windows1251}
		}
		return []encoding.Encoding{charmap.KOI8R}
	case n.even == n.runs && n.pairs >= 10 && n.between(0xb0, 0xc8) == n.pairs:
		return []encoding.Encoding{korean.EUCKR, simplifiedchinese.GB18030}
	case n.lowEnds*8 > n.pairs && n.between(0xa1, 0xc9)*10 > n.pairs*9:
		return []encoding.Encoding{traditionalchinese.Big5, simplifiedchinese.GB18030}
	case n.between(0xa1, 0xf7)*10 > n.pairs*8:
		return []encoding.Encoding{simplifiedchinese.GB18030, traditionalchinese.Big5, japanese.EUCJP}
	}
	return nil
}
