// Package mail reads and writes messages: bytes become values and values bytes. It fetches
// and sends nothing.
package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime"
	"mime/quotedprintable"
	"path"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"firstline/data"
)

// Letter is a message to be written: one sender, one recipient, a text and
// files.
type Letter struct {
	From, FromName string // address and name; without an address it is a draft, and the program that sends it knows whose
	To, ToName     string
	ReplyTo        string // address; empty: the sender's
	Date           time.Time
	MessageID      string // with its angle brackets
	Subject        string
	Text           string      // UTF-8; paragraphs are lines, however long
	Headers        [][2]string // more headers, in order: name, value
	Files          []File
}

// File is an attachment of a Letter.
type File struct {
	Name  string
	Type  string // media type; what is none goes as application/octet-stream
	Bytes []byte
}

// Write makes the bytes of a letter (RFC 5322, MIME). The same letter always gives the same
// bytes, so that every try sends the same mail. Whatever the letter holds, they are ASCII
// with lines of less than 998 bytes (but for addresses that are not ASCII, which need
// SMTPUTF8); the time is UTC, and nothing tells of this computer. A control character in
// a header is refused with a Problem.
func Write(l Letter) ([]byte, error) {
	var out bytes.Buffer
	h := header{out: &out}
	h.line("Date", l.Date.UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	if l.From != "" {
		h.address("From", "from", l.FromName, l.From)
	}
	h.address("To", "to", l.ToName, l.To)
	if l.ReplyTo != "" {
		h.address("Reply-To", "from", "", l.ReplyTo)
	}
	h.id(l.MessageID)
	h.text("Subject", "subject", l.Subject)
	for _, more := range l.Headers {
		h.named(more[0], more[1])
	}
	h.line("MIME-Version", "1.0")
	if h.err != nil {
		return nil, h.err
	}
	if len(l.Files) == 0 {
		writeText(&out, l.Text)
		return out.Bytes(), nil
	}
	// "=_" can occur neither in base64 nor in quoted-printable, so no part can hold the
	// boundary.
	sum := sha256.Sum256([]byte(l.MessageID))
	boundary := "=_" + hex.EncodeToString(sum[:16])
	h.line("Content-Type", `multipart/mixed; boundary="`+boundary+`"`)
	out.WriteString("\r\n--" + boundary + "\r\n")
	writeText(&out, l.Text)
	for _, f := range l.Files {
		out.WriteString("\r\n--" + boundary + "\r\n")
		writeFile(&out, f)
	}
	out.WriteString("\r\n--" + boundary + "--\r\n")
	return out.Bytes(), nil
}

// writeText writes a text part. Quoted-printable keeps the spaces that
// format=flowed puts at the ends of lines.
func writeText(out *bytes.Buffer, text string) {
	h := header{out: out}
	h.line("Content-Type", "text/plain; charset=utf-8; format=flowed")
	h.line("Content-Transfer-Encoding", "quoted-printable")
	out.WriteString("\r\n")
	body := quotedprintable.NewWriter(out)
	body.Write([]byte(strings.ReplaceAll(flow(text), "\n", "\r\n"))) // a Buffer never fails
	body.Close()
}

func writeFile(out *bytes.Buffer, f File) {
	kind, _, err := mime.ParseMediaType(f.Type)
	if err != nil || strings.HasPrefix(kind, "message/") || strings.HasPrefix(kind, "multipart/") {
		kind = "application/octet-stream" // RFC 2045: those two may not be base64
	}
	name := fileName(f.Name)
	h := header{out: out}
	h.line("Content-Type", mime.FormatMediaType(kind, map[string]string{"name": name}))
	h.line("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.line("Content-Transfer-Encoding", "base64")
	out.WriteString("\r\n")
	const bytesPerLine = 57 // 76 letters
	for chunk := f.Bytes; len(chunk) > 0; {
		n := min(bytesPerLine, len(chunk))
		out.WriteString(base64.StdEncoding.EncodeToString(chunk[:n]) + "\r\n")
		chunk = chunk[n:]
	}
}

// fileName is a name that is valid everywhere and fits, encoded, on one line.
func fileName(name string) string {
	const most = 200 // bytes; three letters each when encoded (RFC 2231)
	name = data.SafeName(name)
	if len(name) <= most {
		return name
	}
	ext := path.Ext(name)
	if len(ext) > 20 {
		ext = ""
	}
	stem := name[:most-len(ext)]
	for !utf8.ValidString(stem) {
		stem = stem[:len(stem)-1]
	}
	return stem + ext
}

// header writes header lines and keeps the first error.
type header struct {
	out *bytes.Buffer
	err error
}

// line writes a value that is ASCII and already safe, folded at its spaces.
func (h *header) line(name, value string) {
	const width = 76
	at := len(name) + 1
	h.out.WriteString(name + ":")
	for i, word := range strings.Split(value, " ") {
		if i > 0 && word != "" && at+1+len(word) > width {
			h.out.WriteString("\r\n")
			at = 0
		}
		h.out.WriteString(" " + word)
		at += 1 + len(word)
	}
	h.out.WriteString("\r\n")
}

// text writes what people typed, encoded (RFC 2047) where need be. field is what a
// Problem is about.
func (h *header) text(name, field, value string) {
	if h.safe(field, value) {
		h.line(name, encodeWords(strings.TrimSpace(value)))
	}
}

// address writes an address and whose it is. field is what a Problem is about.
func (h *header) address(name, field, person, address string) {
	if !h.safe(field, person) {
		return
	}
	if err := data.CheckAddress(field, address); err != nil {
		h.fail(err)
		return
	}
	person = strings.TrimSpace(person)
	switch encoded := encodeWords(person); {
	case person == "":
	case encoded != person:
		address = encoded + " <" + address + ">"
	default:
		address = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(person) + `" <` + address + ">"
	}
	h.line(name, address)
}

// id writes the id of the message, with its angle brackets.
func (h *header) id(id string) {
	inner, opened := strings.CutPrefix(id, "<")
	inner, closed := strings.CutSuffix(inner, ">")
	if !opened || !closed || !strings.Contains(inner, "@") || strings.ContainsAny(inner, "<> \t") {
		h.fail(data.Fault("message_id", "bad_header", "value", id))
		return
	}
	if h.safe("message_id", id) {
		h.line("Message-ID", id)
	}
}

// named writes a header that the letter names.
func (h *header) named(name, value string) {
	for _, r := range name {
		if r <= ' ' || r == ':' || r >= 0x7f {
			h.fail(data.Fault("", "bad_header", "value", name))
			return
		}
	}
	if name == "" {
		h.fail(data.Fault("", "bad_header", "value", value))
		return
	}
	for _, r := range value {
		if r > unicode.MaxASCII {
			h.text(name, "", value)
			return
		}
	}
	// Ids and Outlook's thread index are longer than an encoded word may be, and encoded
	// they would mean nothing.
	if h.safe("", value) {
		h.line(name, value)
	}
}

// safe says whether a value may stand in a header: on one line, without control
// characters. Anything else is a way to smuggle in headers.
func (h *header) safe(field, value string) bool {
	if !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		h.fail(data.Fault(field, "bad_header", "value", strings.ToValidUTF8(value, "?")))
		return false
	}
	return true
}

func (h *header) fail(err error) {
	if h.err == nil {
		h.err = err
	}
}

// encodeWords is a text as it may stand in a header: as it is if it is ASCII and can be
// folded, else in encoded words of at most 75 letters (RFC 2047).
func encodeWords(text string) string {
	const longest = 75
	plain := !strings.Contains(text, "=?")
	for _, word := range strings.Split(text, " ") {
		plain = plain && len(word) <= longest && !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII })
	}
	if plain {
		return text
	}
	const most = 45 // bytes: 60 letters of base64
	var words []string
	for text != "" {
		n := min(most, len(text))
		for n < len(text) && !utf8.RuneStart(text[n]) {
			n--
		}
		words = append(words, "=?utf-8?B?"+base64.StdEncoding.EncodeToString([]byte(text[:n]))+"?=")
		text = text[n:]
	}
	return strings.Join(words, " ")
}
