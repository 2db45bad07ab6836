package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"firstline/app/settings"
	"firstline/app/ui"
	"firstline/data/desk"
)

// refuse says why the desk can't be opened, and what can be done.
func (p *program) refuse(err error) {
	language(p.words)
	dir := p.dir
	go func() {
		there, _ := desk.Backups(dir) // whoever has none restores from elsewhere
		p.loop.do(func() {
			settings.Refused(&wrapped{Window: p.win, put: p.stage.show}, p.words, p.loop.do, settings.Refusal{
				Dir: dir, Err: err, Backups: there, Open: p.turnTo, Restored: p.restored, Quit: p.app.Quit})
			p.win.SetMainMenu(nil)
			p.win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
				if ev.Name == fyne.KeyEscape {
					p.app.Quit()
				}
			})
		})
	}()
}

// turnTo opens the desk of a folder where none could be opened so far.
func (p *program) turnTo(dir string) {
	p.dir = dir
	go func() {
		p.owner.release()
		o := opened{err: p.owner.claim(dir, "")}
		if o.err == nil {
			o = open(dir)
		}
		p.loop.do(func() { p.receive(o.desk, o.err) })
	}()
}

// wait says what is being done with the desk. Closing the window loses nothing.
func (p *program) wait(title, text string) {
	language(p.words)
	box := container.New(layout.NewCustomPaddedVBoxLayout(12), ui.NewHeading(title),
		ui.Flush(ui.Paragraph(text)), widget.NewProgressBarInfinite())
	p.stage.show(container.New(layout.NewCustomPaddedLayout(60, 60, 80, 80), box))
}
