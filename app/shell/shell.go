// Package shell is the main window: the rail of rooms, the search over
// everything, the status line, notices, the palette and the menu. It knows the
// rooms by what they can do and leads from one to another.
package shell

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// The rooms that can be told what to show.
type (
	// Form is a room one writes something in: Begun is what that is called, "" while
	// nothing is written.
	Form interface {
		ui.Room
		Begun() string
	}
	// Intake takes down a call, of a known contact or of "".
	Intake interface {
		Form
		Begin(contact data.ID)
	}
	// Ticket shows one ticket.
	Ticket interface {
		ui.Room
		Show(id data.ID)
	}
	// Manual is the FAQ manual; from is the ticket one comes from, or "".
	Manual interface {
		ui.Room
		Search(query string, from data.ID)
		Show(article, from data.ID)
	}
	// Editor changes an article, or makes one of a draft.
	Editor interface {
		Form
		Edit(article data.Article)
	}
	// Composer writes a mail about a ticket.
	Composer interface {
		ui.Room
		Compose(ticket data.ID)
	}
)

// Settings is the room where the desk is told about itself, part by part.
type Settings interface {
	ui.Room
	Show(part string)
	Places() []ui.Place
}

// Rooms gives the rooms; each is asked for when it is first entered and must
// always be the same.
type Rooms struct {
	Tickets    func() ui.Room
	Intake     func() Intake
	Ticket     func() Ticket
	Manual     func() Manual
	Editor     func() Editor
	Escalation func() Composer
	Reply      func() Composer
	Inbox      func() ui.Room
	Outbox     func() ui.Room
	Settings   func() Settings

	Call func(draft string) string // what the call is called that a draft of Intake keeps, "" for none
}

// Shell is what the main window holds.
type Shell struct {
	OnQuit     func() // the operator wants to leave
	OnSettings func() // the desk's settings may have changed
	OnKeys     func() // actions have other keys
	// Post says why letters stay in the outbox, and whether it is the
	// connection; nil if all is well.
	Post func() (problem error, offline bool)

	seat  *ui.Seat
	rooms Rooms
	help  func() *help // made when it is first entered

	content fyne.CanvasObject
	page    *fyne.Container // the search, the room, the bar that says what went wrong
	stage   *stage
	back    *ui.Button
	orders  *ui.Button
	rail    *rail
	search  *search
	status  *status
	fault   *fault
	offers  *fyne.Container // what waits for an answer

	now     visit
	next    func() // to be done once the room shows what it is to show; nil: nothing
	history []visit
	open    []openTicket
	call    string // one begun and left: what it is called, "" if there is none
	menu    string // what the menu holds, to see when it must be made anew

	undoing, counting, resizing ui.Slot
	end                         func() // ends listening to changes
}

// New makes the shell of a seat and fills in the seat's Notify, Fail and Go. It
// shows nothing until Start.
func New(seat *ui.Seat, rooms Rooms) *Shell {
	action.RecallKeys(seat.Habits)
	s := &Shell{seat: seat, rooms: rooms, Post: func() (error, bool) { return nil, false }}
	p := seat.Words
	s.status = newStatus(seat)
	s.fault = newFault(p)
	s.fault.OnShown = func() { ui.Relayout(s.page) }
	s.fault.OnFocus = s.reload
	seat.Notify = s.status.notify
	seat.Fail = s.fail
	seat.Working = s.status.working.show
	seat.Registry = s.registry
	seat.Rekeyed = s.rekeyed
	seat.Arrived = s.arrived
	seat.Go = s.ways()
	s.help = sync.OnceValue(func() *help { return newHelp(seat) })
	s.search = newSearch(seat, s.openHit)
	s.search.home = s.reload
	s.rail = newRail(p, s.actions(), s.goTicket)
	s.stage = newStage()
	s.back = ui.NewQuiet(p.Say("shell.back"), theme.NavigateBackIcon(), s.goBack).Hinting(s.hint("shell.back"))
	s.orders = ui.NewQuiet(p.Say("shell.orders", "key", action.KeyName(p, "shell.palette", "Ctrl+K")), nil, s.openPalette).Hinting(s.hint("shell.palette"))
	s.offers = ui.Pile(0)
	s.content = s.frame()
	ui.OnHint = s.status.hint
	return s
}

// Content is what goes into the window.
func (s *Shell) Content() fyne.CanvasObject { return s.content }

// Start enters the first room and listens to the desk and to the keys that
// nothing else uses.
func (s *Shell) Start() {
	changes, end := s.seat.Desk.Subscribe()
	s.end = end
	go s.listen(changes)
	s.seat.Window.Canvas().SetOnTypedKey(s.typedKey)
	s.hearEquals()
	s.resume()
	s.recallCall()
	s.count()
}

// Prepare makes the rooms a day is spent in and lays them out, and then makes the
// others, which the palette asks what can be done there: one step at a time and with a
// pause before each, off the UI goroutine. The first call would wait 40 ms for its
// form, and the first palette 60 (measured).
func (s *Shell) Prepare(pause time.Duration) {
	step := func(do func()) {
		time.Sleep(pause)
		s.seat.Do(func() {
			if s.now.room != nil { // not closed
				do()
			}
		})
	}
	step(ui.ReadBold)
	for _, room := range []func() ui.Room{
		func() ui.Room { return s.rooms.Ticket() },
		func() ui.Room { return s.rooms.Intake() },
		func() ui.Room { return s.rooms.Manual() },
		s.rooms.Inbox,
		s.rooms.Outbox,
	} {
		step(func() { room() })
		step(func() { s.stage.prepare(room().Content()) })
	}
	for _, make := range []func(){
		func() { s.rooms.Settings() },
		func() { s.rooms.Editor() },
		func() { s.rooms.Escalation() },
		func() { s.rooms.Reply() },
	} {
		step(make)
	}
}

// Ready says whether the room has something to show, as far as rooms can tell.
func (s *Shell) Ready() bool {
	room, ok := s.now.room.(interface{ Ready() bool })
	return !ok || room.Ready()
}

// Close leaves the room, so that drafts are kept, and listens no more.
func (s *Shell) Close() {
	if s.now.room != nil {
		s.now.room.Leave()
		s.now = visit{}
	}
	s.end()
	s.counting.Stop()
	s.search.close()
}

// GoSettings enters the settings at a part, "" for where one was: for a shell
// made anew because they changed.
func (s *Shell) GoSettings(part string) {
	s.seat.Go.Settings()
	if part != "" {
		s.rooms.Settings().Show(part)
	}
}

// listen follows the desk's changes, and the clock: what can be done now changes
// by the second, what is overdue by the minute. The settings are looked at again
// with the clock, because a change of them is announced before it is in force.
func (s *Shell) listen(changes <-chan desk.Change) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for n := 1; ; n++ {
		select {
		case c, ok := <-changes:
			if !ok {
				return
			}
			s.seat.Do(func() { s.changed(c) })
		case <-second.C:
			s.seat.Do(func() { s.tick(n) })
		}
	}
}

// tick is called every second.
func (s *Shell) tick(n int) {
	if s.now.room == nil {
		return // closed
	}
	s.updateMenu()
	if n%60 == 0 {
		s.count()
	}
	s.settingsChanged()
}

func (s *Shell) settingsChanged() {
	if s.OnSettings != nil {
		s.OnSettings()
	}
}

// changed follows a change of the desk.
func (s *Shell) changed(c desk.Change) {
	if s.now.room == nil {
		return // closed
	}
	s.count()
	if !c.Foreign {
		s.status.acted(c)
	}
	s.updateMenu()
	for _, o := range s.open {
		if c.Entities[o.ID] {
			s.keepTicket(o.ID) // it may be called otherwise now
		}
	}
	if c.Foreign || c.Kinds["desk"] {
		s.settingsChanged()
	}
}

// figures are what the rail and the status line count.
type figures struct {
	views   map[data.View]int
	waiting int // letters
	mails   int // that came in and wait for a decision
}

// count brings the figures up to date.
func (s *Shell) count() {
	if s.now.room == nil {
		return // closed
	}
	s.status.showDesk(s.seat.Desk.Settings())
	ui.Load(s.seat, &s.counting, func(ctx context.Context) (f figures, err error) {
		if f.views, err = s.seat.Desk.Counts(ctx); err != nil {
			return f, err
		}
		if f.mails, err = s.seat.Desk.MailsWaiting(ctx); err != nil {
			return f, err
		}
		letters, err := s.seat.Desk.Letters(ctx)
		for _, l := range letters {
			if l.State.Waiting() {
				f.waiting++
			}
		}
		return f, err
	}, func(f figures) {
		s.rail.count("inbox", f.mails)
		s.rail.count("outbox", f.waiting)
		problem, offline := s.Post()
		s.status.show(f, problem, offline)
	})
}

// fail shows an error until it is dismissed.
func (s *Shell) fail(err error) { s.fault.show(s.seat.Words.Error(err)) }

// typedKey takes the keys nobody used: Escape, and function keys of actions.
func (s *Shell) typedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape {
		if !ui.Busy(s.seat.Window) {
			s.escape()
		}
		return
	}
	for _, a := range s.possible() {
		if key := a.Bound(); key == string(ev.Name) && len(key) > 1 && key[0] == 'F' {
			s.run(a)
			return
		}
	}
}

// escape closes what lies over the room, or else leaves it.
func (s *Shell) escape() {
	switch {
	case s.fault.visible():
		s.fault.dismiss()
	case s.search.isOpen():
		s.search.close()
	case s.status.working.cancel():
	case s.now.room != nil && s.now.room.Name() != "queue":
		s.goBack()
	}
}

// hint is the name and the key of one of the shell's actions.
func (s *Shell) hint(id string) string {
	for _, a := range s.actions() {
		if a.ID == id {
			return action.Hint(s.seat.Words, a.ID, a.Key)
		}
	}
	return ""
}

// possible are all actions that can be done now: the room's and the shell's.
func (s *Shell) possible() []action.Action {
	var list []action.Action
	for _, a := range s.all() {
		if a.Possible() {
			list = append(list, a)
		}
	}
	return list
}

// all are the room's actions and the shell's.
func (s *Shell) all() []action.Action {
	var list []action.Action
	if s.now.room != nil {
		list = s.now.room.Actions()
	}
	return append(list, s.actions()...)
}
