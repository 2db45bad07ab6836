package inbox

import (
	"context"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// decide does something about the mail picked, and says what was done; the
// cursor goes on to the next one that waits.
func (b *Inbox) decide(do func(ctx context.Context, d *desk.Desk, m data.Mail) error, done func(m data.Mail) string) {
	m, ok := b.one()
	if !ok {
		b.seat.Notify(b.say("inbox.none_picked"))
		return
	}
	ui.Load(b.seat, new(ui.Slot), func(ctx context.Context) (data.Mail, error) {
		if err := do(ctx, b.seat.Desk, m); err != nil {
			return m, err
		}
		return b.seat.Desk.Mail(ctx, m.ID)
	}, func(m data.Mail) {
		b.seat.Notify(done(m))
		if !b.all {
			b.picked = "" // it is gone from here: what stands in its line is next
		}
		b.load()
	})
}

func (b *Inbox) placed(m data.Mail) string { return b.say("inbox.done.placed", "number", m.Number) }

// accept agrees to what is proposed: the ticket, one of its own, or fetching all
// of what is too large.
func (b *Inbox) accept() {
	m, ok := b.one()
	switch {
	case ok && m.State == data.MailStub:
		b.decide(func(ctx context.Context, d *desk.Desk, m data.Mail) error { return d.FetchStub(ctx, m.ID) },
			func(data.Mail) string { return b.say("inbox.done.wanted") })
	case ok && m.State.Waiting() && m.Proposed != "":
		b.decide(func(ctx context.Context, d *desk.Desk, m data.Mail) error {
			return d.PlaceMail(ctx, m.ID, string(m.Proposed))
		}, b.placed)
	case ok && m.State.Waiting():
		b.newTicket()
	case ok && m.Ticket != "":
		b.goTicket()
	default:
		b.seat.Notify(b.say("inbox.none_picked"))
	}
}

// newTicket opens a ticket for the mail.
func (b *Inbox) newTicket() {
	b.decide(func(ctx context.Context, d *desk.Desk, m data.Mail) error {
		_, err := d.NewTicketFromMail(ctx, m.ID)
		return err
	}, func(m data.Mail) string { return b.say("inbox.done.new", "number", m.Number) })
}

func (b *Inbox) discard() {
	b.decide(func(ctx context.Context, d *desk.Desk, m data.Mail) error { return d.DiscardMail(ctx, m.ID) },
		func(data.Mail) string { return b.say("inbox.done.discarded") })
}

// unplace takes the mail off its ticket.
func (b *Inbox) unplace() {
	b.decide(func(ctx context.Context, d *desk.Desk, m data.Mail) error { return d.UnplaceMail(ctx, m.ID) },
		func(data.Mail) string { return b.say("inbox.done.unplaced") })
}

// place asks for the ticket the mail belongs to.
func (b *Inbox) place() {
	m, ok := b.one()
	if !ok || !decidable(m) {
		b.seat.Notify(b.say("inbox.none_picked"))
		return
	}
	letter.Place(b.seat, m.From, func(x data.Excerpt) {
		b.decide(func(ctx context.Context, d *desk.Desk, m data.Mail) error {
			return d.PlaceMail(ctx, m.ID, string(x.ID))
		}, b.placed)
	})
}

func (b *Inbox) goTicket() {
	if m, ok := b.one(); ok && m.Ticket != "" {
		b.seat.Go.Ticket(m.Ticket)
		return
	}
	b.seat.Notify(b.say("inbox.no_ticket"))
}

// fetch has the mailbox looked into now.
func (b *Inbox) fetch() {
	if b.Office != nil {
		b.Office.Look()
		b.seat.Notify(b.say("inbox.looking"))
	}
}
