package report

import (
	"encoding/binary"
	"sync"

	"firstline/assets"
)

// cut is one of the four faces that text is set in.
type cut int

const (
	plain cut = iota
	bold
	italic
	mono
)

// face is what a font says about letters: which ones it has and how wide they are. It
// is read once and shared by all reports; the font itself has to be given to gofpdf
// anew for each.
type face struct {
	font     assets.Font
	family   string // what gofpdf calls it, with style
	style    string
	scale    float64  // of the size asked for: monospaced letters are taller than the others
	advances []uint16 // widths by letter, in thousandths of the size, plus one; 0: the font lacks the letter
}

var faces = sync.OnceValue(func() [4]*face {
	return [4]*face{
		plain:  readFace(assets.FontRegular, "noto", "", 1),
		bold:   readFace(assets.FontBold, "noto", "B", 1),
		italic: readFace(assets.FontItalic, "noto", "I", 1),
		mono:   readFace(assets.FontMono, "mono", "", 0.88),
	}
})

// has says whether the font can draw a letter.
func (f *face) has(r rune) bool { return int(r) < len(f.advances) && f.advances[r] > 0 }

// width is the width of a letter at size 1.
func (f *face) width(r rune) float64 {
	if !f.has(r) {
		return 0
	}
	return float64(f.advances[r]-1) / 1000 * f.scale
}

// faceOf is the face a letter is drawn in: the one wanted, or else the nearest that has
// the letter; ok is false if none has.
func faceOf(wanted cut, r rune) (face cut, ok bool) {
	all := faces()
	for _, c := range [...]cut{wanted, plain, mono} {
		if all[c].has(r) {
			return c, true
		}
	}
	return wanted, false
}

// readFace reads the letters of an embedded font and their widths, from the tables
// cmap (format 4), hhea and hmtx of TrueType. The font is part of the program, so
// nothing unexpected has to be expected here.
func readFace(font assets.Font, family, style string, scale float64) *face {
	ttf := font.Bytes()
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(ttf[at:])) }
	table := map[string]int{}
	for i := range u16(4) {
		entry := 12 + 16*i
		table[string(ttf[entry:entry+4])] = u32(entry + 8)
	}
	unitsPerEm, metrics, hmtx := u16(table["head"]+18), u16(table["hhea"]+34), table["hmtx"]
	advance := func(glyph int) uint16 {
		glyph = min(glyph, metrics-1) // the last width is that of all glyphs after it
		return uint16((u16(hmtx+4*glyph)*1000 + unitsPerEm/2) / unitsPerEm)
	}

	letters := 0
	for i := range u16(table["cmap"] + 2) {
		if at := table["cmap"] + u32(table["cmap"]+4+8*i+4); u16(at) == 4 {
			letters = at
			break
		}
	}
	f := &face{font: font, family: family, style: style, scale: scale, advances: make([]uint16, 0x10000)}
	segments := u16(letters+6) / 2
	ends := letters + 14
	starts := ends + 2*segments + 2
	deltas := starts + 2*segments
	offsets := deltas + 2*segments
	for i := range segments {
		for r := u16(starts + 2*i); r <= u16(ends+2*i) && r < 0xffff; r++ {
			glyph := r
			if offset := u16(offsets + 2*i); offset > 0 {
				if glyph = u16(offsets + 2*i + offset + 2*(r-u16(starts+2*i))); glyph == 0 {
					continue
				}
			}
			if glyph = (glyph + u16(deltas+2*i)) & 0xffff; glyph > 0 {
				f.advances[r] = advance(glyph) + 1
			}
		}
	}
	return f
}
