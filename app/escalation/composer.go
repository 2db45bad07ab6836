// Package escalation holds two rooms: the composer, where a question to second
// line or a hand-over is written with what will be sent beside it, and the
// outbox, where mails wait for the network.
package escalation

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/action"
	"firstline/app/editor"
	"firstline/app/escalation/sight"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// Composer is the room in which a ticket is escalated.
type Composer struct {
	seat *ui.Seat
	id   data.ID
	now  known // zero until it is loaded

	modes    *modes
	to       *recipient
	form     *ui.Form // of all that is asked, but for the modes
	question *editor.Editor
	answerBy *ui.DateField
	language *ui.Choice
	goes     *enclosures
	handover *checklist
	preview  *preview

	title     *ui.Text
	before    *ui.Text        // second line was asked already
	noAccount *fyne.Container // there is no mail account yet
	gaps      *ui.Text
	send      *ui.Button
	drop      *ui.Button
	scroll    *container.Scroll
	content   fyne.CanvasObject

	draft   *ui.Drafter // of this ticket; nil before the first
	filling bool        // the fields change, but nobody types
	sending bool
	shown   bool
	loading ui.Slot
	listen  func() // ends listening to the desk
	sight   func() // ends keeping the focus in sight
}

var _ ui.Room = (*Composer)(nil)

// known is what the composer knows of the ticket and of the desk.
type known struct {
	data.Case
	handover data.Handover
	draft    string
	written  []string // addresses mails went to, the last first
}

// New makes the room; Compose gives it a ticket.
func New(seat *ui.Seat) *Composer {
	c := &Composer{seat: seat}
	w := seat.Words
	c.modes = newModes(c)
	c.to = newRecipient(c)
	c.question = editor.New(c.seat, "", 4)
	c.question.OnChanged = c.changed
	c.question.OnSave = c.submit
	c.answerBy = ui.NewDateField(w, seat.Desk.Now, "answer_by")
	c.answerBy.OnChanged = func(string) { c.changed() }
	c.answerBy.OnSubmitAll = c.submit
	c.language = ui.NewChoice(w, "language", languages(), func(string) { c.changed() })
	c.goes = newEnclosures(c)
	c.handover = newChecklist(c)
	c.preview = newPreview(c)
	c.form = ui.NewForm(w).
		Add("known", c.say("escalation.known"), c.to.known).
		Need("to", c.say("escalation.address"), c.to.address).
		Add("to_name", w.Field("name"), c.to.name).
		Need("question", c.say("escalation.question"), c.question).
		Add("answer_by", w.Field("answer_by"), c.answerBy).
		Add("language", w.Field("language"), c.language)
	c.lay()
	return c
}

// lay puts the fields at the left and what is sent at the right.
func (c *Composer) lay() {
	c.title = ui.NewHeading("")
	c.before = ui.NewText("", ui.Warning)
	c.before.Cut = true
	c.before.Hide()
	c.noAccount = container.NewStack(ui.Tinted(ui.Internal, ui.Padded(ui.Border(nil, nil, nil,
		container.NewVBox(ui.NewButton(c.say("escalation.no_account.do"), nil, func() { c.seat.Go.Settings() })),
		ui.Flush(ui.Paragraph(c.say("problem.no_account")))))))
	left := container.New(page.Column{Gap: ui.Px(10)}, c.title, c.before, c.noAccount, c.modes.content, c.form,
		ui.Section(c.say("escalation.handover"), c.handover.content),
		ui.Section(c.say("escalation.goes"), c.goes.content))
	c.scroll = container.NewVScroll(ui.Padded(left))
	c.gaps = ui.NewText("", ui.Warning)
	c.gaps.Cut = true
	c.send = ui.NewPrimary(c.say("action.escalation.send"), theme.MailSendIcon(), c.submit).Hinting(action.Hint(c.seat.Words, "escalation.send", "Ctrl+Return"))
	c.drop = ui.NewButton(c.say("action.escalation.discard"), nil, c.discard)
	foot := container.NewVBox(widget.NewSeparator(), ui.Padded(ui.Border(nil, nil,
		container.New(layout.NewCustomPaddedHBoxLayout(ui.Px(8)), c.send, c.drop), nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, ui.Px(10), 0), c.gaps))))
	c.content = ui.Split(ui.Border(nil, foot, nil, nil, c.scroll), c.preview.content, 0.5)
}

// Name is "escalation".
func (c *Composer) Name() string { return "escalation" }

// Content is the form and the preview.
func (c *Composer) Content() fyne.CanvasObject { return c.content }

// Compose takes up the escalation of a ticket, with the draft of it if there is
// one.
func (c *Composer) Compose(ticket data.ID) {
	if ticket == c.id {
		return
	}
	if c.draft != nil {
		c.draft.Flush()
	}
	c.id, c.now, c.sending = ticket, known{}, false
	c.draft = ui.NewDrafter(c.seat, "escalation:"+string(ticket))
	c.fill(sketch{Language: c.seat.Words.Lang()})
	c.title.SetText("")
	c.before.Hide()
	c.preview.clear()
	c.scroll.ScrollToTop()
	if c.shown {
		c.load()
		c.focus(c.modes.on())
	}
}

// Enter loads the ticket, listens to the desk and puts the focus on the choice
// that comes first.
func (c *Composer) Enter() {
	c.shown = true
	if c.listen == nil {
		c.follow()
		c.sight = sight.Keep(c.seat.Do, c.seat.Window.Canvas(), func() *container.Scroll { return c.scroll }, c.send, c.drop, c.preview.pdf, c.preview.mail.Scroll)
	}
	c.load()
	c.focus(c.modes.on())
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

// follow asks the desk again whenever the ticket, or who sends and receives, may
// have changed. What is typed stays.
func (c *Composer) follow() {
	changes, end := c.seat.Desk.Subscribe()
	c.listen = end
	go func() {
		for change := range changes {
			time.Sleep(100 * time.Millisecond) // the desk reads its settings right after it announces them
			c.seat.Do(func() {
				if c.shown && (change.Foreign || change.Entities[c.id] || change.Kinds["desk"] || change.Kinds["escalation"]) {
					c.load()
				}
			})
		}
	}()
}

// load asks for the ticket; the first time, for the draft, too.
func (c *Composer) load() {
	id, d := c.id, c.seat.Desk
	if id == "" {
		return
	}
	first, key := c.now.Ticket.ID == "", c.draft.Key()
	ui.Load(c.seat, &c.loading, func(ctx context.Context) (k known, err error) {
		if k.Case, err = d.Case(ctx, string(id)); err != nil {
			return k, err
		}
		if k.handover, err = d.Handover(ctx, string(id)); err != nil {
			return k, err
		}
		letters, err := d.Letters(ctx)
		if err != nil {
			return k, err
		}
		for _, l := range letters {
			k.written = append(k.written, l.To...)
		}
		if first {
			k.draft, err = d.Draft(ctx, key)
		}
		return k, err
	}, func(k known) {
		c.now = k
		c.show()
		if first {
			c.begin(k.draft)
		}
		c.preview.refresh()
	})
}

// show puts what is known of the ticket on the screen; what is typed stays.
func (c *Composer) show() {
	w, k := c.seat.Words, c.now
	c.title.SetText(c.say("escalation.title", "number", k.Ticket.Number, "subject", k.Ticket.Subject))
	c.before.Hide()
	for _, e := range k.Escalations {
		if e.State.Pending() {
			c.before.SetText(c.say("escalation.before", "to", nameOr(e.ToName, e.To), "at", w.DateTime(e.At)))
			c.before.Show()
		}
	}
	c.to.offer(c.seat.Desk.Settings().SecondLine, k.written)
	c.form.ShowField("known", len(c.to.offers) > 0)
	c.goes.offer(k.Case)
	c.handover.show(k.handover)
	c.mark()
}

// mark shows what stands against sending.
func (c *Composer) mark() {
	if c.seat.Desk.Settings().Mail.Ready() {
		c.noAccount.Hide()
	} else {
		c.noAccount.Show()
	}
	text := ""
	if c.now.Ticket.ID != "" {
		if gaps := c.gapNames(); gaps != "" {
			text = c.say("escalation.gaps", "what", gaps)
		}
	}
	c.gaps.SetText(text)
	c.content.Refresh()
}

// changed is called by every field.
func (c *Composer) changed() {
	if c.filling {
		return
	}
	c.draft.Changed(c.sketched)
	c.preview.later()
}

// request is what the desk is asked to send. The error is a date that is none.
func (c *Composer) request() (desk.EscalationRequest, error) {
	at, err := c.answerBy.Value()
	name, address := c.to.value()
	return desk.EscalationRequest{Ticket: string(c.id), Mode: c.modes.mode, To: address, ToName: name, Question: c.question.Text(),
		AnswerBy: at, Files: c.goes.files(), IncludeInternal: c.goes.internal.Checked, Language: c.language.Value(), Draft: c.draft.Key()}, err
}

// Actions are what one can do while composing.
func (c *Composer) Actions() []action.Action {
	there := func() bool { return c.id != "" }
	return []action.Action{
		{ID: "escalation.send", Menu: action.Ticket, Key: "Ctrl+Return", Icon: theme.MailSendIcon(), Enabled: there, Do: c.submit},
		{ID: "escalation.preview", Menu: action.Ticket, Key: "Ctrl+Shift+P", Enabled: there, Do: c.preview.focus},
		{ID: "escalation.pdf", Menu: action.Ticket, Enabled: there, Do: c.preview.openReport},
		{ID: "escalation.consult", Enabled: there, Do: func() { c.modes.choose(data.Consult) }},
		{ID: "escalation.transfer", Enabled: there, Do: func() { c.modes.choose(data.Transfer) }},
		{ID: "escalation.discard", Menu: action.Ticket, Enabled: there, Do: c.discard},
	}
}

func (c *Composer) focus(o fyne.Focusable) { c.seat.Window.Canvas().Focus(o) }

func (c *Composer) say(key string, pairs ...any) string { return c.seat.Words.Say(key, pairs...) }
