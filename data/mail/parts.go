package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"firstline/data"
)

// block is one piece of the text, in one form or two.
type block struct {
	plain, html string // html is text made of HTML
}

// walk reads a part and what is in it. Files go to the reader, text comes back.
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
	return r.leaf(h, kind, parameters, body)
}

func (r *reader) multipart(kind string, pieces [][]byte, depth int) []block {
	usual := "text/plain"
	if kind == "multipart/digest" {
		usual = "message/rfc822"
	}
	var blocks []block
	for i, piece := range pieces {
		if r.parts >= mostParts {
			r.repair("too_many_parts")
			r.file(Header{}, "application/octet-stream", nil, joined(piece, pieces[i:]), false)
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

// joined is what reaches from the start of the first piece to the end of the
// last.
func joined(from []byte, pieces [][]byte) []byte {
	size := 0
	for _, p := range pieces {
		size += len(p)
	}
	if size == 0 {
		return nil
	}
	return bytes.Join(pieces, []byte("\n"))
}

// partHeader reads the header of a part, which may have none.
func (r *reader) partHeader(piece []byte) (Header, []byte) {
	if line, rest := cutLine(piece); len(line) == 0 {
		return nil, rest
	}
	return r.header(piece)
}

// alternatives makes one block of several that say the same.
func alternatives(blocks []block) []block {
	var one block
	for _, b := range blocks {
		one.plain = joinTexts(one.plain, b.plain)
		one.html = joinTexts(one.html, b.html)
	}
	return []block{one}
}

// split cuts a multipart at its boundary lines. A boundary that is missing or
// wrong is guessed; one that never comes again ends with the body.
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

// cutAt gives what is between the lines that are the boundary.
func cutAt(body []byte, boundary string) (pieces [][]byte, closed bool) {
	if boundary == "" {
		return nil, false
	}
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(body); {
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
	if start >= 0 && start <= len(body) {
		pieces = append(pieces, body[start:])
	}
	return pieces, closed
}

// withoutLineEnd drops the line end that belongs to the boundary line.
func withoutLineEnd(piece []byte) []byte {
	piece = bytes.TrimSuffix(piece, []byte("\n"))
	return bytes.TrimSuffix(piece, []byte("\r"))
}

// guessBoundary takes for a boundary the first line that looks like one and has
// a part's header after it.
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
func (r *reader) leaf(h Header, kind string, parameters map[string]string, body []byte) []block {
	encoding := strings.ToLower(strings.Trim(oneLine(uncommented(h.Get("Content-Transfer-Encoding"))), " ;\"'"))
	content := r.decodeBody(body, encoding)
	disposition, more := media(h.raw("Content-Disposition"))
	name := more["filename"]
	if name == "" {
		name = parameters["name"]
	}
	text := kind == "text/plain" || kind == "text/html" || kind == "text/enriched" || kind == "text"
	if text && disposition != "attachment" && (name == "" || disposition == "inline") {
		return r.text(kind, parameters, content)
	}
	if name == "" {
		name = h.Get("Content-Description")
	}
	r.attach(h, kind, name, content, disposition == "inline" || disposition == "" && h.Get("Content-ID") != "")
	return nil
}

// text makes a block of a text part.
func (r *reader) text(kind string, parameters map[string]string, content []byte) []block {
	text, guessed := decodeText(content, parameters["charset"])
	if guessed {
		r.repair("charset")
	}
	text = plainText(text)
	switch {
	case kind == "text/html":
		return []block{{html: htmlText(text)}}
	case strings.EqualFold(parameters["format"], "flowed"):
		text = unflowed(text, strings.EqualFold(parameters["delsp"], "yes"))
	}
	return []block{{plain: text}}
}

// file keeps a part without a name.
func (r *reader) file(h Header, kind string, parameters map[string]string, content []byte, inline bool) {
	r.attach(h, kind, parameters["name"], content, inline)
}

// attach keeps a part as a file.
func (r *reader) attach(h Header, kind, name string, content []byte, inline bool) {
	sum := sha256.Sum256(content)
	r.files = append(r.files, Attachment{
		Name: data.SafeName(name), Type: kind, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]),
		Inline: inline, ContentID: strings.Trim(h.Get("Content-ID"), "<> "), Content: content,
	})
}

// join makes the whole text of its blocks, and the HTML part of it.
func join(blocks []block) (text, html string) {
	for _, b := range blocks {
		html = joinTexts(html, b.html)
		if strings.TrimSpace(b.plain) != "" {
			text = joinTexts(text, b.plain)
		} else {
			text = joinTexts(text, b.html)
		}
	}
	return text, html
}

// joinTexts puts an empty line between two texts.
func joinTexts(a, b string) string {
	switch {
	case strings.TrimSpace(a) == "":
		return b
	case strings.TrimSpace(b) == "":
		return a
	}
	return strings.TrimRight(a, "\n") + "\n\n" + strings.TrimLeft(b, "\n")
}
