package seattest

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
)

// leastContrast is what text needs on its ground (WCAG 2.2, 1.4.3).
const leastContrast = 4.5

// Faults looks at everything an object draws, in the order it is drawn, and says
// what a person would see amiss: text too pale for what lies under it, text or
// buttons that are cut off or stand outside the window, texts one over another.
func Faults(o fyne.CanvasObject, window fyne.Size) []string {
	v := &viewer{window: area{0, 0, window.Width, window.Height}, seen: map[string]bool{}}
	v.painted = []painted{{v.window, solid(theme.Color(theme.ColorNameBackground))}}
	v.look(o, place{clip: v.window, holder: v.window})
	for i, a := range v.texts {
		for _, b := range v.texts[i+1:] {
			if over := a.glyphs.and(b.glyphs); over.w > 2 && over.h > 2 {
				v.fault("%q lies over %q", b.text, a.text)
			}
		}
	}
	return v.faults
}

// viewer is one look at what is drawn.
type viewer struct {
	window  area
	painted []painted // grounds, the lowest first
	texts   []written
	buttons []written
	faults  []string
	seen    map[string]bool
}

// painted is a ground, written a text that stands on some.
type painted struct {
	area
	ink color.NRGBA
}

type written struct {
	text   string
	glyphs area
}

// place is where an object stands: its corner, what of the window it may be seen
// through, and the widget that holds it.
type place struct {
	at     fyne.Position
	clip   area
	holder area
	scroll bool // the clip is that of something that scrolls
}

func (v *viewer) fault(format string, args ...any) {
	if f := fmt.Sprintf(format, args...); !v.seen[f] {
		v.seen[f] = true
		v.faults = append(v.faults, f)
	}
}

func (v *viewer) look(o fyne.CanvasObject, in place) {
	if o == nil || !o.Visible() {
		return
	}
	in.at = in.at.Add(o.Position())
	own := area{in.at.X, in.at.Y, o.Size().Width, o.Size().Height}
	switch o := o.(type) {
	case *canvas.Rectangle:
		v.paint(own.and(in.clip), o.FillColor)
	case interface{ Ground() color.Color }:
		v.paint(own.and(in.clip), o.Ground())
	case *canvas.Text:
		v.read(o, own, in)
	case *fyne.Container:
		for _, child := range o.Objects {
			v.look(child, in)
		}
	case *container.Scroll:
		in.clip, in.scroll = own.and(in.clip), true
		v.look(o.Content, in)
	case *container.Clip: // an entry's: its one line is moved along in it
		in.clip, in.scroll = own.and(in.clip), true
		v.look(o.Content, in)
	case fyne.Widget:
		if b, ok := o.(*ui.Button); ok {
			v.press(b, own, in)
		}
		// A text of one line, such as an entry's, scrolls in a widget of Fyne's own.
		if strings.HasSuffix(fmt.Sprintf("%T", o), ".Scroll") {
			in.clip, in.scroll = own.and(in.clip), true
		}
		in.holder = own
		for _, child := range Drawn(o) {
			v.look(child, in)
		}
		if b, ok := o.(*ui.Button); ok {
			v.buttons = append(v.buttons, written{b.Text, own.and(in.clip)})
		}
	}
}

// paint lays a ground over what was there.
func (v *viewer) paint(ground area, fill color.Color) {
	if ink := solid(fill); ink.A > 0 {
		v.painted = append(v.painted, painted{ground, ink})
		v.cover(ground, ink)
	}
}

// cover looks at what an opaque ground is painted over: no text, no button.
func (v *viewer) cover(ground area, ink color.NRGBA) {
	if ink.A < 0xff {
		return
	}
	for _, w := range append(v.texts, v.buttons...) {
		if under := w.glyphs.and(ground); under.w > 2 && under.h > 2 {
			v.fault("%q lies under something", w.text)
		}
	}
}

// press looks at a button: it must be whole.
func (v *viewer) press(b *ui.Button, own area, in place) {
	if in.scroll && own.and(in.clip).h < 1 {
		return // further down
	}
	if min := b.MinSize(); own.w < min.Width-1 || own.h < min.Height-1 {
		v.fault("the button %q has %.0fx%.0f and needs %.0fx%.0f", b.Text, own.w, own.h, min.Width, min.Height)
	}
	if !in.scroll && !own.within(v.window) {
		v.fault("the button %q stands outside the window, at %.0f,%.0f", b.Text, own.x, own.y)
	}
}

// read looks at a text.
func (v *viewer) read(t *canvas.Text, own area, in place) {
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	size := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	line := area{own.x, own.y + (own.h-size.Height)/2, size.Width, size.Height}
	switch t.Alignment {
	case fyne.TextAlignCenter:
		line.x += (own.w - size.Width) / 2
	case fyne.TextAlignTrailing:
		line.x += own.w - size.Width
	}
	glyphs := area{line.x, line.y + line.h*0.28, line.w, line.h * 0.44}
	if in.scroll && !glyphs.within(in.clip.wide()) {
		return // further down
	}
	if line.x < in.clip.x-1.5 || line.x+line.w > in.clip.x+in.clip.w+1.5 {
		if !in.scroll {
			v.fault("%q is cut off", t.Text)
		}
	} else if !in.scroll && !glyphs.within(v.window) {
		v.fault("%q stands outside the window, at %.0f,%.0f", t.Text, line.x, line.y)
	}
	if line.w > in.holder.w+3 && !in.scroll || glyphs.y < in.holder.y-1.5 || glyphs.y+glyphs.h > in.holder.y+in.holder.h+1.5 {
		v.fault("%q needs %.0fx%.0f and has %.0fx%.0f", t.Text, line.w, line.h, in.holder.w, in.holder.h)
	}
	v.texts = append(v.texts, written{t.Text, glyphs.and(in.clip)})
	if t.Color == theme.Color(theme.ColorNameDisabled) {
		return // it says that it can't be used (WCAG exempts it)
	}
	ground := color.NRGBA{A: 0xff}
	x, y := glyphs.x+glyphs.w/2, glyphs.y+glyphs.h/2
	for _, p := range v.painted {
		if p.holds(x, y) {
			ground = lay(p.ink, ground)
		}
	}
	if r := contrast(lay(solid(t.Color), ground), ground); r < leastContrast {
		v.fault("%q has %.2f:1 on its ground, %.1f are needed", t.Text, r, leastContrast)
	}
}

// area is a part of the window.
type area struct{ x, y, w, h float32 }

func (a area) and(b area) area {
	x, y := max(a.x, b.x), max(a.y, b.y)
	return area{x, y, max(min(a.x+a.w, b.x+b.w)-x, 0), max(min(a.y+a.h, b.y+b.h)-y, 0)}
}

func (a area) within(b area) bool {
	return a.x >= b.x-1 && a.y >= b.y-1 && a.x+a.w <= b.x+b.w+1 && a.y+a.h <= b.y+b.h+1
}

// wide is the area without its sides.
func (a area) wide() area { return area{-1e6, a.y, 2e6, a.h} }

func (a area) holds(x, y float32) bool { return x >= a.x && x < a.x+a.w && y >= a.y && y < a.y+a.h }

func solid(c color.Color) color.NRGBA {
	if c == nil {
		return color.NRGBA{}
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// lay puts a colour with transparency on an opaque one.
func lay(top, ground color.NRGBA) color.NRGBA {
	mix := func(t, g uint8) uint8 { return uint8((int(t)*int(top.A) + int(g)*(255-int(top.A))) / 255) }
	return color.NRGBA{mix(top.R, ground.R), mix(top.G, ground.G), mix(top.B, ground.B), 255}
}

// contrast and luminance are those of WCAG 2.2.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

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
