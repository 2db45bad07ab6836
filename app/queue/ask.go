package queue

import (
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// set changes one field of the tickets.
func (q *Queue) set(list []data.Excerpt, field, value string) {
	q.change(list, desk.Bulk{Values: map[string]string{field: value}})
}

// title names a question about the tickets: the ticket, or how many.
func (q *Queue) title(field string, list []data.Excerpt) string {
	p := q.seat.Words
	if len(list) == 1 {
		return p.Say("queue.ask.one", "field", p.Field(field), "number", list[0].Number)
	}
	return p.Count("queue.ask", len(list), "field", p.Field(field))
}

// askStatus offers the statuses that all the tickets may go to. What resolving
// and putting off need is asked for in the ticket.
func (q *Queue) askStatus(list []data.Excerpt) {
	p := q.seat.Words
	var values []string
	rows := ui.Rows{}
	for _, v := range data.Status("").Choices() {
		s, all := data.Status(v), v != string(data.Resolved) && v != string(data.Scheduled)
		for _, x := range list {
			all = all && (x.Status == s || x.Status.May(s))
		}
		if all && !(len(list) == 1 && list[0].Status == s) {
			values = append(values, v)
			rows = append(rows, []ui.Cell{{Text: p.Choice("status", v)}})
		}
	}
	if len(values) == 0 {
		q.seat.Notify(p.Say("queue.no_status"))
		return
	}
	ui.Pick(q.seat, q.title("status", list), rows, 0, func(i int) { q.set(list, "status", values[i]) })
}

// take makes the tickets one's own.
func (q *Queue) take(list []data.Excerpt) { q.set(list, "owner", q.seat.Desk.Settings().Operator) }

// askOwner asks who works on the tickets.
func (q *Queue) askOwner(list []data.Excerpt) {
	q.askLine(list, "owner", list[0].Owner, q.seat.Words.Say("queue.ask.owner"))
}

// askCategory offers the desk's categories; where it has none, any word will do.
func (q *Queue) askCategory(list []data.Excerpt) {
	values := append([]string{""}, q.seat.Desk.Settings().Categories...)
	if len(values) == 1 {
		q.askLine(list, "category", list[0].Category, q.seat.Words.Say("queue.ask.category"))
		return
	}
	rows, on := ui.Rows{}, 0
	for i, v := range values {
		text := v
		if v == "" {
			text = q.seat.Words.Say("queue.none")
		}
		if v == list[0].Category {
			on = i
		}
		rows = append(rows, []ui.Cell{{Text: text}})
	}
	ui.Pick(q.seat, q.title("category", list), rows, on, func(i int) { q.set(list, "category", values[i]) })
}

// askLine asks for a field of one line.
func (q *Queue) askLine(list []data.Excerpt, field, now, hint string) {
	p := q.seat.Words
	entry := ui.NewEntry("")
	entry.SetText(now)
	form := ui.NewForm(p).Add(field, p.Field(field), entry).Add("", "", ui.NewCaption(hint))
	ui.ShowDialog(q.seat.Window, ui.Dialog{Title: q.title(field, list), Content: form, Focus: entry, Confirm: p.Say("word.save"), Cancel: p.Say("word.cancel"),
		OnConfirm: func() bool {
			q.set(list, field, entry.Text)
			return true
		}})
}

// askPriority asks for a priority, and why, where impact and urgency give
// another.
func (q *Queue) askPriority(list []data.Excerpt) {
	p := q.seat.Words
	reason := ui.NewEntry("")
	priority := ui.NewChoice(p, "priority", data.Choices(data.Ticket{}, "priority"), nil)
	priority.SetValue(string(list[0].Priority))
	form := ui.NewForm(p).Add("priority", p.Field("priority"), priority).Add("priority_reason", p.Field("priority_reason"), reason)
	form.Above = true
	content := container.NewVBox(form, ui.Flush(ui.Paragraph(p.Say("queue.ask.priority"))))
	ui.ShowDialog(q.seat.Window, ui.Dialog{Title: q.title("priority", list), Content: content, Confirm: p.Say("word.save"), Cancel: p.Say("word.cancel"),
		OnConfirm: func() bool {
			q.change(list, desk.Bulk{Values: map[string]string{"priority": priority.Value()}, Reason: reason.Text})
			return true
		}})
}

// askTag asks for a tag to put on the tickets and one to take off.
func (q *Queue) askTag(list []data.Excerpt) {
	p := q.seat.Words
	on, off := ui.NewEntry(""), ui.NewEntry("")
	form := ui.NewForm(p).Add("tag", p.Say("queue.tag.on"), on).Add("untag", p.Say("queue.tag.off"), off)
	ui.ShowDialog(q.seat.Window, ui.Dialog{Title: q.title("tags", list), Content: form, Focus: on, Confirm: p.Say("word.save"), Cancel: p.Say("word.cancel"),
		OnConfirm: func() bool {
			q.change(list, desk.Bulk{Tag: on.Text, Untag: off.Text})
			return true
		}})
}
