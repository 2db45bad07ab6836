package report

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// readPNG takes a PNG's compressed pixels as they are, where a PDF can unpack them
// itself: with up to 8 bits, neither interlaced nor transparent. Pictures of screens
// with transparency it lays on white. ok says whether it did either. An error means
// that the file is damaged.
func readPNG(file []byte) (p picture, ok bool, err error) {
	ok = true
	colours := 0
	transparent, ended := false, false
	for rest := file[8:]; !ended; {
		if len(rest) < 12 {
			return picture{}, false, fmt.Errorf("%w: it ends too soon", errPicture)
		}
		size := int(binary.BigEndian.Uint32(rest))
		if size < 0 || size > len(rest)-12 {
			return picture{}, false, fmt.Errorf("%w: it ends too soon", errPicture)
		}
		kind, chunk := string(rest[4:8]), rest[8:8+size]
		if crc32.ChecksumIEEE(rest[4:8+size]) != binary.BigEndian.Uint32(rest[8+size:]) {
			return picture{}, false, fmt.Errorf("%w: damaged at %s", errPicture, kind)
		}
		rest = rest[12+size:]
		switch kind {
		case "IHDR":
			if size != 13 || p.width > 0 {
				return picture{}, false, fmt.Errorf("%w: two heads", errPicture)
			}
			p.width, p.height = int(binary.BigEndian.Uint32(chunk)), int(binary.BigEndian.Uint32(chunk[4:]))
			p.bits = int(chunk[8])
			switch chunk[9] {
			case 0:
				p.space, colours = "DeviceGray", 1
			case 2:
				p.space, colours = "DeviceRGB", 3
			case 3:
				p.space, colours = "Indexed", 1
			case 6:
				p.space, transparent = "DeviceRGB", true
				ok = p.bits == 8
			default:
				ok = false
			}
			ok = ok && p.bits <= 8 && chunk[12] == 0
		case "PLTE":
			p.palette = bytes.Clone(chunk)
		case "tRNS":
			ok = false
		case "IDAT":
			p.pixels = append(p.pixels, chunk...)
		case "IEND":
			ended = true
		}
	}
	if p.space == "Indexed" && len(p.palette) < 3 || len(p.pixels) == 0 {
		ok = false // decoding will say what is wrong with it
	}
	if p.space != "Indexed" {
		p.palette = nil // it was a mere suggestion
	}
	p.filter = "FlateDecode"
	if transparent {
		if ok = ok && max(p.width, p.height) <= maxSide; ok {
			p, err = p.layOnWhite()
		}
		return p, ok, err
	}
	p.params = fmt.Sprintf("/Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d", colours, p.bits, p.width)
	return p, ok, nil
}
