// Package ticket is the room of one ticket, where the day is spent: what is
// known about the case on the left, what happened and the next note in the
// middle, who it is about and what the FAQ manual says on the right.
package ticket

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// Room shows one ticket.
type Room struct {
	seat *ui.Seat
	id   data.ID
	now  known // what is on screen; zero until it is loaded

	head      *header
	tie       *tie
	fields    *fields
	timeline  *timeline
	note      *noteEditor
	files     *strip
	caller    *caller
	knowledge *knowledge
	content   *fyne.Container
	columns   *columns
	left      *fyne.Container // fields and files
	middle    *fyne.Container // timeline and note
	right     *fyne.Container // caller and knowledge

	load   ui.Slot
	whole  bool // the ticket is on screen, all of it
	stale  bool // the one before is
	shown  bool
	listen func() // ends listening to the desk
}

// known is a case with what the room shows beside it.
type known struct {
	data.Case
	others []data.Excerpt     // the caller's other tickets
	names  map[data.ID]string // of what the timeline's changes speak of

	replying, escalating bool // a mail was begun and is a draft
}

// New makes the room; Show gives it a ticket.
func New(seat *ui.Seat) *Room {
	r := &Room{seat: seat}
	r.head = newHeader(r)
	r.tie = newTie(r)
	r.fields = newFields(r)
	r.timeline = newTimeline(r)
	r.note = newNoteEditor(r)
	r.files = newStrip(r)
	r.caller = newCaller(r)
	r.knowledge = newKnowledge(r)
	r.left = container.New(&stack{fill: 1}, r.fields.content, r.files.content)
	r.right = container.New(&stack{fill: 2}, r.caller.content, r.knowledge.content)
	r.middle = container.New(overNote{r.note}, r.timeline.content, r.note.content)
	r.columns = newColumns(r)
	r.content = container.New(&stack{fill: 4}, r.head.content, r.tie.content, ui.NewRule(), r.columns.content)
	return r
}

// Name is "ticket".
func (r *Room) Name() string { return "ticket" }

// Content is the room's screen.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// Show puts a ticket into the room. What was typed about the one before is kept
// as drafts.
func (r *Room) Show(id data.ID) {
	if id != r.id {
		r.flush()
		r.stale = r.whole || r.stale
		r.id, r.now, r.whole = id, known{}, false
		r.fields.begin()
		r.timeline.begin()
		r.note.begin()
		r.knowledge.begin()
		if r.stale {
			r.linger(id)
		} else {
			r.show()
		}
	}
	if r.shown {
		r.reload()
		r.toNote()
	}
}

// lingerTime is how long the ticket one leaves stays on screen at most: longer, and
// one would read one ticket and write into another.
const lingerTime = 150 * time.Millisecond

// linger leaves a ticket in sight until the next can be shown. What is typed goes
// into the next at once; nothing else can be done, because none is loaded.
func (r *Room) linger(next data.ID) {
	time.AfterFunc(lingerTime, func() {
		r.seat.Do(func() {
			if r.id == next && r.stale && r.now.Ticket.ID == "" {
				r.stale = false
				r.show()
			}
		})
	})
}

// toNote puts the focus on the note, which leaves the timeline its room until
// something is written there.
func (r *Room) toNote() {
	r.focus(r.note.text)
	r.note.fold(r.note.text.Text() == "")
}

// Enter loads the ticket, listens to the desk and puts the focus on the note.
func (r *Room) Enter() {
	r.shown = true
	r.note.timer.Wake()
	if r.listen == nil {
		r.listen = ui.Follow(r.seat, r.happened)
	}
	r.reload()
	r.toNote()
}

// Ready says whether the ticket can be seen.
func (r *Room) Ready() bool { return r.loaded() && r.whole }

// Leave keeps what was typed and stops listening.
func (r *Room) Leave() {
	r.shown = false
	r.load.Stop()
	r.flush()
	r.note.timer.Sleep()
	if r.listen != nil {
		r.listen()
		r.listen = nil
	}
}

func (r *Room) flush() {
	r.fields.flush()
	r.note.flush()
}

// happened asks the desk again for what a change there touches.
func (r *Room) happened(c desk.Change) {
	switch {
	case r.touches(c):
		r.reload()
	case c.Kinds["article"]:
		r.knowledge.askAgain()
	}
}

func (r *Room) touches(c desk.Change) bool {
	switch {
	case c.Foreign, c.Entities[r.id], c.Kinds["escalation"], c.Kinds["outbox"], c.Kinds["desk"]:
		return true
	case r.now.Affected != nil && c.Entities[r.now.Affected.ID], c.Entities[r.now.Requester.ID]:
		return true
	}
	for _, use := range r.now.Articles {
		if c.Entities[use.Article.ID] {
			return true
		}
	}
	for _, m := range r.now.Merged {
		if c.Entities[m.ID] {
			return true
		}
	}
	for _, x := range r.now.others {
		if c.Entities[x.ID] {
			return true
		}
	}
	return false
}

// reload asks the desk for the ticket and shows it.
func (r *Room) reload() {
	id, d := r.id, r.seat.Desk
	if id == "" {
		return
	}
	ui.Try(r.seat, &r.load, func(ctx context.Context) (known, error) { return ask(ctx, d, id) }, func(k known, err error) {
		switch {
		case errors.Is(err, data.ErrNotFound) && r.loaded() && r.shown: // what opened it was taken back, or moved
			r.now = known{}
			r.seat.Go.Back()
		case err != nil:
			r.seat.Fail(err)
		case k.Ticket.ID == r.id:
			r.now = k
			if r.whole {
				r.show()
			} else {
				r.fill()
			}
			r.markRead()
		}
	})
}

// ask reads everything the room shows.
func ask(ctx context.Context, d *desk.Desk, id data.ID) (known, error) {
	c, err := d.Case(ctx, string(id))
	if err != nil {
		return known{}, err
	}
	k := known{Case: c, names: map[data.ID]string{c.Requester.ID: c.Requester.Name}}
	for _, use := range c.Articles {
		k.names[use.Article.ID] = use.Article.Title
	}
	for _, mentioned := range mentions(c.Timeline) {
		if _, ok := k.names[mentioned.id]; ok {
			continue
		}
		if mentioned.contact {
			if who, err := d.Contact(ctx, mentioned.id); err == nil { // one that is gone keeps its id
				k.names[mentioned.id] = who.Name // of a merged one, that of who stands for it
			}
		} else if a, err := d.Article(ctx, mentioned.id); err == nil {
			k.names[mentioned.id] = a.Title
		}
	}
	if c.Requester.ID != "" {
		tickets, err := d.ContactTickets(ctx, c.Requester.ID, 50)
		if err != nil {
			return known{}, err
		}
		for _, x := range tickets {
			if x.ID != id {
				k.others = append(k.others, x)
			}
		}
	}
	begun := func(key string) bool {
		draft, e := d.Draft(ctx, key)
		err = errors.Join(err, e)
		return draft != ""
	}
	k.replying, k.escalating = begun(data.ReplyDraft(id)), begun(data.EscalationDraft(id))
	return k, err
}

// loaded says whether there is a ticket on screen to act on.
func (r *Room) loaded() bool { return r.now.Ticket.ID != "" && r.now.Ticket.ID == r.id }

// fill shows a ticket that was not on screen before, in turns: all of it in one
// would keep whatever else is to be shown waiting for longer than a frame.
func (r *Room) fill() {
	ui.InTurns(r.seat, &r.load, append(r.parts(), func() { r.whole, r.stale = true, false })...)
}

func (r *Room) show() {
	for _, part := range r.parts() {
		part()
	}
}

// parts are what shows the ticket, to be done in this order.
func (r *Room) parts() []func() {
	return []func(){
		func() {
			r.head.show(r.now)
			r.tie.show(r.now)
			r.fields.show(r.now)
		},
		func() { r.timeline.show(r.now) },
		func() {
			r.note.show(r.now)
			r.files.show(r.now)
		},
		func() {
			r.caller.show(r.now)
			r.knowledge.show(r.now)
		},
		func() { ui.Relayout(r.content, r.content, r.left, r.middle) }, // what was shown needs other heights than what was before
	}
}

// act runs a command off the UI goroutine and says so when it is done. Every
// act has its own slot: nothing that comes after it cancels it. A problem goes
// to wrong, if given and if that deals with it, or else to the seat.
func act[T any](r *Room, work func(ctx context.Context) (T, error), done func(T), wrong func(error) bool) {
	ui.Try(r.seat, new(ui.Slot), work, func(result T, err error) {
		if err == nil {
			done(result)
			return
		}
		if wrong == nil || !wrong(err) {
			r.seat.Fail(err)
		}
	})
}

// say is the printer's Say.
func (r *Room) say(key string, pairs ...any) string { return r.seat.Words.Say(key, pairs...) }
