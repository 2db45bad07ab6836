package shell

import (
	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
)

// house are the rooms there are, in the order of the rail; those that show
// something in particular (a ticket, an article) come after.
func (s *Shell) house() []ui.Room {
	var list []ui.Room
	add := func(is bool, room func() ui.Room) {
		if is {
			list = append(list, room())
		}
	}
	r := s.rooms
	add(r.Tickets != nil, func() ui.Room { return r.Tickets() })
	add(r.Intake != nil, func() ui.Room { return r.Intake() })
	add(r.Manual != nil, func() ui.Room { return r.Manual() })
	add(r.Inbox != nil, func() ui.Room { return r.Inbox() })
	add(r.Outbox != nil, func() ui.Room { return r.Outbox() })
	add(r.Settings != nil, func() ui.Room { return r.Settings() })
	add(r.Ticket != nil, func() ui.Room { return r.Ticket() })
	add(r.Editor != nil, func() ui.Room { return r.Editor() })
	add(r.Escalation != nil, func() ui.Room { return r.Escalation() })
	add(r.Reply != nil, func() ui.Room { return r.Reply() })
	return list
}

// registry gives every action there is: what can be done everywhere, then room
// by room. It makes the rooms nobody has entered yet.
func (s *Shell) registry() []action.Action {
	list := s.actions()
	for _, room := range s.house() {
		list = append(list, room.Actions()...)
	}
	return list
}

// rekeyed has changed keys heard and shown.
func (s *Shell) rekeyed() {
	s.showMenu()
	if s.OnKeys != nil {
		s.OnKeys()
	}
}

// goes are the actions that lead to the rooms one can enter without saying what
// they are to show.
var goes = map[string]string{"queue": "shell.tickets", "intake": "shell.intake", "faq": "shell.faq", "inbox": "shell.inbox", "outbox": "shell.outbox", "settings": "shell.settings"}

// elsewhere offers an action of another room: it goes there first. What needs a
// ticket is done with the one chosen on the list; what needs an article, a letter or
// a ticket that is not chosen needs one to be opened, and says so.
func (s *Shell) elsewhere(a action.Action) order {
	p := s.seat.Words
	name, room := a.Name(p), p.Say("room."+a.Room())
	if way, ok := goes[a.Room()]; ok {
		// What the list does, it does with the tickets selected on it.
		return order{name: name, tag: room, muted: a.Room() == "queue" && !a.Possible(), do: func() {
			for _, to := range s.actions() {
				if to.ID == way {
					s.run(to)
				}
			}
			s.run(a)
		}}
	}
	if list, ok := s.now.room.(interface{ Chosen() (data.Excerpt, bool) }); ok && a.Room() == "ticket" {
		if x, ok := list.Chosen(); ok {
			return order{name: name, tag: x.Number, muted: a.Fits != nil && !a.Fits(x), do: func() { s.withTicket(x.ID, a) }}
		}
	}
	return order{name: name, tag: room, muted: true, do: func() { s.seat.Notify(p.Say("shell.open_first", "action", name, "room", room)) }}
}

// withTicket goes to a ticket and does an action there, once it is on screen.
func (s *Shell) withTicket(id data.ID, a action.Action) {
	s.seat.Go.Ticket(id)
	s.next = func() { s.run(a) }
	if s.Ready() {
		s.arrived()
	}
}

// Actions are what can be done now and here, in the room and everywhere.
func (s *Shell) Actions() []action.Action { return s.all() }

// Offered are the names of all the palette offers before anything is typed.
func (s *Shell) Offered() []string {
	var names []string
	for _, o := range s.choices() {
		names = append(names, o.name)
	}
	return names
}
