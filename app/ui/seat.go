package ui

import (
	"context"
	"errors"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/habit"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/spelling"
	"firstline/data/words"
)

// Seat is where the operator sits: the desk, the language, the window, and the
// way back to the UI goroutine. Every room is made with one.
type Seat struct {
	Desk   *desk.Desk
	Words  *words.Printer
	Window fyne.Window
	// Habits are the person's on this computer, see Habit.
	Habits *habit.Book
	// Do runs f on the UI goroutine: fyne.Do in the program, a queue that the
	// test drains in tests.
	Do func(f func())
	// Notify shows a short notice that goes away by itself.
	Notify func(text string)
	// Fail shows what went wrong, what was kept and what to do.
	Fail func(err error)
	// Working shows long work under way, see Work.
	Working func(job *Job)
	// Registry gives every action there is: what can be done everywhere, and
	// what can be done in each room.
	Registry func() []action.Action
	// Rekeyed has changed keys heard and shown everywhere.
	Rekeyed func()
	// Arrived is told when what was asked for by Load or Try has been shown; nil:
	// nobody wants to know.
	Arrived func()
	// Go leads to the other rooms.
	Go Ways
	// Speller checks what is typed; nil: nobody does.
	Speller *spelling.Speller
	// Files opens the system's own file dialog; nil: there is none. See AskFiles.
	Files Chooser

	// Replace puts a backup that was unpacked in the place of the desk and sits down
	// there, where what came of it is said; nil: it can't be done here.
	Replace func(u *desk.Unpacked)

	asking Slot // for files
}

// Ways are the ways from one room to another. The shell fills them in.
type Ways struct {
	Tickets      func()                           // the ticket list
	Intake       func(contact data.ID)            // take down a call; of a known contact, or ""
	Ticket       func(id data.ID)                 // one ticket
	Manual       func(query string, from data.ID) // the FAQ manual, searching; from: the ticket one comes from, or ""
	Article      func(article, from data.ID)      // one article
	WriteArticle func(draft data.Article)         // the article editor, with a draft or an article to change
	Escalate     func(ticket data.ID)             // the escalation composer
	Reply        func(ticket data.ID)             // a mail to the customer
	Inbox        func()                           // mail that came in
	Outbox       func()
	Settings     func()
	Back         func() // to where one came from
}

// Room is one screen of the desk.
type Room interface {
	// Name is the room's key; its title is the word "room.<name>".
	Name() string
	// Content is what the room shows; the same object every time.
	Content() fyne.CanvasObject
	// Enter is called when the room comes to the front: load and set the focus.
	Enter()
	// Leave is called when it goes: flush drafts.
	Leave()
	// Actions are what one can do while the room is shown.
	Actions() []action.Action
}

// Place is something within a room one can go to by its name: a setting, a field.
type Place struct {
	Name string // "Language"
	In   string // "Settings: desk"
	Go   func()
}

// Slot holds the one load a view has under way; starting another cancels it, so
// that the newest wins. It belongs to the UI goroutine.
type Slot struct {
	cancel context.CancelFunc
	turn   int
}

// Stop cancels what is under way; its result is not shown.
func (s *Slot) Stop() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.turn++
}

// Load runs work off the UI goroutine and hands its result to show on it. An
// error goes to the seat's Fail instead, a load that was overtaken goes nowhere.
func Load[T any](seat *Seat, slot *Slot, work func(ctx context.Context) (T, error), show func(T)) {
	Try(seat, slot, work, func(result T, err error) {
		if err != nil {
			seat.Fail(err)
			return
		}
		show(result)
	})
}

// Try is Load for those who handle the error themselves.
func Try[T any](seat *Seat, slot *Slot, work func(ctx context.Context) (T, error), show func(T, error)) {
	slot.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	slot.cancel = cancel
	turn := slot.turn
	asked.Add(1)
	go func() {
		defer asked.Add(-1)
		result, err := work(ctx)
		shown := false
		seat.Do(func() {
			if slot.turn != turn {
				return
			}
			slot.cancel = nil
			cancel()
			if errors.Is(err, context.Canceled) {
				return
			}
			show(result, err)
			shown = true
		})
		seat.Do(func() { // what waits for the UI goroutine waits for one of them
			if shown && seat.Arrived != nil {
				seat.Arrived()
			}
		})
	}()
}

// InTurns does on the UI goroutine what takes it long in parts: whatever else waits
// for it comes between two of them. Where the slot's next load begins, the rest is
// left.
func InTurns(seat *Seat, slot *Slot, parts ...func()) {
	if seat.Arrived != nil {
		parts = append(parts, seat.Arrived)
	}
	turn := slot.turn
	asked.Add(1)
	var do func()
	do = func() {
		if len(parts) == 0 || slot.turn != turn {
			asked.Add(-1)
			return
		}
		part := parts[0]
		parts = parts[1:]
		part()
		seat.Do(do)
	}
	do()
}

// asked counts what is under way beside the UI goroutine, for Idle.
var asked atomic.Int32

// Idle says whether nothing asked for by Load, Try or Work is under way, no draft
// is being written and no change of the desk waits to be told: for tests, which
// wait for that instead of for a time.
func Idle() bool { return asked.Load() == 0 && drafts.Load() == 0 && !untold() }
