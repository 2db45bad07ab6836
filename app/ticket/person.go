package ticket

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// pickPerson looks for a contact and makes them the one who asks, or the one who
// has the trouble.
func (r *Room) pickPerson(field string) {
	if !r.loaded() {
		return
	}
	d := r.seat.Desk
	find := ui.NewFinder(r.seat, r.say("ticket.person.search"), r.say("ticket.person.search"), r.say("ticket.person.empty"), func(ctx context.Context, query string) ([]desk.ContactHit, error) {
		if strings.TrimSpace(query) == "" {
			return nil, nil
		}
		return d.FindContacts(ctx, query, mostFound)
	}, func(h desk.ContactHit) []ui.Cell {
		return []ui.Cell{{Text: h.Contact.Name}, {Text: reachOf(h.Contact)}, {Text: h.Contact.Organization}}
	})
	find.List.OpenOnClick = true
	var done func()
	take := func(id data.ID) { r.setThen(map[string]string{field: string(id)}, "", func() { done() }, nil) }
	find.OnOpen = func(h desk.ContactHit) { take(h.Contact.ID) }
	content := container.NewVBox(note(r.say("ticket.person."+field)), find.Content)
	if field == "affected_user" && r.now.Affected != nil {
		content.Add(container.NewHBox(ui.NewButton(r.say("ticket.person.nobody"), nil, func() { take("") })))
	}
	done = find.Ask(ui.Dialog{Title: r.seat.Words.Field(field), Width: 560, Content: content, Cancel: r.say("word.cancel")})
}
