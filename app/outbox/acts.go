package outbox

import (
	"context"

	"firstline/app/files"
	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

func (o *Outbox) mayRetry() bool {
	l, ok := o.one()
	return ok && l.State != data.LetterSent && l.State != data.LetterConfirmed && l.State != data.LetterSending
}

func (o *Outbox) mayDrop() bool {
	l, ok := o.one()
	return ok && !l.State.Left() && l.State != data.LetterSending && l.State != data.LetterDropped
}

func (o *Outbox) maySave() bool {
	l, ok := o.one()
	return ok && l.State != data.LetterSending
}

// fresh says whether a letter was only just written and stays for the moment in
// which it can be taken back.
func (o *Outbox) fresh(l data.Letter) bool {
	now := o.seat.Desk.Now()
	return l.State == data.LetterQueued && l.Tries == 0 && l.NextAt.After(now) && now.Sub(l.QueuedAt) < o.seat.Desk.Settings().SendsAfter()
}

// saveFile writes the mail to a file, for the person to send. One that waits
// counts as sent from then on.
func (o *Outbox) saveFile() {
	l, ok := o.one()
	if !ok || !o.maySave() {
		o.cannot(l, ok)
		return
	}
	files.Save(o.seat, letter.File(o.seat.Words, l.Number), func(path string, done func(), wrong func(error) bool) {
		ui.Try(o.seat, new(ui.Slot), func(ctx context.Context) (bool, error) { return true, o.seat.Desk.SaveLetter(ctx, l.ID, path) }, func(_ bool, err error) {
			switch {
			case err == nil:
				done()
				o.seat.Notify(o.say("letter.saved", "path", path))
				o.load()
			case !wrong(err):
				o.seat.Fail(err)
			}
		})
	})
}

// act does something to the mail picked and says so.
func (o *Outbox) act(do func(ctx context.Context, d *desk.Desk) error, done string) {
	ui.Load(o.seat, new(ui.Slot), func(ctx context.Context) (bool, error) { return true, do(ctx, o.seat.Desk) }, func(bool) {
		o.seat.Notify(done)
		o.load()
	})
}

// tryAgain makes the mail due now. One that may have arrived may arrive twice,
// and that is said first.
func (o *Outbox) tryAgain() {
	l, ok := o.one()
	if !ok || !o.mayRetry() {
		o.cannot(l, ok)
		return
	}
	again := func() {
		o.act(func(ctx context.Context, d *desk.Desk) error { return d.RetryLetter(ctx, l.ID) }, o.say("outbox.retried", "number", l.Number))
	}
	if l.State == data.LetterMaybe {
		ui.Ask(o.seat.Window, o.seat.Words, o.say("outbox.twice.title"), o.say("outbox.twice.text", "to", recipients(l)), o.say("outbox.twice.do"), again)
		return
	}
	again()
}

// tryAll goes on with everything that waits.
func (o *Outbox) tryAll() {
	if o.Office == nil {
		return
	}
	o.act(func(ctx context.Context, _ *desk.Desk) error { return o.Office.Resume(ctx) }, o.say("outbox.resumed"))
}

// cannot says why nothing was done.
func (o *Outbox) cannot(l data.Letter, ok bool) {
	if ok {
		o.seat.Notify(o.seat.Words.Error(data.Fault("", "letter_not_waiting", "state", string(l.State))))
		return
	}
	o.seat.Notify(o.say("outbox.none_picked"))
}

// takeBack drops a mail and leads to where it was written, with what was typed.
func (o *Outbox) takeBack(l data.Letter) {
	ui.Load(o.seat, new(ui.Slot), func(ctx context.Context) (bool, error) { return true, o.seat.Desk.DropLetter(ctx, l.ID) }, func(bool) {
		o.seat.Notify(o.say("outbox.taken_back"))
		if l.Escalation != "" {
			o.seat.Go.Escalate(l.Ticket)
		} else {
			o.seat.Go.Reply(l.Ticket)
		}
	})
}

// askDrop asks before a mail is taken out of the post, and says what that means
// for its ticket.
func (o *Outbox) askDrop() {
	l, ok := o.one()
	if !ok || !o.mayDrop() {
		o.cannot(l, ok)
		return
	}
	if o.fresh(l) { // it was only just written: there is nothing to be asked
		o.takeBack(l)
		return
	}
	ui.Load(o.seat, new(ui.Slot), func(ctx context.Context) (data.Case, error) { return o.seat.Desk.Case(ctx, string(l.Ticket)) }, func(k data.Case) {
		means := o.say("outbox.drop.reply", "number", l.Number, "to", recipients(l))
		if l.Escalation != "" {
			means = o.say("outbox.drop.consult", "number", l.Number, "to", recipients(l))
		}
		for _, e := range k.Escalations {
			if e.ID == l.Escalation && e.Mode == data.Transfer && k.Ticket.Status == data.PendingVendor {
				means = o.say("outbox.drop.transfer", "number", l.Number, "to", recipients(l))
			}
		}
		if l.State == data.LetterMaybe {
			means += " " + o.say("outbox.drop.maybe")
		}
		ui.Ask(o.seat.Window, o.seat.Words, o.say("outbox.drop.title"), means, o.say("outbox.drop.do"), func() {
			o.act(func(ctx context.Context, d *desk.Desk) error { return d.DropLetter(ctx, l.ID) }, o.say("outbox.dropped", "number", l.Number))
		})
	})
}
