package reply

import (
	"context"
	"errors"
	"strings"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// submit queues the mail. Until it leaves, it can be taken back.
func (r *Room) submit() {
	if r.id == "" || r.sending || r.missing() {
		return
	}
	request, number := r.request(), r.now.Ticket.Number
	r.do(request, func(ctx context.Context) (data.Activity, error) { return r.seat.Desk.Reply(ctx, request) }, func(a data.Activity) {
		text := r.say("reply.queued", "number", number, "to", a.Address)
		if wait := int(r.seat.Desk.Settings().SendsAfter().Seconds()); wait > 0 {
			text = r.seat.Words.Count("reply.queued.delay", wait, "number", number, "to", a.Address)
		}
		r.seat.Notify(text)
	}, nil)
}

// saveFile writes the mail to a file, for the person to send.
func (r *Room) saveFile() {
	if r.id == "" || r.sending || r.missing() {
		return
	}
	request := r.request()
	letter.Save(r.seat, r.now.Ticket.Number, func(path string, done func(), wrong func(error) bool) {
		r.do(request, func(ctx context.Context) (data.Activity, error) { return r.seat.Desk.SaveReply(ctx, request, path) }, func(data.Activity) {
			done()
			r.seat.Notify(r.say("letter.saved", "path", path))
		}, wrong)
	})
}

// missing says at its field what is not there to be sent.
func (r *Room) missing() bool {
	r.form.ClearErrors()
	for _, field := range []struct{ name, text string }{{"to", r.to.Text}, {"text", r.text.Text()}} {
		if strings.TrimSpace(field.text) == "" {
			return r.form.Fault(data.Fault(field.name, "required"))
		}
	}
	return false
}

// do has the desk write the reply down and leads back when that is done.
func (r *Room) do(request desk.ReplyRequest, work func(context.Context) (data.Activity, error), tell func(data.Activity), wrong func(error) bool) {
	r.sending = true
	r.send.Disable()
	draft := r.draft
	ui.Try(r.seat, new(ui.Slot), work, func(a data.Activity, err error) {
		here := string(r.id) == request.Ticket // one may be at another ticket by now
		r.send.Enable()
		if here {
			r.sending = false
		}
		if err != nil {
			if wrong == nil || !wrong(err) {
				r.fail(err)
			}
			return
		}
		draft.Drop()
		tell(a)
		if here {
			r.id, r.draft = "", nil // it is done: the next one begins anew
			if r.shown {
				r.seat.Go.Back()
			}
		}
	})
}

// fail shows an error at its field, or says it.
func (r *Room) fail(err error) {
	var problem *data.Problem
	if errors.As(err, &problem) && problem.Key == "no_account" {
		r.draft.Flush()
	}
	if !r.form.Fault(err) {
		r.seat.Fail(err)
	}
}
