package inbox

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

var ctx = context.Background()

// desk with a ticket of Lucía's, and mail about it that proves nothing.
func mailed(t *testing.T, lang string) (*seattest.Seat, *Inbox, data.Ticket) {
	t.Helper()
	s := seattest.New(t, lang)
	ticket, err := s.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Lucía Núñez", Emails: []string{"lucia@example.org"}}, Subject: "La impresora no imprime"})
	if err != nil {
		t.Fatal(err)
	}
	// Another letter from the same address, that only names the number.
	arrives(t, s, "From: Otra Persona <otra@example.net>\r\nSubject: Sobre "+ticket.Number+"\r\nMessage-ID: <uno@example.net>\r\n\r\nSigue sin imprimir.\r\n\r\nEl lun, 23 nov 2026 a las 10:11, Mesa <mesa@example.org> escribió:\r\n> ¿Está encendida?\r\n")
	s.Go = ui.Ways{Settings: func() {}, Ticket: func(data.ID) {}}
	b := New(s.Seat)
	s.Show(b.Content())
	b.Enter()
	t.Cleanup(b.Leave)
	s.Wait(func() bool { return len(b.mails) == 1 && b.read.Raw != nil })
	return s, b, ticket
}

func arrives(t *testing.T, s *seattest.Seat, raw string) data.Mail {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mail.eml")
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	mails, err := s.Desk.OpenMailFile(ctx, path, nil)
	if err != nil || len(mails) != 1 {
		t.Fatal(mails, err)
	}
	return mails[0]
}

func TestAgreeingPutsTheMailOnTheProposedTicket(t *testing.T) {
	s, b, ticket := mailed(t, "es")
	m, _ := b.one()
	if m.State != data.MailTriage || m.ProposedNumber != ticket.Number {
		t.Fatalf("the mail is %+v", m)
	}
	if fresh := b.read.Message.NewText; !strings.HasPrefix(fresh, "Sigue sin imprimir.") || strings.Contains(fresh, "encendida") {
		t.Errorf("what is new is %q", b.read.Message.NewText)
	}
	s.Shot("inbox-es")
	b.accept()
	s.Wait(func() bool { return len(b.mails) == 0 })
	m, err := s.Desk.Mail(ctx, m.ID)
	if err != nil || m.Ticket != ticket.ID || m.State != data.MailPlaced {
		t.Errorf("the mail is %+v, %v", m, err)
	}
	if len(s.Notices) != 1 || !strings.Contains(s.Notices[0], ticket.Number) {
		t.Errorf("said %q", s.Notices)
	}
	s.Shot("inbox-empty-es")
	b.tabs.choose(true)
	s.Wait(func() bool { return len(b.mails) == 1 })
	s.Shot("inbox-all-es")
	b.unplace()
	s.Wait(func() bool { m, _ := b.one(); return m.State == data.MailTriage })
	if m, _ := b.one(); m.Ticket != "" || m.Proposed != ticket.ID {
		t.Errorf("taken off, the mail is %+v", m)
	}
}

func TestAMailGetsATicketOfItsOwnAndBack(t *testing.T) {
	s, b, ticket := mailed(t, "en")
	id := b.picked
	b.newTicket()
	s.Wait(func() bool { return len(b.mails) == 0 })
	m, err := s.Desk.Mail(ctx, id)
	if err != nil || m.Number == "" || m.Ticket == ticket.ID {
		t.Fatalf("the mail is %+v, %v", m, err)
	}
	if _, err := s.Desk.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	s.Wait(func() bool { return len(b.mails) == 1 })
	if _, err := s.Desk.Case(ctx, m.Number); err == nil {
		t.Errorf("%s is still there after undo", m.Number)
	}
}

func TestAnotherTicketIsChosenByKeys(t *testing.T) {
	s, b, _ := mailed(t, "es")
	other, err := s.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Julián Moreno"}, Subject: "El lector de la nave no pita"})
	if err != nil {
		t.Fatal(err)
	}
	id := b.picked
	b.place()
	s.Type("lector")
	s.Shot("inbox-place-es")
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { _, ok := s.Window.Canvas().Focused().(*ui.List); return ok })
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return len(b.mails) == 0 })
	if m, err := s.Desk.Mail(ctx, id); err != nil || m.Ticket != other.ID {
		t.Errorf("the mail is %+v, %v", m, err)
	}
}

func TestDiscardedMailIsKept(t *testing.T) {
	s, b, _ := mailed(t, "en")
	id := b.picked
	b.discard()
	s.Wait(func() bool { return len(b.mails) == 0 })
	raw, err := s.Desk.RawMail(ctx, id)
	if err != nil || !strings.Contains(string(raw), "Sigue sin imprimir.") {
		t.Errorf("its text is %q, %v", raw, err)
	}
}
