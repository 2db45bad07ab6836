package ticket

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// row is one row of a column.
type row struct {
	widget.BaseWidget
	Label   string // what a screen reader says
	Open    func() // Return, and a click where OnClick is set
	OnClick bool
	Ground  fyne.ThemeColorName // "" for none
	Ruled   bool                // a hairline below

	content fyne.CanvasObject
	column  *column
	hovered bool
}

var (
	_ fyne.Tappable          = (*row)(nil)
	_ fyne.SecondaryTappable = (*row)(nil)
	_ desktop.Hoverable      = (*row)(nil)
)

// AccessibilityLabel is the label given.
func (r *row) AccessibilityLabel() string { return r.Label }

// AccessibilityRole is a text's.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func newRow(label string, content fyne.CanvasObject) *row {
	r := &row{Label: label, content: content}
	r.ExtendBaseWidget(r)
	return r
}

// SetContent replaces what the row shows.
func (r *row) SetContent(content fyne.CanvasObject) {
	r.content = content
	r.Refresh()
	if r.column != nil {
		r.column.settle()
	}
}

// Tapped puts the cursor here.
func (r *row) Tapped(*fyne.PointEvent) {
	focus(r.column)
	r.column.Go(r)
	if r.OnClick && r.Open != nil {
		r.Open()
	}
}

// TappedSecondary opens.
func (r *row) TappedSecondary(*fyne.PointEvent) {
	focus(r.column)
	r.column.Go(r)
	if r.Open != nil {
		r.Open()
	}
}

// MouseIn tints the row if a click does something.
func (r *row) MouseIn(*desktop.MouseEvent) { r.hovered = r.OnClick; r.Refresh() }

// MouseMoved does nothing.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (r *row) MouseOut() { r.hovered = false; r.Refresh() }

// CreateRenderer draws the row.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	d := &rowRenderer{r: r, ground: ui.NewFill(""), over: canvas.NewRectangle(color.Transparent),
		bar: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent)}
	d.paint()
	return d
}

type rowRenderer struct {
	r         *row
	ground    *ui.Fill
	over, bar *canvas.Rectangle
	line      *canvas.Rectangle
}

func (d *rowRenderer) Destroy() {}
func (d *rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.over, d.r.content, d.line, d.bar}
}

func (d *rowRenderer) MinSize() fyne.Size { return d.r.content.MinSize() }

func (d *rowRenderer) Layout(size fyne.Size) {
	d.ground.Resize(size)
	d.over.Resize(size)
	d.bar.Resize(fyne.NewSize(ui.Px(3), size.Height))
	d.line.Resize(fyne.NewSize(size.Width, 1))
	d.line.Move(fyne.NewPos(0, size.Height-1))
	d.r.content.Resize(size)
}

func (d *rowRenderer) paint() {
	r := d.r
	on := r.column != nil && r.column.cursor == r && r.column.focused
	d.ground.Hidden, d.over.Hidden, d.bar.Hidden, d.line.Hidden = r.Ground == "", !on && !r.hovered, !on, !r.Ruled
	d.ground.Set(r.Ground)
	d.over.FillColor, d.bar.FillColor, d.line.FillColor = ui.Color(theme.ColorNameHover), ui.Color(ui.Accent), ui.Color(ui.Line)
	if on {
		d.over.FillColor = ui.Color(ui.Selected)
	}
	ui.Repaint(r)
}

// Refresh leaves the content as it is: moving the cursor must not draw a note
// anew.
func (d *rowRenderer) Refresh() {
	d.Layout(d.r.Size())
	d.paint()
}
