package mail

import (
	"bytes"
	"strings"
)

// walk reads a part and what is in it: files go to the reader, and text comes back. usual is
// its type where its header has none.
func (r *reader) walk(h Header, body []byte, usual string, depth int) []block {
	kind, parameters := media(h.raw("Content-Type"))
	if kind == "" || !strings.Contains(kind, "/") {
		if kind != "" {
			r.repair("content_type")
		}
		kind = usual
		if kind != "text/plain" && kind != "message/rfc822" {
			kind = "text/plain"
		}
	}
	if r.parts++; strings.HasPrefix(kind, "multipart/") && depth < deepest && r.parts <= mostParts {
		if pieces, found := r.split(body, parameters["boundary"]); found {
			return r.multipart(kind, pieces, depth)
		}
		r.repair("multipart_without_parts")
		kind = "text/plain"
	} else if strings.HasPrefix(kind, "multipart/") {
		r.repair("too_many_parts")
		kind = "application/octet-stream"
	}
	return r.leaf(h, kind, parameters, body, depth)
}

// multipart reads the pieces of a multipart.
func (r *reader) multipart(kind string, pieces [][]byte, depth int) []block {
	usual := "text/plain"
	if kind == "multipart/digest" {
		usual = "message/rfc822"
	}
	var blocks []block
	for i, piece := range pieces {
		if r.parts >= mostParts {
			r.repair("too_many_parts")
			r.attach(Attachment{Type: "application/octet-stream", Content: bytes.Join(pieces[i:], []byte("\n"))}, "")
			break
		}
		h, body := r.partHeader(piece)
		blocks = append(blocks, r.walk(h, body, usual, depth+1)...)
	}
	if kind == "multipart/alternative" {
		return alternatives(blocks)
	}
	return blocks
}

// partHeader reads the header of a part, which may have none.
func (r *reader) partHeader(piece []byte) (Header, []byte) {
	if line, rest := cutLine(piece); len(line) == 0 {
		return nil, rest
	}
	return r.header(piece)
}

// split cuts a multipart at its boundaries. A boundary that is missing or wrong is guessed; a
// part that is never closed ends with the body.
func (r *reader) split(body []byte, boundary string) (pieces [][]byte, found bool) {
	pieces, closed := cutAt(body, strings.TrimRight(boundary, " \t"))
	if len(pieces) == 0 {
		guess := guessBoundary(body)
		if guess == "" {
			return nil, false
		}
		r.repair("boundary_guessed")
		pieces, closed = cutAt(body, guess)
	}
	if !closed {
		r.repair("multipart_unclosed")
	}
	return pieces, len(pieces) > 0
}

// cutAt is what stands between the lines that are a boundary; closed says whether the last
// of these is marked as the end.
func cutAt(body []byte, boundary string) (pieces [][]byte, closed bool) {
	if boundary == "" {
		return nil, false
	}
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(body) && len(pieces) <= mostParts; { // the rest is one piece
		i := bytes.Index(body[at:], mark)
		if i < 0 {
			break
		}
		i += at
		at = i + len(mark)
		if i > 0 && body[i-1] != '\n' {
			continue
		}
		line, rest := cutLine(body[at:])
		tail := bytes.TrimRight(line, " \t")
		if len(tail) > 0 && !bytes.Equal(tail, []byte("--")) {
			continue
		}
		if start >= 0 {
			pieces = append(pieces, withoutLineEnd(body[start:i]))
		}
		start = len(body) - len(rest)
		at = start
		closed = false
		if len(tail) > 0 {
			start, closed = -1, true
		}
	}
	if start >= 0 {
		last := body[start:]
		if end := bytes.TrimRight(last, " \r\n"); bytes.HasSuffix(end, append(mark, "--"...)) { // the end, but not on a line of its own
			last, closed = end[:len(end)-len(mark)-2], true
		}
		pieces = append(pieces, last)
	}
	return pieces, closed
}

// withoutLineEnd drops the line end before a boundary, which belongs to the boundary.
func withoutLineEnd(piece []byte) []byte {
	piece = bytes.TrimSuffix(piece, []byte("\n"))
	return bytes.TrimSuffix(piece, []byte("\r"))
}

// guessBoundary is the first line that looks like a boundary and has the header of a part
// after it.
func guessBoundary(body []byte) string {
	const furthest = 64 << 10
	for rest := body[:min(len(body), furthest)]; len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		line = bytes.TrimRight(line, " \t")
		if len(line) > 2 && len(line) <= 200 && bytes.HasPrefix(line, []byte("--")) && !bytes.Contains(line, []byte(" ")) {
			if next, _ := cutLine(rest); strings.HasPrefix(strings.ToLower(fieldName(next)), "content-") {
				return string(line[2:])
			}
		}
	}
	return ""
}

// leaf reads a part that holds no others.
func (r *reader) leaf(h Header, kind string, parameters map[string]string, body []byte, depth int) []block {
	content := r.decodeBody(body, strings.ToLower(strings.Trim(oneLine(uncommented(h.Get("Content-Transfer-Encoding"))), " ;\"'")))
	disposition, more := media(h.raw("Content-Disposition"))
	name := more["filename"]
	if name == "" {
		name = parameters["name"]
	}
	switch {
	case isText(kind) && disposition != "attachment" && (name == "" || r.texts == 0 || kind == "text/html" && disposition == "inline"):
		r.texts++ // a later one with a name is a file
		return r.text(kind, parameters, content)
	case kind == "application/ms-tnef" || kind == "application/vnd.ms-tnef" || strings.EqualFold(name, "winmail.dat"):
		if blocks, ok := r.openTNEF(content); ok {
			return blocks
		}
	case kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime" || strings.HasSuffix(strings.ToLower(name), ".p7m"):
		if inner, ok := signedContent(content); ok && depth < deepest {
			h, body := r.partHeader(inner)
			return r.walk(h, body, "text/plain", depth+1)
		}
	}
	r.attach(Attachment{
		Name: name, Type: kind, Content: content, ContentID: strings.Trim(h.Get("Content-ID"), "<> "),
		Inline: disposition == "inline" || disposition == "" && h.Get("Content-ID") != "",
	}, h.Get("Content-Description"))
	return nil
}

// isText says whether parts of a type are text to be read.
func isText(kind string) bool {
	return kind == "text/plain" || kind == "text/html" || kind == "text/enriched" || kind == "text/richtext"
}
