package seattest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// Sample is New at the sample desk, with a mail account whose letters leave at
// once.
func Sample(t testing.TB, lang string) *Seat {
	t.Helper()
	d, err := desk.CreateDemo(context.Background(), filepath.Join(t.TempDir(), "desk"), lang)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ui.SettleDrafts(5 * time.Second)
		d.Close()
	})
	s := Window(t, lang)
	s.Desk = d
	s.Mail(data.Account{Host: "smtp.example.org", From: "mesa@example.org", FromName: d.Settings().Name}, 0)
	return s
}

// Mail gives the desk a mail account; letters can be taken back for a delay, in
// seconds.
func (s *Seat) Mail(a data.Account, delay int) {
	s.t.Helper()
	now := s.Desk.Settings()
	now.Mail, now.SendDelay = a, &delay
	if err := s.Desk.SaveSettings(context.Background(), now); err != nil {
		s.t.Fatal(err)
	}
}

// Ticket opens one about which nothing is known but a caller and a subject.
func (s *Seat) Ticket() data.Ticket {
	s.t.Helper()
	ticket, err := s.Desk.OpenTicket(context.Background(), desk.Intake{Contact: data.Contact{Name: "Íñigo Zabala"}, Subject: "La VPN se corta cada diez minutos"})
	if err != nil {
		s.t.Fatal(err)
	}
	return ticket
}

// Case reads a ticket.
func (s *Seat) Case(ref data.ID) data.Case {
	s.t.Helper()
	c, err := s.Desk.Case(context.Background(), string(ref))
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}
