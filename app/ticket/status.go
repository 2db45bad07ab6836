package ticket

import (
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
)

// pickStatus offers the statuses that may follow. Resolving asks for what a
// resolution needs, a later date for when.
func (r *Room) pickStatus() {
	if !r.loaded() {
		return
	}
	t, p := r.now.Ticket, r.seat.Words
	next := t.Status.Next()
	if len(next) == 0 {
		r.seat.Notify(p.Error(data.Fault("status", "status_merged")))
		return
	}
	rows := make(ui.Rows, len(next))
	for i, s := range next {
		word := p.Choice("status", string(s))
		if s == data.InProgress && t.Status.Category() == data.Done {
			word = r.say("ticket.status.reopen", "status", word)
		}
		key := ""
		if s == data.Resolved {
			key = action.KeyName(p, "ticket.resolve", "Ctrl+R")
		}
		rows[i] = []ui.Cell{{Text: word}, {Text: key}}
	}
	r.pick(r.say("ticket.status.title", "status", p.Choice("status", string(t.Status))), rows, 0, func(i int) {
		switch next[i] {
		case data.Resolved:
			r.resolve()
		case data.Scheduled:
			r.schedule()
		default:
			r.set("status", string(next[i]))
		}
	})
}

// schedule puts the ticket off until a date.
func (r *Room) schedule() {
	at := ui.NewDateField(r.seat.Words, r.seat.Desk.Now, "scheduled_for")
	at.SetValue(r.now.Ticket.ScheduledFor)
	form := ui.NewForm(r.seat.Words).Need("scheduled_for", r.seat.Words.Field("scheduled_for"), at)
	var done func()
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.seat.Words.Choice("status", string(data.Scheduled)), Focus: at,
		Content: container.NewVBox(note(r.say("ticket.schedule.says")), form),
		Confirm: r.say("ticket.schedule.do"), Cancel: r.say("word.cancel"), OnConfirm: func() bool {
			when, err := at.Value()
			if err == nil && when.IsZero() {
				err = data.Fault("scheduled_for", "required")
			}
			if !form.Fault(err) || err != nil {
				return false
			}
			r.setThen(map[string]string{"status": string(data.Scheduled), "scheduled_for": when.Format("2006-01-02T15:04:05Z07:00")}, "", func() { done() }, form.Fault)
			return false
		}})
}

// escalate leads to the escalation composer.
func (r *Room) escalate() {
	if r.loaded() {
		r.flush() // what is typed here is on disk before the ticket is judged
		r.seat.Go.Escalate(r.id)
	}
}

// reply leads to where the customer is written to.
func (r *Room) reply() {
	if r.loaded() {
		r.flush()
		r.seat.Go.Reply(r.id)
	}
}

// take makes the ticket one's own.
func (r *Room) take() {
	r.set("owner", r.seat.Desk.Settings().Operator)
}
