package intake

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
)

// newDropDown makes a layer to lie over a page, hidden for now: it holds
// something right below a field, as wide as the field. Unlike a pop-up it leaves
// the focus in the field, so that one can go on typing.
func newDropDown(field, content fyne.CanvasObject) *fyne.Container {
	under := &below{field: field}
	under.layer = container.New(under, ui.Sheet(content))
	under.layer.Hide()
	return under.layer
}

// below is the layout of such a layer.
type below struct {
	field fyne.CanvasObject
	layer *fyne.Container
}

// MinSize is nothing: the layer takes what room the page has.
func (b *below) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout puts the panel under the field.
func (b *below) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(b.field).Subtract(d.AbsolutePositionForObject(b.layer))
	at.Y += b.field.Size().Height + 1
	for _, o := range objects {
		o.Move(at)
		o.Resize(fyne.NewSize(b.field.Size().Width, min(o.MinSize().Height, max(size.Height-at.Y, 0))))
	}
}
