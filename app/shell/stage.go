package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
)

// stage is where the rooms stand. Those one was in stay on it, hidden, so that a
// change of theme reaches them. Nothing of them is drawn anew: a room shows itself
// what has changed. One that is expected stands first and beside what is seen,
// because Fyne gives no keyboard to what is hidden.
type stage struct {
	content *fyne.Container
	coming  *fyne.Container // the room that is expected; nil: none is
	least   fyne.Size       // that the window was told
	silent  bool            // it is told later
}

func newStage() *stage {
	s := &stage{}
	s.content = container.New(s)
	return s
}

// empty says whether there is nothing to see yet.
func (s *stage) empty() bool { return len(s.content.Objects) == 1 }

// expect puts a room beside what is seen, unless it is what is seen, and says
// whether it has been there before.
func (s *stage) expect(room fyne.CanvasObject) (known bool) {
	at := slices.IndexFunc(s.content.Objects, func(o fyne.CanvasObject) bool { return holds(o, room) })
	var c *fyne.Container
	if at < 0 {
		c = container.NewStack(room)
	} else {
		c = s.content.Objects[at].(*fyne.Container)
		s.content.Objects = slices.Delete(s.content.Objects, at, at+1)
	}
	if s.coming != nil && s.coming != c {
		s.coming.Hide()
	}
	if at < 0 || !c.Visible() {
		c.Move(s.aside())
		c.Show()
	}
	s.content.Objects = slices.Insert(s.content.Objects, 0, fyne.CanvasObject(c))
	s.coming = c
	ui.Relayout(s.content)
	return at >= 0
}

// prepare lays a room out beside what is seen, unless it is there already.
func (s *stage) prepare(room fyne.CanvasObject) {
	if slices.ContainsFunc(s.content.Objects, func(o fyne.CanvasObject) bool { return holds(o, room) }) {
		return
	}
	c := container.NewStack(room)
	c.Move(s.aside())
	s.content.Objects = append(s.content.Objects, c)
	ui.Relayout(s.content)
	s.arrange()
	c.Hide()
}

// aside is a place beside what is seen.
func (s *stage) aside() fyne.Position { return fyne.NewPos(2*s.content.Size().Width, 0) }

func holds(o, room fyne.CanvasObject) bool { return o.(*fyne.Container).Objects[0] == room }

// show shows the room that is expected.
func (s *stage) show() {
	if s.coming == nil {
		return
	}
	s.coming.Move(fyne.Position{})
	for _, o := range s.content.Objects {
		if o != s.coming {
			o.Hide()
		}
	}
	s.coming = nil
	s.arrange()
}

// arrange lays the window out before it is painted. That it has another least size
// Fyne is to find out while it paints, when it tells the window.
func (s *stage) arrange() {
	s.silent = true
	ui.Arrange(s.content)
	s.silent = false
	s.least = s.content.MinSize()
}

// MinSize is that of the room one is in, and of those one was in: a window that is
// given another least size is resized, which takes the screen up to 8 ms (measured).
func (s *stage) MinSize(rooms []fyne.CanvasObject) fyne.Size {
	if s.silent || len(rooms) == 0 {
		return s.least
	}
	return s.least.Max(rooms[0].MinSize())
}

// Layout leaves hidden rooms as they are: they get their size when they come.
func (*stage) Layout(rooms []fyne.CanvasObject, size fyne.Size) {
	for _, o := range rooms {
		if o.Visible() {
			o.Resize(size)
		}
	}
}
