package outbox

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// mostOwed is how many late answers are named.
const mostOwed = 4

// owed names the tickets on which second line has not answered by the agreed
// time; a press opens one.
type owed struct {
	room    *Outbox
	text    *ui.Text
	tickets *fyne.Container
	content *fyne.Container
	loading ui.Slot
}

func newOwed(o *Outbox) *owed {
	w := &owed{room: o, text: ui.NewText("", ui.InternalInk), tickets: container.New(page.Wrap{})}
	w.content = container.NewStack(ui.Tinted(ui.Internal, ui.Padded(container.New(page.Column{Gap: ui.Px(2)}, w.text, w.tickets))))
	w.content.Hide()
	return w
}

func (w *owed) load() {
	ui.Load(w.room.seat, &w.loading, func(ctx context.Context) ([]data.Excerpt, error) {
		rows, _, err := w.room.seat.Desk.List(ctx, desk.ListQuery{View: data.UnansweredView, Limit: mostOwed + 1})
		return rows, err
	}, w.show)
}

func (w *owed) show(late []data.Excerpt) {
	o := w.room
	w.content.Hidden = len(late) == 0
	w.text.SetText(o.seat.Words.Count("outbox.owed", min(len(late), mostOwed)))
	if len(late) > mostOwed {
		w.text.SetText(o.say("outbox.owed.many"))
		late = late[:mostOwed]
	}
	w.tickets.Objects = nil
	for _, x := range late {
		w.tickets.Add(ui.NewQuiet(o.say("outbox.owed.since", "number", x.Number, "at", o.seat.Words.Brief(x.AnswerBy, o.seat.Desk.Now())), nil, func() { o.seat.Go.Ticket(x.ID) }).
			Hinting(x.Subject))
	}
	w.content.Refresh()
	o.content.Refresh()
}
