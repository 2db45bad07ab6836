package ticket_test

import (
	"context"
	"firstline/data"
	"firstline/data/desk"
	"net/url"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// system notes what the system is asked to open.
type system struct {
	fyne.App
	opened []string
}

func (s *system) OpenURL(u *url.URL) error { s.opened = append(s.opened, u.String()); return nil }

// A person is called and written to by the system's own programs, and a link to
// the ticket can be handed on.
func TestPeopleAndTicketsAreLinked(t *testing.T) {
	b := sit(t, "en")
	known, err := b.Desk.OpenTicket(context.Background(), desk.Intake{Subject: "No sound",
		Contact: data.Contact{Name: "Lucía Núñez", Phones: []string{"+34 600-111 222"}, Emails: []string{"lucia@example.org"}}})
	b.must(err)
	b.enter(known.ID)
	app := &system{App: fyne.CurrentApp()}
	fyne.SetCurrentApp(app)
	t.Cleanup(func() { fyne.SetCurrentApp(app.App) })
	b.do("ticket.call")
	b.do("ticket.write")
	b.do("ticket.link")
	if want := []string{"tel:+34600111222", "mailto:lucia@example.org"}; !slices.Equal(app.opened, want) {
		t.Errorf("opened %q, want %q", app.opened, want)
	}
	if got, want := app.Clipboard().Content(), "firstline:"+known.Number; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}
