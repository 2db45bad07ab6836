package ticket

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// pickPerson looks for a contact and makes them the one who asks, or the one who
// has the trouble.
func (r *Room) pickPerson(field string) {
	if !r.loaded() {
		return
	}
	d := r.seat.Desk
	var slot ui.Slot
	var found []data.Contact
	list := ui.NewLines(nil)
	list.MinRows, list.OpenOnClick = 7, true
	list.SetEmpty(ui.Empty(r.say("ticket.person.empty"), nil))
	var done func()
	take := func(id data.ID) {
		r.setThen(map[string]string{field: string(id)}, "", func() { done() }, nil)
	}
	look := func(query string) {
		ui.Load(r.seat, &slot, func(ctx context.Context) ([]data.Contact, error) {
			if strings.TrimSpace(query) == "" {
				return nil, nil
			}
			hits, err := d.FindContacts(ctx, query, 30)
			contacts := make([]data.Contact, len(hits))
			for i, h := range hits {
				contacts[i] = h.Contact
			}
			return contacts, err
		}, func(contacts []data.Contact) {
			found = contacts
			rows := make(ui.Rows, len(contacts))
			for i, c := range contacts {
				rows[i] = []ui.Cell{{Text: c.Name}, {Text: strings.Join(append(append([]string{}, c.Phones...), c.Emails...), " · ")}, {Text: c.Organization}}
			}
			list.SetSource(rows)
		})
	}
	search := ui.NewSearchBox(r.seat.Do, r.say("ticket.person.search"), look)
	search.Label = r.say("ticket.person.search")
	toList := func() {
		if len(found) > 0 {
			r.focus(list)
		}
	}
	search.OnDown, search.OnEnter = toList, toList
	list.OnTop = func() { r.focus(search) }
	list.OnOpen = func(i int) { take(found[i].ID) }
	content := container.NewVBox(note(r.say("ticket.person."+field)), search, list)
	if field == "affected_user" && r.now.Affected != nil {
		content.Add(container.NewHBox(ui.NewButton(r.say("ticket.person.nobody"), nil, func() { take("") })))
	}
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.seat.Words.Field(field), Width: 560, Content: content, Focus: search, Cancel: r.say("word.cancel")})
}
