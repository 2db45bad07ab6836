// Package intake is the form a call is taken down in: who calls, what is wrong,
// and meanwhile what the desk already knows about both.
package intake

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// draftKey is where the form is kept while it is not saved.
const draftKey = "intake"

// Room is the intake form. Its parts share the form's values through it.
type Room struct {
	seat *ui.Seat
	page fyne.CanvasObject
	head *fyne.Container // the call and what became of the last draft

	timer   *ui.CallTimer
	kept    *keptLine
	form    *ui.Form
	scroll  *container.Scroll
	fields  fields
	caller  *caller
	advice  *advice
	drafter *ui.Drafter

	begun  bool      // a call is being taken down
	start  sketch    // what the form held when it began; no more than that is no draft
	wanted data.ID   // the contact it was opened for
	left   time.Time // when the room was left; zero while it is shown
	quiet  bool      // the program fills the form in: not typing
	loaded bool      // the draft of an earlier run was looked for
	saving bool

	load   ui.Slot
	listen func() // ends listening to the desk's changes
}

// New makes the room.
func New(seat *ui.Seat) *Room {
	r := &Room{seat: seat, drafter: ui.NewDrafter(seat, draftKey)}
	r.timer = ui.NewCallTimer(seat.Do, seat.Words, seat.Desk.Now)
	r.kept = newKeptLine(seat, func() { r.page.Refresh() })
	r.caller = newCaller(seat)
	r.advice = newAdvice(seat)
	r.fields = newFields(seat, r.changed)
	r.form = r.layForm()
	r.scroll = container.NewVScroll(ui.Padded(r.form))

	r.caller.onChange = r.changed
	r.caller.onWho = r.met
	r.caller.onPast = func(past []data.Excerpt) { r.advice.showPast(past, true) }
	r.caller.onPicked = func() { r.focus(r.fields.subject) }
	r.caller.onNew = r.newCaller
	r.caller.onOther = r.advice.refuse
	r.caller.onLeft = r.advise
	r.caller.onGrown = func() {
		r.form.Refresh()
		ui.Settle(r.scroll)
	}
	r.advice.onPerson = func(c data.Contact) { r.caller.take(c, r.fields.phone.Text) }
	r.advice.onOther = func() { r.focus(r.fields.phone) }
	r.advice.onTicket = r.take
	for _, e := range []*ui.Entry{r.fields.phone, r.fields.email, r.fields.organization} {
		e.OnDown = r.advice.meet
	}
	r.advice.onLinked = r.changed
	r.advice.onLeave = func() { r.focus(r.fields.subject) }
	r.fields.subject.OnDown = r.advice.enter
	r.timer.OnChanged = r.changed
	r.page = r.lay()
	r.start = r.sketch().content()
	return r
}

// Name is the room's key.
func (r *Room) Name() string { return "intake" }

// Content is the page.
func (r *Room) Content() fyne.CanvasObject { return r.page }

// lay puts the page together: the call at the top, the form with its buttons on
// the left, what the desk knows on the right.
func (r *Room) lay() fyne.CanvasObject {
	p := r.seat.Words
	r.head = container.NewVBox(ui.Border(nil, nil, nil, r.timer, ui.NewHeading(p.Say("intake.title"))), r.kept.object)
	save := ui.NewPrimary(p.Say("intake.save"), theme.DocumentSaveIcon(), r.save).Hinting(p.Say("intake.save.hint"))
	discard := ui.NewQuiet(p.Say("intake.discard"), nil, r.discard).Hinting(p.Say("intake.discard.hint"))
	foot := container.NewHBox(save, ui.NewCaption(action.KeyName(p, "intake.save", "Ctrl+Return")), layout.NewSpacer(), discard)
	left := container.NewStack(
		ui.Border(nil, ui.Padded(foot), nil, nil, r.scroll),
		r.caller.drop)
	return ui.Border(ui.Tinted(ui.Rail, ui.Padded(r.head)), nil, nil, nil,
		ui.Split(left, ui.Padded(r.advice.content), 0.56))
}

// Begin opens the form for a call, of a known contact or of anyone (""), with
// the clock running. What was typed and not saved is there again.
func (r *Room) Begin(contact data.ID) {
	r.wanted = contact
	left, away := r.left, r.away() > blink
	switch {
	case !r.loaded:
		r.anew()
		ui.Load(r.seat, &r.load, func(ctx context.Context) (string, error) { return r.seat.Desk.Draft(ctx, draftKey) }, func(body string) {
			r.loaded = true
			if old, ok := readSketch(body); ok {
				r.restore(old)
				return
			}
			r.meetWanted()
		})
	case r.begun && r.dirty():
		r.resume()
		if away {
			r.kept.restored(left, r.discard)
		} else {
			r.seat.Notify(r.seat.Words.Say("intake.busy", "save", action.KeyName(r.seat.Words, "intake.save", "Ctrl+Return"),
				"discard", action.KeyName(r.seat.Words, "intake.discard", "Ctrl+Shift+D")))
		}
	default:
		r.clear()
		if !r.begun || away {
			r.anew()
		}
		r.meetWanted()
	}
	r.settle()
}

// anew starts the clock of a call.
func (r *Room) anew() {
	r.begun, r.left = true, time.Time{}
	r.quietly(func() {
		r.timer.Reset()
		r.timer.Start()
	})
	r.page.Refresh() // the timer shows more now
}

// meetWanted puts in the contact the form was opened for. That alone is no
// draft: it is easily had again.
func (r *Room) meetWanted() {
	if r.wanted != "" && r.caller.text() == "" {
		r.caller.meet(r.wanted, func() {
			if r.fields.subject.Text == "" {
				r.start = r.sketch().content()
			}
			r.settle()
		})
	}
}

// Enter shows the room: the clock goes on, and the first empty field of the two
// that must be filled has the focus.
func (r *Room) Enter() {
	if !r.begun {
		r.Begin("")
	}
	r.resume()
	r.timer.Wake()
	r.fields.reload(r.seat)
	if r.listen == nil {
		r.listen = ui.Follow(r.seat, r.happened)
	}
	r.settle()
}

// settle puts the focus where the next word belongs.
func (r *Room) settle() {
	if r.caller.text() == "" {
		r.focus(r.caller.box)
		return
	}
	r.focus(r.fields.subject)
}

func (r *Room) focus(f fyne.Focusable) { r.seat.Window.Canvas().Focus(f) }

// Leave keeps what was typed and stops listening.
func (r *Room) Leave() {
	r.drafter.Flush()
	r.left = r.seat.Desk.Now()
	r.timer.Sleep()
	r.caller.close()
	if r.listen != nil {
		r.listen()
		r.listen = nil
	}
}

// away is how long ago the room was left, nothing while it is shown.
func (r *Room) away() time.Duration {
	if r.left.IsZero() {
		return 0
	}
	return r.seat.Desk.Now().Sub(r.left)
}

// resume goes on with a call that was left: it was the same call if that was a
// short while ago.
func (r *Room) resume() {
	if away := r.away(); r.timer.Running() && away > sameCall {
		r.quietly(func() {
			r.timer.Set(r.timer.StartedAt(), max(r.timer.Elapsed()-int(away/time.Second), 0), true)
		})
	}
	r.left = time.Time{}
}

// Actions are what one can do here.
func (r *Room) Actions() []action.Action {
	return []action.Action{
		{ID: "intake.save", Menu: action.Ticket, Key: "Ctrl+Return", Icon: theme.DocumentSaveIcon(), Do: func() {
			if !ui.Submit(r.seat.Window) {
				r.save()
			}
		}},
		{ID: "intake.link", Menu: action.Ticket, Key: "Ctrl+Shift+L", Enabled: r.advice.any, Do: r.advice.take},
		{ID: "intake.timer", Menu: action.Ticket, Do: r.timer.Toggle},
		{ID: "intake.discard", Menu: action.Ticket, Key: "Ctrl+Shift+D", Enabled: r.dirty, Do: r.discard},
	}
}

// changed is told of every key: the draft follows, and so does the advice.
func (r *Room) changed() {
	if r.quiet {
		return
	}
	r.kept.typed()
	r.drafter.Changed(r.draft)
	r.advise()
}

// advise asks what the desk knows about what is being typed.
func (r *Room) advise() {
	f := r.fields
	q := question{contact: r.caller.known.ID, phone: f.phone.Text, email: f.email.Text, subject: f.subject.Text, description: f.description.Text()}
	if r.seat.Window.Canvas().Focused() != r.caller.box { // there people are found by their names right below
		q.name = r.caller.text()
	}
	r.advice.about(q)
}

// met is told who the caller is, or that it is nobody known any more.
func (r *Room) met(c data.Contact, asked string) {
	r.quietly(func() { r.fields.reach(c, asked) })
	r.advice.showPast(nil, false)
	r.advise()
}

// newCaller goes on with somebody who was not found: a number or an address that
// was typed first moves to its field, and the name is asked for.
func (r *Room) newCaller() {
	text := r.caller.text()
	for _, known := range []struct {
		is    bool
		entry *ui.Entry
	}{{isNumber(text), r.fields.phone}, {isAddress(text), r.fields.email}} {
		if known.is {
			known.entry.Put(text)
			r.caller.write("")
			r.caller.tell(r.seat.Words.Say("intake.caller.whose"), ui.Accent)
			return
		}
	}
	r.focus(r.fields.phone)
}

// quietly fills the form in without that counting as typing.
func (r *Room) quietly(fill func()) {
	before := r.quiet
	r.quiet = true
	fill()
	r.quiet = before
}

// happened reloads what a change at the desk touches. The form is not among it.
func (r *Room) happened(c desk.Change) {
	if c.Foreign || c.Kinds["desk"] {
		r.fields.reload(r.seat)
	}
	if c.Foreign || c.Kinds["ticket"] || c.Kinds["contact"] || c.Kinds["article"] {
		r.caller.reload()
		r.advice.ask()
	}
}

// save opens the ticket. Whatever is wrong stands beneath its field, and nothing
// typed is lost.
func (r *Room) save() {
	if r.saving {
		return
	}
	r.saving = true
	r.caller.close()
	in := r.intake()
	ui.Try(r.seat, new(ui.Slot), func(ctx context.Context) (data.Ticket, error) {
		return r.seat.Desk.OpenTicket(ctx, in)
	}, func(t data.Ticket, err error) {
		r.saving = false
		if err != nil {
			if !r.form.Fault(ofCaller(err)) {
				r.seat.Fail(err)
			}
			r.scroll.Refresh()
			return
		}
		r.end(t.ID, r.seat.Words.Say("intake.saved", "number", t.Number))
	})
}

// end empties the form of a call that was saved, and goes to its ticket.
func (r *Room) end(ticket data.ID, notice string) {
	r.clear()
	r.drafter.Drop() // the act took the draft with it; this stops what was still to be written
	r.begun = false
	r.quietly(r.timer.Reset)
	r.seat.Notify(notice)
	r.seat.Go.Ticket(ticket)
}

// take asks what to do about a ticket that may be the same case: to look at it, or
// to note the call on it. Before anything is written there is nothing to ask.
func (r *Room) take(x data.Excerpt) {
	in := r.intake()
	said := strings.TrimSpace(in.Subject + "\n\n" + in.Description)
	if said == "" {
		r.seat.Go.Ticket(x.ID)
		return
	}
	p := r.seat.Words
	ui.Pick(r.seat, x.Number+"  "+x.Subject, ui.Rows{{{Text: p.Say("intake.take.open")}}, {{Text: p.Say("intake.take.note")}}}, 0, func(i int) {
		if i == 0 {
			r.seat.Go.Ticket(x.ID)
			return
		}
		note := desk.Note{Ticket: string(x.ID), Kind: in.Channel.FirstActivity(), Text: said, Seconds: in.Seconds, StartedAt: in.StartedAt, Draft: in.Draft}
		if len(in.Contact.Phones) > 0 {
			note.Address = in.Contact.Phones[0]
		}
		ui.Try(r.seat, new(ui.Slot), func(ctx context.Context) (data.Activity, error) { return r.seat.Desk.AddNote(ctx, note) }, func(_ data.Activity, err error) {
			if err != nil {
				r.seat.Fail(err)
				return
			}
			r.end(x.ID, p.Say("intake.noted", "number", x.Number))
		})
	})
}

// ofCaller calls a contact's name what the form calls it.
func ofCaller(err error) error {
	var p *data.Problem
	if errors.As(err, &p) && p.Field == "name" {
		caller := *p
		caller.Field = "caller"
		return &caller
	}
	return err
}

// clear empties the form.
func (r *Room) clear() {
	r.quietly(func() {
		r.caller.clear()
		r.fields.clear()
		r.advice.clear()
	})
	r.form.ClearErrors()
	r.start = r.sketch().content()
	r.kept.hide()
	r.scroll.ScrollToTop()
}
