package mail

import (
	"bytes"
	"strings"
)

// Header is the header of a message or of a part: its fields, in order.
type Header []Field

// Field is one header field.
type Field struct {
	Name  string // as written
	Value string // unfolded and decoded
	raw   string // unfolded, as valid UTF-8, with encoded words as they are
}

// Get gives the value of the first field of a name, in capitals or not; "" if there is
// none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// All gives the values of all fields of a name.
func (h Header) All(name string) []string {
	var values []string
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// raw is Get with encoded words as they are.
func (h Header) raw(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.raw
		}
	}
	return ""
}

const (
	longestHeader = 512 << 10 // bytes that are read of a header
	longestLine   = 64 << 10  // bytes that are read of a field
	mostFields    = 5000
)

// header reads the header at the beginning of a message or part; the body is what follows.
// Stray lines that belong to no field are left out; where a header simply stops being
// one, the body begins.
func (r *reader) header(raw []byte) (h Header, body []byte) {
	raw = skipEnvelope(raw)
	lines, body := r.headerLines(raw)
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		f := Field{Name: strings.TrimRight(name, " \t"), raw: strings.TrimSpace(value)}
		f.Value = oneLine(plainText(decodeWords(f.raw)))
		h = append(h, f)
	}
	return h, body
}

// skipEnvelope drops what mailboxes and relays put before a header: empty lines, a byte
// order mark and lines that begin with "From ".
func skipEnvelope(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	for len(raw) > 0 {
		line, rest := cutLine(raw)
		from := bytes.TrimPrefix(line, []byte(">"))
		if len(bytes.TrimSpace(line)) > 0 && !(bytes.HasPrefix(from, []byte("From ")) && !bytes.Contains(from[:min(len(from), 6)], []byte(":"))) {
			break
		}
		raw = rest
	}
	return raw
}

// headerLines gives the fields of a header, unfolded, and the body.
func (r *reader) headerLines(raw []byte) (fields []string, body []byte) {
	h := headerReader{reader: r}
	for len(raw) > 0 {
		line, rest := cutLine(raw)
		if len(bytes.TrimSpace(line)) == 0 {
			raw = rest
			if len(line) > 0 && continues(rest) {
				continue
			}
			break // a line of blanks ends the header, too, unless that goes on after it
		}
		if h.begins(line) {
			r.repair("header_unended")
			break
		}
		if line = h.within(line); line == nil {
			raw = skipHeader(raw)
			break
		}
		h.take(line, raw)
		raw = rest
	}
	h.end()
	if h.stray != nil {
		r.repair("header_unended")
		return h.fields, h.stray
	}
	return h.fields, raw
}

// headerReader reads a header line by line.
type headerReader struct {
	*reader
	fields []string // so far
	field  []byte   // the one being read
	stray  []byte   // everything from the first line on that is no field
	read   int      // bytes
}

// begins says whether a line in place of a field is the boundary before a part.
func (h *headerReader) begins(line []byte) bool {
	return bytes.HasPrefix(line, []byte("--")) && fieldName(line) == "" && (h.field != nil || len(h.fields) > 0)
}

// within is as much of a line as is read; nil once the header is too long.
func (h *headerReader) within(line []byte) []byte {
	if len(line) > longestLine {
		h.repair("header_cut")
		line = upTo(longestLine, line)
	}
	if h.read += len(line); h.read > longestHeader || len(h.fields) >= mostFields {
		h.repair("header_cut")
		return nil
	}
	return line
}

// take reads a line: a field, the rest of one, or neither. from is the message from
// that line on.
func (h *headerReader) take(line, from []byte) {
	name := fieldName(line)
	switch {
	case (line[0] == ' ' || line[0] == '\t') && (h.field != nil || h.stray != nil):
		if h.stray == nil && len(h.field) < longestLine {
			h.field = append(append(h.field, ' '), bytes.TrimSpace(line)...)
		}
	case name != "" && (h.stray == nil || known(name)):
		if h.stray != nil {
			h.repair("header_stray_line")
			h.stray = nil
		}
		h.end()
		h.field = bytes.Clone(line)
	case h.field != nil && lostIndent(line, h.field):
		h.repair("header_lost_indent")
		h.field = append(append(h.field, ' '), line...)
	case h.stray == nil:
		h.stray = from
	}
}

// end ends the field being read.
func (h *headerReader) end() {
	if h.field != nil {
		h.fields = append(h.fields, headerText(h.field))
	}
	h.field = nil
}

// skipHeader finds the body after a header that is too long to be read.
func skipHeader(raw []byte) []byte {
	for len(raw) > 0 {
		line, rest := cutLine(raw)
		raw = rest
		if len(line) == 0 {
			break
		}
	}
	return raw
}

// continues says whether a header goes on after a line of blanks.
func continues(rest []byte) bool {
	line, _ := cutLine(rest)
	return known(fieldName(line))
}

// fieldName is the name that a line of a header begins with; "" if it is no such line.
func fieldName(line []byte) string {
	colon := bytes.IndexByte(line[:min(len(line), 100)], ':')
	if colon <= 0 {
		return ""
	}
	name := bytes.TrimRight(line[:colon], " \t")
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return ""
		}
	}
	return string(name)
}

// known says whether a name is found only in headers, so that a field among stray lines can
// be told from text.
func known(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, "x-") || strings.HasPrefix(name, "content-") || strings.HasPrefix(name, "list-") || strings.HasPrefix(name, "resent-") {
		return true
	}
	switch name {
	case "from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "sender", "received",
		"return-path", "mime-version", "delivered-to", "dkim-signature", "authentication-results", "precedence", "auto-submitted",
		"thread-topic", "thread-index", "user-agent", "importance", "priority", "organization", "received-spf", "errors-to":
		return true
	}
	return false
}

// lostIndent says whether a line is the rest of the field before it, without its indent.
func lostIndent(line, field []byte) bool {
	const start = "content-"
	if len(field) < len(start) || !strings.EqualFold(string(field[:len(start)]), start) {
		return false
	}
	lower := strings.ToLower(string(line[:min(len(line), 40)]))
	for _, parameter := range []string{"boundary", "charset", "name", "filename", "format", "type", "report-type", "protocol", "micalg", "delsp"} {
		if rest, ok := strings.CutPrefix(lower, parameter); ok && (strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, "*")) {
			return true
		}
	}
	return false
}

// cutLine takes off the first line; its end, CRLF or LF, is in neither part.
func cutLine(raw []byte) (line, rest []byte) {
	end := bytes.IndexByte(raw, '\n')
	if end < 0 {
		return raw, nil
	}
	return bytes.TrimRight(raw[:end], "\r"), raw[end+1:]
}
