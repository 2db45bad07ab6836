package packet

import (
	"bytes"
	"compress/zlib"
	"io"

	"firstline/data"
)

// opening is how every packet begins.
var opening = []byte(`{"pt":"` + data.PacketType + `"`)

// Begins says whether bytes begin like a packet.
func Begins(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	return len(raw) > 0 && bytes.HasPrefix(raw, opening[:min(len(raw), len(opening))])
}

// FromPDF finds the packet embedded in a case report; ok is false if there is
// none. Whatever wrote or rewrote the file, an embedded file is a stream of its
// own (ISO 32000-1, 7.11.4), so every stream is looked into, and only its
// beginning unless it is a packet's. A packet found is not yet one to believe:
// see Unpack.
func FromPDF(raw []byte) ([]byte, bool) {
	if !bytes.HasPrefix(bytes.TrimLeft(raw[:min(len(raw), 1024)], "\x00\t\r\n\f \xef\xbb\xbf"), []byte("%PDF-")) {
		return nil, false
	}
	const most = 100_000 // streams
	for range most {
		at := bytes.Index(raw, []byte("stream"))
		if at < 0 {
			break
		}
		raw = raw[at+len("stream"):]
		body, crlf := bytes.CutPrefix(raw, []byte("\r\n"))
		if !crlf {
			var lf bool
			if body, lf = bytes.CutPrefix(raw, []byte("\n")); !lf {
				continue // "endstream", or a word in the text
			}
		}
		if found, ok := packetIn(body); ok {
			return found, true
		}
	}
	return nil, false
}

// packetIn reads a stream if it holds a packet, compressed or plain.
func packetIn(stream []byte) ([]byte, bool) {
	if Begins(stream) && len(stream) > len(opening) {
		end := bytes.Index(stream, []byte("endstream"))
		if end < 0 || end > Max {
			return nil, false
		}
		return bytes.TrimRight(stream[:end], "\r\n"), true
	}
	if len(stream) < 2 || stream[0]&0x0f != 8 { // no zlib (RFC 1950)
		return nil, false
	}
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, false
	}
	defer z.Close()
	head := make([]byte, len(opening))
	if _, err := io.ReadFull(z, head); err != nil || !bytes.Equal(head, opening) {
		return nil, false
	}
	const ratio = 200 // more is no packet but a bomb
	limit := min(int64(Max), int64(len(stream))*ratio)
	rest, err := io.ReadAll(io.LimitReader(z, limit+1))
	if err != nil || int64(len(rest)) > limit {
		return nil, false
	}
	return append(head, rest...), true
}
