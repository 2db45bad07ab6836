package intake_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/intake"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// room is an intake form at a desk, and where it led to.
type room struct {
	*seattest.Seat
	*intake.Room
	tickets []data.ID
}

// sit opens the form at a new desk that speaks lang.
func sit(t *testing.T, lang string) *room {
	t.Helper()
	return at(seattest.New(t, lang))
}

func at(s *seattest.Seat) *room {
	r := &room{Seat: s}
	s.Seat.Go = ui.Ways{
		Ticket:  func(id data.ID) { r.tickets = append(r.tickets, id); r.Room.Leave() },
		Article: func(data.ID, data.ID) {},
	}
	r.Room = intake.New(s.Seat)
	s.Show(r.Content())
	return r
}

// demo seats someone at the sample desk.
func demo(t *testing.T, lang string) *seattest.Seat {
	t.Helper()
	s := seattest.Window(t, lang)
	d, err := desk.CreateDemo(context.Background(), filepath.Join(t.TempDir(), "desk"), lang)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ui.SettleDrafts(5 * time.Second)
		d.Close()
	})
	s.Desk = d
	return s
}

// settle waits until nothing more happens for longer than the form's pauses.
func (r *room) settle() {
	for quiet := time.Now(); time.Since(quiet) < 450*time.Millisecond; time.Sleep(5 * time.Millisecond) {
		if r.Drain() {
			quiet = time.Now()
		}
	}
}

// do runs one of the room's actions.
func (r *room) do(t *testing.T, id string) {
	t.Helper()
	for _, a := range r.Actions() {
		if a.ID == id {
			if a.Possible() {
				a.Do()
			}
			return
		}
	}
	t.Fatalf("no action %s", id)
}

// TestLook draws the form as it is during a call, in both languages and themes.
func TestLook(t *testing.T) {
	seattest.Size = fyne.NewSize(1366, 740)
	for _, look := range []struct{ lang, theme string }{{"es", "light"}, {"en", "dark"}} {
		s := demo(t, look.lang)
		fyne.CurrentApp().Settings().SetTheme(ui.Theme(look.theme))
		r := at(s)
		name := "intake-" + look.lang + "-" + look.theme
		r.Begin("")
		r.Enter()
		r.settle()
		r.Shot(name + "-1-empty")
		r.Type(map[string]string{"es": "no", "en": "har"}[look.lang])
		r.settle()
		r.Shot(name + "-2-hits")
		r.Press(fyne.KeyReturn)
		r.Type(map[string]string{"es": "impresora no imprime", "en": "printer does not print"}[look.lang])
		r.settle()
		r.Shot(name + "-3-advice")
		r.Press(fyne.KeyDown, fyne.KeyReturn)
		r.settle()
		r.Shot(name + "-4-reading")
		r.Press(fyne.KeyReturn, fyne.KeyEscape)
		r.settle()
		r.Shot(name + "-5-linked")
		if len(r.Errors) > 0 || strings.Contains(strings.Join(r.Notices, ""), "⟦") {
			t.Error(r.Errors, r.Notices)
		}
	}
}
