package mail

import (
	"bytes"
	"strings"
)

// cutUU finds the first uuencoded file in a text: its name, its content and the
// text without it.
func cutUU(text []byte) (name string, content, rest []byte, ok bool) {
	for at := 0; at < len(text); {
		begin := bytes.Index(text[at:], []byte("begin "))
		if begin < 0 {
			return "", nil, nil, false
		}
		begin += at
		line, after := cutLine(text[begin:])
		if begin > 0 && text[begin-1] != '\n' {
			at = begin + 1
			continue
		}
		fields := strings.SplitN(string(line[:min(len(line), 300)]), " ", 3)
		if len(fields) < 3 || len(fields[1]) < 3 || len(fields[1]) > 4 || strings.Trim(fields[1], "01234567") != "" {
			at = begin + 1
			continue
		}
		content, tail, whole := decodeUU(after)
		if !whole && len(content) == 0 {
			at = begin + 1
			continue
		}
		return strings.TrimSpace(fields[2]), content, append(bytes.Clone(text[:begin]), tail...), true
	}
	return "", nil, nil, false
}

// decodeUU reads the lines after "begin" up to "end". whole is whether there was
// an end.
func decodeUU(lines []byte) (content, rest []byte, whole bool) {
	for len(lines) > 0 {
		line, rest := cutLine(lines)
		if text := bytes.TrimSpace(line); bytes.Equal(text, []byte("end")) {
			return content, rest, true
		} else if len(text) == 0 || bytes.Equal(text, []byte("`")) {
			lines = rest
			continue
		}
		size := int(line[0]-' ') & 63
		if line[0] < ' ' || line[0] > '`' || len(line)-1 < (size*8+5)/6 && len(line)-1 < size*4/3-2 || len(line) > 90 {
			return content, lines, false
		}
		for i := 1; size > 0; i += 4 {
			var v [4]byte
			for k := range v {
				if i+k < len(line) {
					v[k] = (line[i+k] - ' ') & 63
				}
			}
			three := []byte{v[0]<<2 | v[1]>>4, v[1]<<4 | v[2]>>2, v[2]<<6 | v[3]}
			content = append(content, three[:min(size, 3)]...)
			size -= 3
		}
		lines = rest
	}
	return content, nil, false
}
