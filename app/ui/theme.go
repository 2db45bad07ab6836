package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The desk's own colours, beside Fyne's. They are theme colour names, so that a
// text segment may carry one and follows when light turns to dark.
const (
	Ink      = theme.ColorNameForeground       // text
	Muted    = theme.ColorNamePlaceHolder      // text of second rank
	Accent   = theme.ColorNamePrimary          // the one accent
	Danger   = theme.ColorNameError            // what went wrong, what cannot be taken back
	Line     = theme.ColorNameSeparator        // hairlines
	Ground   = theme.ColorNameBackground       // the page
	Rail     = theme.ColorNameHeaderBackground // a calm strip: navigation, status line
	Good     = theme.ColorNameSuccess          // done, sent
	Warning  = theme.ColorNameWarning          // late, stale
	Selected = theme.ColorNameSelection        // the row one stands on

	P1          fyne.ThemeColorName = "p1" // priorities, text on Ground
	P2          fyne.ThemeColorName = "p2"
	P3          fyne.ThemeColorName = "p3"
	P4          fyne.ThemeColorName = "p4"
	P5          fyne.ThemeColorName = "p5"
	Internal    fyne.ThemeColorName = "internal"    // ground of a note that never leaves the house
	Public      fyne.ThemeColorName = "public"      // ground of a note the caller may read
	InternalInk fyne.ThemeColorName = "internalInk" // text on Internal that says so
	scrim       fyne.ThemeColorName = "scrim"       // over what a dialog covers
)

// Color gives one of the colours above, or any of Fyne's, as it is now.
func Color(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// Priority is the colour of a priority ("p1" to "p5").
func Priority(p string) fyne.ThemeColorName {
	switch name := fyne.ThemeColorName(p); name {
	case P1, P2, P3, P4, P5:
		return name
	}
	return Muted
}

// Theme is the desk's look: "light", "dark", or "" for what the system prefers.
func Theme(variant string) fyne.Theme { return ThemeSized(variant, 100) }

// ThemeSized is Theme with the text, and everything measured by it, at percent
// of its size (100 to 200).
func ThemeSized(variant string, percent int) fyne.Theme {
	return &look{variant: variant, factor: float32(min(max(percent, 80), 200)) / 100}
}

// look is a fyne.Theme; it leaves fonts and icons as they are.
type look struct {
	variant string
	factor  float32
}

// Font is Fyne's own.
func (l *look) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon is Fyne's own.
func (l *look) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// textSize is the size of running text at 100 %.
const textSize = 13

// sizes are the others at 100 %. The blur behind modal windows is off: without a graphics
// card it costs a tenth of a second a key (measured).
var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameCaptionText:          11.5,
	theme.SizeNameSubHeadingText:       15,
	theme.SizeNameHeadingText:          17,
	theme.SizeNamePadding:              4,
	theme.SizeNameInnerPadding:         5,
	theme.SizeNameLineSpacing:          3,
	theme.SizeNameInlineIcon:           16,
	theme.SizeNameScrollBar:            10,
	theme.SizeNameScrollBarSmall:       4,
	theme.SizeNameWindowTitleBarHeight: 24,
}

// fixed sizes do not grow with the text.
var fixed = map[fyne.ThemeSizeName]float32{
	theme.SizeNameSeparatorThickness: 1,
	theme.SizeNameSplitThickness:     7,
	theme.SizeNameInputBorder:        1,
	theme.SizeNameInputRadius:        4,
	theme.SizeNameButtonRadius:       4,
	theme.SizeNameSelectionRadius:    3,
	theme.SizeNameScrollBarRadius:    3,
	theme.SizeNameDialogRadius:       8,
	theme.SizeNamePopupRadius:        6,
	theme.SizeNameMenuRadius:         4,
	theme.SizeNameCardRadius:         4,
	theme.SizeNameModalBlurRadius:    0,
}

// Size gives a measure in pixels.
func (l *look) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameText { // asked for a thousand times a frame
		return textSize * l.factor
	}
	if s, ok := sizes[name]; ok {
		return s * l.factor
	}
	if s, ok := fixed[name]; ok {
		return s
	}
	return theme.DefaultTheme().Size(name)
}

// Color gives a colour of the palette, nothing for what is not in it: Fyne's own
// shadow, which lies under the menu bar and took a sixth of every frame where OpenGL
// is software (measured).
func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	palette := light
	if l.variant == "dark" || l.variant == "" && variant == theme.VariantDark {
		palette = dark
	}
	if c, ok := palette[name]; ok {
		return c
	}
	return color.Transparent
}

// rgb and rgba write a colour the way designers do.
func rgb(hex uint32) color.NRGBA { return rgba(hex, 0xff) }
func rgba(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}

// The palettes. Every text colour keeps 4.5:1 on Ground, Rail, Internal and
// Public, also where one stands on them (WCAG 2.2, 1.4.3); a test measures it.
var (
	light = map[fyne.ThemeColorName]color.Color{
		theme.ColorNameBackground:          rgb(0xfcfdfd),
		theme.ColorNameForeground:          rgb(0x16211f),
		theme.ColorNamePlaceHolder:         rgb(0x566462),
		theme.ColorNameDisabled:            rgb(0x8c9896),
		theme.ColorNamePrimary:             rgb(0x0f766e),
		theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
		theme.ColorNameHyperlink:           rgb(0x0f766e),
		theme.ColorNameFocus:               rgba(0x0f766e, 0x5c),
		theme.ColorNameSelection:           rgba(0x0f766e, 0x20),
		theme.ColorNameHover:               rgba(0x16211f, 0x0c),
		theme.ColorNamePressed:             rgba(0x16211f, 0x1c),
		theme.ColorNameButton:              rgb(0xecf0ef),
		theme.ColorNameDisabledButton:      rgb(0xf3f5f5),
		theme.ColorNameInputBackground:     rgb(0xffffff),
		theme.ColorNameInputBorder:         rgb(0x869491),
		theme.ColorNameSeparator:           rgb(0xdfe5e4),
		theme.ColorNameHeaderBackground:    rgb(0xf2f5f4),
		theme.ColorNameMenuBackground:      rgb(0xe9eeed),
		theme.ColorNameOverlayBackground:   rgb(0xffffff),
		theme.ColorNameScrollBar:           rgba(0x16211f, 0x66),
		theme.ColorNameScrollBarBackground: rgba(0x16211f, 0x0a),
		scrim:                              rgba(0x0b1211, 0x66),
		theme.ColorNameError:               rgb(0xb42318),
		theme.ColorNameForegroundOnError:   rgb(0xffffff),
		theme.ColorNameSuccess:             rgb(0x1b6e3c),
		theme.ColorNameForegroundOnSuccess: rgb(0xffffff),
		theme.ColorNameWarning:             rgb(0x93470a),
		theme.ColorNameForegroundOnWarning: rgb(0xffffff),
		P1:                                 rgb(0xb42318),
		P2:                                 rgb(0xa6430a),
		P3:                                 rgb(0x765400),
		P4:                                 rgb(0x2c5f86),
		P5:                                 rgb(0x566462),
		Internal:                           rgb(0xfdf3d8),
		InternalInk:                        rgb(0x7a4d00),
		Public:                             rgb(0xecf6f4),
	}
	dark = map[fyne.ThemeColorName]color.Color{
		theme.ColorNameBackground:          rgb(0x151b1c),
		theme.ColorNameForeground:          rgb(0xe3e9e8),
		theme.ColorNamePlaceHolder:         rgb(0x9aa8a6),
		theme.ColorNameDisabled:            rgb(0x64716f),
		theme.ColorNamePrimary:             rgb(0x2dd4bf),
		theme.ColorNameForegroundOnPrimary: rgb(0x04211d),
		theme.ColorNameHyperlink:           rgb(0x5eead4),
		theme.ColorNameFocus:               rgba(0x2dd4bf, 0x66),
		theme.ColorNameSelection:           rgba(0x2dd4bf, 0x2c),
		theme.ColorNameHover:               rgba(0xffffff, 0x0e),
		theme.ColorNamePressed:             rgba(0xffffff, 0x1e),
		theme.ColorNameButton:              rgb(0x263031),
		theme.ColorNameDisabledButton:      rgb(0x1d2425),
		theme.ColorNameInputBackground:     rgb(0x1b2324),
		theme.ColorNameInputBorder:         rgb(0x6b7a78),
		theme.ColorNameSeparator:           rgb(0x2b3536),
		theme.ColorNameHeaderBackground:    rgb(0x1a2122),
		theme.ColorNameMenuBackground:      rgb(0x1f2829),
		theme.ColorNameOverlayBackground:   rgb(0x1f2829),
		theme.ColorNameScrollBar:           rgba(0xffffff, 0x60),
		theme.ColorNameScrollBarBackground: rgba(0xffffff, 0x0a),
		scrim:                              rgba(0x000000, 0x99),
		theme.ColorNameError:               rgb(0xff9488),
		theme.ColorNameForegroundOnError:   rgb(0x2a0906),
		theme.ColorNameSuccess:             rgb(0x6fd694),
		theme.ColorNameForegroundOnSuccess: rgb(0x06210f),
		theme.ColorNameWarning:             rgb(0xf5b45c),
		theme.ColorNameForegroundOnWarning: rgb(0x241500),
		P1:                                 rgb(0xff9488),
		P2:                                 rgb(0xf7ab6b),
		P3:                                 rgb(0xe6c65a),
		P4:                                 rgb(0x86bce6),
		P5:                                 rgb(0x9aa8a6),
		Internal:                           rgb(0x33290f),
		InternalInk:                        rgb(0xf0c766),
		Public:                             rgb(0x16292a),
	}
)

// tint is a colour thinned to a ground for text in that colour.
func tint(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0x1f
	return n
}

// em is the text size now, the measure everything of ours is made from.
func em() float32 { return theme.TextSize() }

// px turns pixels at 100 % text into pixels now.
func px(at100 float32) float32 { return at100 * em() / textSize }

// Px turns pixels at 100 % text into pixels now.
func Px(at100 float32) float32 { return px(at100) }
