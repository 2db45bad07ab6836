package intake

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// fields are what can be filled in besides the caller's name.
type fields struct {
	phone, email, organization *ui.Entry
	subject                    *ui.Entry
	description, environment   *editor.Editor
	impact, urgency            *ui.Choice
	category, kind, channel    *ui.Choice
	asset                      *ui.Entry
	priority                   *priority

	// What was filled in from the caller's card; taken out again, unless it was
	// changed, when the caller turns out to be someone else.
	given map[*ui.Entry]string
}

func newFields(seat *ui.Seat, changed func()) fields {
	p := seat.Words
	line := func() *ui.Entry {
		e := ui.NewEntry("")
		e.OnChanged = func(string) { changed() }
		return e
	}
	note := func(rows int) *editor.Editor {
		n := editor.New(seat, "", rows)
		n.OnChanged = changed
		return n
	}
	f := fields{
		phone: line(), email: line(), organization: line(), subject: line(), asset: line(),
		description: note(8), environment: note(2),
		priority: newPriority(seat), given: map[*ui.Entry]string{},
	}
	f.description.MaxRows = 12 // a pasted log leaves the fields below in sight
	f.description.Sources = append(f.description.Sources, editor.Blocks(func() []data.Template { return editor.Templates(seat) }, func(text string) string {
		return editor.Fill(p, text, map[string]string{"subject": f.subject.Text, "organization": f.organization.Text,
			"operator": seat.Desk.Settings().Operator, "today": p.Date(seat.Desk.Now())})
	}))
	f.subject.OnEnter = func() { seat.Window.Canvas().Focus(f.description) }
	choice := func(kind string, values []string) *ui.Choice {
		return ui.NewChoice(p, kind, values, func(string) {
			f.priority.show(f.impact.Value(), f.urgency.Value())
			changed()
		})
	}
	levels := append([]string{""}, data.Level("").Choices()...)
	f.impact, f.urgency = choice("intake_impact", levels), choice("intake_urgency", levels)
	f.category = choice("", append([]string{""}, seat.Desk.Settings().Categories...))
	f.kind = choice("type", data.TicketType("").Choices())
	f.channel = choice("channel", data.Channel("").Choices())
	f.clear()
	return f
}

// layForm puts the fields in the order a call goes: who, what, how bad, which.
func (r *Room) layForm() *ui.Form {
	p, f := r.seat.Words, &r.fields
	return ui.NewForm(p).
		Need("caller", p.Field("caller"), r.caller.box).
		Add("", "", r.caller.hint).
		Add("phones", p.Field("phone"), f.phone).
		Beside("emails", p.Field("email"), f.email).
		Add("organization", p.Field("organization"), f.organization).
		Need("subject", p.Field("subject"), f.subject).
		Add("description", p.Field("description"), f.description).
		Add("impact", p.Field("impact"), f.impact).
		Beside("urgency", p.Field("urgency"), f.urgency).
		Add("priority", p.Field("priority"), f.priority.object).
		Add("category", p.Field("category"), f.category).
		Beside("type", p.Field("type"), f.kind).
		Add("channel", p.Field("channel"), f.channel).
		Beside("asset", p.Field("asset"), f.asset).
		Add("environment", p.Field("environment"), f.environment)
}

// clear empties the fields; the choices go back to the usual call.
func (f *fields) clear() {
	for _, e := range []*ui.Entry{f.phone, f.email, f.organization, f.subject, f.asset} {
		e.Put("")
	}
	f.description.SetText("")
	f.environment.SetText("")
	f.organization.Enable()
	clear(f.given)
	f.category.SetValue("")
	f.kind.SetValue(string(data.Incident))
	f.channel.SetValue(string(data.Phone))
	f.impact.SetValue("")
	f.urgency.SetValue("")
	f.priority.show("", "")
}

// reload takes up the categories as the settings have them now.
func (f *fields) reload(seat *ui.Seat) {
	now := f.category.Value()
	f.category.SetValues(append([]string{""}, seat.Desk.Settings().Categories...))
	f.category.SetValue(now)
}

// reach fills in how a caller is reached. Of several phones it takes the one the
// search was for. What a person typed there stays, and is added to the contact
// when the ticket is saved; a known organisation is the contact's own matter.
func (f *fields) reach(c data.Contact, asked string) {
	for e, text := range f.given {
		if e.Text == text {
			e.Put("")
		}
	}
	clear(f.given)
	f.organization.Enable()
	if c.ID == "" {
		return
	}
	give := func(e *ui.Entry, known []string) {
		if e.Text == "" {
			e.Put(likeliest(known, asked))
		}
		if e.Text != "" && slices.Contains(known, e.Text) {
			f.given[e] = e.Text
		}
	}
	give(f.phone, c.Phones)
	give(f.email, c.Emails)
	if c.Organization != "" {
		f.organization.Put(c.Organization)
		f.given[f.organization] = c.Organization
		f.organization.Disable()
	}
}

// intake is what the form holds, as the desk takes it.
func (r *Room) intake() desk.Intake {
	f := &r.fields
	one := func(e *ui.Entry) []string {
		if e.Text == "" {
			return nil
		}
		return []string{e.Text}
	}
	return desk.Intake{
		ContactID:   r.caller.known.ID,
		Contact:     data.Contact{Name: r.caller.text(), Phones: one(f.phone), Emails: one(f.email), Organization: f.organization.Text},
		Type:        data.TicketType(f.kind.Value()),
		Channel:     data.Channel(f.channel.Value()),
		Subject:     f.subject.Text,
		Description: f.description.Text(),
		Category:    f.category.Value(),
		Environment: f.environment.Text(),
		Asset:       f.asset.Text,
		Impact:      data.Level(f.impact.Value()),
		Urgency:     data.Level(f.urgency.Value()),
		StartedAt:   r.timer.StartedAt(),
		Seconds:     r.timer.Elapsed(),
		Article:     r.advice.linked.ID,
		Draft:       r.drafter.Key(),
	}
}

// priority shows what impact and urgency come to, and by when the case is to be
// solved, before anything is saved.
type priority struct {
	seat   *ui.Seat
	badge  *ui.Badge
	due    *ui.Text
	object fyne.CanvasObject
}

func newPriority(seat *ui.Seat) *priority {
	p := &priority{seat: seat, badge: ui.NewBadge("", ""), due: ui.NewCaption("")}
	p.object = container.NewHBox(p.badge, p.due)
	return p
}

func (p *priority) show(impact, urgency string) {
	level := data.PriorityOf(data.Level(impact), data.Level(urgency))
	p.badge.Set(p.seat.Words.Choice("priority", string(level)), ui.Priority(string(level)))
	p.due.SetText(p.seat.Words.Say("intake.due", "when", p.seat.Words.DateTime(p.seat.Desk.Now().Add(level.Target()))))
	p.object.Refresh()
}
