package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
)

// refuse says why the desk can't be opened, and offers to try again.
func (p *program) refuse(err error) {
	language(p.words)
	again := ui.NewPrimary(p.words.Say("shell.again"), nil, func() {
		go func() {
			o := open(p.dir)
			fyne.Do(func() { p.receive(o.desk, o.err) })
		}()
	})
	quit := ui.NewButton(p.words.Say("action.shell.quit"), nil, p.app.Quit)
	text := ui.Flush(ui.Paragraph(p.words.Error(err)))
	hint := ui.NewCaption(p.words.Say("shell.refused.hint"))
	box := container.New(layout.NewCustomPaddedVBoxLayout(12), ui.NewHeading(p.words.Say("shell.refused")), text, hint, container.NewHBox(again, quit))
	room := container.New(layout.NewCustomPaddedLayout(60, 60, 80, 80), box)
	p.stage.show(room)
	p.win.SetMainMenu(nil)
	p.win.SetTitle("Firstline")
	p.win.Canvas().Focus(again)
	p.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			p.app.Quit()
		}
	})
}

// wait says what is being done with the desk. Closing the window loses nothing.
func (p *program) wait(title, text string) {
	language(p.words)
	box := container.New(layout.NewCustomPaddedVBoxLayout(12), ui.NewHeading(title),
		ui.Flush(ui.Paragraph(text)), widget.NewProgressBarInfinite())
	p.stage.show(container.New(layout.NewCustomPaddedLayout(60, 60, 80, 80), box))
}
