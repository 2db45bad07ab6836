package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
)

// narrow keeps its only object as narrow as a line of text should be: at the left edge or, if
// it is alone on a page, in the middle and a little above half the height.
type narrow struct {
	width float32 // pixels at 100 % text
	alone bool
}

func inColumn(n narrow, o fyne.CanvasObject) *fyne.Container { return container.New(n, o) }

// MinSize is the object's.
func (n narrow) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout gives the object its width first, on which the height of wrapped text depends.
func (n narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	o := objects[0]
	width := min(max(ui.Px(n.width), o.MinSize().Width), size.Width)
	o.Resize(fyne.NewSize(width, o.Size().Height))
	height := max(size.Height, o.MinSize().Height)
	var at fyne.Position
	if n.alone {
		height = o.MinSize().Height
		at = fyne.NewPos(float32(int((size.Width-width)/2)), float32(int(max(size.Height-height, 0)/3)))
	}
	o.Move(at)
	o.Resize(fyne.NewSize(width, height))
}

// beside puts the list of parts, a rule and the part side by side.
type beside struct{}

// MinSize is all of them in a row.
func (beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(ui.Px(220)+objects[2].MinSize().Width, max(objects[0].MinSize().Height, objects[2].MinSize().Height))
}

// Layout gives the part what the list leaves over.
func (beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var x float32
	for i, width := range []float32{ui.Px(220), 1, size.Width - ui.Px(220) - 1} {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(width, size.Height))
		x += width
	}
}
