package settings

import (
	"errors"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Refusal is a desk that cannot be opened, and the ways on from there, which are called on
// the UI goroutine.
type Refusal struct {
	Dir      string
	Err      error
	Backups  []desk.BackupFile                // of the desk, newest first
	Open     func(dir string)                 // tries to open the desk in a folder, the same one or another
	Restored func(*desk.Desk, *desk.Unpacked) // is given the desk made of a backup
	Quit     func()
}

// replaceable are the faults that a backup mends: the desk is of no use as it is, at least to
// this program, but its folder can be written to.
var replaceable = []string{"damaged", "not_a_desk", "newer_desk"}

// Refused fills the window with why a desk cannot be opened, where it lies and what can be
// done: put a backup in its place, or open another desk.
func Refused(win fyne.Window, p *words.Printer, do func(func()), r Refusal) {
	again := ui.NewButton(p.Say("shell.again"), nil, func() { r.Open(r.Dir) })
	another := ui.NewButton(p.Say("settings.refused.other"), nil, func() { askDesk(unseated(win, p, do), r.Open) })
	quit := ui.NewButton(p.Say("action.shell.quit"), nil, r.Quit)
	buttons := []*ui.Button{again, another, quit}

	body := container.New(page.Column{Gap: ui.Px(16)}, ui.NewHeading(p.Say("shell.refused")), ui.Flush(ui.Paragraph(p.Error(r.Err))),
		container.New(page.Column{Gap: ui.Px(3)}, ui.NewCaption(p.Say("settings.welcome.where")), ui.Flush(ui.SelectableText(r.Dir))))
	var problem *data.Problem
	if errors.As(r.Err, &problem) && slices.Contains(replaceable, problem.Key) {
		at := 0
		if problem.Key == "newer_desk" { // the desk is sound: a newer program is better than an older desk
			at = 1
		}
		take := func(text, path string) {
			t := newTakeBackup(win, p, do, r.Dir, text, path)
			buttons = slices.Insert(buttons, at, t.Button)
			t.OnBusy = func(busy bool) { enable(!busy, buttons) }
			t.OnTake = func(u *desk.Unpacked) {
				enable(false, buttons)
				ui.Try(t.seat, new(ui.Slot), u.Place, func(d *desk.Desk, err error) {
					enable(true, buttons)
					if err != nil {
						t.seat.Fail(err)
						return
					}
					r.Restored(d, u)
				})
			}
		}
		take(p.Say("action.settings.restore"), "")
		kept := p.Say("settings.refused.kept")
		if len(r.Backups) > 0 {
			last := r.Backups[0]
			kept = p.Say("settings.refused.last", "at", p.DateTime(last.At), "size", p.Size(last.Size)) + " " + kept
			take(p.Say("settings.refused.restore"), last.Path)
		}
		body.Add(ui.Flush(ui.Paragraph(kept)))
	}
	row := container.New(page.Wrap{})
	for _, b := range buttons {
		row.Add(b)
	}
	buttons[0].As(ui.Primary)
	body.Add(row)
	win.SetTitle("Firstline")
	win.SetContent(container.NewVScroll(inColumn(narrow{width: 700, alone: true}, ui.Padded(body))))
	win.Canvas().Focus(buttons[0])
}

// askDesk asks for a desk in another folder: for its file, or for the folder.
func askDesk(seat *ui.Seat, open func(dir string)) {
	p := seat.Words
	files.Ask(seat, files.Question{Title: p.Say("settings.refused.other"), Confirm: p.Say("word.open"), Says: p.Say("settings.refused.other.says")},
		func(paths []string, done func(), _ func(error) bool) {
			dir := filepath.Clean(paths[0])
			if !desk.Exists(dir) {
				dir = filepath.Dir(dir)
			}
			if !desk.Exists(dir) {
				seat.Fail(data.Fault("", "no_desk", "dir", dir))
				return
			}
			done()
			open(dir)
		})
}

// enable lets buttons be pressed, or not.
func enable(may bool, buttons []*ui.Button) {
	for _, b := range buttons {
		if may {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}
