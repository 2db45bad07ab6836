package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"

	"firstline/app/habit"
)

// place is where the window stands and how large it is. Fyne puts a window somewhere
// but does not tell where it is, so GLFW, which it draws with, is asked. It belongs to
// the UI goroutine.
type place struct {
	win    fyne.Window
	habits *habit.Book
	view   *glfw.Window // nil until the first frame, and after the last
	at     spot
}

// spot is what is kept of it. A window that fills the screen keeps the size and the
// corner it goes back to.
type spot struct {
	Width, Height float32
	X, Y          int
	Maximized     bool
}

// placeEvery is how often the place is kept: a crash loses no more.
const placeEvery = 5 * time.Second

// restore gives a window that is not shown yet the size and the place it had,
// unless that is on no screen any more.
func (p *place) restore() {
	p.at = spot{Width: firstWidth, Height: firstHeight, X: -1, Y: -1}
	p.habits.Recall("place", &p.at)
	p.win.Resize(fyne.NewSize(p.at.Width, p.at.Height))
	if w, ok := p.win.(desktop.Window); ok && onScreen(p.at.X, p.at.Y) {
		w.RequestPosition(p.at.X, p.at.Y)
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
	if p.view != nil && p.at.Maximized {
		p.view.Maximize()
	}
}

// keep notes the place.
func (p *place) keep() {
	if p.view == nil || p.view.GetAttrib(glfw.Iconified) == glfw.True {
		return
	}
	p.at.Maximized = p.view.GetAttrib(glfw.Maximized) == glfw.True
	if size := p.win.Canvas().Size(); !p.at.Maximized && size.Width > 0 && size.Height > 0 {
		p.at.Width, p.at.Height = size.Width, size.Height
		p.at.X, p.at.Y = p.view.GetPos()
	}
	p.habits.Keep("place", p.at)
}

// gone keeps the place a last time, before the window goes.
func (p *place) gone() {
	p.keep()
	p.view = nil
}
