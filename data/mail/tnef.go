package mail

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Outlook wraps mails in a file of its own, winmail.dat: Transport Neutral Encapsulation
// Format ([MS-OXTNEF]). Files and text are taken out of it.

const (
	tnefSignature   = 0x223e9f78
	tnefBody        = 0x0002800c
	tnefProperties  = 0x00069003
	tnefFileStart   = 0x00069002
	tnefFileTitle   = 0x00018010
	tnefFileData    = 0x0006800f
	tnefFileDetails = 0x00069005

	mapiBody     = 0x1000
	mapiRTF      = 0x1009
	mapiHTML     = 0x1013
	mapiData     = 0x3701
	mapiName     = 0x3001
	mapiLongName = 0x3707
	mapiType     = 0x370e
	mapiID       = 0x3712
)

// openTNEF keeps the files of a winmail.dat and gives its text.
func (r *reader) openTNEF(raw []byte) ([]block, bool) {
	const most = 5000 // attributes
	if len(raw) < 6 || binary.LittleEndian.Uint32(raw) != tnefSignature {
		return nil, false
	}
	var (
		text  block
		files []Attachment
	)
	for at, n := 6, 0; at+9 <= len(raw) && n < most; n++ {
		id, size := binary.LittleEndian.Uint32(raw[at+1:]), int(binary.LittleEndian.Uint32(raw[at+5:]))
		at += 9
		if size < 0 || size > len(raw)-at {
			r.repair("tnef")
			size = len(raw) - at
		}
		value := raw[at : at+size]
		at += size + 2 // and its checksum
		switch id {
		case tnefBody:
			text.plain = tnefString(value)
		case tnefProperties:
			r.tnefText(&text, mapi(value))
		case tnefFileStart:
			files = append(files, Attachment{Type: "application/octet-stream"})
		default:
			if len(files) > 0 {
				tnefFile(&files[len(files)-1], id, value)
			}
		}
	}
	for _, file := range files {
		r.attach(file, "")
	}
	r.repair("tnef_opened")
	return []block{text}, true
}

// tnefText takes the text from the properties of a message.
func (r *reader) tnefText(text *block, properties map[int]property) {
	for id, value := range properties {
		switch id {
		case mapiBody:
			text.plain = value.text()
		case mapiRTF:
			r.rtf = rtfBody(value.bytes)
		case mapiHTML:
			html, _ := decodeText(value.bytes, "")
			text.html = htmlText(plainText(html))
		}
	}
}

// tnefFile takes what an attribute says about a file.
func tnefFile(file *Attachment, id uint32, value []byte) {
	switch id {
	case tnefFileTitle:
		file.Name = tnefString(value)
	case tnefFileData:
		file.Content = value
	case tnefFileDetails:
		for property, value := range mapi(value) {
			switch property {
			case mapiLongName:
				file.Name = value.text()
			case mapiName:
				if file.Name == "" {
					file.Name = value.text()
				}
			case mapiType:
				file.Type = strings.ToLower(value.text())
			case mapiID:
				file.ContentID = value.text()
			case mapiData:
				if len(file.Content) == 0 {
					file.Content = value.bytes
				}
			}
		}
	}
}

// rtfBody is the text of a packed RTF body. As a few bytes can unpack to very many, no more
// is taken than a mail of that size may well say.
func rtfBody(packed []byte) string {
	const times, least = 4, 500
	text, html := rtfText(unpackRTF(packed))
	if html {
		text = htmlText(text)
	} else {
		text = unmarked(text)
	}
	if most := times*len(packed) + least; len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return text
}

// property is the value of a MAPI property.
type property struct {
	bytes []byte
	wide  bool // UTF-16
}

func (p property) text() string {
	if !p.wide {
		return tnefString(p.bytes)
	}
	units := make([]uint16, 0, len(p.bytes)/2)
	for i := 0; i+1 < len(p.bytes); i += 2 {
		units = append(units, binary.LittleEndian.Uint16(p.bytes[i:]))
	}
	return plainText(string(utf16.Decode(units)))
}

func tnefString(raw []byte) string {
	text, _ := decodeText(raw, "")
	return plainText(text)
}

// mapi reads a list of properties, by id. It stops at an unknown type: without its length
// there is no way on.
func mapi(raw []byte) map[int]property {
	const most = 5000
	found := map[int]property{}
	next := func(n int) []byte {
		if n < 0 || n > len(raw) {
			n = len(raw)
		}
		value := raw[:n]
		raw = raw[n:]
		return value
	}
	number := func() int {
		if len(raw) < 4 {
			raw = nil
			return 0
		}
		return int(binary.LittleEndian.Uint32(next(4)))
	}
	padded := func(n int) []byte {
		value := next(n)
		next((4 - n%4) % 4)
		return value
	}
	for count := min(number(), most); count > 0 && len(raw) >= 4; count-- {
		kind := int(binary.LittleEndian.Uint16(raw))
		id := int(binary.LittleEndian.Uint16(raw[2:]))
		next(4)
		if id >= 0x8000 { // a property with a name
			next(16)
			if number() == 0 {
				next(4)
			} else {
				padded(number())
			}
		}
		values := 1
		many := kind&0x1000 != 0
		if kind &^= 0x1000; many {
			values = min(number(), most)
		}
		var value property
		for ; values > 0; values-- {
			switch kind {
			case 0x02, 0x03, 0x04, 0x0a, 0x0b:
				next(4)
			case 0x05, 0x06, 0x07, 0x14, 0x40:
				next(8)
			case 0x48:
				next(16)
			case 0x1e, 0x1f, 0x102, 0x0d:
				if !many {
					values = min(number(), most)
					many = true
				}
				value = property{bytes: padded(number()), wide: kind == 0x1f}
				if kind == 0x0d && len(value.bytes) >= 16 { // an object: its class before it
					value.bytes = value.bytes[16:]
				}
			default:
				return found
			}
		}
		if value.bytes != nil {
			found[id] = value
		}
	}
	return found
}
