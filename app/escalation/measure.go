package escalation

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// px turns pixels at 100 % text into pixels now.
func px(at100 float32) float32 { return at100 * theme.TextSize() / 13 }

// indented stands a step to the right of what it belongs to.
func indented(o fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedLayout(0, 0, px(22), 0), o)
}

// paragraph is text that wraps, in a colour.
func paragraph(text string, color fyne.ThemeColorName) fyne.CanvasObject {
	t := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{ColorName: color, SizeName: theme.SizeNameText}})
	t.Wrapping = fyne.TextWrapWord
	return ui.Flush(t)
}
