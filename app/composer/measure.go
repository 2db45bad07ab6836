package composer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
)

// indented puts something a step to the right of what it belongs to.
func indented(o fyne.CanvasObject) *fyne.Container {
	return ui.Air(0, 0, 22, 0, o)
}

// column stacks what belongs together.
func column(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(page.Column{Gap: ui.Px(6)}, objects...)
}
