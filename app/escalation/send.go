package escalation

import (
	"context"
	"errors"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// submit queues the mail. Gaps in the hand-over are pointed out, but whoever
// wants to send does.
func (c *Composer) submit() {
	if c.id == "" || c.sending {
		return
	}
	r, err := c.request()
	if err != nil {
		c.fail(err)
		return
	}
	switch {
	case r.To == "":
		c.fail(data.Fault("to", "required"))
	case r.Question == "":
		c.fail(data.Fault("question", "required"))
	case c.gapNames() != "" && c.seat.Desk.Settings().Mail.Ready():
		ui.ShowDialog(c.seat.Window, ui.Dialog{Title: c.say("escalation.gaps.title"),
			Content: ui.Flush(ui.Paragraph(c.say("escalation.gaps.text", "what", c.gapNames()))),
			Confirm: c.say("escalation.gaps.send"), Cancel: c.say("escalation.gaps.back"), OnConfirm: func() bool {
				c.queue(r)
				return true
			}})
	default:
		c.queue(r)
	}
}

func (c *Composer) queue(r desk.EscalationRequest) {
	c.sending = true
	c.send.Disable()
	number := c.now.Ticket.Number
	draft := c.draft
	ui.Try(c.seat, new(ui.Slot), func(ctx context.Context) (data.Escalation, error) { return c.seat.Desk.Escalate(ctx, r) }, func(e data.Escalation, err error) {
		here := string(c.id) == r.Ticket // one may be at another ticket by now
		c.send.Enable()
		if here {
			c.sending = false
		}
		if err != nil {
			c.fail(err)
			return
		}
		draft.Drop()
		c.seat.Notify(c.say("escalation.queued."+string(e.Mode), "number", number, "to", nameOr(e.ToName, e.To)))
		if here {
			c.id, c.draft = "", nil // it is done: the next one begins anew
			if c.shown {
				c.seat.Go.Back()
			}
		}
	})
}

// fail shows an error at its field, or says it.
func (c *Composer) fail(err error) {
	var problem *data.Problem
	if errors.As(err, &problem) && problem.Key == "no_account" {
		c.draft.Flush()
	}
	if !c.form.Fault(err) {
		c.seat.Fail(err)
	}
}
