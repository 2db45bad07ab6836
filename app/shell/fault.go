package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data/words"
)

// fault is the bar that says what went wrong. It stays until it is dismissed,
// but takes nothing away from under one's hands.
type fault struct {
	OnShown func() // it came or went: there is more or less room
	OnFocus func() // it went, and the focus with it

	content fyne.CanvasObject
	text    *ui.Passage
	close   *ui.Button
}

func newFault(p *words.Printer) *fault {
	f := &fault{text: ui.Paragraph("")}
	f.close = ui.NewButton(p.Say("shell.dismiss"), nil, f.dismiss)
	mark := container.NewStack(ui.NewFill(ui.Danger), ui.Air(2, 2, 2, 2, ui.NewFill("")))
	button := ui.Air(4, 4, 4, 8, container.NewVBox(f.close))
	f.content = ui.Border(ui.NewRule(), nil, mark, ui.Tinted(ui.Rail, button), ui.Tinted(ui.Rail, f.text))
	f.content.Hide()
	return f
}

// show says what went wrong, in place of what was said before.
func (f *fault) show(text string) {
	f.text.SetText(text)
	f.content.Show()
	f.OnShown()
}

// visible says whether something went wrong and was not dismissed.
func (f *fault) visible() bool { return f.content.Visible() }

// dismiss takes the bar away.
func (f *fault) dismiss() {
	c := fyne.CurrentApp().Driver().CanvasForObject(f.content)
	focused := c.Focused() == f.close
	f.content.Hide()
	f.OnShown()
	if focused {
		c.Unfocus()
		f.OnFocus()
	}
}
