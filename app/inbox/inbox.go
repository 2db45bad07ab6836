// Package inbox is the room of mail that came in: what a person has to decide
// about, with the ticket that is proposed and why, and all the rest with the
// place it was given. Every decision takes one key and can be undone.
package inbox

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

// Office is what the inbox needs of the post office. *post.Office is one.
type Office interface {
	Inbox() post.InboxStatus
	Look() // into the mailbox, now
}

// mostShown is how many mails are listed, the newest first.
const mostShown = 500

// Inbox is the room.
type Inbox struct {
	// Office fetches the mails. nil: nobody does while this window is open.
	Office Office

	seat   *ui.Seat
	all    bool // what was decided is shown, too
	mails  []data.Mail
	picked data.ID

	tabs    *tabs
	list    *ui.List
	verdict *verdict
	mail    *letter.View
	read    letter.Read     // of the one picked
	bare    bool            // as it came
	sheet   *fyne.Container // the verdict above the mail
	content fyne.CanvasObject

	loading, reading ui.Slot
	listen           []func() // end listening to the desk and to the clock
}

var _ ui.Room = (*Inbox)(nil)

// New makes the room.
func New(seat *ui.Seat) *Inbox {
	b := &Inbox{seat: seat}
	b.tabs = newTabs(b)
	b.list = ui.NewList(columns(seat.Words), b)
	b.list.Label = b.say("room.inbox")
	ui.KeepWidths(seat, b.Name(), b.list)
	b.list.OnSelect = b.pick
	b.list.OnOpen = func(int) { b.focus(b.mail.Scroll) }
	b.verdict = newVerdict(b)
	b.mail = letter.New(seat.Words)
	b.mail.Scroll.OnEscape = func() { b.focus(b.list) }
	b.sheet = container.New(page.Column{Fill: true}, b.verdict.content, ui.Padded(b.mail.Content))
	b.content = ui.Split(ui.Border(b.tabs.content, nil, nil, nil, b.list), b.sheet, 0.46)
	return b
}

// Name is "inbox".
func (b *Inbox) Name() string { return "inbox" }

// Content is the list and the mail.
func (b *Inbox) Content() fyne.CanvasObject { return b.content }

// Enter loads the list and listens to the desk.
func (b *Inbox) Enter() {
	if b.listen == nil {
		b.listen = []func(){ui.Every(b.seat, lookEvery, b.tabs.show), ui.Follow(b.seat, func(c desk.Change) {
			if c.Foreign || c.Kinds["inbox"] || c.Kinds["mail"] || c.Kinds["ticket"] || c.Kinds["desk"] {
				b.load()
			}
		})}
	}
	b.load()
	b.focus(b.list)
}

// Leave stops listening.
func (b *Inbox) Leave() {
	b.loading.Stop()
	b.reading.Stop()
	for _, end := range b.listen {
		end()
	}
	b.listen = nil
}

// lookEvery is how often the post office's state is looked at: it may change
// without a mail coming.
const lookEvery = 5 * time.Second

// arrived is what the list shows.
type arrived struct {
	mails   []data.Mail
	waiting int
}

// load lists the mails anew; the cursor stays on its mail, or on the line where
// it was.
func (b *Inbox) load() {
	all := b.all
	ui.Load(b.seat, &b.loading, func(ctx context.Context) (a arrived, err error) {
		if a.waiting, err = b.seat.Desk.MailsWaiting(ctx); err == nil {
			a.mails, err = b.seat.Desk.Mails(ctx, desk.MailQuery{Waiting: !all, Limit: mostShown})
		}
		return a, err
	}, func(a arrived) {
		on := b.list.Selected()
		b.mails, b.tabs.waiting = a.mails, a.waiting
		for i, m := range a.mails {
			if m.ID == b.picked {
				on = i
				break
			}
		}
		b.list.SetEmpty(b.empty())
		b.list.Refresh()
		b.tabs.show()
		if len(a.mails) == 0 {
			b.pick(-1)
			return
		}
		on = min(max(on, 0), len(a.mails)-1)
		b.list.Select(on)
		b.pick(on)
	})
}

// empty says why there is nothing to see, and what to do about it.
func (b *Inbox) empty() fyne.CanvasObject {
	p := b.seat.Words
	switch {
	case !b.seat.Desk.Settings().Mail.Receives():
		return ui.Empty(p.Say("inbox.no_account"), ui.NewButton(p.Say("outbox.to_settings"), nil, func() { b.seat.Go.Settings() }))
	case b.all:
		return ui.Empty(p.Say("inbox.empty.all"), nil)
	}
	return ui.Empty(p.Say("inbox.empty"), nil)
}

// one is the mail the cursor is on.
func (b *Inbox) one() (data.Mail, bool) {
	for _, m := range b.mails {
		if m.ID == b.picked && m.ID != "" {
			return m, true
		}
	}
	return data.Mail{}, false
}

// pick shows a mail and what is to be decided about it.
func (b *Inbox) pick(i int) {
	before := b.picked
	b.picked = ""
	if i >= 0 && i < len(b.mails) {
		b.picked = b.mails[i].ID
	}
	m, ok := b.one()
	b.verdict.show(m, ok)
	b.sheet.Refresh()
	if b.picked == before && ok && b.read.Raw != nil {
		return
	}
	b.read, b.bare = letter.Read{}, false
	b.reading.Stop()
	b.mail.Clear()
	if !ok {
		return
	}
	ui.Try(b.seat, &b.reading, func(ctx context.Context) (letter.Read, error) {
		raw, err := b.seat.Desk.RawMail(ctx, m.ID)
		if err != nil {
			return letter.Read{}, err
		}
		return letter.Of(raw), nil
	}, func(read letter.Read, err error) {
		if err != nil {
			b.mail.Say(b.seat.Words.Error(err), ui.Danger)
			return
		}
		b.read = read
		b.draw()
	})
}

// draw shows the mail, or its source.
func (b *Inbox) draw() {
	if b.bare {
		b.mail.Show(b.read.Source())
		return
	}
	b.mail.Show(b.read.New(b.seat.Words))
}

// original changes between the mail as it is read and as it came.
func (b *Inbox) original() {
	if b.read.Raw == nil {
		return
	}
	b.bare = !b.bare
	b.draw()
	b.focus(b.mail.Scroll)
}

// Actions are what one can do with the mails.
func (b *Inbox) Actions() []action.Action {
	return []action.Action{
		{ID: "inbox.accept", Menu: action.Ticket, Key: "Ctrl+Return", Icon: theme.ConfirmIcon(), Do: b.accept},
		{ID: "inbox.place", Menu: action.Ticket, Key: "Ctrl+M", Do: b.place},
		{ID: "inbox.new", Menu: action.Ticket, Key: "Ctrl+T", Icon: theme.ContentAddIcon(), Do: b.newTicket},
		{ID: "inbox.discard", Menu: action.Ticket, Key: "Ctrl+D", Icon: theme.DeleteIcon(), Do: b.discard},
		{ID: "inbox.unplace", Menu: action.Ticket, Key: "Ctrl+B", Do: b.unplace},
		{ID: "inbox.ticket", Menu: action.Ticket, Key: "Ctrl+O", Do: b.goTicket},
		{ID: "inbox.original", Menu: action.Ticket, Key: "Ctrl+U", Do: b.original},
		{ID: "inbox.fetch", Menu: action.Ticket, Key: "F9", Icon: theme.DownloadIcon(), Enabled: func() bool { return b.Office != nil }, Do: b.fetch},
		{ID: "inbox.all", Menu: action.Ticket, Key: "Ctrl+Shift+A", Do: func() { b.tabs.choose(!b.all) }},
	}
}

func (b *Inbox) focus(f fyne.Focusable) { b.seat.Window.Canvas().Focus(f) }

func (b *Inbox) say(key string, pairs ...any) string { return b.seat.Words.Say(key, pairs...) }
