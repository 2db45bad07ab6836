package mail

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// aliases are names of charsets that are found in mail and in no register.
var aliases = map[string]encoding.Encoding{
	"gb2312": simplifiedchinese.GB18030, "gbk": simplifiedchinese.GB18030, "x-gbk": simplifiedchinese.GB18030, "iso-gb2312": simplifiedchinese.GB18030, // the larger charset includes the smaller
	"cp936": simplifiedchinese.GB18030, "hz": simplifiedchinese.HZGB2312,
	"ks_c_5601": korean.EUCKR, "ks_c_5601-1987": korean.EUCKR, "ksc5601": korean.EUCKR, "cp949": korean.EUCKR, "uhc": korean.EUCKR, "iso-2022-kr": nil,
	"x-mac-roman": charmap.Macintosh, "x-mac-western": charmap.Macintosh, "mac": charmap.Macintosh, "x-mac-cyrillic": charmap.MacintoshCyrillic,
	"utf-16": unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "unicode": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
	"cp1252": charmap.Windows1252, "ansi": charmap.Windows1252, "iso8859": charmap.Windows1252, "iso-8859": charmap.Windows1252,
	"cp-850": charmap.CodePage850, "cp850": charmap.CodePage850, "cp437": charmap.CodePage437, "cp-437": charmap.CodePage437,
	"ansi_x3.110-1983": charmap.Windows1252,
}

// utf8Names are names that mean UTF-8, most of which are not registered.
var utf8Names = map[string]bool{"utf-8": true, "utf8": true, "uft-8": true, "utf_8": true, "utf-8n": true, "x-utf_8j": true, "unicode-1-1-utf-8": true, "utf8mb4": true, "utf-8-mac": true}

// latin are the charsets that programs name when they do not know.
var latin = map[string]bool{"iso-8859-1": true, "iso8859-1": true, "iso-8859-15": true, "latin1": true, "windows-1252": true, "cp1252": true}

// charsetOf finds a charset by any of its names; nil if it is unknown or cannot be
// decoded.
func charsetOf(name string) encoding.Encoding {
	if found, ok := aliases[name]; ok {
		return found
	}
	for _, name := range []string{name, strings.Replace(name, "iso8859", "iso-8859", 1), strings.NewReplacer("_", "-", "cp-", "cp", "cp", "windows-", "win-", "windows-").Replace(name)} {
		if found, err := htmlindex.Get(name); err == nil && found != encoding.Replacement {
			return found
		}
		if found, err := ianaindex.MIME.Encoding(name); err == nil && found != nil && found != encoding.Replacement {
			return found
		}
	}
	return nil
}

// decodeText turns bytes in a charset into UTF-8. A charset that is unknown, or plainly
// not the one used, is guessed.
func decodeText(raw []byte, name string) (text string, guessed bool) {
	name = strings.ToLower(strings.Trim(name, " \t\"'"))
	name, _, _ = strings.Cut(name, "*") // RFC 2231 allows a language after it
	switch {
	case name == "utf-7" || name == "unicode-1-1-utf-7" || name == "x-unicode-1-1-utf-7" || name == "utf7":
		return decodeUTF7(raw), false
	case utf8Names[name]:
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		if utf8.Valid(raw) {
			return string(raw), false
		}
		if mostlyUTF8(raw) {
			return strings.ToValidUTF8(string(raw), "\uFFFD"), true
		}
		return guessText(raw), true
	case name == "" || name == "us-ascii" || name == "ascii" || name == "iso-8859-8bit" || name == "unknown-8bit" || name == "x-unknown" || name == "default":
		if ascii(raw) {
			return string(raw), false
		}
		return guessText(raw), name != ""
	}
	if latin[name] && !ascii(raw) && utf8.Valid(raw) { // no Latin text is UTF-8 by chance
		return string(raw), true
	}
	charset := charsetOf(name)
	if charset == nil || strings.HasPrefix(name, "iso-2022") && !utf8.Valid(raw) { // which has only 7 bits
		return guessText(raw), true
	}
	if text, err := charset.NewDecoder().Bytes(raw); err == nil {
		return strings.ToValidUTF8(string(text), "\uFFFD"), false
	}
	return guessText(raw), true
}

// upTo is the first bytes of a text, at most so many. If they are UTF-8 they end between
// two letters: half a letter would make them look like another charset.
func upTo(most int, text []byte) []byte {
	if len(text) <= most {
		return text
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// ascii says whether all bytes have 7 bits and none switches to another charset.
func ascii(raw []byte) bool {
	for _, c := range raw {
		if c >= 0x80 || c == 0x1b {
			return false
		}
	}
	return true
}

// mostlyUTF8 says whether bytes are UTF-8 with a few slips: with more letters right than
// bytes wrong.
func mostlyUTF8(raw []byte) bool {
	right, wrong := 0, 0
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			wrong++
		case n > 1:
			right++
		}
		raw = raw[n:]
	}
	return right > wrong
}

// plainText is a decoded text without control characters, but for tabs and line ends, and
// as valid UTF-8. Every line ends with "\n".
func plainText(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.Contains(text, "\r") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 || c == 0xfeff {
			return -1
		}
		return c
	}, text)
}

// headerText is a line of a header as UTF-8.
func headerText(line []byte) string {
	return plainText(guessText(line))
}
