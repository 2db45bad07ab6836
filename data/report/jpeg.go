package report

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
)

// readJPEG takes a JPEG as it is, where a PDF can show it like that: with 8 bits, grey
// or in three colours, and upright. ok says whether it can. What cameras write beside
// the picture is left out; turned is how the camera was held. An error means that the
// file is damaged.
func readJPEG(file []byte) (p picture, turned turn, ok bool, err error) {
	turned = upright
	damaged := func(what string) (picture, turn, bool, error) {
		return picture{}, upright, false, fmt.Errorf("%w: %s", errPicture, what)
	}
	if !bytes.HasPrefix(file, []byte("\xff\xd8")) {
		return damaged("no JPEG")
	}
	kept := append(make([]byte, 0, len(file)), file[:2]...)
	for rest := file[2:]; ; {
		for len(rest) > 1 && rest[0] == 0xff && rest[1] == 0xff { // fill bytes
			rest = rest[1:]
		}
		if len(rest) < 4 || rest[0] != 0xff {
			return damaged("it ends too soon")
		}
		marker, size := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if size < 2 || 2+size > len(rest) {
			return damaged("it ends too soon")
		}
		segment, content := rest[:2+size], rest[4:2+size]
		switch {
		case marker == 0xda: // the picture itself; what some cameras put behind it is left out, too
			end := bytes.Index(rest, []byte("\xff\xd9"))
			if end < 0 {
				return damaged("it ends too soon")
			}
			p.pixels = append(kept, rest[:end+2]...)
			return p, turned, p.space != "" && turned == upright, nil
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			if len(content) < 6 {
				return damaged("no size")
			}
			p = picture{height: int(binary.BigEndian.Uint16(content[1:])), width: int(binary.BigEndian.Uint16(content[3:])),
				bits: 8, filter: "DCTDecode"}
			if marker <= 0xc2 && content[0] == 8 {
				p.space = map[byte]string{1: "DeviceGray", 3: "DeviceRGB"}[content[5]]
			}
			kept = append(kept, segment...)
		case marker == 0xe1:
			if t := exifTurn(content); t != upright {
				turned = t
			}
		case marker == 0xe0, marker == 0xee, marker < 0xe0: // JFIF and Adobe say how the colours are meant
			kept = append(kept, segment...)
		}
		rest = rest[2+size:]
	}
}

// turn is how a camera was held, as EXIF numbers it from 1 to 8.
type turn int

const upright turn = 1

// exifTurn reads the orientation from an EXIF segment.
func exifTurn(content []byte) turn {
	tiff, ok := bytes.CutPrefix(content, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	for i := range uint64(order.Uint16(tiff[at:])) {
		entry := at + 2 + 12*i
		if entry+12 > uint64(len(tiff)) {
			break
		}
		if order.Uint16(tiff[entry:]) == 0x112 {
			if t := turn(order.Uint16(tiff[entry+8:])); t >= 1 && t <= 8 {
				return t
			}
		}
	}
	return upright
}

// apply turns a picture so that it stands upright.
func (t turn) apply(src *image.RGBA) *image.RGBA {
	if t <= upright || t > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	if t >= 5 {
		w, h = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := x, y
			switch t {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, w-1-x
			case 7:
				sx, sy = h-1-y, w-1-x
			case 8:
				sx, sy = h-1-y, x
			}
			*(*[4]byte)(dst.Pix[dst.PixOffset(x, y):]) = *(*[4]byte)(src.Pix[src.PixOffset(sx, sy):])
		}
	}
	return dst
}
