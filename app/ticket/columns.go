package ticket

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// columns puts the parts of the room side by side: the facts, what happened, the
// knowledge. Where there is no room for three, with large text, the facts and
// the knowledge share the left one, and two buttons above it change over.
type columns struct {
	content  *fyne.Container
	facts    *fyne.Container // what stands left
	middle   *fyne.Container
	know     *fyne.Container // what stands right
	lines    [2]fyne.CanvasObject
	over     *fyne.Container // the two buttons
	tabs     [2]*ui.Button
	showKnow bool // the knowledge has the shared column
	narrow   bool
}

// leastWide is the width from which three columns fit, at 100 % text.
const leastWide = 1060

func newColumns(r *Room, facts, middle, know *fyne.Container) *columns {
	c := &columns{facts: facts, middle: middle, know: know, lines: [2]fyne.CanvasObject{widget.NewSeparator(), widget.NewSeparator()}}
	c.tabs[0] = ui.NewButton(r.say("word.details"), nil, func() { c.turn(false) })
	c.tabs[1] = ui.NewButton(r.say("ticket.kb"), nil, func() { c.turn(true) })
	c.over = container.New(layout.NewCustomPaddedLayout(px(6), px(2), px(6), px(6)), container.NewGridWithColumns(2, c.tabs[0], c.tabs[1]))
	c.over.Hide()
	c.content = container.New(c, c.over, facts, c.lines[0], middle, c.lines[1], know)
	return c
}

// turn shows the knowledge, or the facts, where the two share a column.
func (c *columns) turn(know bool) {
	if c.showKnow != know {
		c.showKnow = know
		again(c.content)
	}
}

// MinSize is small: the parts are made to be cut.
func (c *columns) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(300), px(120)) }

// Layout gives the middle what the others leave.
func (c *columns) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	c.narrow = size.Width < px(leastWide)
	left, right := max(min(size.Width*0.245, px(360)), px(270)), max(min(size.Width*0.24, px(400)), px(250))
	if c.narrow {
		left, right = max(size.Width*0.3, px(180)), 0
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
	show(c.over, c.narrow)
	show(c.facts, !c.narrow || !c.showKnow)
	show(c.know, !c.narrow || c.showKnow)
	show(c.lines[1], !c.narrow)
	c.tabs[0].SetOn(!c.showKnow)
	c.tabs[1].SetOn(c.showKnow)
	x, top := float32(0), float32(0)
	place := func(o fyne.CanvasObject, x, y, w float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, size.Height-y))
	}
	if c.narrow {
		top = c.over.MinSize().Height
		c.over.Resize(fyne.NewSize(left, top))
		place(c.know, 0, top, left)
	}
	place(c.facts, 0, top, left)
	x += left
	place(c.lines[0], x, 0, 1)
	middle := size.Width - left - right - 1
	if !c.narrow {
		middle--
		place(c.lines[1], x+1+middle, 0, 1)
		place(c.know, size.Width-right, 0, right)
	}
	place(c.middle, x+1, 0, middle)
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
	return fyne.NewSize(max(first.Width, second.Width), first.Height+second.Height+px(4))
}

func (f *flow) fits(o []fyne.CanvasObject) bool {
	return f.width == 0 || o[0].MinSize().Width+o[1].MinSize().Width+px(8) <= f.width
}

// Layout places the groups.
func (f *flow) Layout(o []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	first, second := o[0].MinSize(), o[1].MinSize()
	if f.fits(o) {
		o[0].Move(fyne.NewPos(0, 0))
		o[0].Resize(fyne.NewSize(size.Width-second.Width-px(8), size.Height))
		o[1].Move(fyne.NewPos(size.Width-second.Width, 0))
		o[1].Resize(fyne.NewSize(second.Width, size.Height))
		return
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, first.Height))
	o[1].Move(fyne.NewPos(max(size.Width-second.Width, 0), first.Height+px(4)))
	o[1].Resize(fyne.NewSize(min(second.Width, size.Width), second.Height))
}
