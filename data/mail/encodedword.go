package mail

import (
	"strings"
)

// decodeWords decodes encoded words in a header (RFC 2047), both as the rules have them and
// as they are found: inside quotes, with blanks in them, with a letter split between two
// words, without an end.
func decodeWords(text string) string {
	var b strings.Builder
	var pending []byte // bytes of one charset, not yet decoded
	charset := ""
	flush := func() {
		if len(pending) > 0 {
			decoded, _ := decodeText(pending, charset)
			b.WriteString(decoded)
		}
		pending, charset = nil, ""
	}
	for text != "" {
		at := strings.Index(text, "=?")
		if at < 0 {
			break
		}
		name, content, rest, ok := cutWord(text[at:])
		if !ok {
			flush()
			b.WriteString(text[:at+2])
			text = text[at+2:]
			continue
		}
		if between := text[:at]; charset == "" || strings.Trim(between, " \t") != "" {
			flush()
			b.WriteString(between)
		}
		if !strings.EqualFold(name, charset) {
			flush()
		}
		charset, pending, text = name, append(pending, content...), rest
	}
	flush()
	return b.String() + text
}

// cutWord reads the encoded word at the beginning of a text.
func cutWord(text string) (charset string, content []byte, rest string, ok bool) {
	const longestName = 60
	body := text[2:]
	mark := strings.IndexByte(body[:min(len(body), longestName)], '?')
	if mark <= 0 || mark+2 >= len(body) || body[mark+2] != '?' {
		return "", nil, "", false
	}
	charset, _, _ = strings.Cut(body[:mark], "*")
	if strings.ContainsAny(charset, " \t\"<>") {
		return "", nil, "", false
	}
	how := body[mark+1]
	body = body[mark+3:]
	end := strings.Index(body, "?=")
	if end < 0 {
		if end = strings.IndexAny(body, " \t\"<"); end < 0 {
			end = len(body)
		}
		rest = body[end:]
	} else {
		// "=?x?q?=?=" and "?==41?=": an end that is part of the text
		if (how == 'q' || how == 'Q') && strings.HasPrefix(body[end+1:], "=?=") {
			end++
		}
		rest = body[end+2:]
	}
	body = body[:end]
	switch how {
	case 'b', 'B':
		content, _ = decodeBase64([]byte(body))
	case 'q', 'Q':
		content, _ = decodeQuotedPrintable([]byte(strings.ReplaceAll(body, "_", " ")))
		if trailing := body[len(strings.TrimRight(body, "_ ")):]; trailing != "" && len(content) > 0 && content[len(content)-1] != ' ' {
			content = append(content, strings.Repeat(" ", len(trailing))...)
		}
	default:
		return "", nil, "", false
	}
	return charset, content, rest, true
}
