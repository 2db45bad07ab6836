package packet_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"

	"firstline/data/packet"
)

const body = `{"pt":"application/vnd.deskpost.v1+json","p":"","sig":[]}`

func squeezed(text []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(text)
	z.Close()
	return b.Bytes()
}

// file writes a PDF as little as is needed, with one embedded file.
func file(dictionary string, stream []byte) []byte {
	return []byte(fmt.Sprintf("%%PDF-1.7\n1 0 obj\n<< /Length 5 >>\nstream\nhello\nendstream\nendobj\n2 0 obj\n<< /Type /EmbeddedFile %s >>\nstream\r\n%s\r\nendstream\nendobj\n", dictionary, stream))
}

// Whatever program wrote or rewrote the report, the packet comes out of it.
func TestFromPDF(t *testing.T) {
	for name, pdf := range map[string][]byte{
		"compressed":            file("/Filter /FlateDecode", squeezed([]byte(body))),
		"plain":                 file("", []byte(body)),
		"with junk before":      append([]byte("\n\n  "), file("", []byte(body))...),
		"after a broken stream": append(file("/Filter /FlateDecode", squeezed([]byte("other"))[:6]), file("/Filter /FlateDecode", squeezed([]byte(body)))...),
	} {
		if got, ok := packet.FromPDF(pdf); !ok || string(got) != body {
			t.Errorf("%s: %q %v", name, got, ok)
		}
	}
	bomb := append([]byte(body), bytes.Repeat([]byte(" "), 50<<20)...)
	for name, raw := range map[string][]byte{
		"nothing":          nil,
		"no PDF":           []byte(body),
		"another file":     file("/Filter /FlateDecode", squeezed([]byte("notes"))),
		"no end":           []byte("%PDF-1.4\nstream\n" + body),
		"stream at end":    []byte("%PDF-1.4\nstream\n"),
		"cut short":        file("/Filter /FlateDecode", squeezed([]byte(body))[:30]),
		"a bomb":           file("/Filter /FlateDecode", squeezed(bomb)),
		"only its opening": file("", []byte(body[:20])),
	} {
		if got, ok := packet.FromPDF(raw); ok {
			t.Errorf("%s: %d bytes came out", name, len(got))
		}
	}
}

func FuzzFromPDF(f *testing.F) {
	f.Add(file("/Filter /FlateDecode", squeezed([]byte(body))))
	f.Add(file("", []byte(body)))
	f.Add([]byte("%PDF-1.4\nstream\n" + body))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, ok := packet.FromPDF(raw)
		if !ok {
			return
		}
		if len(got) > packet.Max+64 {
			t.Errorf("%d bytes", len(got))
		}
		packet.Unpack(got) // it says what is wrong and no more
	})
}
