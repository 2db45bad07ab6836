package app

import (
	"context"
	"testing"
	"time"

	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

func TestBellRingsForWhatIsNew(t *testing.T) {
	s := seattest.New(t, "en")
	ctx := context.Background()
	ticket, err := s.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "Printer"})
	if err != nil {
		t.Fatal(err)
	}
	b := hang(s.Desk, s.Words)
	is := func(want ...string) {
		t.Helper()
		list, err := b.look(ctx)
		if err != nil || len(list) != len(want) {
			t.Fatalf("it rings for %v, want %q: %v", list, want, err)
		}
		for i, n := range list {
			if n.title != want[i] || n.ticket != ticket.ID || n.text != "Printer" {
				t.Errorf("it rings for %+v, want %q", n, want[i])
			}
		}
	}
	due := func(at time.Time) {
		t.Helper()
		if _, err := s.Desk.SetFields(ctx, ticket.Number, map[string]string{"due_at": at.Format(time.RFC3339)}, ""); err != nil {
			t.Fatal(err)
		}
	}
	is()
	due(s.Desk.Now().Add(time.Hour))
	is()
	due(s.Desk.Now())
	b.last = b.last.Add(-time.Minute) // as if it had become due since
	is("TST-1 is due")
	is() // once
}
