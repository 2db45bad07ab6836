package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"firstline/app/care"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data/desk"
	"firstline/data/words"
)

// takeBackup is a button that makes a desk of a backup where no desk is open. It asks for the
// file and reads it, showing the progress on itself (pressed, it stops), says what the
// backup holds, and passes it on if the person agrees.
type takeBackup struct {
	*ui.Button
	OnBusy func(busy bool)
	OnTake func(u *desk.Unpacked)

	seat            *ui.Seat
	dir, text, path string // path "": it asks for the file
}

// newTakeBackup makes the button, for a desk in dir. path names the backup; "": it is asked
// for.
func newTakeBackup(win fyne.Window, p *words.Printer, do func(func()), dir, text, path string) *takeBackup {
	t := &takeBackup{dir: dir, text: text, path: path}
	t.Button = ui.NewButton(text, nil, t.press)
	t.seat = unseated(win, p, do)
	t.seat.Working = t.reading
	return t
}

// unseated is a seat without a desk.
func unseated(win fyne.Window, p *words.Printer, do func(func())) *ui.Seat {
	return &ui.Seat{Words: p, Window: win, Do: do, Notify: func(string) {},
		Fail: func(err error) { ui.Tell(win, p, p.Say("word.error"), p.Error(err)) }}
}

func (t *takeBackup) press() {
	if t.path != "" {
		t.read(t.path)
		return
	}
	files.Ask(t.seat, care.Question(t.seat.Words), func(paths []string, done func(), _ func(error) bool) {
		done()
		t.read(paths[0])
	})
}

// read reads a backup, and asks whether it is the right one.
func (t *takeBackup) read(path string) {
	p := t.seat.Words
	ui.Work(t.seat, p.Say("care.restore.reading"), func(ctx context.Context, tell func(done, total int)) (*desk.Unpacked, error) {
		return desk.Unpack(ctx, path, t.dir, tell)
	}, func(u *desk.Unpacked) {
		ui.ShowDialog(t.seat.Window, ui.Dialog{Title: p.Say("care.restore.sure"), Content: ui.Flush(ui.Paragraph(care.Holds(p, u))),
			Confirm: p.Say("care.restore.do"), Cancel: p.Say("word.cancel"), OnCancel: func() { u.Drop() }, OnConfirm: func() bool {
				t.OnTake(u)
				return true
			}})
	})
}

// reading shows how far reading has come, and has the button stop it.
func (t *takeBackup) reading(j *ui.Job) {
	t.OnBusy(!j.Over)
	t.SetText(t.text)
	t.OnTapped = t.press
	if !j.Over {
		t.Enable()
		t.SetText(t.seat.Words.Say("settings.welcome.reading", "percent", t.seat.Words.Number(100*j.Done/max(j.Total, 1))))
		t.OnTapped = j.Cancel
	}
}
