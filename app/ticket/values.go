package ticket

import (
	"context"

	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// change lets one change a field: a choice by a list, anything else by typing.
func (f *fields) change(s spec) {
	if !f.room.loaded() {
		return
	}
	switch {
	case f.editors[s.name] != nil:
		f.room.focus(f.editors[s.name].entry)
	case s.name == "status":
		f.room.pickStatus()
	case s.name == "requester" || s.name == "affected_user":
		f.room.pickPerson(s.name)
	case s.name == "priority":
		f.pickPriority()
	case s.input == choice || s.input == yesNo:
		f.pickValue(s)
	default:
		f.room.focus(f.edit(s).entry)
	}
}

// Places are the fields one can change, for the palette.
func (r *Room) Places() []ui.Place {
	if !r.loaded() {
		return nil
	}
	var list []ui.Place
	for _, s := range specs {
		if s.input != fixed {
			list = append(list, ui.Place{Name: r.seat.Words.Field(s.name), In: r.say("ticket.fields"), Go: func() { r.fields.change(s) }})
		}
	}
	return list
}

// pickValue sets a field that has a list of values.
func (f *fields) pickValue(s spec) {
	t, p := f.room.now.Ticket, f.room.seat.Words
	values := data.Choices(t, s.name)
	switch s.name {
	case "impact", "urgency":
		values = append([]string{""}, values...)
	case "major":
		values = []string{"no", "yes"}
	case "category":
		if values = f.room.seat.Desk.Settings().Categories; len(values) == 0 {
			f.room.focus(f.edit(s).entry) // nobody made a list: any word will do
			return
		}
		values = append([]string{""}, values...)
	}
	now := typed(s, data.FieldsOf(t)[s.name])
	rows, on := ui.Rows{}, 0
	for i, v := range values {
		word := p.Choice(s.name, v)
		switch {
		case v == "":
			word = p.Say("ticket.field.none")
		case s.input == yesNo:
			word = p.Say("word." + v)
		}
		rows = append(rows, []ui.Cell{{Text: word}})
		if v == now {
			on = i
		}
	}
	f.room.pick(p.Field(s.name), rows, on, func(i int) {
		if values[i] != now {
			f.room.set(s.name, values[i])
		}
	})
}

// pickPriority sets the priority; one that impact and urgency do not give needs
// a reason.
func (f *fields) pickPriority() {
	t, p := f.room.now.Ticket, f.room.seat.Words
	matrix := data.PriorityOf(t.Impact, t.Urgency)
	values := data.Choices(t, "priority")
	rows, on := ui.Rows{}, 0
	for i, v := range values {
		word := p.Choice("priority", v)
		tag := ""
		if v == string(matrix) {
			tag = p.Say("ticket.priority.matrix")
		}
		if v == string(t.Priority) {
			on = i
		}
		rows = append(rows, []ui.Cell{{Text: word, Color: ui.Priority(v)}, {Text: tag}})
	}
	f.room.pick(p.Field("priority"), rows, on, func(i int) {
		v := data.Priority(values[i])
		switch {
		case v == matrix:
			f.room.set("priority", string(v))
		default:
			f.room.askPriorityReason(v)
		}
	})
}

// askPriorityReason asks why a priority is set by hand, and sets it.
func (r *Room) askPriorityReason(v data.Priority) {
	reason := ui.NewEntry("")
	if v == r.now.Ticket.Priority {
		reason.SetText(r.now.Ticket.PriorityReason)
	}
	form := ui.NewForm(r.seat.Words).Need("priority", r.seat.Words.Field("priority_reason"), reason)
	form.Above = true
	explain := ui.Paragraph(r.say("ticket.priority.why", "priority", r.seat.Words.Choice("priority", string(v)),
		"matrix", r.seat.Words.Choice("priority", string(data.PriorityOf(r.now.Ticket.Impact, r.now.Ticket.Urgency)))))
	var done func()
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.seat.Words.Field("priority"), Content: container.NewVBox(explain, form), Focus: reason,
		Confirm: r.say("word.save"), Cancel: r.say("word.cancel"), OnConfirm: func() bool {
			r.setThen(map[string]string{"priority": string(v)}, reason.Text, func() { done() }, form.Fault)
			return false
		}})
}

// set saves a field and says so.
func (r *Room) set(field, value string) {
	r.setThen(map[string]string{field: value}, "", nil, nil)
}

// setThen saves fields, says so, and goes on; a problem goes to wrong, or to the
// seat.
func (r *Room) setThen(values map[string]string, reason string, then func(), wrong func(error) bool) {
	id, d := r.id, r.seat.Desk
	act(r, func(ctx context.Context) (data.Ticket, error) { return d.SetFields(ctx, string(id), values, reason) }, func(t data.Ticket) {
		if then != nil {
			then()
		}
		r.taken(t)
		r.tellSet(t, values)
	}, wrong)
}

// taken shows what a ticket became at once; the rest follows with the reload.
func (r *Room) taken(t data.Ticket) {
	if t.ID == r.id && r.loaded() {
		r.now.Ticket, r.now.Overdue = t, t.Overdue(r.seat.Desk.Now())
		r.head.show(r.now)
		r.fields.show(r.now)
	}
}

// tellSet says what was changed to what.
func (r *Room) tellSet(t data.Ticket, values map[string]string) {
	held := data.FieldsOf(t)
	for _, s := range specs {
		if _, ok := values[s.name]; !ok {
			continue
		}
		shown, _ := r.fields.written(s, r.now, held)
		r.seat.Notify(r.seat.Words.Labelled(s.name, brief(shown, 60)))
		return
	}
}
