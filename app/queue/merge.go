package queue

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
)

// askMerge asks which of the tickets goes on, the oldest unless told otherwise,
// says what becomes of the others, and merges them into it.
func (q *Queue) askMerge(list []data.Excerpt) {
	if len(list) < 2 {
		return
	}
	p := q.seat.Words
	slices.SortFunc(list, func(a, b data.Excerpt) int { return a.OpenedAt.Compare(b.OpenedAt) })
	rows := make(ui.Rows, len(list))
	for i, x := range list {
		rows[i] = []ui.Cell{{Text: x.Number + "  " + x.Subject}, {Text: x.Caller + " · " + p.Brief(x.OpenedAt, q.seat.Desk.Now())},
			{Text: ui.Status(p, x.Status)}}
	}
	choice := ui.NewLines(rows)
	choice.Label, choice.MinRows = p.Count("queue.merge.into", len(list)), min(len(list), 8)
	var done func()
	merge := func(on int) {
		done()
		q.merge(list, list[on])
	}
	choice.OnOpen = merge
	done = ui.ShowDialog(q.seat.Window, ui.Dialog{Title: choice.Label, Width: 620, Focus: choice,
		Content: container.NewVBox(choice, ui.Flush(ui.NewPassage(p.Say("queue.merge.says"), ui.Muted, theme.SizeNameCaptionText))),
		Confirm: p.Say("action.queue.merge"), Cancel: p.Say("word.cancel"), OnConfirm: func() bool {
			merge(choice.Selected())
			return false
		}})
	choice.Select(0)
}

// merge merges the other tickets of a list into one.
func (q *Queue) merge(list []data.Excerpt, into data.Excerpt) {
	p := q.seat.Words
	var from []data.ID
	for _, x := range list {
		if x.ID != into.ID {
			from = append(from, x.ID)
		}
	}
	ui.Work(q.seat, p.Count("queue.changing", len(list)), func(ctx context.Context, _ func(done, total int)) (data.Ticket, error) {
		return q.seat.Desk.MergeMany(ctx, from, into.ID)
	}, func(target data.Ticket) {
		q.list.Unpick()
		q.seat.Notify(p.Count("queue.merged", len(from), "into", target.Number))
	})
}
