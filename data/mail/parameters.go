package mail

import (
	"slices"
	"strconv"
	"strings"
)

// media reads a header such as Content-Type: the value, in small letters, and its parameters
// (RFC 2045, RFC 2231), whatever is missing around them.
func media(value string) (kind string, parameters map[string]string) {
	const mostPieces = 2000
	kind, rest, _ := strings.Cut(value, ";")
	kind = strings.ToLower(strings.TrimSpace(uncommented(kind)))
	if i := strings.IndexAny(kind, " \t,"); i >= 0 { // "text/plain charset=x"
		if strings.Contains(kind[i:], "=") {
			rest = value[strings.IndexAny(value, " \t,")+1:]
		}
		kind = kind[:i]
	}
	plain, pieces := map[string]string{}, map[string][]piece{}
	for count := 0; rest != "" && count < mostPieces; count++ {
		var name, text string
		name, text, rest = cutParameter(rest)
		if name == "" {
			continue
		}
		base, section, split := strings.Cut(name, "*")
		if !split {
			if _, twice := plain[name]; !twice {
				plain[name] = text
			}
			continue
		}
		section, encoded := strings.CutSuffix(section, "*")
		number, err := strconv.Atoi(section)
		if err != nil {
			number, encoded = 0, true // "name*="
		}
		pieces[base] = append(pieces[base], piece{number, encoded, text})
	}
	for name, list := range pieces { // they say it better than the plain form beside them
		plain[name] = assembled(list)
	}
	for name, value := range plain {
		plain[name] = plainText(decodeWords(value))
	}
	return kind, plain
}

// piece is a part of a parameter that was split, or encoded, or both (RFC 2231).
type piece struct {
	number  int
	encoded bool
	text    string
}

// assembled is the value that pieces make, in their order. The first one may name the
// charset.
func assembled(list []piece) string {
	slices.SortStableFunc(list, func(a, b piece) int { return a.number - b.number })
	charset, raw := "", []byte(nil)
	for i, p := range list {
		text := p.text
		if i == 0 && p.encoded {
			if parts := strings.SplitN(text, "'", 3); len(parts) == 3 {
				charset, text = parts[0], parts[2]
			}
		}
		if p.encoded {
			raw = append(raw, unpercent(text)...)
		} else {
			raw = append(raw, text...)
		}
	}
	value, _ := decodeText(raw, charset)
	return value
}

// cutParameter takes the first "name=value" off a list.
func cutParameter(list string) (name, value, rest string) {
	list = strings.TrimLeft(list, "; \t")
	end := strings.IndexAny(list, "=;")
	if end < 0 {
		return "", "", ""
	}
	if list[end] == ';' {
		return "", "", list[end+1:]
	}
	name = strings.ToLower(strings.TrimSpace(list[:end]))
	list = strings.TrimLeft(list[end+1:], " \t")
	if !strings.HasPrefix(list, `"`) {
		end := strings.IndexByte(list, ';')
		if end < 0 {
			end = len(list)
		}
		value = strings.Trim(list[:end], " \t\"")
		if next := strings.IndexAny(value, " \t"); next >= 0 && beginsParameter(value[next:]) { // the semicolon is missing
			return name, value[:next], list[next:]
		}
		return name, value, list[min(end+1, len(list)):]
	}
	var b strings.Builder
	for i := 1; i < len(list); i++ {
		switch c := list[i]; {
		case c == '\\' && i+1 < len(list) && (list[i+1] == '"' || list[i+1] == '\\'):
			i++
			b.WriteByte(list[i])
		case c == '"':
			return name, b.String(), list[i+1:]
		default:
			b.WriteByte(c)
		}
	}
	return name, b.String(), ""
}

// beginsParameter says whether a text begins with "name=", and not with an encoded word.
func beginsParameter(text string) bool {
	text = strings.TrimLeft(text, " \t")
	name, _, found := strings.Cut(text, "=")
	return found && !strings.ContainsAny(name, " \t") && !strings.HasPrefix(text, "=?")
}

// unpercent decodes %XX.
func unpercent(text string) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if hi, lo := nibble(text[i+1]), nibble(text[i+2]); hi < 16 && lo < 16 {
				out = append(out, hi<<4|lo)
				i += 2
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}
