package editor_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/spelling"
)

// atDesk seats an editor at a desk with a ticket and an article.
func atDesk(t *testing.T) (*seattest.Seat, *editor.Editor, data.Ticket, data.Article) {
	t.Helper()
	s := seattest.New(t, "es")
	ctx := context.Background()
	ticket, err := s.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Ana Núñez"}, Subject: "La impresora no imprime", Channel: data.Phone})
	if err != nil {
		t.Fatal(err)
	}
	article, err := s.Desk.SaveArticle(ctx, data.Article{Title: "Reiniciar la cola de impresión", Audience: "internal", Language: "es", Resolution: "Pare el servicio y arránquelo."}, "")
	if err != nil {
		t.Fatal(err)
	}
	e := editor.New(s.Seat, "", 6)
	s.Show(container.NewVBox(e))
	s.Window.Canvas().Focus(e)
	return s, e, ticket, article
}

// open waits for the list of what is offered.
func open(s *seattest.Seat) { s.Wait(func() bool { return ui.Busy(s.Window) }) }

func TestLinksByTyping(t *testing.T) {
	s, e, ticket, article := atDesk(t)
	s.Wait(func() bool { // what was taken down is indexed in the background
		finds, err := s.Desk.Search(context.Background(), "impresora", 5, desk.Near)
		return err == nil && len(finds.Hits) > 0 && finds.Hits[0].Kind == "ticket"
	})
	var went []string
	s.Go.Ticket = func(id data.ID) { went = append(went, "ticket "+string(id)) }
	s.Go.Article = func(id, _ data.ID) { went = append(went, "article "+string(id)) }
	s.Type("Igual que TST-1")
	open(s)
	s.Press(fyne.KeyReturn)
	s.Type(" y #impresora")
	open(s)
	s.Press(fyne.KeyReturn)
	s.Type("; ver [[cola de")
	open(s)
	s.Press(fyne.KeyReturn)
	if want := "Igual que TST-1 y TST-1; ver [[Reiniciar la cola de impresión]]"; e.Text() != want {
		t.Fatalf("it says %q, want %q", e.Text(), want)
	}
	e.OpenLink()
	s.Wait(func() bool { return len(went) == 1 })
	s.Press(fyne.KeyHome)
	ctrl(s, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	e.OpenLink()
	s.Wait(func() bool { return len(went) == 2 })
	if want := []string{"article " + string(article.ID), "ticket " + string(ticket.ID)}; !slices.Equal(went, want) {
		t.Errorf("went to %q, want %q", went, want)
	}
	s.Press(fyne.KeyEnd)
	s.Type(" [[No hay tal cosa]]")
	e.OpenLink()
	s.Wait(func() bool { return len(s.Notices) > 0 })
	if len(went) != 2 || len(s.Errors) > 0 {
		t.Errorf("a link to nothing went to %q; errors %v", went, s.Errors)
	}
}

// A number means its ticket, not an article that names it.
func TestANumberOffersItsTicketAlone(t *testing.T) {
	s, _, _, _ := atDesk(t)
	if _, err := s.Desk.SaveArticle(context.Background(), data.Article{Title: "Lo que enseñó TST-1", Audience: "internal", Language: "es", Resolution: "Véase TST-1."}, ""); err != nil {
		t.Fatal(err)
	}
	s.Wait(func() bool {
		finds, err := s.Desk.Search(context.Background(), "TST-1", 5, desk.Near)
		return err == nil && len(finds.Hits) == 2
	})
	s.Type("Igual que TST-1")
	open(s)
	if screen := s.Screen(); !strings.Contains(screen, "TST-1  La impresora") || strings.Contains(screen, "Lo que enseñó") {
		t.Errorf("offered:\n%s", screen)
	}
}

// A wrong word is put right from the list, or becomes one of the desk's own.
func TestSpelling(t *testing.T) {
	s, e, _, _ := atDesk(t)
	e.Misspelled()
	if len(s.Notices) != 1 {
		t.Fatalf("without dictionaries F7 says %q", s.Notices)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"es_ES.aff": "SET UTF-8\nTRY aeiouncrt\n", "es_ES.dic": "5\nel\ncorreo\nno\nva\ncon\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.Speller = &spelling.Speller{}
	if err := s.Speller.Load([]string{dir}, []string{"es"}, nil); err != nil {
		t.Fatal(err)
	}
	e.SetText("el `corrreo` no va con Outlook, ni ana@correeo.es ni C:\\correeo ni {correeo}:\nel corrreo no va")
	s.Wait(func() bool { return underlined(e) })
	e.GoToEnd()
	e.Misspelled() // the first one after the end is at the beginning
	open(s)
	for s.Press(fyne.KeyUp); !strings.Contains(s.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel(), "Outlook"); {
		s.Press(fyne.KeyUp)
	}
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return slices.Contains(s.Desk.Settings().Words, "Outlook") })
	e.Misspelled()
	open(s)
	s.Press(fyne.KeyEscape)
	e.Misspelled()
	open(s)
	s.Press(fyne.KeyEscape)
	e.GoToEnd()
	ctrl(s, fyne.KeyHome)
	for range 4 { // ni, ni, ni, corrreo
		s.Press(fyne.KeyRight)
		e.Misspelled()
		open(s)
		if e.SelectedText() == "corrreo" {
			break
		}
		s.Press(fyne.KeyEscape)
	}
	s.Press(fyne.KeyReturn)
	if !strings.HasSuffix(e.Text(), "\nel correo no va") || !strings.Contains(e.Text(), "`corrreo`") {
		t.Errorf("put right, it says %q", e.Text())
	}
	if len(s.Errors) > 0 {
		t.Error(s.Errors)
	}
}
