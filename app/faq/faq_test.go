package faq_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/faq"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// rooms are the browser and the editor at one desk; the ways between them lead
// where the shell's would.
type rooms struct {
	*seattest.Seat
	faq     *faq.Room
	editor  *faq.Editor
	shown   ui.Room
	tickets []data.ID
}

func at(s *seattest.Seat) *rooms {
	r := &rooms{Seat: s}
	s.Seat.Go = ui.Ways{
		Ticket:       func(id data.ID) { r.tickets = append(r.tickets, id) },
		Article:      func(article, from data.ID) { r.go_(r.faq); r.faq.Show(article, from) },
		Manual:       func(query string, from data.ID) { r.go_(r.faq); r.faq.Search(query, from) },
		WriteArticle: func(a data.Article) { r.go_(r.editor); r.editor.Edit(a) },
		Back:         func() { r.go_(r.faq) },
	}
	r.faq, r.editor = faq.New(s.Seat), faq.NewEditor(s.Seat)
	return r
}

func (r *rooms) go_(room ui.Room) {
	if r.shown != nil {
		r.shown.Leave()
	}
	r.Window.Canvas().Unfocus()
	r.shown = room
	r.Show(room.Content())
	room.Enter()
}

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

// settle waits until nothing more happens for longer than the rooms' pauses.
func (r *rooms) settle() {
	for quiet := time.Now(); time.Since(quiet) < 450*time.Millisecond; time.Sleep(5 * time.Millisecond) {
		if r.Drain() {
			quiet = time.Now()
		}
	}
}

// do runs one of the shown room's actions.
func (r *rooms) do(t *testing.T, id string) {
	t.Helper()
	for _, a := range r.shown.Actions() {
		if a.ID == id {
			if !a.Possible() {
				t.Fatalf("%s is not possible", id)
			}
			a.Do()
			return
		}
	}
	t.Fatalf("no action %s", id)
}

var _ = action.FAQ

// TestLook draws both rooms in use, in both languages and themes.
func TestLook(t *testing.T) {
	seattest.Size = fyne.NewSize(1366, 740)
	for _, look := range []struct{ lang, theme, query string }{{"es", "light", "inpresora no imprime"}, {"en", "dark", "printer ofline"}} {
		s := demo(t, look.lang)
		fyne.CurrentApp().Settings().SetTheme(ui.Theme(look.theme))
		r := at(s)
		name := "faq-" + look.lang + "-" + look.theme
		list, _, err := r.Desk.List(context.Background(), desk.ListQuery{View: data.OpenView})
		if err != nil {
			t.Fatal(err)
		}
		r.Go.Manual("", "")
		r.settle()
		r.Shot(name + "-1-all")
		r.Go.Manual(look.query, list[0].ID)
		r.settle()
		r.Press(fyne.KeyDown)
		r.settle()
		r.Shot(name + "-2-hits")
		r.Press(fyne.KeyReturn)
		r.do(t, "faq.flag")
		r.settle()
		r.Type("Falta el modelo nuevo")
		r.Shot(name + "-3-flag")
		ui.Submit(r.Window)
		r.settle()
		r.Go.Manual("xyzzy", "")
		r.settle()
		r.Shot(name + "-4-nothing")
		r.Go.Manual("", "")
		r.settle()
		r.do(t, "faq.edit")
		r.settle()
		r.Shot(name + "-5-edit")
		r.Go.WriteArticle(data.Article{})
		r.settle()
		r.Shot(name + "-6-new")
		if len(r.Errors) > 0 || strings.Contains(strings.Join(r.Notices, ""), "⟦") {
			t.Error(r.Errors, r.Notices)
		}
	}
}
