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
	rest := file[8:]
	for kind := ""; kind != "IEND"; {
		var chunk []byte
		if kind, chunk, rest, err = cutChunk(rest); err != nil {
			return picture{}, false, err
		}
		switch kind {
		case "IHDR":
			if len(chunk) != 13 || p.width > 0 {
				return picture{}, false, fmt.Errorf("%w: two heads", errPicture)
			}
			p, colours, ok = readHead(chunk)
		case "PLTE":
			p.palette = bytes.Clone(chunk)
		case "tRNS":
			ok = false
		case "IDAT":
			p.pixels = append(p.pixels, chunk...)
		}
	}
	if p.space == "Indexed" && len(p.palette) < 3 || len(p.pixels) == 0 {
		ok = false // decoding will say what is wrong with it
	}
	if p.space != "Indexed" {
		p.palette = nil // it was a mere suggestion
	}
	p.filter = "FlateDecode"
	if colours == withOpacity {
		if ok = ok && max(p.width, p.height) <= maxSide; ok {
			p, err = p.layOnWhite()
		}
		return p, ok, err
	}
	p.params = fmt.Sprintf("/Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d", colours, p.bits, p.width)
	return p, ok, nil
}

// cutChunk takes the first chunk off a PNG (PNG, clause 5.3): its name and what is in it.
func cutChunk(png []byte) (kind string, chunk, rest []byte, err error) {
	const frame = 12 // bytes around it: its size, its name and its checksum
	size := -1
	if len(png) >= frame {
		size = int(binary.BigEndian.Uint32(png))
	}
	if size < 0 || size > len(png)-frame {
		return "", nil, nil, fmt.Errorf("%w: it ends too soon", errPicture)
	}
	kind, chunk = string(png[4:8]), png[8:8+size]
	if crc32.ChecksumIEEE(png[4:8+size]) != binary.BigEndian.Uint32(png[8+size:]) {
		return "", nil, nil, fmt.Errorf("%w: damaged at %s", errPicture, kind)
	}
	return kind, chunk, png[frame+size:], nil
}

// withOpacity is how many values a pixel has that may be seen through.
const withOpacity = 4

// readHead reads the head of a PNG (PNG, clause 11.2.2), how many values each pixel has,
// and whether a PDF can show such a picture.
func readHead(head []byte) (p picture, colours int, ok bool) {
	p.width, p.height = int(binary.BigEndian.Uint32(head)), int(binary.BigEndian.Uint32(head[4:]))
	p.bits = int(head[8])
	ok = p.bits <= 8 && head[12] == 0 // not interlaced
	switch head[9] {
	case 0:
		p.space, colours = "DeviceGray", 1
	case 2:
		p.space, colours = "DeviceRGB", 3
	case 3:
		p.space, colours = "Indexed", 1
	case 6:
		p.space, colours = "DeviceRGB", withOpacity
		ok = ok && p.bits == 8
	default:
		ok = false
	}
	return p, colours, ok
}
