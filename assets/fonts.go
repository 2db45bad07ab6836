package assets

import (
	"embed"
	"fmt"
)

// The faces are cut from fonts that others made and gave away: Noto Sans (SIL
// Open Font License 1.1) and DejaVu Sans Mono (Bitstream Vera licence); the
// licences lie beside them and are also written inside each file. What was
// left out is hinting, layout tables and scripts that need shaping, which a
// report cannot set. Made from the fonts Fyne 2.8.1 brings along, with
//
//	pyftsubset FONT --layout-features= --no-hinting --no-glyph-names --notdef-outline
//	    --unicodes=U+0020-007E,U+00A0-052F,U+1E00-1FFF,U+2000-20CF,U+2100-218F,U+FB00-FB06,U+FFFD
//
// and for DejaVu Sans Mono U+0530-058F, U+10A0-10FF and U+20D0-2BFF besides.
//
//go:embed fonts/*.ttf
var fonts embed.FS

// Font is one face of the type that reports are set in.
type Font string

// The faces. All four have the Latin, Greek and Cyrillic letters; FontMono also
// has arrows, boxes, signs and the Armenian and Georgian letters.
const (
	FontRegular Font = "NotoSans-Regular"
	FontBold    Font = "NotoSans-Bold"
	FontItalic  Font = "NotoSans-Italic"
	FontMono    Font = "DejaVuSansMono"
)

// Bytes gives the face as a TrueType file: a copy, because gofpdf writes into
// the bytes it is given.
func (f Font) Bytes() []byte {
	ttf, err := fonts.ReadFile("fonts/" + string(f) + ".ttf")
	if err != nil {
		panic(fmt.Sprintf("embedded font: %v", err)) // the faces are part of the program
	}
	return ttf
}
