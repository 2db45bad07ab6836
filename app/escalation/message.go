package escalation

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"firstline/data"
)

// message is a mail of our own, read back from the bytes that are sent.
type message struct {
	header mail.Header
	text   string
	parts  []data.Attachment
}

// readMessage reads a mail the desk wrote. Half a mail is shown as far as it
// goes: the raw source is there as well.
func readMessage(raw []byte) (message, error) {
	m, err := mail.ReadMessage(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		return message{}, fmt.Errorf("read the message: %w", err)
	}
	read := message{header: m.Header}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		read.text, err = text(m.Header.Get("Content-Transfer-Encoding"), params, m.Body)
		return read, err
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return read, nil
		}
		if err != nil {
			return read, fmt.Errorf("read a part of the message: %w", err)
		}
		kind, params, _ := mime.ParseMediaType(part.Header.Get("Content-Type")) // without a type it is a file
		encoding := part.Header.Get("Content-Transfer-Encoding")
		if part.FileName() == "" && kind == "text/plain" && read.text == "" {
			if read.text, err = text(encoding, params, part); err != nil {
				return read, err
			}
			continue
		}
		size, err := io.Copy(io.Discard, decoded(encoding, part))
		if err != nil {
			return read, fmt.Errorf("read %s: %w", part.FileName(), err)
		}
		read.parts = append(read.parts, data.Attachment{Name: part.FileName(), Type: kind, Size: size})
	}
}

// decoded undoes a transfer encoding.
func decoded(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// text reads a text part; soft breaks (RFC 3676) are taken back, as the reader's
// program does.
func text(encoding string, params map[string]string, r io.Reader) (string, error) {
	raw, err := io.ReadAll(decoded(encoding, r))
	if err != nil {
		return "", fmt.Errorf("read the text: %w", err)
	}
	lines := strings.Split(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n")
	if !strings.EqualFold(params["format"], "flowed") {
		return strings.Join(lines, "\n"), nil
	}
	var b strings.Builder
	for i, line := range lines {
		line = strings.TrimPrefix(line, " ")
		b.WriteString(line)
		if i < len(lines)-1 && (!strings.HasSuffix(line, " ") || line == "-- ") {
			b.WriteByte('\n')
		}
	}
	return b.String(), nil
}

// head is a line of the head, read as people do.
func (m message) head(name string) string {
	value := m.header.Get(name)
	if plain, err := new(mime.WordDecoder).DecodeHeader(value); err == nil {
		return plain
	}
	return value
}
