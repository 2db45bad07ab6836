package composer

import (
	"context"
	"strings"

	"firstline/app/files"
	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
)

// submit queues the mail, which can be taken back until it leaves. What a hand-over lacks is
// pointed out, but does not keep anybody from sending.
func (c *Composer) submit() {
	o, ok := c.complete()
	if !ok {
		return
	}
	send := func() {
		c.do(o.send, func(told string, err error) bool {
			if err != nil {
				return false
			}
			c.seat.Notify(told)
			return true
		})
	}
	lacks := c.kind.lacks()
	if lacks == "" || !c.seat.Desk.Settings().Mail.Ready() {
		send()
		return
	}
	ui.ShowDialog(c.seat.Window, ui.Dialog{Title: c.say("escalation.gaps.title"),
		Content: ui.Flush(ui.Paragraph(c.say("escalation.gaps.text", "what", lacks))),
		Confirm: c.say("escalation.gaps.send"), Cancel: c.say("escalation.gaps.back"), OnConfirm: func() bool {
			send()
			return true
		}})
}

// saveFile writes the mail to a file, for the person to send.
func (c *Composer) saveFile() {
	o, ok := c.complete()
	if !ok {
		return
	}
	files.Save(c.seat, letter.File(c.seat.Words, c.now.Ticket.Number), func(path string, done func(), wrong func(error) bool) {
		c.do(func(ctx context.Context) (string, error) { return path, o.save(ctx, path) }, func(path string, err error) bool {
			if err != nil {
				return wrong(err)
			}
			done()
			c.seat.Notify(c.say("letter.saved", "path", path))
			return true
		})
	})
}

// complete is the order, if nothing is missing; else what is missing is said at its field.
func (c *Composer) complete() (o order, ok bool) {
	if c.id == "" || c.sending {
		return o, false
	}
	c.form.ClearErrors()
	s := c.sketch()
	o, err := c.kind.order(s)
	switch {
	case err != nil:
	case s.To == "":
		err = data.Fault("to", "required")
	case strings.TrimSpace(s.Text) == "":
		err = data.Fault(c.kind.field(), "required")
	default:
		return o, true
	}
	c.fail(err)
	return o, false
}

// do has the desk do its work, and leads back when that is done. tell says so, or what went
// wrong; it gives false if that still has to be said.
func (c *Composer) do(work func(context.Context) (string, error), tell func(string, error) bool) {
	c.sending = true
	c.send.Disable()
	c.draft.Flush()
	id, draft := c.id, c.draft
	ui.Try(c.seat, new(ui.Slot), work, func(result string, err error) {
		here := c.id == id // it may be at another ticket by now
		c.send.Enable()
		if here {
			c.sending = false
		}
		if !tell(result, err) {
			c.fail(err)
		}
		if err != nil {
			return
		}
		draft.Drop()
		if here {
			// This mail is done: the next one begins anew, and nothing that is still
			// being loaded for this one has a place any more.
			c.loading.Stop()
			c.preview.clear()
			c.id, c.now, c.draft = "", known{}, nil
			if c.shown {
				c.seat.Go.Back()
			}
		}
	})
}

// fail shows an error at its field, or else as a message.
func (c *Composer) fail(err error) {
	if !c.form.Fault(err) {
		c.seat.Fail(err)
	}
}
