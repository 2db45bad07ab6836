// Package care keeps a desk safe: it backs it up, checks it, and puts a backup in
// its place. All of that is long work, with its progress in the status line and a
// way to stop it there.
package care

import (
	"context"
	"strings"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// Backup writes the desk into one file in its backups folder, beside the work that
// goes on. then, which may be nil, is called when it is there.
func Backup(seat *ui.Seat, then func()) { backup(seat, "", then) }

// BackupAs asks where the file goes.
func BackupAs(seat *ui.Seat) {
	p, s := seat.Words, seat.Desk.Settings()
	name := data.SafeName(s.Code+" "+seat.Desk.Now().Local().Format("2006-01-02")) + ".zip"
	files.Save(seat, files.New{Title: p.Say("care.backup.title"), Says: p.Say("care.backup.says"), Name: name}, func(path string, done func(), _ func(error) bool) {
		done()
		backup(seat, path, nil)
	})
}

func backup(seat *ui.Seat, path string, then func()) {
	p := seat.Words
	ui.Work(seat, p.Say("shell.backing_up"), func(ctx context.Context, tell func(done, total int)) (string, error) {
		return seat.Desk.Backup(ctx, path, tell)
	}, func(file string) {
		seat.Notify(p.Say("shell.backed_up", "file", file))
		if then != nil {
			then()
		}
	})
}

// Tend has the desk check itself and back itself up where that is due, and says
// so where something came of it.
func Tend(seat *ui.Seat) {
	p := seat.Words
	ui.Work(seat, p.Say("shell.tending"), func(ctx context.Context, tell func(done, total int)) (desk.Care, error) {
		return seat.Desk.Tend(ctx, tell)
	}, func(care desk.Care) {
		switch {
		case len(care.Check.Faults) > 0:
			found(seat, care.Check)
		case care.Backup != "":
			seat.Notify(p.Say("shell.backed_up", "file", care.Backup))
		}
	})
}

// mostFaults is how many faults are shown; the command line lists them all.
const mostFaults = 20

// Check verifies the desk and says what it found.
func Check(seat *ui.Seat) {
	p := seat.Words
	ui.Work(seat, p.Say("shell.checking"), func(ctx context.Context, tell func(done, total int)) (desk.CheckResult, error) {
		return seat.Desk.Check(ctx, tell)
	}, func(r desk.CheckResult) {
		if r.OK {
			seat.Notify(p.Count("shell.checked", r.Tickets))
			return
		}
		found(seat, r)
	})
}

// found shows what is wrong with the desk.
func found(seat *ui.Seat, r desk.CheckResult) {
	p := seat.Words
	faults := strings.Join(r.Faults[:min(len(r.Faults), mostFaults)], "\n")
	ui.Tell(seat.Window, p, p.Say("shell.check.title"), p.Count("shell.check.faults", len(r.Faults))+"\n\n"+faults)
}
