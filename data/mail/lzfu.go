package mail

import (
	"encoding/binary"
	"strings"
)

// rtfWindow is the text that compressed RTF refers to as if it came before
// ([MS-OXRTFCP], 2.1.2.1).
const rtfWindow = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript ` +
	`\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` + "\r\n" +
	`\par \pard\plain\f0\fs20\b\i\u\tab\tx`

// unpackRTF unpacks the RTF that Outlook has packed ([MS-OXRTFCP]). It ends where the RTF is
// damaged, and when it exceeds both a megabyte and four times what went in.
func unpackRTF(packed []byte) []byte {
	const (
		compressed = 0x75465a4c // "LZFu"
		stored     = 0x414c454d // "MELA"
		headSize   = 16
		windowSize = 4096
		usual      = 1 << 20
	)
	if len(packed) < headSize {
		return nil
	}
	size := int(binary.LittleEndian.Uint32(packed[4:]))
	kind := binary.LittleEndian.Uint32(packed[8:])
	most := min(size, max(4*len(packed), usual))
	in := packed[headSize:]
	switch {
	case kind == stored:
		return in[:min(len(in), most)]
	case kind != compressed:
		return nil
	}
	var window [windowSize]byte
	write := copy(window[:], rtfWindow)
	copy(window[write:], strings.Repeat(" ", windowSize-write))
	out := make([]byte, 0, min(most, 4*len(packed)))
	put := func(c byte) {
		out = append(out, c)
		window[write] = c
		write = (write + 1) % windowSize
	}
	for len(in) > 0 && len(out) < most {
		kinds := in[0] // of the eight that follow: a byte each, or a reference to earlier text
		in = in[1:]
		for i := 0; i < 8 && len(in) > 0 && len(out) < most; i, kinds = i+1, kinds>>1 {
			if kinds&1 == 0 {
				put(in[0])
				in = in[1:]
				continue
			}
			if len(in) < 2 {
				return out
			}
			place := int(binary.BigEndian.Uint16(in))
			in = in[2:]
			at := place >> 4
			if at == write { // which marks the end
				return out
			}
			for n := place&0xf + 2; n > 0; n-- {
				put(window[at])
				at = (at + 1) % windowSize
			}
		}
	}
	return out
}
