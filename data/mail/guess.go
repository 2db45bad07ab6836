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

// guesses are the charsets that the pattern of bytes over 0x7f speaks for, the likeliest
// first. In European languages such bytes stand alone among letters, in others together.
func guesses(raw []byte) []encoding.Encoding {
	var high, together, letters, run int
	var leads [256]int // first bytes of pairs
	var pairs, evenRuns, runs, lowTrails int
	lower, upper := 0, 0 // letters of Cyrillic, as windows-1251 has them
	for i := 0; i <= len(raw); i++ {
		if i < len(raw) && raw[i] >= 0x80 {
			run++
			continue
		}
		if run > 0 {
			runs++
			if run%2 == 0 {
				evenRuns++
			}
			if run > 1 {
				together += run
			}
			high += run
		}
		run = 0
		if i < len(raw) && (raw[i]|0x20 >= 'a' && raw[i]|0x20 <= 'z') {
			letters++
		}
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] < 0x80 {
			continue
		}
		if raw[i] >= 0xe0 {
			lower++
		} else if raw[i] >= 0xc0 {
			upper++
		}
	}
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] >= 0x81 && raw[i+1] >= 0x40 {
			leads[raw[i]]++
			pairs++
			if raw[i+1] < 0x80 {
				lowTrails++
			}
			i++
		}
	}
	if kana := leads[0x82] + leads[0x83]; kana >= 2 && kana*2 >= pairs {
		return []encoding.Encoding{japanese.ShiftJIS}
	}
	if high < 4 || together*10 < high*7 || pairs == 0 {
		return nil
	}
	between := func(from, to int) int {
		n := 0
		for c := from; c <= to; c++ {
			n += leads[c]
		}
		return n
	}
	kana := leads[0xa4] + leads[0xa5]
	switch {
	case (leads[0x82]+leads[0x83])*3 > pairs: // kana are in every Japanese text
		return []encoding.Encoding{japanese.ShiftJIS}
	case evenRuns == runs && kana*3 > pairs:
		return []encoding.Encoding{japanese.EUCJP, simplifiedchinese.GB18030}
	case (lower+upper)*10 > high*9 && evenRuns < runs && high > letters: // words of any length: an alphabet
		if lower >= upper {
			return []encoding.Encoding{charmap.Windows1251}
		}
		return []encoding.Encoding{charmap.KOI8R}
	case evenRuns == runs && pairs >= 10 && between(0xb0, 0xc8) == pairs:
		return []encoding.Encoding{korean.EUCKR, simplifiedchinese.GB18030}
	case lowTrails*8 > pairs && between(0xa1, 0xc9)*10 > pairs*9:
		return []encoding.Encoding{traditionalchinese.Big5, simplifiedchinese.GB18030}
	case between(0xa1, 0xf7)*10 > pairs*8:
		return []encoding.Encoding{simplifiedchinese.GB18030, traditionalchinese.Big5, japanese.EUCJP}
	}
	return nil
}
