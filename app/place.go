package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// place is where the window stands and how large it is, in the person's
// preferences. Fyne puts a window somewhere but does not tell where it is, so
// GLFW, which it draws with, is asked. It belongs to the UI goroutine.
type place struct {
	win   fyne.Window
	prefs fyne.Preferences
	view  *glfw.Window // nil until the first frame, and after the last
}

// placeEvery is how often the place is kept: a crash loses no more.
const placeEvery = 5 * time.Second

// restore gives a window that is not shown yet the size and the place it had,
// unless that is on no screen any more.
func (p *place) restore() {
	p.win.Resize(fyne.NewSize(float32(p.prefs.FloatWithFallback("width", firstWidth)), float32(p.prefs.FloatWithFallback("height", firstHeight))))
	x, y := p.prefs.IntWithFallback("x", -1), p.prefs.IntWithFallback("y", -1)
	if w, ok := p.win.(desktop.Window); ok && onScreen(x, y) {
		w.RequestPosition(x, y)
	}
}

// onScreen says whether a window whose corner is there can be reached with the
// mouse.
func onScreen(x, y int) bool {
	const hand = 60 // pixels of it to take hold of
	for _, m := range glfw.GetMonitors() {
		left, top, width, height := m.GetWorkarea()
		if x >= left && x+hand <= left+width && y >= top && y+hand <= top+height {
			return true
		}
	}
	return false
}

// drawn is called while the first frame is drawn, when the window is at hand.
func (p *place) drawn() {
	p.view = glfw.GetCurrentContext()
	if p.view != nil && p.prefs.Bool("maximized") {
		p.view.Maximize()
	}
}

// keep notes the place. A window that fills the screen keeps, beside that, the
// place it goes back to.
func (p *place) keep() {
	if p.view == nil || p.view.GetAttrib(glfw.Iconified) == glfw.True {
		return
	}
	full := p.view.GetAttrib(glfw.Maximized) == glfw.True
	if p.prefs.Bool("maximized") != full {
		p.prefs.SetBool("maximized", full)
	}
	size := p.win.Canvas().Size()
	if full || size.Width <= 0 || size.Height <= 0 {
		return
	}
	for name, now := range map[string]float32{"width": size.Width, "height": size.Height} {
		if p.prefs.Float(name) != float64(now) {
			p.prefs.SetFloat(name, float64(now))
		}
	}
	x, y := p.view.GetPos()
	for name, now := range map[string]int{"x": x, "y": y} {
		if p.prefs.IntWithFallback(name, -1) != now {
			p.prefs.SetInt(name, now)
		}
	}
}

// gone keeps the place a last time, before the window goes.
func (p *place) gone() {
	p.keep()
	p.view = nil
}
