package mail

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"encoding/base64"

	"pgregory.net/rapid"

	"firstline/data"
)

var at = time.Date(2026, 11, 23, 10, 11, 12, 0, time.FixedZone("", 3600))

func plainLetter() Letter {
	return Letter{From: "desk@firma.test", FromName: "Soporte Madrid", To: "second@example.org", ToName: "Begoña Núñez",
		Date: at, MessageID: "<dp.X.y@firma.test>", Subject: "[#X] Escalado MAD-1042", Text: "Hola:\n\nuna línea",
		Headers: [][2]string{{"Auto-Submitted", "no"}}}
}

func write(t testing.TB, l Letter) []byte {
	raw, err := Write(l)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// unflow reads format=flowed the way RFC 3676 says.
func unflow(body string) string {
	var out strings.Builder
	for _, line := range strings.Split(strings.ReplaceAll(body, "\r\n", "\n"), "\n") {
		line = strings.TrimPrefix(line, " ")
		out.WriteString(line)
		if line == signature || !strings.HasSuffix(line, " ") {
			out.WriteString("\n")
		}
	}
	return strings.TrimRight(out.String(), "\n")
}

type read struct {
	head  mail.Header
	text  string // as written, before unflowing
	files []File
}

// reading takes a message apart with the standard library only.
func reading(t interface{ Fatal(...any) }, raw []byte) read {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r := read{head: m.Header}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if kind == "text/plain" {
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil {
			t.Fatal(err)
		}
		r.text = string(body)
		return r
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			return r
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		if p.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			if body, err = io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body))); err != nil {
				t.Fatal(err)
			}
			if kind != "text/plain" || params["charset"] != "utf-8" || params["format"] != "flowed" {
				t.Fatal("text part is", kind, params)
			}
			r.text = string(body)
			continue
		}
		body, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(string(body), "\r\n", ""))
		if err != nil {
			t.Fatal(err)
		}
		if params["name"] != p.FileName() {
			t.Fatal("name", params["name"], "filename", p.FileName())
		}
		r.files = append(r.files, File{p.FileName(), kind, body})
	}
}

func TestGoldenLetter(t *testing.T) {
	l := plainLetter()
	l.Files = []File{{"año.pdf", "application/pdf", []byte("%PDF-1.4 \x00\xff")}}
	raw := write(t, l)
	want, err := os.ReadFile("testdata/letter.eml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, bytes.ReplaceAll(want, []byte("\n"), []byte("\r\n"))) {
		t.Errorf("Write gives\n%s", raw)
	}
}

func TestWriteRefusesWhatWouldSmuggleHeaders(t *testing.T) {
	for name, spoil := range map[string]func(*Letter){
		"subject":       func(l *Letter) { l.Subject = "x\r\nBcc: all@example.org" },
		"subject lf":    func(l *Letter) { l.Subject = "x\nBcc: all@example.org" },
		"subject nul":   func(l *Letter) { l.Subject = "x\x00" },
		"from name":     func(l *Letter) { l.FromName = "x\r\n\r\nbody" },
		"to name":       func(l *Letter) { l.ToName = "x\rBcc: y" },
		"to":            func(l *Letter) { l.To = "a@b.test\r\nBcc: c@d.test" },
		"two":           func(l *Letter) { l.To = "a@b.test, c@d.test" },
		"named":         func(l *Letter) { l.To = "A <a@b.test>" },
		"nobody":        func(l *Letter) { l.To = "" },
		"from":          func(l *Letter) { l.From = "nobody" },
		"reply-to":      func(l *Letter) { l.ReplyTo = "a@b.test\n" },
		"message-id":    func(l *Letter) { l.MessageID = "<a@b>\r\nX: y" },
		"message-id 2":  func(l *Letter) { l.MessageID = "a@b" },
		"message-id 3":  func(l *Letter) { l.MessageID = "<a@b> <c@d>" },
		"header value":  func(l *Letter) { l.Headers = [][2]string{{"X-A", "b\nBcc: c@d.test"}} },
		"header name":   func(l *Letter) { l.Headers = [][2]string{{"X-A: b\nBcc", "c@d.test"}} },
		"header none":   func(l *Letter) { l.Headers = [][2]string{{"", "c"}} },
		"invalid utf-8": func(l *Letter) { l.Subject = "\xff" },
	} {
		l := plainLetter()
		spoil(&l)
		raw, err := Write(l)
		var problem *data.Problem
		if !errors.As(err, &problem) || raw != nil {
			t.Errorf("%s: %v, %q", name, err, raw)
		}
	}
}

// Whatever a person writes comes out as it went in, in lines a mail server
// takes, and the same bytes every time.
func TestWhatIsWrittenIsRead(t *testing.T) {
	line := rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r >= ' ' && r != 0x7f && (r < 0x80 || r > 0x9f) }))
	rapid.Check(t, func(r *rapid.T) {
		l := plainLetter()
		l.Subject = line.Draw(r, "subject")
		l.FromName = line.Draw(r, "name")
		l.Text = rapid.OneOf(rapid.String(), rapid.StringMatching(`([a-zñ> ]*( |-- |From |\n|\r\n|\r|\t|\.))*`)).Draw(r, "text")
		l.Text = strings.Repeat(l.Text, rapid.IntRange(1, 6).Draw(r, "times"))
		for range rapid.IntRange(0, 3).Draw(r, "files") {
			l.Files = append(l.Files, File{rapid.String().Draw(r, "file"),
				rapid.SampledFrom([]string{"application/pdf", "text/plain; charset=utf-8", "message/rfc822", "bad type", "", "image/png\r\nX: y"}).Draw(r, "type"),
				rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(r, "bytes")})
		}
		raw, err := Write(l)
		if err != nil {
			r.Fatal(err)
		}
		if again, _ := Write(l); !bytes.Equal(raw, again) {
			r.Fatal("twice, two letters")
		}
		for _, row := range bytes.SplitAfter(raw, []byte("\n")) {
			if len(row) > 998 || len(row) > 0 && !bytes.HasSuffix(row, []byte("\r\n")) || bytes.Count(row, []byte("\r")) > 1 {
				r.Fatalf("no line for SMTP: %q", row)
			}
			for _, b := range row {
				if b >= 0x80 || b < ' ' && b != '\r' && b != '\n' && b != '\t' {
					r.Fatalf("byte %x in %q", b, row)
				}
			}
		}
		got := reading(r, raw)
		dec := new(mime.WordDecoder)
		subject, err := dec.DecodeHeader(got.head.Get("Subject"))
		if err != nil || subject != strings.TrimSpace(l.Subject) && strings.Trim(subject, " ") != strings.Trim(l.Subject, " ") {
			r.Fatalf("subject %q read as %q, %v", l.Subject, subject, err)
		}
		from, err := got.head.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Address != l.From || from[0].Name != strings.TrimSpace(l.FromName) {
			r.Fatalf("From %q read as %+v, %v", l.FromName, from, err)
		}
		var want []string
		for _, line := range strings.Split(tidy(l.Text), "\n") {
			if line != signature {
				line = strings.TrimRight(line, " ")
			}
			want = append(want, line)
		}
		if text := unflow(got.text); text != strings.TrimRight(strings.Join(want, "\n"), "\n") {
			r.Fatalf("text %q read as %q", l.Text, text)
		}
		for _, row := range strings.Split(got.text, "\r\n") {
			if utf8.RuneCountInString(row) > 78 && strings.Contains(strings.Trim(row, " "), " ") && len(row) > 200 {
				r.Fatalf("line not broken: %q", row)
			}
		}
		if len(got.files) != len(l.Files) {
			r.Fatalf("%d files read, %d written", len(got.files), len(l.Files))
		}
		for i, f := range l.Files {
			if got.files[i].Name != fileName(f.Name) || !bytes.Equal(got.files[i].Bytes, f.Bytes) {
				r.Fatalf("file %q read as %q", f.Name, got.files[i].Name)
			}
		}
	})
}

func TestLongFileNamesKeepTheirEnd(t *testing.T) {
	name := fileName(strings.Repeat("ñ漢", 150) + ".pdf")
	if !strings.HasSuffix(name, ".pdf") || len(name) > 200 || !utf8.ValidString(name) {
		t.Errorf("fileName = %q", name)
	}
}

func TestNonASCIIAddressIsWrittenAsItIs(t *testing.T) {
	l := plainLetter()
	l.To, l.ToName = "josé@correo.test", ""
	if raw := write(t, l); !bytes.Contains(raw, []byte("\r\nTo: josé@correo.test\r\n")) {
		t.Errorf("%s", raw)
	}
}
