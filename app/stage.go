package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// stage is the window's content: what is shown, and above it what watches for the
// first frame. It is its own layout.
type stage struct {
	win   fyne.Window
	root  *fyne.Container
	watch fyne.CanvasObject
	made  func() // nil: it was called
}

// newStage makes an empty stage in a window that is not made yet, and calls made
// when it is, before it is shown. Making it takes OpenGL half of the start, in one
// go on the UI goroutine; the last thing Fyne does there is to ask the content for
// its size.
func newStage(win fyne.Window, watch fyne.CanvasObject, made func()) *stage {
	s := &stage{win: win, watch: watch}
	s.root = container.New(s)
	win.SetContent(s.root) // which asks, too
	s.made = made
	return s
}

// show puts something on the stage, in place of what was there.
func (s *stage) show(content fyne.CanvasObject) {
	s.win.Canvas().Unfocus()
	s.root.Objects = []fyne.CanvasObject{content, s.watch}
	s.Layout(s.root.Objects, s.root.Size())
	canvas.Refresh(s.root)
}

// try has something painted above what is shown, until something else is; nil is
// nothing.
func (s *stage) try(o fyne.CanvasObject) {
	if len(s.root.Objects) == 0 {
		return
	}
	objects := []fyne.CanvasObject{s.root.Objects[0], s.watch}
	if o != nil {
		objects = []fyne.CanvasObject{s.root.Objects[0], o, s.watch}
	}
	s.root.Objects = objects
	canvas.Refresh(s.root)
}

// MinSize is that of what is shown.
func (s *stage) MinSize([]fyne.CanvasObject) fyne.Size {
	if made := s.made; made != nil {
		s.made = nil
		made()
	}
	if len(s.root.Objects) == 0 {
		return fyne.Size{}
	}
	return s.root.Objects[0].MinSize()
}

// Layout gives what is shown the whole window.
func (s *stage) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if len(objects) > 0 {
		objects[0].Resize(size)
	}
}
