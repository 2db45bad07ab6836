package ticket

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// batch is how many entries are shown at first, and how many more each time one
// asks for earlier ones: drawing all of a long case would take a second.
const batch = 50

// timeline is what happened, oldest first, with the newest in view above the
// note that will be the next. Return on an entry says what can be done with it.
type timeline struct {
	room    *Room
	content fyne.CanvasObject
	column  *column
	empty   *fyne.Container

	first   string            // id of the oldest entry shown; "": the newest batch
	views   map[string]*row   // by id of the entry
	looks   map[string]string // what each view was drawn from
	earlier *row

	gists   map[data.ID]gist // of the mails read, by id
	open    map[data.ID]bool // those that show what they answer
	reading ui.Slot
}

func newTimeline(r *Room) *timeline {
	t := &timeline{room: r, column: newColumn(r.say("word.timeline"))}
	t.column.OnFocus = func() { r.note.fold(true) }
	t.empty = container.NewStack(ui.Empty(r.say("ticket.timeline.empty"), nil))
	t.empty.Hide()
	t.content = container.NewStack(t.column, t.empty)
	return t
}

// begin makes ready for another ticket.
func (t *timeline) begin() {
	t.first, t.views, t.looks = "", map[string]*row{}, map[string]string{}
	t.gists, t.open = map[data.ID]gist{}, map[data.ID]bool{}
	t.reading.Stop()
	t.column.AtEnd = true
	t.column.cursor = nil
	t.earlier = newRow("", container.NewStack())
	t.earlier.Open, t.earlier.OnClick = t.unroll, true
}

func (t *timeline) show(k known) {
	t.empty.Hidden = k.Ticket.ID == "" || len(k.Timeline) > 0
	from := max(len(k.Timeline)-batch, 0)
	for i, a := range k.Timeline {
		if a.ID == t.first {
			from = min(from, i)
		}
	}
	var rows []*row
	if from > 0 {
		label := t.room.seat.Words.Count("ticket.timeline.earlier", from)
		t.earlier.Label = label
		t.earlier.SetContent(ui.Air(5, 5, 10, 0, ui.NewText(label, ui.Accent)))
		rows = append(rows, t.earlier)
	}
	states := map[data.ID]data.Escalation{}
	for _, e := range k.Escalations {
		states[e.ID] = e
	}
	for _, a := range k.Timeline[from:] {
		rows = append(rows, t.view(a, k, states[a.Escalation]))
	}
	t.column.SetRows(rows)
	t.content.Refresh()
	t.readMails(k.Timeline[from:])
}

// view gives the row of an entry, drawn anew only if something about it is.
func (t *timeline) view(a data.Activity, k known, e data.Escalation) *row {
	now := t.room.seat.Desk.Now()
	look := fmt.Sprint(len(a.Edits), len(a.Changes), when(t.room.seat.Words, a.At, now), e.State, e.Reason)
	if len(a.Changes) > 0 {
		look += changed(t.room.seat.Words, a.Changes, k.names)
	}
	if a.Delivery != nil {
		look += fmt.Sprint(*a.Delivery)
	}
	if g, read := t.gists[a.Mail]; came(a) {
		look += fmt.Sprint(read, g, t.open[a.Mail])
	}
	if r, ok := t.views[a.ID]; ok && t.looks[a.ID] == look {
		return r
	}
	d := draw{room: t.room, names: k.names, now: now}
	r := newRow(d.label(a), d.entry(a, e))
	r.Open, r.Ruled = func() { t.room.entryMenu(a) }, true
	if a.Internal && a.Kind != data.SystemEvent {
		r.Ground = ui.Internal
	}
	if t.column.cursor != nil && t.column.cursor == t.views[a.ID] {
		t.column.cursor = r
	}
	t.views[a.ID], t.looks[a.ID] = r, look
	return r
}

// unroll shows a batch of earlier entries; what was in view stays there.
func (t *timeline) unroll() {
	k := t.room.now
	first := len(k.Timeline) - batch
	for i, a := range k.Timeline {
		if a.ID == t.first {
			first = i
		}
	}
	if first <= 0 {
		return
	}
	keep := t.views[k.Timeline[first].ID]
	below := keep.Position().Y - t.column.scroll.Offset.Y
	t.first = k.Timeline[max(first-batch, 0)].ID
	t.column.AtEnd = false
	t.show(k)
	t.column.scrollTo(keep.Position().Y - below)
	t.column.Go(t.views[k.Timeline[first-1].ID])
}

// entryMenu says what can be done with an entry.
func (r *Room) entryMenu(a data.Activity) {
	if !r.loaded() { // it is of the ticket one is leaving
		return
	}
	type deed struct {
		name string
		do   func()
	}
	var deeds []deed
	add := func(can bool, key string, do func()) {
		if can {
			deeds = append(deeds, deed{r.say(key), do})
		}
	}
	own := a.By == r.seat.Desk.Settings().Operator && a.Kind != data.SystemEvent && a.Escalation == "" && !came(a) && !went(a)
	add(a.Attachment != nil, "ticket.entry.open", func() { r.open(*a.Attachment) })
	add(a.Attachment != nil, "ticket.entry.keep", func() { r.saveCopy(*a.Attachment) })
	add(a.Kind == data.EmailIn, "ticket.mail.reply", r.reply)
	add(came(a) || a.Delivery != nil, "ticket.mail.original", func() { r.original(a) })
	if came(a) && r.timeline.gists[a.Mail].rest != "" {
		deeds = append(deeds, deed{r.timeline.fold(a), func() { r.timeline.unfold(a) }})
	}
	if _, rest := folded(a.Text); rest > 0 && !came(a) && !went(a) {
		deeds = append(deeds, deed{r.seat.Words.Count("ticket.entry.whole", rest), func() { r.showWhole(a) }})
	}
	add(strings.TrimSpace(a.Text) != "", "ticket.entry.copy", func() { r.copyText(a.Text) })
	add(strings.TrimSpace(a.Text) != "", "ticket.entry.quote", func() { r.note.insert(quoted(a.Text)) })
	add(own && a.Attachment == nil, "ticket.entry.edit", func() { r.revise(a) })
	add(len(a.Edits) > 0, "ticket.entry.edits", func() { r.showEdits(a) })
	add(came(a), "ticket.mail.move", func() { r.moveMail(a) })
	add(came(a), "ticket.mail.take", func() { r.takeOff(a) })
	add(a.Escalation != "" && !came(a) || a.Delivery != nil, "ticket.entry.outbox", r.seat.Go.Outbox)
	add(own, "ticket.entry.withdraw", func() { r.withdraw(a) })
	if len(deeds) == 0 {
		return
	}
	rows := make(ui.Rows, len(deeds))
	for i, d := range deeds {
		rows[i] = []ui.Cell{{Text: d.name}}
	}
	r.pick(r.seat.Words.Choice("activity", string(a.Kind))+" · "+when(r.seat.Words, a.At, r.seat.Desk.Now()), rows, 0, func(i int) { deeds[i].do() })
}

// quoted is a text as Markdown quotes it.
func quoted(text string) string {
	return "> " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n> ") + "\n\n"
}
