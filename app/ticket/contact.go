package ticket

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// contactForm changes a contact. What is typed is kept as a draft until saved.
type contactForm struct {
	room    *Room
	form    *ui.Form
	meets   *fyne.Container // what to do about a change from elsewhere
	base    data.Contact    // the contact when the form was filled
	drafter *ui.Drafter
	quiet   bool // being filled, not typed in
	done    func()

	name, organization, site, department *ui.Entry
	phones, emails, notes                *editor.Editor
	kind, language, preferred            *ui.Choice
}

// editContact opens the card of the caller.
func (r *Room) editContact() {
	id, d := r.now.Requester.ID, r.seat.Desk
	if id == "" {
		return
	}
	type kept struct {
		now   data.Contact
		draft string
	}
	key := "contact:" + string(id)
	act(r, func(ctx context.Context) (kept, error) {
		now, err := d.Contact(ctx, id)
		if err != nil {
			return kept{}, err
		}
		draft, err := d.Draft(ctx, key)
		return kept{now, draft}, err
	}, func(k kept) {
		f := newContactForm(r, key)
		f.fill(k.now)
		var typed data.Contact
		if json.Unmarshal([]byte(k.draft), &typed) == nil && typed.ID == id {
			f.put(typed)
			f.offer(r.say("ticket.contact.restored"), r.say("ticket.contact.discard"), k.now)
		}
		f.open()
	}, nil)
}

func newContactForm(r *Room, key string) *contactForm {
	p := r.seat.Words
	f := &contactForm{room: r, form: ui.NewForm(p), meets: container.NewVBox(), drafter: ui.NewDrafter(r.seat, key)}
	entry := func() *ui.Entry {
		e := ui.NewEntry("")
		e.OnChanged = func(string) { f.changed() }
		return e
	}
	lines := func(rows int) *editor.Editor {
		e := editor.New(r.seat, "", rows)
		e.OnChanged = f.changed
		return e
	}
	list := func(kind string, values []string) *ui.Choice {
		return ui.NewChoice(p, kind, append([]string{""}, values...), func(string) { f.changed() })
	}
	f.name, f.organization, f.site, f.department = entry(), entry(), entry(), entry()
	f.phones, f.emails, f.notes = lines(2), lines(2), lines(3)
	f.phones.Plain, f.emails.Plain = true, true
	f.kind = list("relation", data.Choices(data.Contact{}, "kind"))
	f.language = list("language", words.Languages())
	f.preferred = list("channel", data.Choices(data.Contact{}, "preferred"))
	f.form.Need("name", p.Field("name"), f.name).
		Add("phones", p.Field("phones"), f.phones).
		Add("emails", p.Field("emails"), f.emails).
		Add("organization", p.Field("organization"), f.organization).
		Add("site", p.Field("site"), f.site).
		Beside("department", p.Field("department"), f.department).
		Add("kind", p.Field("relation"), f.kind).
		Beside("language", p.Field("language"), f.language).
		Add("preferred", p.Field("preferred"), f.preferred).
		Add("notes", p.Field("notes"), f.notes)
	return f
}

// fill shows a contact as the desk has it.
func (f *contactForm) fill(c data.Contact) {
	f.base = c
	f.put(c)
}

func (f *contactForm) put(c data.Contact) {
	f.quiet = true
	f.name.SetText(c.Name)
	f.phones.SetText(strings.Join(c.Phones, "\n"))
	f.emails.SetText(strings.Join(c.Emails, "\n"))
	f.organization.SetText(c.Organization)
	f.site.SetText(c.Site)
	f.department.SetText(c.Department)
	f.kind.SetValue(string(c.Kind))
	f.language.SetValue(c.Language)
	f.preferred.SetValue(string(c.Preferred))
	f.notes.SetText(c.Notes)
	f.quiet = false
}

// typed is the contact as the form has it.
func (f *contactForm) typed() data.Contact {
	c := f.base
	c.Name, c.Organization, c.Site, c.Department = f.name.Text, f.organization.Text, f.site.Text, f.department.Text
	c.Phones, c.Emails = linesOf(f.phones.Text()), linesOf(f.emails.Text())
	c.Kind, c.Language, c.Preferred = data.Relation(f.kind.Value()), f.language.Value(), data.Channel(f.preferred.Value())
	c.Notes = strings.TrimSpace(f.notes.Text())
	return c
}

// linesOf reads one item a line.
func linesOf(text string) []string {
	var list []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

func (f *contactForm) changed() {
	if f.quiet {
		return
	}
	f.drafter.Changed(func() string {
		c := f.typed()
		if same(c, f.base) {
			return ""
		}
		raw, err := json.Marshal(c)
		if err != nil {
			return "" // plain values always marshal
		}
		return string(raw)
	})
}

func (f *contactForm) open() {
	r := f.room
	f.done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.say("ticket.contact.title"), Width: 620, Focus: f.name,
		Content: container.NewVBox(f.form, note(r.say("ticket.contact.lines")), f.meets),
		Confirm: r.say("word.save"), Cancel: r.say("word.cancel"),
		OnConfirm: func() bool { f.save(false); return false },
		OnCancel:  f.drafter.Flush}) // Escape pressed in a hurry loses nothing: it is there next time
}

// errContactChanged says that the contact is no longer what the form was filled
// with.
type errContactChanged struct{ now data.Contact }

func (errContactChanged) Error() string { return "changed elsewhere" }

// save keeps the contact; mine says to do so over a change from elsewhere.
func (f *contactForm) save(mine bool) {
	r, c, base := f.room, f.typed(), f.base
	d := r.seat.Desk
	f.drafter.Flush()
	act(r, func(ctx context.Context) (data.Contact, error) {
		now, err := d.Contact(ctx, c.ID)
		if err != nil {
			return now, err
		}
		if !mine && !same(now, base) {
			return now, errContactChanged{now}
		}
		return d.SaveContact(ctx, c)
	}, func(c data.Contact) {
		f.drafter.Drop()
		f.done()
		r.seat.Notify(r.say("ticket.contact.saved", "name", c.Name))
	}, func(err error) bool {
		var other errContactChanged
		if errors.As(err, &other) {
			f.conflict(other.now)
			return true
		}
		return f.form.Fault(err)
	})
}

// conflict says that the contact was changed elsewhere, and offers both.
func (f *contactForm) conflict(now data.Contact) {
	r := f.room
	f.offer(r.say("ticket.contact.elsewhere"), r.say("ticket.elsewhere.reload"), now)
	f.meets.Add(container.NewHBox(ui.NewButton(r.say("ticket.elsewhere.mine"), nil, func() {
		f.settle()
		f.save(true)
	})))
}

// offer says something about what is in the form, and offers to fill it anew.
func (f *contactForm) offer(text, anew string, now data.Contact) {
	says := ui.NewPassage(text, ui.Warning, "")
	f.meets.Objects = []fyne.CanvasObject{says, container.NewHBox(ui.NewButton(anew, nil, func() {
		f.fill(now)
		f.changed()
		f.settle()
	}))}
	f.meets.Refresh()
}

func (f *contactForm) settle() {
	f.meets.Objects = nil
	f.meets.Refresh()
	f.room.focus(f.name)
}
