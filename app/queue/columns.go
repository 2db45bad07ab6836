package queue

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// column is a column of the list, and which end of it one asks for first: the
// newest, the most urgent, but names from A to Z.
type column struct {
	ui.Column
	asc bool
}

// columns are the columns in order. Their ids are desk.SortColumns but for the
// flags, by which one can't sort.
func columns(p *words.Printer) []column {
	return []column{
		{Column: ui.Column{ID: "number", Title: p.Field("number"), Width: 78, Sortable: true}},
		{Column: ui.Column{ID: "priority", Title: p.Field("priority"), Width: 94, Sortable: true}, asc: true},
		{Column: ui.Column{ID: "subject", Title: p.Field("subject"), Width: 180, Weight: 3, Sortable: true}, asc: true},
		{Column: ui.Column{ID: "flags", Title: p.Say("queue.flags"), Width: 88, Spare: 3}},
		{Column: ui.Column{ID: "caller", Title: p.Field("caller"), Width: 124, Weight: 0.3, Sortable: true, Spare: 5}, asc: true},
		{Column: ui.Column{ID: "status", Title: p.Field("status"), Width: 144, Sortable: true, Spare: 4}, asc: true},
		{Column: ui.Column{ID: "owner", Title: p.Field("owner"), Width: 100, Sortable: true, Spare: 2}, asc: true},
		{Column: ui.Column{ID: "due", Title: p.Field("due_at"), Width: 104, Sortable: true}, asc: true},
		{Column: ui.Column{ID: "updated", Title: p.Say("queue.updated"), Width: 72, Sortable: true, Align: fyne.TextAlignTrailing, Spare: 1}},
	}
}

// cells draws one ticket, in the order of columns.
func cells(p *words.Printer, x data.Excerpt, now time.Time) []ui.Cell {
	done := x.Status.Category() == data.Done
	due := ui.Cell{Text: p.Brief(x.DueAt, now), Muted: true}
	switch {
	case x.Overdue:
		due = ui.Cell{Text: p.Say("queue.late", "time", late(now.Sub(x.DueAt))), Color: ui.Danger}
	case done:
		due.Text = ""
	}
	priority := ui.Cell{Text: p.Choice("priority", string(x.Priority)), Color: ui.Priority(string(x.Priority)), Bold: x.Priority.Rank() < 3}
	if done {
		priority = ui.Cell{Text: priority.Text, Muted: true}
	}
	owner := ui.Cell{Text: x.Owner, Muted: true}
	if x.Owner == "" && !done {
		owner = ui.Cell{Text: p.Say("word.unassigned"), Muted: true}
	}
	return []ui.Cell{
		{Text: x.Number, Muted: true},
		priority,
		{Text: x.Subject, Bold: x.Status == data.New || x.Unread, Muted: done},
		flags(p, x),
		{Text: x.Caller, Muted: done},
		{Text: ui.Status(p, x.Status), Muted: x.Status.Category() != data.Open},
		owner,
		due,
		{Text: p.Brief(x.UpdatedAt, now), Muted: true},
	}
}

// flags are what stands beside a status: a major incident, mail nobody has
// looked at, an escalation and that its answer is late.
func flags(p *words.Printer, x data.Excerpt) ui.Cell {
	var list []string
	color := ui.Accent
	if x.Major {
		list, color = append(list, p.Say("queue.major")), ui.Danger
	}
	if x.Unread {
		list = append(list, p.Say("queue.unread"))
	}
	switch {
	case x.Unanswered:
		list, color = append(list, p.Say("queue.unanswered")), ui.Danger
	case x.Escalated:
		list = append(list, p.Say("word.escalated"))
	}
	return ui.Cell{Text: strings.Join(list, ", "), Color: color}
}

// late is how long something is overdue, as roughly as one cares: minutes below
// an hour, hours below two days, then days.
func late(by time.Duration) string {
	switch {
	case by < time.Hour:
		return strconv.Itoa(int(by.Minutes())) + " min"
	case by < 48*time.Hour:
		return strconv.Itoa(int(by.Hours())) + " h"
	}
	return strconv.Itoa(int(by.Hours()/24)) + " d"
}
