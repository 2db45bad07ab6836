package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// rail is the column of rooms.
type rail struct {
	words   *words.Printer
	content fyne.CanvasObject
	buttons map[string]*ui.Button // by the name of the room
	inner   *fyne.Container
	open    *fyne.Container // the open tickets, with a title
	tickets map[openTicket]*ui.Button
	goes    func(id data.ID)
}

// railRooms are the rooms on the rail, in order, and the actions that lead
// there.
var railRooms = []struct{ room, action string }{
	{"queue", "shell.tickets"}, {"intake", "shell.intake"}, {"faq", "shell.faq"}, {"inbox", "shell.inbox"}, {"outbox", "shell.outbox"}, {"settings", "shell.settings"},
}

// railWidth is the least width of the rail, in pixels at 100 % text, so that it does
// not move when a name is set off or a count comes to it.
const railWidth = 143

// belongs says which button is on for rooms that are not on the rail.
var belongs = map[string]string{"ticket": "queue", "escalation": "queue", "reply": "queue", "article": "faq"}

func newRail(p *words.Printer, actions []action.Action, goes func(id data.ID)) *rail {
	r := &rail{words: p, buttons: map[string]*ui.Button{}, goes: goes}
	box := container.New(layout.NewCustomPaddedVBoxLayout(2))
	for _, on := range railRooms {
		for _, a := range actions {
			if a.ID != on.action || !a.Possible() {
				continue
			}
			b := ui.NewQuiet(p.Say("shell.rail."+on.room), a.Icon, a.Do).Hinting(action.Hint(p, a.ID, a.Key))
			b.Leading = true
			b.Refresh()
			r.buttons[on.room] = b
			box.Add(b)
		}
	}
	r.open = ui.Pile(0)
	r.open.Hide()
	r.inner = container.NewVBox(ui.Air(0, 0, railWidth, 0, ui.NewFill("")), box, r.open)
	r.content = ui.Air(4, 4, 4, 4, r.inner)
	return r
}

// setOpen shows the open tickets below the rooms, and the call that waits, if one
// does. The button of a ticket stays: another is a picture to be drawn.
func (r *rail) setOpen(list []openTicket, call string, takeUp func()) {
	shown := []fyne.CanvasObject{ui.Air(12, 2, 8, 0, ui.NewCaption(r.words.Say("shell.rail.open")))}
	if len(r.open.Objects) > 0 {
		shown = r.open.Objects[:1:1]
	}
	tickets := map[openTicket]*ui.Button{}
	for _, t := range list {
		b := r.tickets[t]
		if b == nil {
			b = openButton(t.Number, t.Subject, func() { r.goes(t.ID) })
		}
		tickets[t] = b
		shown = append(shown, b)
	}
	if call != "" {
		shown = append(shown, openButton(r.words.Say("word.draft"), call, takeUp))
	}
	r.tickets, r.open.Objects, r.open.Hidden = tickets, shown, len(shown) == 1
	ui.Relayout(r.inner, r.open)
	ui.Repaint(r.content)
}

// mark shows which room one is in, and at which ticket.
func (r *rail) mark(room string, ticket data.ID) {
	for t, b := range r.tickets {
		b.SetOn(room == "ticket" && t.ID == ticket)
	}
	if of, ok := belongs[room]; ok {
		room = of
	}
	for name, b := range r.buttons {
		b.SetOn(name == room)
	}
}

// count shows how much waits in a room.
func (r *rail) count(room string, n int) {
	b := r.buttons[room]
	if b == nil {
		return
	}
	text := r.words.Say("shell.rail." + room)
	if n > 0 {
		text += "  " + r.words.Number(n)
	}
	if b.Text != text {
		b.SetText(text)
		r.content.Refresh()
	}
}
