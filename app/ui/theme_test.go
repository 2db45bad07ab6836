package ui

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// over lays a colour with transparency on an opaque one.
func over(top, ground color.NRGBA) color.NRGBA {
	mix := func(t, g uint8) uint8 {
		return uint8((int(t)*int(top.A) + int(g)*(255-int(top.A))) / 255)
	}
	return color.NRGBA{mix(top.R, ground.R), mix(top.G, ground.G), mix(top.B, ground.B), 255}
}

func TestTextIsReadable(t *testing.T) {
	for name, palette := range map[string]map[fyne.ThemeColorName]color.Color{"light": light, "dark": dark} {
		c := func(n fyne.ThemeColorName) color.NRGBA { return palette[n].(color.NRGBA) }
		selected := over(c(Selected), c(Ground))
		grounds := map[string]color.NRGBA{"ground": c(Ground), "rail": c(Rail), "internal": c(Internal), "public": c(Public),
			"overlay": c(theme.ColorNameOverlayBackground), "input": c(theme.ColorNameInputBackground), "selected": selected}
		for _, ink := range []fyne.ThemeColorName{Ink, Muted, Accent, theme.ColorNameHyperlink, Danger, Good, Warning, P1, P2, P3, P4, P5, InternalInk} {
			for on, ground := range grounds {
				if r := contrast(c(ink), ground); r < 4.5 {
					t.Errorf("%s: %s on %s has %.2f:1, 4.5 are needed", name, ink, on, r)
				}
			}
			badge := over(color.NRGBAModel.Convert(tint(c(ink))).(color.NRGBA), c(Ground))
			if r := contrast(c(ink), badge); r < 4.5 {
				t.Errorf("%s: %s on its badge has %.2f:1", name, ink, r)
			}
		}
		for ink, ground := range map[fyne.ThemeColorName]fyne.ThemeColorName{theme.ColorNameForegroundOnPrimary: Accent, theme.ColorNameForegroundOnError: Danger,
			theme.ColorNameForegroundOnSuccess: Good, theme.ColorNameForegroundOnWarning: Warning} {
			if r := contrast(c(ink), c(ground)); r < 4.5 {
				t.Errorf("%s: %s on %s has %.2f:1", name, ink, ground, r)
			}
		}
		// What is no text but must be seen: 3:1 (WCAG 1.4.11).
		for _, mark := range []fyne.ThemeColorName{Accent, theme.ColorNameInputBorder} {
			if r := contrast(c(mark), c(Ground)); r < 3 {
				t.Errorf("%s: %s has %.2f:1 on the page, 3 are needed", name, mark, r)
			}
		}
		for n := range light {
			if _, ok := palette[n]; !ok {
				t.Errorf("%s has no %s", name, n)
			}
		}
	}
}
