package shell

import (
	"context"
	"strings"

	"firstline/app/ui"
	"firstline/data/desk"
)

// backup writes the desk into one file, beside the work that goes on.
func (s *Shell) backup() {
	p := s.seat.Words
	ui.Work(s.seat, p.Say("shell.backing_up"), func(ctx context.Context, tell func(done, total int)) (string, error) {
		return s.seat.Desk.Backup(ctx, "", tell)
	}, func(file string) { s.seat.Notify(p.Say("shell.backed_up", "file", file)) })
}

// Tend has the desk check itself and back itself up where that is due, and says
// so where something came of it.
func (s *Shell) Tend() {
	p := s.seat.Words
	ui.Work(s.seat, p.Say("shell.tending"), func(ctx context.Context, tell func(done, total int)) (desk.Care, error) {
		return s.seat.Desk.Tend(ctx, tell)
	}, func(care desk.Care) {
		switch {
		case len(care.Check.Faults) > 0:
			s.found(care.Check)
		case care.Backup != "":
			s.seat.Notify(p.Say("shell.backed_up", "file", care.Backup))
		}
	})
}

// mostFaults is how many faults are shown; the command line lists them all.
const mostFaults = 20

// check verifies the desk and says what it found.
func (s *Shell) check() {
	p := s.seat.Words
	ui.Work(s.seat, p.Say("shell.checking"), func(ctx context.Context, tell func(done, total int)) (desk.CheckResult, error) {
		return s.seat.Desk.Check(ctx, tell)
	}, func(r desk.CheckResult) {
		if r.OK {
			s.seat.Notify(p.Count("shell.checked", r.Tickets))
			return
		}
		s.found(r)
	})
}

// found shows what is wrong with the desk.
func (s *Shell) found(r desk.CheckResult) {
	p := s.seat.Words
	faults := strings.Join(r.Faults[:min(len(r.Faults), mostFaults)], "\n")
	ui.Tell(s.seat.Window, p, p.Say("shell.check.title"), p.Count("shell.check.faults", len(r.Faults))+"\n\n"+faults)
}
