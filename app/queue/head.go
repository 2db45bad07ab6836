package queue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// headLayout puts the views at the left and the filter, which comes last, at the
// right of one line; where large text leaves no room for that, they take as many
// lines as they need.
type headLayout struct{ width float32 }

// MinSize is as wide as the widest of them, and as high as they are at the width
// they were last given.
func (l *headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := leastFilter(objects[len(objects)-1])
	for _, o := range objects {
		widest = max(widest, o.MinSize().Width)
	}
	height := l.place(objects, max(l.width, widest), func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
	return fyne.NewSize(widest+2*theme.Padding(), height)
}

// Layout puts them in place.
func (l *headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Move(at)
		o.Resize(size)
	})
}

// leastFilter is the least width of the filter: a few words.
func leastFilter(filter fyne.CanvasObject) float32 {
	return filter.MinSize().Width + 12*theme.TextSize()
}

// place goes through what is visible and gives the height it all takes.
func (l *headLayout) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	air := theme.Padding()
	filter := objects[len(objects)-1]
	var line float32
	for _, o := range objects {
		line = max(line, o.MinSize().Height)
	}
	x, y := air, air
	for _, o := range objects[:len(objects)-1] {
		if !o.Visible() {
			continue
		}
		w := o.MinSize().Width
		if x > air && x+w > width-air {
			x, y = air, y+line+air
		}
		put(o, fyne.NewPos(x, y), fyne.NewSize(w, line))
		x += w + air
	}
	if x+leastFilter(filter) > width-2*air {
		x, y = air, y+line+air
	}
	room := min(width-x-2*air, 28*theme.TextSize())
	put(filter, fyne.NewPos(width-room-2*air, y), fyne.NewSize(room, line))
	return y + line + air
}

// belowHead puts the list below the head, whose height depends on its width.
type belowHead struct{}

// MinSize is both, below each other.
func (belowHead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	head, list := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(head.Width, list.Width), head.Height+list.Height)
}

// Layout gives the list what the head leaves.
func (belowHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, list := objects[0], objects[1]
	head.Resize(fyne.NewSize(size.Width, head.MinSize().Height))
	height := head.MinSize().Height // at this width
	head.Resize(fyne.NewSize(size.Width, height))
	list.Move(fyne.NewPos(0, height))
	list.Resize(fyne.NewSize(size.Width, size.Height-height))
}
