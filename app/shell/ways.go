package shell

import (
	"context"
	"time"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// keepHistory is how many visits one can go back.
const keepHistory = 50

// visit is a room one was in.
type visit struct {
	room   ui.Room
	ticket data.ID // the ticket it was about, or ""
	again  func()  // has the room show what it showed then; nil: it knows
}

// ways leads from room to room. A room that is not there leads nowhere.
func (s *Shell) ways() ui.Ways {
	return ui.Ways{
		Tickets: s.goTickets,
		Intake: func(contact data.ID) {
			if s.rooms.Intake != nil {
				room := s.rooms.Intake()
				s.enter(visit{room: room}, func() { room.Begin(contact) })
			}
		},
		Ticket: s.goTicket,
		Manual: func(query string, from data.ID) {
			if s.rooms.Manual != nil {
				room := s.rooms.Manual()
				s.enter(visit{room: room, ticket: from}, func() { room.Search(query, from) })
			}
		},
		Article: func(article, from data.ID) {
			if s.rooms.Manual != nil {
				room := s.rooms.Manual()
				again := func() { room.Show(article, from) }
				s.enter(visit{room: room, ticket: from, again: again}, again)
			}
		},
		WriteArticle: func(draft data.Article) {
			if s.rooms.Editor != nil {
				room := s.rooms.Editor()
				s.enter(visit{room: room}, func() { room.Edit(draft) })
			}
		},
		Escalate: func(ticket data.ID) { s.compose(s.rooms.Escalation, ticket) },
		Reply:    func(ticket data.ID) { s.compose(s.rooms.Reply, ticket) },
		Inbox:    func() { s.enterRoom(s.rooms.Inbox) },
		Outbox:   func() { s.enterRoom(s.rooms.Outbox) },
		Settings: func() {
			if s.rooms.Settings != nil {
				s.enterRoom(func() ui.Room { return s.rooms.Settings() })
			}
		},
		Back: s.goBack,
	}
}

// OpenNumber goes to the ticket of a number, as a link names it.
func (s *Shell) OpenNumber(number string) {
	ui.Load(s.seat, new(ui.Slot), func(ctx context.Context) (data.Case, error) {
		return s.seat.Desk.Case(ctx, number)
	}, func(c data.Case) { s.seat.Go.Ticket(c.Ticket.ID) })
}

// ShowView goes to a view of the tickets.
func (s *Shell) ShowView(v data.View) {
	s.goTickets()
	if room, ok := s.now.room.(interface{ Show(v data.View) }); ok {
		room.Show(v)
	}
}

// compose goes where a mail about a ticket is written.
func (s *Shell) compose(of func() Composer, ticket data.ID) {
	if of != nil {
		room := of()
		again := func() { room.Compose(ticket) }
		s.enter(visit{room: room, ticket: ticket, again: again}, again)
	}
}

func (s *Shell) goTickets() { s.enterRoom(s.rooms.Tickets) }

func (s *Shell) enterRoom(room func() ui.Room) {
	if room != nil {
		s.enter(visit{room: room()}, nil)
	}
}

func (s *Shell) goTicket(id data.ID) {
	if s.rooms.Ticket == nil {
		return
	}
	room := s.rooms.Ticket()
	again := func() { room.Show(id) }
	s.keepTicket(id)
	s.enter(visit{room: room, ticket: id, again: again}, again)
}

// enter goes to a room and remembers where one was, unless that is a form with
// nothing in it: what it was for is done.
func (s *Shell) enter(to visit, begin func()) {
	from := s.now
	form, ok := from.room.(Form)
	if empty := ok && form.Begun() == ""; from.room != nil && !empty && (from.room != to.room || from.ticket != to.ticket) {
		s.history = append(s.history, from)
		if len(s.history) > keepHistory {
			s.history = s.history[1:]
		}
	}
	s.move(to, begin)
}

// goBack goes to where one was; from there on, to the tickets.
func (s *Shell) goBack() {
	if len(s.history) == 0 {
		s.goTickets()
		return
	}
	to := s.history[len(s.history)-1]
	s.history = s.history[:len(s.history)-1]
	s.move(to, to.again)
}

// move goes to a room. It has the keyboard at once, and is seen when it has
// something to show: an empty room painted first is a frame more, and flickers.
func (s *Shell) move(to visit, begin func()) {
	s.search.close()
	s.seat.Window.Canvas().Unfocus()
	if s.now.room != nil {
		s.now.room.Leave()
	}
	s.leaveCall(to.room)
	s.now, s.next = to, nil
	known := s.stage.expect(to.room.Content())
	if begin != nil {
		begin()
	}
	to.room.Enter()
	s.rail.mark(to.room.Name(), to.ticket)
	s.keepSession()
	if len(s.history) > 0 {
		s.back.Enable()
	} else {
		s.back.Disable()
	}
	s.setTitle()
	menu := s.showMenu()
	switch {
	case s.stage.empty() || s.Ready() && known:
		s.stage.show()
		return
	case s.Ready(): // what it takes to lay it out the first time is no part of a frame
		s.seat.Do(s.arrived)
	case menu:
		s.stage.arrange()
	}
	time.AfterFunc(comeTime, func() {
		s.seat.Do(func() {
			if s.now.room == to.room {
				s.stage.show()
			}
		})
	})
}

// comeTime is how long what one leaves stays on screen at most: longer, and one
// would look at one room and type into another.
const comeTime = 150 * time.Millisecond

// arrived is called when something that was asked for is on screen.
func (s *Shell) arrived() {
	if s.now.room == nil || !s.Ready() {
		return
	}
	s.stage.show()
	if next := s.next; next != nil {
		s.next = nil
		next()
	}
}

// setTitle names in the window's title what one is at: the ticket, or the room.
func (s *Shell) setTitle() {
	name := s.now.room.Name()
	title := s.seat.Words.Say("room." + name)
	if at := s.at(); at >= 0 {
		title = s.open[at].Number + " " + s.open[at].Subject
	}
	title += " – " + s.seat.Desk.Settings().Name + " – Firstline"
	if title != s.seat.Window.Title() { // the screen is waited for (measured: 4 ms)
		s.seat.Window.SetTitle(title)
	}
}

// openHit goes to what the search found. A contact is called by: whoever looks
// for one has them on the phone.
func (s *Shell) openHit(h desk.Hit) {
	switch h.Kind {
	case "ticket":
		s.seat.Go.Ticket(h.ID)
	case "article":
		s.seat.Go.Article(h.ID, s.now.ticket)
	case "contact":
		s.seat.Go.Intake(h.ID)
	}
}
