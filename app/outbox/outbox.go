// Package outbox is the room of the mails that leave, or have left, and of the
// answers second line owes.
package outbox

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
)

// Office is what the outbox needs of the post office. *post.Office is one.
type Office interface {
	Status() post.Status
	Resume(ctx context.Context) error
}

// Outbox is the room of the mails that leave, or have left.
type Outbox struct {
	// Office carries the mails. nil: nobody does while this window is open.
	Office Office

	seat    *ui.Seat
	letters []data.Letter
	picked  data.ID // the one the cursor is on

	line    *officeLine
	list    *ui.List
	about   *fyne.Container // what is known of the one picked
	retry   *ui.Button
	drop    *ui.Button
	save    *ui.Button
	open    *ui.Button
	ticket  *ui.Button
	owed    *owed
	content *fyne.Container

	loading ui.Slot
	listen  []func() // end listening to the desk and to the clock
}

var _ ui.Room = (*Outbox)(nil)

// New makes the room.
func New(seat *ui.Seat) *Outbox {
	o := &Outbox{seat: seat}
	o.line = newOfficeLine(o)
	o.list = ui.NewList(columns(seat.Words), o)
	o.list.Label = o.say("room.outbox")
	ui.KeepWidths(seat, o.Name(), o.list)
	o.list.SetEmpty(ui.Empty(o.say("outbox.empty", "key", action.KeyName(seat.Words, "ticket.escalate", "Ctrl+E"), "reply", action.KeyName(seat.Words, "ticket.reply", "Ctrl+Shift+R")), nil))
	o.list.OnSelect = o.pick
	o.list.OnOpen = func(int) { o.read() }
	o.about = container.New(page.Column{Gap: ui.Px(2)})
	o.open = ui.NewButton(o.say("action.outbox.read"), nil, o.read).Hinting(action.Hint(seat.Words, "outbox.read", "Return"))
	o.retry = ui.NewButton(o.say("action.outbox.retry"), theme.ViewRefreshIcon(), o.tryAgain).Hinting(action.Hint(seat.Words, "outbox.retry", "Ctrl+Shift+R"))
	o.drop = ui.NewButton(o.say("action.outbox.drop"), nil, o.askDrop).Hinting(action.Hint(seat.Words, "outbox.drop", "Ctrl+Shift+X"))
	o.save = ui.NewButton(o.say("action.outbox.save"), nil, o.saveFile).Hinting(action.Hint(seat.Words, "outbox.save", "Ctrl+Shift+S"))
	o.ticket = ui.NewButton(o.say("action.outbox.ticket"), nil, o.goTicket)
	o.owed = newOwed(o)
	buttons := container.New(page.Wrap{}, o.open, o.retry, o.drop, o.save, o.ticket)
	foot := container.NewVBox(ui.NewRule(), ui.Padded(container.New(page.Column{Gap: ui.Px(6)}, o.about, buttons)))
	o.content = ui.Border(container.New(page.Column{}, o.line.content, o.owed.content), foot, nil, nil, o.list)
	o.mark()
	return o
}

// Name is "outbox".
func (o *Outbox) Name() string { return "outbox" }

// Content is the list and what belongs to it.
func (o *Outbox) Content() fyne.CanvasObject { return o.content }

// Enter loads the list and listens to the desk.
func (o *Outbox) Enter() {
	if o.listen == nil {
		o.listen = []func(){ui.Every(o.seat, lookEvery, o.tick), ui.Follow(o.seat, func(c desk.Change) {
			if c.Foreign || c.Kinds["outbox"] || c.Kinds["desk"] || c.Kinds["escalation"] {
				o.load()
			}
		})}
	}
	o.load()
	o.focus(o.list)
}

// Leave stops listening.
func (o *Outbox) Leave() {
	o.loading.Stop()
	o.owed.loading.Stop()
	for _, end := range o.listen {
		end()
	}
	o.listen = nil
}

// lookEvery is how often it is looked at what changes by the clock alone: how the
// post office fares, what can still be taken back, which answers are late.
const lookEvery = 5 * time.Second

func (o *Outbox) tick() {
	o.line.show()
	o.owed.load()
	o.mark()
}

// load lists the mails anew; the cursor stays on its mail.
func (o *Outbox) load() {
	o.line.show()
	o.owed.load()
	ui.Load(o.seat, &o.loading, func(ctx context.Context) ([]data.Letter, error) { return o.seat.Desk.Letters(ctx) }, func(letters []data.Letter) {
		o.letters = letters
		on := 0
		for i, l := range letters {
			if l.ID == o.picked {
				on = i
			}
		}
		o.list.Refresh()
		if len(letters) > 0 {
			o.list.Select(on)
			o.pick(on)
		} else {
			o.pick(-1)
		}
		o.line.show()
	})
}

// pick shows what is known of a mail.
func (o *Outbox) pick(i int) {
	o.picked = ""
	if i >= 0 && i < len(o.letters) {
		o.picked = o.letters[i].ID
	}
	o.mark()
}

// one is the mail the cursor is on.
func (o *Outbox) one() (data.Letter, bool) {
	for _, l := range o.letters {
		if l.ID == o.picked && l.ID != "" {
			return l, true
		}
	}
	return data.Letter{}, false
}

// mark shows what can be done with it.
func (o *Outbox) mark() {
	l, ok := o.one()
	o.about.Objects = nil
	if ok {
		o.about.Objects = []fyne.CanvasObject{ui.Prose(fares(o.seat.Words, l), letter.StateColor(l.State)), ui.NewCaption(times(o.seat.Words, l))}
	}
	for _, b := range []struct {
		button *ui.Button
		may    bool
	}{{o.open, ok}, {o.ticket, ok}, {o.retry, o.mayRetry()}, {o.drop, o.mayDrop()}, {o.save, o.maySave()}} {
		if b.may {
			b.button.Enable()
		} else {
			b.button.Disable()
		}
	}
	drop := "action.outbox.drop"
	if o.fresh(l) {
		drop = "outbox.take_back"
	}
	o.drop.SetText(o.say(drop))
	o.about.Refresh()
	o.content.Refresh()
}

// Actions are what one can do with the mails. What is not possible just now is
// said when it is tried: the menu may be older than the list.
func (o *Outbox) Actions() []action.Action {
	return []action.Action{
		{ID: "outbox.read", Menu: action.Ticket, Key: "Return", Do: o.read},
		{ID: "outbox.retry", Menu: action.Ticket, Key: "Ctrl+Shift+R", Icon: theme.ViewRefreshIcon(), Do: o.tryAgain},
		{ID: "outbox.drop", Menu: action.Ticket, Key: "Ctrl+Shift+X", Do: o.askDrop},
		{ID: "outbox.save", Menu: action.Ticket, Key: "Ctrl+Shift+S", Icon: theme.DocumentSaveIcon(), Do: o.saveFile},
		{ID: "outbox.ticket", Menu: action.Ticket, Do: o.goTicket},
		{ID: "outbox.all", Menu: action.Ticket, Do: o.tryAll},
	}
}

func (o *Outbox) focus(f fyne.Focusable) { o.seat.Window.Canvas().Focus(f) }

func (o *Outbox) say(key string, pairs ...any) string { return o.seat.Words.Say(key, pairs...) }

func (o *Outbox) goTicket() {
	if l, ok := o.one(); ok {
		o.seat.Go.Ticket(l.Ticket)
	}
}

// read shows the mail as it is sent.
func (o *Outbox) read() {
	if l, ok := o.one(); ok {
		letter.ShowOriginal(o.seat, o.say("outbox.mail", "number", l.Number), func(ctx context.Context) ([]byte, error) {
			_, raw, err := o.seat.Desk.Letter(ctx, l.ID)
			return raw, err
		})
	}
}
