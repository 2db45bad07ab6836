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

// What MAPI calls the types of properties ([MS-OXCDATA], 2.11.1), as far as they vary in
// size. A type with the bit for many holds several values.
const (
	mapiMany   = 0x1000
	mapiObject = 0x0d
	mapiString = 0x1e
	mapiWide   = 0x1f
	mapiBinary = 0x102
)

// mapiSizes are the bytes of a value, by the types whose values all have as many.
var mapiSizes = map[int]int{0x02: 4, 0x03: 4, 0x04: 4, 0x0a: 4, 0x0b: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}

// mostProperties is how many properties of a list are read, and how many values of one.
const mostProperties = 5000

// mapi reads a list of properties, by id. It stops at an unknown type: without its length
// there is no way on.
func mapi(raw []byte) map[int]property {
	found := map[int]property{}
	list := mapiReader{raw}
	for count := min(list.number(), mostProperties); count > 0 && len(list.rest) >= 4; count-- {
		kind, id := list.head()
		value, known := list.value(kind)
		if !known {
			break
		}
		if value.bytes != nil {
			found[id] = value
		}
	}
	return found
}

// mapiReader reads a list of properties. Where that ends too soon, it gives what there is.
type mapiReader struct{ rest []byte }

// next gives so many bytes.
func (r *mapiReader) next(n int) []byte {
	if n < 0 || n > len(r.rest) {
		n = len(r.rest)
	}
	value := r.rest[:n]
	r.rest = r.rest[n:]
	return value
}

// padded gives so many bytes, and passes over those that fill up the last four.
func (r *mapiReader) padded(n int) []byte {
	value := r.next(n)
	r.next((4 - n%4) % 4)
	return value
}

// number reads four bytes.
func (r *mapiReader) number() int {
	if len(r.rest) < 4 {
		r.rest = nil
		return 0
	}
	return int(binary.LittleEndian.Uint32(r.next(4)))
}

// head reads a property's type and id, and passes over its name if it has one.
func (r *mapiReader) head() (kind, id int) {
	head := r.next(4)
	kind, id = int(binary.LittleEndian.Uint16(head)), int(binary.LittleEndian.Uint16(head[2:]))
	if id >= 0x8000 {
		r.next(16)
		if r.number() == 0 {
			r.next(4)
		} else {
			r.padded(r.number())
		}
	}
	return kind, id
}

// value reads what a property holds: of several values the last, of numbers nothing.
func (r *mapiReader) value(kind int) (value property, known bool) {
	size, fixed := mapiSizes[kind&^mapiMany]
	count := 1
	if kind&mapiMany != 0 || !fixed { // those that vary in size are counted in any case
		count = min(r.number(), mostProperties)
	}
	kind &^= mapiMany
	for range count {
		switch {
		case fixed:
			r.next(size)
		case kind == mapiString || kind == mapiWide || kind == mapiBinary:
			value = property{bytes: r.padded(r.number()), wide: kind == mapiWide}
		case kind == mapiObject: // its class comes before it
			value.bytes = r.padded(r.number())
			value.bytes = value.bytes[min(16, len(value.bytes)):]
		default:
			return value, false
		}
	}
	return value, true
}
