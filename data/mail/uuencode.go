package mail

import (
	"bytes"
	"strings"
)

// uuFile is a file that stands uuencoded in a text.
type uuFile struct {
	name    string
	content []byte
}

// cutUU takes uuencoded files out of a text.
func cutUU(text []byte) (rest []byte, files []uuFile) {
	const most = 100
	var kept []byte
	done := 0 // how much of the text is already in kept
	for at := 0; len(files) < most; {
		begin := bytes.Index(text[at:], []byte("begin "))
		if begin < 0 {
			break
		}
		begin += at
		at = begin + 1
		if begin > 0 && text[begin-1] != '\n' {
			continue
		}
		line, after := cutLine(text[begin:])
		fields := strings.SplitN(string(line[:min(len(line), 300)]), " ", 3)
		if len(fields) < 3 || len(fields[1]) < 3 || len(fields[1]) > 4 || strings.Trim(fields[1], "01234567") != "" {
			continue
		}
		content, tail, whole := decodeUU(after)
		if !whole && len(content) == 0 {
			continue
		}
		files = append(files, uuFile{strings.TrimSpace(fields[2]), content})
		kept = append(kept, text[done:begin]...)
		done = len(text) - len(tail)
		at = done
	}
	if files == nil {
		return text, nil
	}
	return append(kept, text[done:]...), files
}

// takeUU attaches the uuencoded files in a text, and gives the rest of it.
func (r *reader) takeUU(text []byte) []byte {
	rest, files := cutUU(text)
	for _, f := range files {
		name, _ := decodeText([]byte(f.name), "")
		r.attach(Attachment{Name: plainText(name), Type: "application/octet-stream", Content: f.content}, "")
	}
	return rest
}

// decodeUU reads the lines after "begin" up to "end"; whole says whether there was an end.
func decodeUU(lines []byte) (content, rest []byte, whole bool) {
	const longest = 90 // bytes of a line
	for len(lines) > 0 {
		line, after := cutLine(lines)
		if text := bytes.TrimSpace(line); bytes.Equal(text, []byte("end")) {
			return content, after, true
		} else if len(text) == 0 || bytes.Equal(text, []byte("`")) {
			lines = after
			continue
		}
		size := int(line[0]-' ') & 63
		short := len(line)-1 < size*4/3-2 // two blanks at its end may have been lost
		if line[0] < ' ' || line[0] > '`' || short || len(line) > longest {
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
		lines = after
	}
	return content, nil, false
}
