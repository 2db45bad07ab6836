package app

import (
	"context"
	"errors"

	"firstline/app/care"
	"firstline/app/shell"
	"firstline/app/ui"
	"firstline/data/desk"
)

// replace closes the desk, puts a backup that was unpacked in its place, sits down
// there and says what came of it. If that can't be, it is the desk it was.
func (p *program) replace(u *desk.Unpacked) {
	old, stop, closed := p.desk, p.stop, p.closed
	p.shell.Close()
	ui.SettleDrafts(draftTime)
	p.desk, p.shell, p.stop = nil, nil, nil
	p.win.SetMainMenu(nil)
	p.win.Canvas().SetOnTypedKey(nil)
	p.wait(p.words.Say("shell.restoring"), p.words.Say("shell.restoring.text"))
	go func() {
		if stop != nil {
			stop()
			<-closed // letters under way come to their end
		}
		ctx := context.Background()
		failed := old.Close()
		var d *desk.Desk
		if failed == nil {
			d, failed = u.Place(ctx)
		} else {
			failed = errors.Join(failed, u.Drop())
		}
		var err error
		if d == nil {
			d, err = desk.Open(ctx, p.dir)
		}
		p.loop.do(func() {
			if failed == nil {
				p.restored(d, u)
				return
			}
			if p.receive(d, err); p.shell != nil {
				p.seat.Fail(failed)
			}
		})
	}()
}

// restored sits down at a desk that a backup was made into, and says what came of
// it.
func (p *program) restored(d *desk.Desk, u *desk.Unpacked) {
	p.receive(d, nil)
	choices := []shell.Choice{{Name: p.words.Say("word.close"), Do: func() {}}}
	if u.Held > 0 {
		choices = append([]shell.Choice{{Name: p.words.Say("shell.restored.outbox"), Do: p.seat.Go.Outbox}}, choices...)
	}
	p.shell.Offer(care.Outcome(p.words, u), choices...)
}
