package care

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Restore asks for a backup and puts it in the place of the desk.
func Restore(seat *ui.Seat) {
	files.Ask(seat, Question(seat.Words), func(paths []string, done func(), _ func(error) bool) {
		done()
		RestoreFrom(seat, paths[0])
	})
}

// Question asks for a backup.
func Question(p *words.Printer) files.Question {
	return files.Question{Title: p.Say("care.restore.title"), Confirm: p.Say("care.restore.read"), Says: p.Say("care.restore.says")}
}

// RestoreFrom reads a backup, says what it holds, and puts it in the place of the
// desk if one wants that. The desk as it is now is backed up first; until the very
// end it can be stopped, and nothing has changed.
func RestoreFrom(seat *ui.Seat, path string) {
	p := seat.Words
	type both struct {
		backup  *desk.Unpacked
		now     int // tickets at the desk
		waiting int // mails that have yet to leave it
	}
	ui.Work(seat, p.Say("care.restore.reading"), func(ctx context.Context, tell func(done, total int)) (b both, err error) {
		counts, err := seat.Desk.Counts(ctx)
		if err != nil {
			return b, err
		}
		b.now = counts[data.AllView]
		letters, err := seat.Desk.Letters(ctx)
		if err != nil {
			return b, err
		}
		for _, l := range letters {
			if l.State.Waiting() {
				b.waiting++
			}
		}
		b.backup, err = desk.Unpack(ctx, path, seat.Desk.Dir(), tell)
		return b, err
	}, func(b both) {
		s := seat.Desk.Settings()
		rows := container.New(page.Column{Gap: ui.Px(10)},
			holding(p.Say("care.restore.backup", "name", b.backup.File), Holds(p, b.backup)),
			holding(p.Say("care.restore.desk"), p.Count("care.restore.now", b.now, "name", s.Name, "code", s.Code)))
		if b.backup.Code != s.Code {
			rows.Add(ui.Tinted(ui.Internal, ui.Paragraph(p.Say("care.restore.other"))))
		}
		if b.waiting > 0 {
			rows.Add(ui.Tinted(ui.Internal, ui.Paragraph(p.Count("care.restore.waiting", b.waiting))))
		}
		rows.Add(ui.Flush(ui.Paragraph(p.Say("care.restore.first"))))
		ui.ShowDialog(seat.Window, ui.Dialog{Title: p.Say("care.restore.sure"), Content: rows, Width: 560, Danger: true,
			Confirm: p.Say("care.restore.do"), Cancel: p.Say("word.cancel"),
			OnConfirm: func() bool {
				replace(seat, b.backup)
				return true
			},
			OnCancel: func() {
				drop(seat, b.backup)
				seat.Notify(p.Say("care.restore.left"))
			}})
	})
}

// Holds says what a backup holds: the desk, its tickets, and when something was
// last done there.
func Holds(p *words.Printer, u *desk.Unpacked) string {
	return p.Count("care.restore.holds", u.Tickets, "name", u.Name, "code", u.Code, "at", p.DateTime(u.Last))
}

// holding is one of the two desks.
func holding(name, holds string) fyne.CanvasObject {
	title := ui.NewText(name, "")
	title.Bold, title.Cut = true, true
	return container.New(page.Column{Gap: ui.Px(2)}, title, ui.Flush(ui.Paragraph(holds)))
}

// replace backs the desk up as it is and puts the backup in its place.
func replace(seat *ui.Seat, u *desk.Unpacked) {
	ui.Work(seat, seat.Words.Say("care.restore.keeping"), func(ctx context.Context, tell func(done, total int)) (bool, error) {
		err := u.Keep(ctx, seat.Desk, tell)
		if err != nil {
			u.Drop()
		}
		return true, err
	}, func(bool) { seat.Replace(u) })
}

// Outcome says what came of a backup that was put in place.
func Outcome(p *words.Printer, u *desk.Unpacked) string {
	key := "care.restore.done"
	if u.Kept == "" {
		key = "care.restore.made"
	}
	text := p.Count(key, u.Tickets, "name", u.File, "kept", filepath.Base(u.Kept))
	if u.Held > 0 {
		text += " " + p.Count("care.restore.held", u.Held)
	}
	return text
}

// drop takes away what was unpacked.
func drop(seat *ui.Seat, u *desk.Unpacked) {
	ui.Load(seat, new(ui.Slot), func(context.Context) (bool, error) { return true, u.Drop() }, func(bool) {})
}
