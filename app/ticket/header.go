package ticket

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
)

// header says which ticket this is and how it stands, and holds the buttons for
// what ends or moves it.
type header struct {
	room     *Room
	content  fyne.CanvasObject
	number   *ui.Text
	subject  *ui.Text
	badges   []*ui.Badge // status, priority, major, overdue, escalated
	person   *ui.Text
	phone    *ui.Button
	opened   *ui.Text
	buttons  []*ui.Button
	phoneNow string
}

func newHeader(r *Room) *header {
	h := &header{room: r, number: ui.NewText("", ui.Muted), subject: ui.NewHeading(""), person: ui.NewText("", ui.Ink), opened: ui.NewCaption("")}
	h.number.SizeName, h.person.Bold = theme.SizeNameSubHeadingText, true
	h.opened.Cut = true
	h.phone = ui.NewQuiet("", theme.ContentCopyIcon(), func() { r.copy(h.phoneNow) }).Hinting(r.say("ticket.phone.hint"))
	badges := container.NewHBox()
	for range 5 {
		b := ui.NewBadge("", "")
		b.Hide()
		h.badges = append(h.badges, b)
		badges.Add(b)
	}
	h.buttons = []*ui.Button{
		ui.NewButton(r.say("ticket.status.button"), theme.MenuDropDownIcon(), r.pickStatus).Hinting(hint(r, "ticket.status", "Ctrl+Shift+S")),
		ui.NewButton(r.say("ticket.reply.button"), theme.MailReplyIcon(), r.reply).Hinting(hint(r, "ticket.reply", "Ctrl+Shift+R")),
		ui.NewButton(r.say("ticket.escalate.button"), theme.MoveUpIcon(), r.escalate).Hinting(hint(r, "ticket.escalate", "Ctrl+E")),
		ui.NewButton(r.say("ticket.report.button"), theme.DocumentPrintIcon(), r.report).Hinting(hint(r, "ticket.report", "Ctrl+P")),
		ui.NewButton(r.say("ticket.resolve.button"), theme.ConfirmIcon(), r.resolve).Hinting(hint(r, "ticket.resolve", "Ctrl+R")),
	}
	buttons := container.NewHBox()
	for _, b := range h.buttons {
		buttons.Add(b)
	}
	first := ui.Border(nil, nil, h.number, badges, h.subject)
	second := container.New(&flow{}, ui.Border(nil, nil, container.NewHBox(h.person, h.phone), nil, h.opened), buttons)
	h.content = ui.Air(6, 4, 12, 12,
		ui.Pile(2, first, second))
	return h
}

func (h *header) show(k known) {
	t, p := k.Ticket, h.room.seat.Words
	h.number.SetText(t.Number)
	h.subject.SetText(t.Subject)
	status, ink := "", ui.Muted
	priority := ""
	if t.ID != "" {
		status, ink = p.Choice("status", string(t.Status)), statusInk(t.Status)
		priority = p.Choice("priority", string(t.Priority))
	}
	h.badges[0].Set(status, ink)
	h.badges[1].Set(priority, ui.Priority(string(t.Priority)))
	h.badges[2].Set(wordIf(t.Major, p.Say("word.major")), ui.Danger)
	h.badges[3].Set(wordIf(k.Overdue, p.Say("word.overdue")), ui.Danger)
	h.badges[4].Set(wordIf(k.Escalated(), p.Say("word.escalated")), ui.Warning)

	h.person.SetText(k.Requester.Name)
	h.phoneNow = ""
	if len(k.Requester.Phones) > 0 {
		h.phoneNow = k.Requester.Phones[0]
	}
	h.phone.SetText(h.phoneNow)
	h.phone.Hidden = h.phoneNow == ""
	var facts []string
	add := func(key string, text string) {
		if text != "" {
			facts = append(facts, p.Say(key, "at", text))
		}
	}
	now := h.room.seat.Desk.Now()
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return when(p, t, now)
	}
	add("ticket.head.opened", at(t.OpenedAt))
	if t.Status.Category() != data.Done {
		add("ticket.head.due", at(t.DueAt))
	}
	add("ticket.head.resolved", at(t.ResolvedAt))
	h.opened.SetText(strings.Join(facts, " · "))
	for _, b := range h.buttons {
		enable(b, t.ID != "")
	}
	draft := func(key string, begun bool) string {
		if begun {
			key += ".begun"
		}
		return p.Say(key)
	}
	h.buttons[1].SetText(draft("ticket.reply.button", k.replying))
	h.buttons[2].SetText(draft("ticket.escalate.button", k.escalating))
	enable(h.buttons[0], len(t.Status.Next()) > 0)
	enable(h.buttons[4], t.Status.May(data.Resolved))
	h.content.Refresh()
}

// statusInk is the colour of a status, beside its word.
func statusInk(s data.Status) fyne.ThemeColorName {
	switch {
	case s == data.New:
		return ui.Accent
	case s == data.InProgress:
		return ui.P4
	case s == data.Resolved:
		return ui.Good
	case s.Category() == data.Paused:
		return ui.P3
	}
	return ui.Muted
}

func wordIf(is bool, word string) string {
	if is {
		return word
	}
	return ""
}

func enable(o fyne.Disableable, on bool) {
	if on != !o.Disabled() {
		if on {
			o.Enable()
		} else {
			o.Disable()
		}
	}
}

// copy puts a text on the clipboard and says so.
func (r *Room) copy(text string) {
	if text != "" {
		fyne.CurrentApp().Clipboard().SetContent(text)
		r.seat.Notify(r.say("ticket.copied", "text", text))
	}
}
