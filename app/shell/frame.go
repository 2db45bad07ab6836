package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
)

// frame puts everything in its place: the rail at the left, the search at the
// top, the room, the bar that says what went wrong, the status line. The finds
// lie over the room, under the search box.
func (s *Shell) frame() fyne.CanvasObject {
	tight := func(o ...fyne.CanvasObject) fyne.CanvasObject {
		return ui.Pile(0, o...)
	}
	floor := ui.NewFloor(s.seat.Window)
	floor.Leaves = s.search.has
	top := container.New(topLayout{}, s.back, s.search.box, s.orders)
	s.page = container.New(pageLayout{}, tight(top, ui.NewRule()), container.NewStack(floor, s.stage.content), s.offers, s.fault.content)
	rail := ui.Row(0, ui.Tinted(ui.Rail, s.rail.content), ui.NewRule())
	foot := tight(ui.NewRule(), ui.Tinted(ui.Rail, s.status.content))
	body := container.New(bodyLayout{}, rail, s.page, foot)
	over := container.New(&overLayout{s.search}, body, s.search.panel)
	s.search.place = func() { ui.Relayout(over) }
	return over
}

// bodyLayout puts the rail beside the page, and the status line below both.
type bodyLayout struct{}

// MinSize is theirs together.
func (bodyLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rail, page, foot := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(max(rail.Width+page.Width, foot.Width), max(rail.Height, page.Height)+foot.Height)
}

// Layout leaves no gaps: each part has air of its own.
func (bodyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	rail, foot := objects[0].MinSize().Width, objects[2].MinSize().Height
	objects[0].Resize(fyne.NewSize(rail, size.Height-foot))
	objects[1].Move(fyne.NewPos(rail, 0))
	objects[1].Resize(fyne.NewSize(size.Width-rail, size.Height-foot))
	objects[2].Move(fyne.NewPos(0, size.Height-foot))
	objects[2].Resize(fyne.NewSize(size.Width, foot))
}

// pageLayout puts the search above the room, and the bars that say something
// below it while they are there.
type pageLayout struct{}

// MinSize is theirs together.
func (pageLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var min fyne.Size
	for _, o := range objects {
		if o.Visible() {
			part := o.MinSize()
			min = fyne.NewSize(max(min.Width, part.Width), min.Height+part.Height)
		}
	}
	return min
}

// Layout gives the room what the others leave.
func (pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	bottom := size.Height
	for i := len(objects) - 1; i > 1; i-- {
		o := objects[i]
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height)) // wrapped text knows its height by its width
		height := o.MinSize().Height
		bottom -= height
		o.Move(fyne.NewPos(0, bottom))
		o.Resize(fyne.NewSize(size.Width, height))
	}
	top := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, top))
	objects[1].Move(fyne.NewPos(0, top))
	objects[1].Resize(fyne.NewSize(size.Width, bottom-top))
}

// topLayout is the line at the top: the way back, the search box, as wide as one
// reads with ease, and the palette's button at the right.
type topLayout struct{}

// MinSize leaves the box room for a few words.
func (topLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	back, box, orders := objects[0].MinSize(), objects[1].MinSize(), objects[2].MinSize()
	air := theme.Padding()
	return fyne.NewSize(back.Width+orders.Width+16*theme.TextSize()+4*air, max(back.Height, box.Height, orders.Height)+2*air)
}

// Layout puts them in a row.
func (topLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	back, box, orders := objects[0], objects[1], objects[2]
	air := theme.Padding()
	height := size.Height - 2*air
	left, right := back.MinSize().Width, orders.MinSize().Width
	width := min(size.Width-left-right-4*air, 56*theme.TextSize())
	back.Move(fyne.NewPos(air, air))
	back.Resize(fyne.NewSize(left, height))
	box.Move(fyne.NewPos(left+2*air, air))
	box.Resize(fyne.NewSize(width, height))
	orders.Move(fyne.NewPos(size.Width-right-air, air))
	orders.Resize(fyne.NewSize(right, height))
}

// overLayout lays the finds over the window, under the search box.
type overLayout struct{ search *search }

// MinSize is that of what lies below.
func (l *overLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout gives the finds as much height as they want and there is.
func (l *overLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, panel := objects[0], objects[1]
	body.Resize(size)
	driver := fyne.CurrentApp().Driver()
	box := l.search.box
	at := driver.AbsolutePositionForObject(box).Subtract(driver.AbsolutePositionForObject(body))
	at.Y += box.Size().Height + 2
	panel.Move(at)
	panel.Resize(fyne.NewSize(box.Size().Width, min(l.search.hits.want(), size.Height-at.Y-2*theme.TextSize())))
}
