// Package reply is the room in which a customer is answered by mail: what is
// written at the left, the mail exactly as it is sent at the right. Internal
// notes have no way into it.
package reply

import (
	"context"
	"strings"
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
	"firstline/data/words"
)

// Room is the reply to the customer of one ticket.
type Room struct {
	seat *ui.Seat
	id   data.ID
	now  known // zero until it is loaded

	form     *ui.Form
	to       *ui.Entry
	subject  *ui.Entry
	template *ui.Choice
	text     *editor.Editor
	language *ui.Choice
	files    *files
	preview  *preview

	title     *ui.Text
	noAccount fyne.CanvasObject
	send      *ui.Button
	save      *ui.Button
	drop      *ui.Button
	left      *fyne.Container // all that is asked
	scroll    *container.Scroll
	foot      fyne.CanvasObject
	content   fyne.CanvasObject

	draft   *ui.Drafter // of this ticket; nil before the first
	filling bool        // the fields change, but nobody types
	sending bool
	shown   bool
	loading ui.Slot
	listen  func() // ends listening to the desk
	sight   func() // ends keeping the focus in sight
}

var _ ui.Room = (*Room)(nil)

// known is what the room knows of the ticket.
type known struct {
	data.Case
	usual sketch // who is answered about what, if nobody says otherwise
	draft string
}

// New makes the room; Compose gives it a ticket.
func New(seat *ui.Seat) *Room {
	r := &Room{seat: seat}
	w := seat.Words
	line := func() *ui.Entry {
		e := ui.NewEntry("")
		e.OnChanged = func(string) { r.changed() }
		e.OnSubmitAll = r.submit
		return e
	}
	r.to, r.subject = line(), line()
	r.template = ui.NewChoice(w, "", nil, r.takeTemplate)
	r.text = editor.New(seat, "", 10)
	r.text.OnChanged, r.text.OnSave = r.changed, r.submit
	r.language = ui.NewChoice(w, "language", words.Languages(), func(string) {
		r.offerTemplates()
		r.changed()
	})
	r.files = newFiles(r)
	r.preview = newPreview(r)
	r.form = ui.NewForm(w).
		Need("to", w.Field("to"), r.to).
		Add("subject", w.Field("subject"), r.subject).
		Add("template", w.Field("template"), r.template).
		Need("text", w.Field("text"), r.text).
		Add("language", w.Field("language"), r.language)
	r.lay()
	return r
}

// lay puts the fields at the left and what is sent at the right.
func (r *Room) lay() {
	r.title = ui.NewHeading("")
	r.title.Cut = true
	r.noAccount = container.NewStack(ui.Tinted(ui.Internal, ui.Padded(ui.Border(nil, nil, nil,
		container.NewVBox(ui.NewButton(r.say("outbox.to_settings"), nil, func() { r.seat.Go.Settings() })),
		ui.Flush(ui.Paragraph(r.say("reply.no_account")))))))
	r.left = container.New(page.Column{Gap: ui.Px(10)}, r.title, r.noAccount, r.form, ui.Section(r.say("reply.files"), r.files.content))
	r.scroll = container.NewVScroll(ui.Padded(r.left))
	hint := func(id, key string) string { return action.Hint(r.seat.Words, id, key) }
	r.send = ui.NewPrimary(r.say("action.reply.send"), theme.MailSendIcon(), r.submit).Hinting(hint("reply.send", "Ctrl+Return"))
	r.save = ui.NewButton(r.say("action.reply.save"), theme.DocumentSaveIcon(), r.saveFile).Hinting(hint("reply.save", "Ctrl+Shift+S"))
	r.drop = ui.NewButton(r.say("action.reply.discard"), nil, r.discard)
	r.foot = container.New(layout.NewCustomPaddedHBoxLayout(ui.Px(8)), r.send, r.save, r.drop)
	r.content = ui.Split(ui.Border(nil, container.NewVBox(widget.NewSeparator(), ui.Padded(r.foot)), nil, nil, r.scroll), r.preview.content, 0.5)
}

// Name is "reply".
func (r *Room) Name() string { return "reply" }

// Content is the form and the preview.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// Compose takes up the reply on a ticket, with the draft of it if there is one.
func (r *Room) Compose(ticket data.ID) {
	if ticket == r.id {
		return
	}
	if r.draft != nil {
		r.draft.Flush()
	}
	r.id, r.now, r.sending = ticket, known{}, false
	r.draft = ui.NewDrafter(r.seat, "reply:"+string(ticket))
	r.fill(sketch{Language: r.seat.Words.Lang()})
	r.title.SetText("")
	r.preview.clear()
	r.scroll.ScrollToTop()
	if r.shown {
		r.load()
		r.focus(r.text)
	}
}

// Enter loads the ticket, listens to the desk and puts the focus on the text.
func (r *Room) Enter() {
	r.shown = true
	if r.listen == nil {
		r.follow()
		r.sight = sight.Keep(r.seat.Do, r.seat.Window.Canvas(), func() *container.Scroll { return r.scroll }, r.send, r.save, r.drop, r.preview.mail.Scroll)
	}
	r.load()
	r.focus(r.text)
}

// Leave keeps what was typed.
func (r *Room) Leave() {
	r.shown = false
	r.loading.Stop()
	r.preview.stop()
	if r.draft != nil {
		r.draft.Flush()
	}
	if r.listen != nil {
		r.listen()
		r.sight()
		r.listen = nil
	}
}

// follow asks the desk again whenever the ticket or the account may have changed.
// What is typed stays.
func (r *Room) follow() {
	changes, end := r.seat.Desk.Subscribe()
	r.listen = end
	go func() {
		for change := range changes {
			time.Sleep(100 * time.Millisecond) // the desk reads its settings right after it announces them
			r.seat.Do(func() {
				if r.shown && (change.Foreign || change.Entities[r.id] || change.Kinds["desk"]) {
					r.load()
				}
			})
		}
	}()
}

// load asks for the ticket; the first time, for whom to answer and for the draft,
// too.
func (r *Room) load() {
	id, d := r.id, r.seat.Desk
	if id == "" {
		return
	}
	first, key := r.now.Ticket.ID == "", r.draft.Key()
	ui.Load(r.seat, &r.loading, func(ctx context.Context) (k known, err error) {
		if k.Case, err = d.Case(ctx, string(id)); err != nil {
			return k, err
		}
		k.usual = usual(ctx, d, k.Case)
		if first {
			k.draft, err = d.Draft(ctx, key)
		}
		return k, err
	}, func(k known) {
		r.now = k
		r.show()
		if first {
			r.begin()
		}
		r.preview.refresh()
	})
}

// usual is whom a reply goes to and what it is about, as the desk would choose.
func usual(ctx context.Context, d *desk.Desk, c data.Case) sketch {
	s := sketch{Subject: c.Ticket.Subject, Language: d.LanguageFor(c.Requester.Language)}
	// Nobody to write to is said once one sends.
	if p, err := d.PreviewReply(ctx, desk.ReplyRequest{Ticket: string(c.Ticket.ID), Text: "-"}); err == nil {
		s.To = p.To
		s.Subject, _, _ = strings.Cut(p.Subject, " [#")
	}
	return s
}

// show puts what is known of the ticket on the screen; what is typed stays.
func (r *Room) show() {
	r.title.SetText(r.say("reply.title", "number", r.now.Ticket.Number, "name", r.now.Requester.Name))
	r.files.offer(r.now.Case)
	r.offerTemplates()
	ready := r.seat.Desk.Settings().Mail.Ready()
	r.send.Hidden = !ready
	if ready {
		r.noAccount.Hide()
		r.save.As(ui.Plain)
	} else {
		r.noAccount.Show()
		r.save.As(ui.Primary)
	}
	r.foot.Refresh()
	r.left.Refresh()
	r.content.Refresh()
}

// offerTemplates lists the texts a reply can start from, in its language.
func (r *Room) offerTemplates() {
	names := []string{""}
	for _, t := range r.seat.Desk.ReplyTemplates(r.language.Value()) {
		names = append(names, t.Name)
	}
	r.template.SetValues(names)
	r.template.SetValue("")
}

// takeTemplate puts a template, filled in, where the cursor is in the text.
func (r *Room) takeTemplate(name string) {
	for _, t := range r.seat.Desk.ReplyTemplates(r.language.Value()) {
		if t.Name == name && r.now.Ticket.ID != "" {
			r.text.Insert(strings.TrimSpace(r.seat.Desk.FillTemplate(r.now.Case, t.Text)))
			r.template.SetValue("")
			r.focus(r.text)
			return
		}
	}
}

// changed is called by every field.
func (r *Room) changed() {
	if r.filling || r.draft == nil {
		return
	}
	r.draft.Changed(r.sketched)
	r.preview.later()
}

// request is what the desk is asked to send.
func (r *Room) request() desk.ReplyRequest {
	return desk.ReplyRequest{Ticket: string(r.id), To: strings.TrimSpace(r.to.Text), Subject: r.subject.Text, Text: r.text.Text(),
		Files: r.files.ticked(), Language: r.language.Value(), Draft: r.draft.Key()}
}

// Actions are what one can do while replying.
func (r *Room) Actions() []action.Action {
	there := func() bool { return r.id != "" }
	return []action.Action{
		{ID: "reply.send", Menu: action.Ticket, Key: "Ctrl+Return", Icon: theme.MailSendIcon(), Enabled: there, Do: r.submit},
		{ID: "reply.template", Menu: action.Ticket, Key: "Ctrl+T", Enabled: there, Do: func() { r.focus(r.template) }},
		{ID: "reply.preview", Menu: action.Ticket, Key: "Ctrl+Shift+P", Enabled: there, Do: func() { r.focus(r.preview.mail.Scroll) }},
		{ID: "reply.save", Menu: action.Ticket, Key: "Ctrl+Shift+S", Icon: theme.DocumentSaveIcon(), Enabled: there, Do: r.saveFile},
		{ID: "reply.discard", Menu: action.Ticket, Enabled: there, Do: r.discard},
	}
}

func (r *Room) focus(o fyne.Focusable) { r.seat.Window.Canvas().Focus(o) }

func (r *Room) say(key string, pairs ...any) string { return r.seat.Words.Say(key, pairs...) }
