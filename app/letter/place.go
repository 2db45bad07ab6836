package letter

import (
	"context"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// mostFound is how many tickets the choice of one shows.
const mostFound = 30

// Place asks for the ticket a mail belongs to: one of its sender's, until
// something is typed.
func Place(seat *ui.Seat, sender string, do func(data.Excerpt)) {
	p := seat.Words
	find := ui.NewFinder(seat, p.Say("letter.place.which"), p.Say("letter.place.hint"), p.Say("letter.place.none"),
		func(ctx context.Context, query string) ([]data.Excerpt, error) {
			return tickets(ctx, seat.Desk, sender, query)
		},
		func(x data.Excerpt) []ui.Cell {
			return []ui.Cell{{Text: x.Number + "  " + x.Subject}, {Text: x.Caller}, {Text: ui.Status(p, x.Status)}}
		})
	var done func()
	find.OnOpen = func(x data.Excerpt) {
		done()
		do(x)
	}
	done = find.Ask(ui.Dialog{Title: p.Say("letter.place.title"), Width: 680, Confirm: p.Say("letter.place.do"), Cancel: p.Say("word.cancel")})
}

// tickets finds those a mail may belong to.
func tickets(ctx context.Context, d *desk.Desk, sender, query string) ([]data.Excerpt, error) {
	if query == "" && sender != "" {
		hits, err := d.FindContacts(ctx, sender, 1)
		if err != nil {
			return nil, err
		}
		if len(hits) > 0 {
			return d.ContactTickets(ctx, hits[0].Contact.ID, mostFound)
		}
	}
	rows, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Filter: query, Limit: mostFound, Soon: true})
	return rows, err
}
