package ticket

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
)

// columns puts the parts of the room side by side: the facts, what happened, the
// caller and the knowledge. Where there is no room for three, with large text,
// the outer ones share the left column, and buttons above it change over.
type columns struct {
	room    *Room
	content *fyne.Container
	lines   [2]fyne.CanvasObject
	over    *fyne.Container // the buttons
	row     *fyne.Container
	tabs    [3]*ui.Button
	tab     side
	narrow  bool
	reading bool // an article has the whole height
}

// side is what the shared column shows.
type side int

const (
	factsSide side = iota
	callerSide
	knowledgeSide
)

// leastWide is the width from which three columns fit, at 100 % text.
const leastWide = 1060

func newColumns(r *Room) *columns {
	c := &columns{room: r, lines: [2]fyne.CanvasObject{ui.NewRule(), ui.NewRule()}}
	c.row = ui.Row(2)
	for i, key := range []string{"ticket.tab.facts", "ticket.tab.caller", "ticket.kb"} {
		c.tabs[i] = ui.NewQuiet(r.say(key), nil, func() { c.turn(side(i)) })
		c.row.Add(c.tabs[i])
	}
	c.over = ui.Air(6, 2, 6, 6, c.row)
	c.over.Hide()
	c.content = container.New(c, c.over, r.left, c.lines[0], r.middle, c.lines[1], r.right)
	return c
}

// turn shows one of the parts that share a column, where they do.
func (c *columns) turn(to side) {
	c.tab = to
	ui.Relayout(c.content)
}

// read gives an article the whole height, or takes it back.
func (c *columns) read(on bool) {
	c.reading = on
	ui.Relayout(c.content)
}

// MinSize is small: the parts are made to be cut.
func (c *columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(ui.Px(300), ui.Px(120)) }

// Layout gives the middle what the others leave.
func (c *columns) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	c.narrow = size.Width < ui.Px(leastWide)
	left, right := max(min(size.Width*0.245, ui.Px(360)), ui.Px(270)), max(min(size.Width*0.24, ui.Px(400)), ui.Px(250))
	if c.narrow {
		left, right = max(size.Width*0.3, ui.Px(180)), 0
	}
	show := func(o fyne.CanvasObject, on bool) {
		if on != o.Visible() {
			if on {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
	r := c.room
	show(c.over, c.narrow)
	show(r.left, !c.narrow || c.tab == factsSide)
	show(r.right, !c.narrow || c.tab != factsSide)
	show(r.caller.content, !c.narrow && !c.reading || c.narrow && c.tab == callerSide)
	show(r.knowledge.content, !c.narrow || c.tab == knowledgeSide)
	show(c.lines[1], !c.narrow)
	show(r.files.empty, size.Height >= ui.Px(leastHigh)) // how files come is said where nothing gives way to it
	for i, b := range c.tabs {
		b.SetOn(side(i) == c.tab) // which is bold, and wider
	}
	ui.Relayout(c.row)
	place := func(o fyne.CanvasObject, x, y, w float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, size.Height-y))
	}
	top, middle := float32(0), size.Width-left-right-2
	if c.narrow {
		top, middle = c.over.MinSize().Height, size.Width-left-1
		c.over.Resize(fyne.NewSize(left, top))
		place(r.right, 0, top, left)
	} else {
		place(c.lines[1], left+1+middle, 0, 1)
		place(r.right, size.Width-right, 0, right)
	}
	place(r.left, 0, top, left)
	place(c.lines[0], left, 0, 1)
	place(r.middle, left+1, 0, middle)
	ui.Relayout(r.right) // what is in it may have changed, even if its size did not
}

// flow is a layout for two groups: on one line, the second at its end, or where
// that has no room one below the other.
type flow struct{ width float32 }

// MinSize follows from the width last laid out in.
func (f *flow) MinSize(o []fyne.CanvasObject) fyne.Size {
	first, second := o[0].MinSize(), o[1].MinSize()
	if f.fits(o) {
		return fyne.NewSize(max(first.Width, second.Width), max(first.Height, second.Height))
	}
	return fyne.NewSize(max(first.Width, second.Width), first.Height+second.Height+ui.Px(4))
}

func (f *flow) fits(o []fyne.CanvasObject) bool {
	return f.width == 0 || o[0].MinSize().Width+o[1].MinSize().Width+ui.Px(8) <= f.width
}

// Layout places the groups.
func (f *flow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	first, second := o[0].MinSize(), o[1].MinSize()
	if f.fits(o) {
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(size.Width-second.Width-ui.Px(8), size.Height))
		o[1].Move(fyne.NewPos(size.Width-second.Width, 0))
		o[1].Resize(fyne.NewSize(second.Width, size.Height))
		return
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, first.Height))
	o[1].Move(fyne.NewPos(max(size.Width-second.Width, 0), first.Height+ui.Px(4)))
	o[1].Resize(fyne.NewSize(min(second.Width, size.Width), second.Height))
}
