// Package composer is the room in which a mail is written: a reply to the customer, or a
// question or hand-over to second line. The form stands at the left, and at the right the
// mail exactly as it will be sent.
package composer

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/app/ui/sight"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Composer is the room, at one ticket.
type Composer struct {
	seat *ui.Seat
	kind kind
	id   data.ID
	now  known // zero until it is loaded

	form     *ui.Form
	to       *recipient
	text     *editor.Editor
	language *ui.Choice
	files    *enclosures
	preview  *preview

	title     *ui.Text
	noAccount fyne.CanvasObject
	gaps      *ui.Text // what is missing
	send      *ui.Button
	save      *ui.Button
	drop      *ui.Button
	left      *fyne.Container // the form and what stands around it
	scroll    *container.Scroll
	foot      fyne.CanvasObject
	content   fyne.CanvasObject

	draft   *ui.Drafter // of this ticket; nil before the first one
	kept    string      // the form as the draft has it
	entered bool        // the draft is to be read
	filling bool        // the fields are changing, but nobody is typing
	sending bool
	shown   bool
	loading ui.Slot
	listen  func() // ends listening to the desk
	sight   func() // ends keeping the focus in sight
}

var _ ui.Room = (*Composer)(nil)

// kind is how a reply and an escalation differ.
type kind interface {
	name() string                             // of the room, its actions and its words
	key(ticket data.ID) string                // of the draft
	field() string                            // the field of the text, as errors name it
	ask() (above, below []fyne.CanvasObject)  // fills the form, and gives what stands around it
	first() fyne.Focusable                    // where one begins
	know(ctx context.Context, k *known) error // loads what this kind needs to know
	describe()                                // shows what is known
	usual() data.Sketch                       // what is filled in for the person
	note(s *data.Sketch)                      // puts the fields of this kind into a sketch
	restore(s data.Sketch)                    // puts a sketch into the fields of this kind
	order(s data.Sketch) (order, error)       // the error is a Problem of a field
	lacks() string                            // what should be there before it is sent, in words; "" for nothing
	actions() []action.Action
}

// order is what the desk can be asked to do with a mail.
type order struct {
	preview func(ctx context.Context) (desk.Preview, error)
	send    func(ctx context.Context) (told string, err error) // told: what the person is told
	save    func(ctx context.Context, path string) error
}

// known is what the room knows of the ticket and of the desk.
type known struct {
	data.Case
	handover data.Handover
	draft    string
	people   []data.Recipient // whom one may write to, the likeliest first
	subject  string           // of a reply
}

// NewReply makes the room in which customers are answered; Compose gives it a ticket. No
// internal note can get into it.
func NewReply(seat *ui.Seat) *Composer {
	return compose(seat, 10, func(c *Composer) kind { return &reply{Composer: c} })
}

// NewEscalation makes the room in which tickets are escalated; Compose gives it a ticket.
func NewEscalation(seat *ui.Seat) *Composer {
	return compose(seat, 4, func(c *Composer) kind { return &escalation{Composer: c} })
}

// compose makes the room for a kind, with some lines for the text.
func compose(seat *ui.Seat, lines int, of func(*Composer) kind) *Composer {
	c := &Composer{seat: seat}
	c.kind = of(c)
	c.to = newRecipient(c)
	c.text = editor.New(seat, "", lines)
	c.text.OnChanged, c.text.OnSave, c.text.Picture = c.changed, c.submit, c.picture
	c.text.OnPaste = func(text string) bool {
		if text == "" {
			c.paste()
		}
		return text == ""
	}
	c.language = ui.NewChoice(seat.Words, "language", words.Languages(), func(string) { c.changed() })
	c.files = newEnclosures(c)
	c.preview = newPreview(c)
	c.form = ui.NewForm(seat.Words)
	c.lay()
	return c
}

// line makes a field of one line.
func (c *Composer) line() *ui.Entry {
	e := ui.NewEntry("")
	e.OnChanged = func(string) { c.changed() }
	e.OnSubmitAll = c.submit
	return e
}

// lay lays out the form at the left and the preview at the right.
func (c *Composer) lay() {
	above, below := c.kind.ask()
	c.title = ui.NewHeading("")
	c.title.Cut = true
	c.noAccount = container.NewStack(ui.Tinted(ui.Internal, ui.Padded(ui.Border(nil, nil, nil,
		container.NewVBox(ui.NewButton(c.say("outbox.to_settings"), nil, func() { c.seat.Go.Settings() })),
		ui.Flush(ui.Paragraph(c.say("composer.no_account")))))))
	c.left = container.New(page.Column{Gap: ui.Px(10)}, c.title, c.noAccount)
	c.left.Objects = append(append(append(c.left.Objects, above...), c.form), below...)
	c.scroll = container.NewVScroll(ui.Padded(c.left))
	hint := func(id, key string) string { return action.Hint(c.seat.Words, c.kind.name()+"."+id, key) }
	c.send = ui.NewPrimary(c.say("composer.send"), theme.MailSendIcon(), c.submit).Hinting(hint("send", "Ctrl+Return"))
	c.save = ui.NewButton(c.say("composer.save"), theme.DocumentSaveIcon(), c.saveFile).Hinting(hint("save", "Ctrl+Shift+S"))
	c.drop = ui.NewButton(c.say("composer.discard"), nil, c.discard)
	c.gaps = ui.NewText("", ui.Warning)
	c.gaps.Cut = true
	c.foot = container.New(page.Column{Gap: ui.Px(4)}, c.gaps, container.New(page.Wrap{}, c.send, c.save, c.drop))
	c.content = ui.Split(ui.Border(nil, container.NewVBox(ui.NewRule(), ui.Padded(c.foot)), nil, nil, c.scroll), c.preview.content, 0.5)
}

// Name is "reply" or "escalation".
func (c *Composer) Name() string { return c.kind.name() }

// Content is the form and the preview.
func (c *Composer) Content() fyne.CanvasObject { return c.content }

// Compose turns to the mail about a ticket, with its draft if there is one.
func (c *Composer) Compose(ticket data.ID) {
	if ticket == c.id {
		return
	}
	if c.draft != nil {
		c.draft.Flush()
	}
	c.id, c.now, c.sending, c.kept = ticket, known{}, false, ""
	c.draft = ui.NewDrafter(c.seat, c.kind.key(ticket))
	c.fill(data.Sketch{Language: c.seat.Words.Lang()})
	c.title.SetText("")
	c.preview.clear()
	c.scroll.ScrollToTop()
	if c.shown {
		c.entered = true
		c.load()
		c.focus(c.kind.first())
	}
}

// Enter loads the ticket, listens to the desk and puts the focus where one begins.
func (c *Composer) Enter() {
	c.shown, c.entered = true, true
	if c.listen == nil {
		c.listen = ui.Follow(c.seat, func(change desk.Change) {
			if change.Foreign || change.Entities[c.id] || change.Kinds["desk"] || change.Kinds["escalation"] {
				c.load()
			}
		})
		c.sight = sight.Keep(c.seat.Do, c.seat.Window.Canvas(), func() *container.Scroll { return c.scroll }, c.send, c.save, c.drop, c.preview.pdf, c.preview.mail.Scroll)
	}
	c.load()
	c.focus(c.kind.first())
}

// Leave keeps what was typed.
func (c *Composer) Leave() {
	c.shown = false
	c.loading.Stop()
	c.preview.stop()
	if c.draft != nil {
		c.draft.Flush()
	}
	if c.listen != nil {
		c.listen()
		c.sight()
		c.listen = nil
	}
}

// load asks for the ticket, and on entering for the draft, too, in which is a mail that was
// taken back.
func (c *Composer) load() {
	id, d := c.id, c.seat.Desk
	if id == "" {
		return
	}
	entered, key := c.entered, c.draft.Key()
	ui.Load(c.seat, &c.loading, func(ctx context.Context) (k known, err error) {
		if k.Case, err = d.Case(ctx, string(id)); err != nil {
			return k, err
		}
		if err := c.kind.know(ctx, &k); err != nil {
			return k, err
		}
		if entered {
			ui.SettleDrafts(draftWait)
			k.draft, err = d.Draft(ctx, key)
		}
		return k, err
	}, func(k known) {
		first := c.now.Ticket.ID == ""
		c.now = k
		c.show()
		if c.entered && (first || k.draft != c.kept) {
			c.begin(k.draft)
		}
		c.entered = false
		c.preview.refresh()
	})
}

// show puts what is known of the ticket on the screen; what is typed stays.
func (c *Composer) show() {
	c.to.offer(c.now.people)
	c.form.ShowField("known", len(c.to.offers) > 1)
	c.files.offer(c.now.Attachments)
	c.kind.describe()
	lacks := c.kind.lacks()
	c.gaps.Hidden = lacks == ""
	c.gaps.SetText(c.say("escalation.gaps", "what", lacks))
	c.send.Hidden = !c.seat.Desk.Settings().Mail.Ready()
	if c.send.Hidden {
		c.noAccount.Show()
		c.save.As(ui.Primary)
	} else {
		c.noAccount.Hide()
		c.save.As(ui.Plain)
	}
	c.foot.Refresh()
	c.left.Refresh()
	c.content.Refresh()
}

// changed is called by every field when it changes.
func (c *Composer) changed() {
	if c.filling || c.draft == nil {
		return
	}
	c.draft.Changed(c.sketched)
	c.preview.later()
}

// Actions are what can be done while writing.
func (c *Composer) Actions() []action.Action {
	there := func() bool { return c.id != "" }
	id := c.kind.name() + "."
	list := []action.Action{
		{ID: id + "send", Menu: action.Ticket, Key: "Ctrl+Return", Icon: theme.MailSendIcon(), Enabled: there, Do: c.submit},
		{ID: id + "preview", Menu: action.Ticket, Key: "Ctrl+Shift+P", Enabled: there, Do: func() { c.focus(c.preview.mail.Scroll) }},
		{ID: id + "attach", Menu: action.Ticket, Key: attachKey, Icon: theme.MailAttachmentIcon(), Enabled: there, Do: c.attach},
		{ID: id + "paste", Menu: action.Ticket, Key: pasteKey, Icon: theme.ContentPasteIcon(), Enabled: there, Do: c.paste},
		{ID: id + "save", Menu: action.Ticket, Key: "Ctrl+Shift+S", Icon: theme.DocumentSaveIcon(), Enabled: there, Do: c.saveFile},
		{ID: id + "discard", Menu: action.Ticket, Enabled: there, Do: c.discard},
	}
	for _, a := range c.kind.actions() {
		a.Enabled = there
		list = append(list, a)
	}
	return list
}

func (c *Composer) focus(o fyne.Focusable) { c.seat.Window.Canvas().Focus(o) }

func (c *Composer) say(key string, pairs ...any) string { return c.seat.Words.Say(key, pairs...) }
