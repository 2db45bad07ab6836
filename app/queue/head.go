package queue

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// headLayout puts the views at the left and the filter at the right of one line;
// the filter takes what is left over, up to a readable width.
type headLayout struct{}

// MinSize is both side by side.
func (headLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	tabs, filter := objects[0].MinSize(), objects[1].MinSize()
	air := theme.Padding()
	return fyne.NewSize(tabs.Width+filter.Width+16*theme.TextSize()+3*air, max(tabs.Height, filter.Height)+2*air)
}

// Layout puts them in place.
func (headLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	air := theme.Padding()
	tabs, filter := objects[0], objects[1]
	width := tabs.MinSize().Width
	tabs.Move(fyne.NewPos(air, air))
	tabs.Resize(fyne.NewSize(width, size.Height-2*air))
	room := min(size.Width-width-4*air, 28*theme.TextSize())
	filter.Move(fyne.NewPos(size.Width-room-2*air, air))
	filter.Resize(fyne.NewSize(room, size.Height-2*air))
}
