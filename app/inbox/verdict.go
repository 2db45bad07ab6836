package inbox

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// verdict stands above a mail: where it is or might belong, why, how far its
// sender can be believed, and what can be done about it.
type verdict struct {
	room    *Inbox
	ground  *ui.Fill
	text    *fyne.Container
	accept  *ui.Button
	place   *ui.Button
	fresh   *ui.Button
	discard *ui.Button
	unplace *ui.Button
	open    *ui.Button
	source  *ui.Button
	content *fyne.Container
}

func newVerdict(b *Inbox) *verdict {
	v := &verdict{room: b, ground: ui.NewFill(""), text: container.New(page.Column{Gap: ui.Px(2)})}
	button := func(id, key string, do func()) *ui.Button {
		return ui.NewButton(b.say("action.inbox."+id), nil, do).Hinting(action.Hint(b.seat.Words, "inbox."+id, key))
	}
	v.accept = ui.NewPrimary(b.say("action.inbox.accept"), nil, b.accept).Hinting(action.Hint(b.seat.Words, "inbox.accept", "Ctrl+Return"))
	v.place = button("place", "Ctrl+M", b.place)
	v.fresh = button("new", "Ctrl+T", b.newTicket)
	v.discard = button("discard", "Ctrl+D", b.discard)
	v.unplace = button("unplace", "Ctrl+B", b.unplace)
	v.open = button("ticket", "Ctrl+O", b.goTicket)
	v.source = button("original", "Ctrl+U", b.original)
	buttons := container.New(page.Wrap{}, v.accept, v.open, v.fresh, v.place, v.unplace, v.discard, v.source)
	inner := container.New(page.Column{Gap: ui.Px(8)}, v.text, buttons)
	v.content = container.NewStack(v.ground, ui.Air(10, 10, 12, 12, inner))
	v.content.Hide()
	return v
}

// show tells of a mail.
func (v *verdict) show(m data.Mail, ok bool) {
	b, p := v.room, v.room.seat.Words
	v.content.Hidden = !ok
	if !ok {
		return
	}
	ground, ink := fyne.ThemeColorName(""), ui.Ink
	if m.State.Waiting() {
		ground, ink = ui.Internal, ui.InternalInk
	}
	v.ground.Set(ground)
	v.text.Objects = []fyne.CanvasObject{ui.Prose(b.stands(m), ink)}
	if why := b.why(m); why != "" {
		v.text.Add(ui.Prose(why, ui.Ink))
	}
	if m.Trust != "" && m.State != data.MailOwn {
		v.text.Add(ui.Flush(ui.Small(p.Choice("trust", string(m.Trust)))))
	}
	v.accept.SetText(b.acceptName(m))
	for button, shown := range map[*ui.Button]bool{
		v.accept: m.State.Waiting(), v.open: m.Ticket != "" && m.State != data.MailOwn, v.fresh: decidable(m) && m.Proposed != "", v.place: decidable(m),
		v.unplace: m.Ticket != "" && decidable(m), v.discard: m.State.Waiting() || m.Ticket != "" && decidable(m), v.source: true} {
		button.Hidden = !shown
	}
	v.content.Refresh()
}

// decidable says whether a person may say where a mail belongs.
func decidable(m data.Mail) bool {
	switch m.State {
	case data.MailOwn, data.MailDuplicate, data.MailKept, data.MailStub:
		return false
	}
	return true
}

// acceptName is what the first button does: it agrees to what is proposed.
func (b *Inbox) acceptName(m data.Mail) string {
	switch {
	case m.State == data.MailStub:
		return b.say("inbox.whole", "size", b.seat.Words.Size(m.Size))
	case m.Proposed != "":
		return b.say("inbox.accept.on", "number", m.ProposedNumber)
	}
	return b.say("action.inbox.new")
}

// stands says where a mail is, or that it waits.
func (b *Inbox) stands(m data.Mail) string {
	switch {
	case m.State == data.MailTriage && m.Proposed != "":
		return b.say("inbox.stands.proposed", "number", m.ProposedNumber)
	case m.State == data.MailPlaced || m.State == data.MailUnreadable:
		return b.say("inbox.stands.placed", "number", m.Number)
	}
	return b.say("inbox.stands." + string(m.State))
}

// why gives the reason.
func (b *Inbox) why(m data.Mail) string {
	if m.Reason == "" || !b.seat.Words.Has("placed."+m.Reason) {
		return ""
	}
	return b.say("placed."+m.Reason, "detail", m.Detail)
}
