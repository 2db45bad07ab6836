package shell

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
)

// keepOpen is how many tickets stay open beside each other.
const keepOpen = 9

// openTicket is a ticket that was opened and not closed.
type openTicket struct {
	ID      data.ID
	Number  string
	Subject string
}

// session is where one was, so that the next start goes on there.
type session struct {
	Room   string
	Ticket data.ID
	Open   []openTicket
}

// keepSession keeps where one is. It is called whenever one goes elsewhere, so
// that even a crash loses nothing of it.
func (s *Shell) keepSession() {
	if s.now.room != nil {
		s.seat.KeepHabit("session", session{s.now.room.Name(), s.now.ticket, s.open})
	}
}

// resume goes where one was, with the tickets that were open. What is written in
// a form is a draft and waits there; a call or an escalation begins anew.
func (s *Shell) resume() {
	var was session
	s.seat.Habit("session", &was)
	s.open = was.Open[:min(len(was.Open), keepOpen)]
	s.showRail()
	switch {
	case was.Room == "ticket" && was.Ticket != "" && s.rooms.Ticket != nil:
		s.history = []visit{{room: s.rooms.Tickets()}} // the way back
		s.goTicket(was.Ticket)
	case was.Room == "faq" && s.rooms.Manual != nil:
		s.history = []visit{{room: s.rooms.Tickets()}}
		s.seat.Go.Manual("", "")
	case was.Room == "outbox" && s.rooms.Outbox != nil:
		s.history = []visit{{room: s.rooms.Tickets()}}
		s.seat.Go.Outbox()
	default:
		s.goTickets()
	}
}

// place is where a ticket stands among those open, -1 if it is not.
func (s *Shell) place(id data.ID) int {
	return slices.IndexFunc(s.open, func(o openTicket) bool { return o.ID == id })
}

// keepTicket puts a ticket among those open, unless it is, and learns what it is
// called; it is on the rail when that is known.
func (s *Shell) keepTicket(id data.ID) {
	if s.place(id) < 0 {
		s.open = append(s.open, openTicket{ID: id, Number: "…"})
		s.open = s.open[max(0, len(s.open)-keepOpen):]
	}
	ui.Try(s.seat, new(ui.Slot), func(ctx context.Context) (data.Case, error) {
		return s.seat.Desk.Case(ctx, string(id))
	}, func(c data.Case, err error) {
		at := s.place(id)
		switch {
		case at < 0: // closed meanwhile
		case err != nil: // the room says why
			s.open = slices.Delete(s.open, at, at+1)
			s.showOpen()
		case s.open[at].Number != c.Ticket.Number || s.open[at].Subject != c.Ticket.Subject:
			s.open[at] = openTicket{id, c.Ticket.Number, c.Ticket.Subject}
			s.showOpen()
		}
	})
}

// showRail shows the open tickets on the rail, and the call that waits.
func (s *Shell) showRail() { s.rail.setOpen(s.open, s.call, func() { s.seat.Go.Intake("") }) }

// recallCall looks whether a call was begun before the program was started.
func (s *Shell) recallCall() {
	ui.Load(s.seat, new(ui.Slot), func(ctx context.Context) (string, error) {
		return s.seat.Desk.Draft(ctx, "intake")
	}, func(draft string) {
		call := s.rooms.Call(draft)
		if _, there := s.now.room.(Intake); call != "" && s.call == "" && !there {
			s.call = call
			s.showRail()
		}
	})
}

// leaveCall has a call that one leaves unsaved wait on the rail, until one comes
// back to it.
func (s *Shell) leaveCall(to ui.Room) {
	call := s.call
	if form, ok := s.now.room.(Intake); ok {
		call = form.Begun()
	}
	if _, ok := to.(Intake); ok {
		call = ""
	}
	if call != s.call {
		s.call = call
		s.showRail()
	}
}

// showOpen shows the open tickets on the rail and the one shown in the title.
func (s *Shell) showOpen() {
	s.showRail()
	if s.now.room != nil {
		s.rail.mark(s.now.room.Name(), s.now.ticket)
		s.setTitle()
		s.keepSession()
	}
}

// at is the place of the ticket shown among those open, -1 if none is.
func (s *Shell) at() int {
	if s.now.room == nil || s.now.room.Name() != "ticket" {
		return -1
	}
	return s.place(s.now.ticket)
}

// step goes to the next open ticket, or the one before, round the ends.
func (s *Shell) step(by int) {
	if n := len(s.open); n > 0 {
		at := s.at()
		if at < 0 && by < 0 {
			at = 0
		}
		s.goTicket(s.open[(at+by+n)%n].ID)
	}
}

// closeTicket takes the ticket shown from those open and goes to the one beside,
// or to the list. It is no act on the ticket.
func (s *Shell) closeTicket() {
	at := s.at()
	if at < 0 {
		return
	}
	s.open = slices.Delete(s.open, at, at+1)
	s.showOpen()
	if len(s.open) == 0 {
		s.goTickets()
	} else {
		s.goTicket(s.open[min(at, len(s.open)-1)].ID)
	}
}

// openButton is the button of an open ticket on the rail, with as much of its name
// as leaves the rail its width, also in bold: another would move the room.
func openButton(name, subject string, open func()) *ui.Button {
	whole := name + "  " + subject
	text := ui.Fit(whole, ui.Px(railWidth-12), theme.TextSize(), fyne.TextStyle{Bold: true})
	b := ui.NewQuiet(text, nil, open).Hinting(whole)
	b.Leading = true
	b.Refresh()
	return b
}
