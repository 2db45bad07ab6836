package ticket

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// escalations are what went to second line and how each stands, in words: those
// that wait for something, and those that are over.
func (f *fields) escalations(k known) (waiting, over []*row) {
	for i := len(k.Escalations) - 1; i >= 0; i-- { // the newest first: it is the one waited for
		e := k.Escalations[i]
		if e.State.Pending() || e.State == data.EscalationFailed || e.State == data.EscalationBounced {
			waiting = append(waiting, f.escalation(e))
		} else {
			over = append(over, f.escalation(e))
		}
	}
	return waiting, over
}

// escalation is the row of one: to whom, and its state in words.
func (f *fields) escalation(e data.Escalation) *row {
	p := f.room.seat.Words
	to := e.ToName
	if to == "" {
		to = e.To
	}
	state := p.Choice("escalation_state", string(e.State))
	switch {
	case e.Reason != "" && (e.State == data.EscalationFailed || e.State == data.EscalationBounced):
		state = p.Say("word.labelled", "field", state, "value", e.Reason)
	case e.State.Pending() && !e.AnswerBy.IsZero():
		state += " – " + p.Say("ticket.escalation.by", "at", when(p, e.AnswerBy, f.room.seat.Desk.Now()))
	}
	who := ui.NewText(p.Choice("mode", string(e.Mode))+" · "+to, ui.Ink)
	who.Cut = true
	air := func(top float32, o fyne.CanvasObject) fyne.CanvasObject {
		return ui.Air(top, 0, 6, 0, o)
	}
	r := newRow(who.Text+", "+state, container.New(&stack{}, air(4, who), ui.Air(-5, -1, 1, 0, small(state, stateInk(e.State)))))
	r.Label = strings.Join([]string{p.Say("word.escalation"), who.Text, state}, ", ")
	r.Open, r.OnClick = f.room.seat.Go.Outbox, true
	return r
}
