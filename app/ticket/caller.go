package ticket

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// caller is the card of the person the ticket is about, and their other tickets.
type caller struct {
	room    *Room
	content fyne.CanvasObject
	card    *fyne.Container
	edit    *ui.Button
	other   *ui.Button
	tickets *ui.List
	title   *ui.Text
	below   *fyne.Container
	others  []data.Excerpt
	drawn   data.Contact
}

// mostOthers is how many of the caller's other tickets are in sight at once.
const mostOthers = 3

func newCaller(r *Room) *caller {
	c := &caller{room: r, card: container.New(&stack{}), title: bold("")}
	c.edit = ui.NewQuiet(r.say("word.edit"), theme.DocumentCreateIcon(), r.editContact).Hinting(r.say("action.ticket.contact"))
	c.other = ui.NewQuiet(r.say("word.change"), theme.AccountIcon(), func() { r.pickPerson("requester") }).Hinting(r.say("action.ticket.caller"))
	c.tickets = ui.NewNames(nil)
	c.tickets.Label = r.say("ticket.others")
	c.tickets.OpenOnClick = true
	c.tickets.OnOpen = func(i int) { r.seat.Go.Ticket(c.others[i].ID) }
	c.below = container.New(&stack{}, ui.Air(8, 2, 0, 0, c.title), c.tickets)
	c.content = ui.Air(0, 0, 8, 10,
		container.New(&stack{}, ui.Section(r.say("field.requester"), c.card, c.edit, c.other), c.below))
	return c
}

func (c *caller) show(k known) {
	p := c.room.seat.Words
	enable(c.edit, k.Requester.ID != "")
	enable(c.other, k.Ticket.ID != "")
	c.drawCard(k.Requester)
	c.others = k.others
	c.title.SetText(p.Count("ticket.others.count", len(k.others)))
	c.title.Hidden = k.Ticket.ID == ""
	rows := make(ui.Rows, len(k.others))
	for i, x := range k.others {
		rows[i] = []ui.Cell{{Text: x.Number + "  " + x.Subject, Muted: x.Status.Category() == data.Done},
			{Text: ui.Status(p, x.Status), Color: statusInk(x.Status)}}
	}
	c.tickets.MinRows = min(len(rows), mostOthers)
	c.tickets.SetSource(rows)
	c.tickets.Hidden = len(rows) == 0
	c.content.Refresh()
	ui.Relayout(c.room.right) // what is above the knowledge may be higher now
}

// drawCard shows how the caller is reached; a number or an address is copied by
// pressing it.
func (c *caller) drawCard(who data.Contact) {
	if len(c.card.Objects) > 0 && same(c.drawn, who) {
		return
	}
	c.drawn = who
	p := c.room.seat.Words
	c.card.Objects = []fyne.CanvasObject{bold(who.Name)}
	var of []string
	for _, s := range []string{who.Department, who.Organization, who.Site} {
		if s != "" {
			of = append(of, s)
		}
	}
	if len(of) > 0 {
		c.card.Add(left(note(strings.Join(of, " · "))))
	}
	for _, reach := range append(append([]string{}, who.Phones...), who.Emails...) {
		var icon fyne.Resource = handset
		if strings.Contains(reach, "@") {
			icon = theme.MailComposeIcon()
		}
		b := ui.NewQuiet(reach, icon, func() { c.room.copy(reach) }).Hinting(c.room.say("ticket.phone.hint"))
		b.Leading = true
		how := "ticket.reach.call"
		if strings.Contains(reach, "@") {
			how = "ticket.reach.write"
		}
		open := ui.NewQuiet(c.room.say(how), nil, func() { c.room.reach([]string{reach}) }).Hinting(c.room.say(how + ".hint"))
		c.card.Add(ui.Air(-2, -2, -6, 0, ui.Border(nil, nil, nil, open, container.New(&cutButton{reach}, b))))
	}
	var wishes []string
	if who.Preferred != "" {
		wishes = append(wishes, p.Say("ticket.contact.prefers", "channel", p.Choice("channel", string(who.Preferred))))
	}
	if who.Language != "" && words.Base(who.Language) != p.Base() {
		wishes = append(wishes, p.Say("ticket.contact.speaks", "language", p.Choice("language", who.Language)))
	}
	if who.Notes != "" {
		wishes = append(wishes, brief(who.Notes, 200))
	}
	if len(wishes) > 0 {
		c.card.Add(left(small(strings.Join(wishes, " · "), ui.Ink)))
	}
	if held := mergedInto(who); held > 0 {
		c.card.Add(ui.Border(nil, nil, nil, ui.NewQuiet(p.Say("merge.unmerge"), nil, c.room.unmergeContact), left(note(p.Count("merge.contact.holds", held)))))
	}
}

// mergedInto is how many cards were merged into a contact's.
func mergedInto(who data.Contact) (n int) {
	for _, link := range who.Links {
		if link.Kind == data.DuplicatedBy {
			n++
		}
	}
	return n
}

// cutButton is a layout for one button whose text is cut where there is less
// room: some addresses are longer than the column.
type cutButton struct{ text string }

// MinSize is the button's height.
func (c *cutButton) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(ui.Px(80), o[0].MinSize().Height)
}

// Layout cuts the text.
func (c *cutButton) Layout(o []fyne.CanvasObject, size fyne.Size) {
	b := o[0].(*ui.Button)
	width := func(text string) float32 { return ui.Measure(text, theme.TextSize(), fyne.TextStyle{}).Width }
	room := size.Width - (b.MinSize().Width - width(b.Text)) // without icon and air
	text := c.text
	for letters := []rune(c.text); width(text) > room && len(letters) > 4; {
		letters = letters[:len(letters)-1]
		text = string(letters) + "…"
	}
	if b.Text != text {
		b.SetText(text)
	}
	b.Resize(size)
}

// left lines a label's text up with text that has no air of its own.
func left(o fyne.CanvasObject) fyne.CanvasObject {
	return ui.Air(-4, -4, -5, 0, o)
}

// same says whether two contacts are the same in every field.
func same(a, b data.Contact) bool {
	f, g := data.FieldsOf(a), data.FieldsOf(b)
	if len(f) != len(g) || a.ID != b.ID {
		return false
	}
	for name, raw := range f {
		if string(g[name]) != string(raw) {
			return false
		}
	}
	return true
}
