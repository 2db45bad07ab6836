package faq_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/faq"
	"firstline/app/faq/page"
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
		Article:      func(article, from data.ID) { r.enter(r.faq); r.faq.Show(article, from) },
		Manual:       func(query string, from data.ID) { r.enter(r.faq); r.faq.Search(query, from) },
		WriteArticle: func(a data.Article) { r.enter(r.editor); r.editor.Edit(a) },
		Back:         func() { r.enter(r.faq) },
	}
	r.faq, r.editor = faq.New(s.Seat), faq.NewEditor(s.Seat)
	return r
}

func (r *rooms) enter(room ui.Room) {
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

// settle waits until nothing more happens for longer than the rooms' pauses, but
// for the drafter's.
func (r *rooms) settle() { r.rest(270 * time.Millisecond) }

func (r *rooms) rest(pause time.Duration) {
	for quiet := time.Now(); time.Since(quiet) < pause; time.Sleep(5 * time.Millisecond) {
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

// sit opens the browser at a new desk that speaks lang.
func sit(t *testing.T, lang string) *rooms {
	t.Helper()
	return at(seattest.New(t, lang))
}

// write puts an article on the desk.
func (r *rooms) write(t *testing.T, a data.Article) data.Article {
	t.Helper()
	a, err := r.Desk.SaveArticle(context.Background(), a, "")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// article is an article as the desk has it.
func (r *rooms) article(t *testing.T, id data.ID) data.Article {
	t.Helper()
	a, err := r.Desk.Article(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (r *rooms) ticket(t *testing.T, subject string) data.Ticket {
	t.Helper()
	ticket, err := r.Desk.OpenTicket(context.Background(), desk.Intake{Contact: data.Contact{Name: "Eva"}, Subject: subject})
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// lacks says whether none of these is on the screen.
func (r *rooms) lacks(t *testing.T, gone ...string) {
	t.Helper()
	screen := r.Screen()
	for _, want := range gone {
		if strings.Contains(screen, want) {
			t.Errorf("%q is still on the screen:\n%s", want, screen)
		}
	}
}

// press presses the button that says text.
func (r *rooms) press(t *testing.T, text string) {
	t.Helper()
	c := r.Window.Canvas()
	c.Unfocus()
	for range 60 {
		c.FocusNext()
		if b, ok := c.Focused().(*ui.Button); ok && b.Text == text {
			r.Press(fyne.KeyReturn)
			return
		}
	}
	t.Fatalf("Tab finds no button that says %q:\n%s", text, r.Screen())
}

// draft is what lies on disk under a key.
func (r *rooms) draft(t *testing.T, key string) string {
	t.Helper()
	r.rest(400 * time.Millisecond)
	ui.SettleDrafts(5 * time.Second)
	body, err := r.Desk.Draft(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// printing and signing are two articles of two categories.
var (
	printing = data.Article{Title: "The printer shows as offline", Category: "Printing", Issue: "Nothing prints.", Environment: "Windows 11",
		Resolution: "1. Untick **Use Printer Offline**.", Cause: "A short loss of network.", Confidence: data.Validated, Audience: "customer"}
	signing = data.Article{Title: "The certificate is not listed", Category: "Signing", Resolution: "Import the certificate again.", Audience: "internal"}
)

// The shelf shows what there is by category, and the article one stands on.
func TestBrowse(t *testing.T) {
	r := sit(t, "en")
	r.write(t, printing)
	r.write(t, signing)
	r.Go.Manual("", "")
	r.settle()
	r.Sees("2 articles", "Printing", "Signing", "The printer shows as offline", "Import the certificate again.")
	r.Window.Canvas().FocusPrevious() // from the search box back: new article, categories
	r.Window.Canvas().FocusPrevious()
	r.Press(fyne.KeyDown, fyne.KeyDown)
	r.settle()
	r.Sees("1 article", "Use Printer Offline", "Nothing prints.", "Windows 11", "A short loss of network.")
	r.lacks(t, "The certificate is not listed")
}

// An empty manual says what belongs there and leads to the first article.
func TestEmptyManual(t *testing.T) {
	r := sit(t, "es")
	r.Go.Manual("", "")
	r.settle()
	r.Sees("Aún no hay artículos.")
	r.press(t, "Nuevo artículo")
	if r.shown != r.editor {
		t.Error("the button does not lead to the editor")
	}
}

// A search opens the best hit; the keys go from the box to the hits, into the
// text and back.
func TestSearch(t *testing.T) {
	r := sit(t, "en")
	r.write(t, printing)
	r.write(t, signing)
	r.Go.Manual("", "")
	r.settle()
	r.Type("printer offline")
	r.settle()
	r.Sees("1 found", "Use Printer Offline")
	r.lacks(t, "Import the certificate again.")
	box := r.Window.Canvas().Focused()
	r.Press(fyne.KeyDown)
	hits := r.Window.Canvas().Focused()
	r.Press(fyne.KeyReturn)
	text := r.Window.Canvas().Focused()
	r.Press(fyne.KeyEscape)
	if hits == box || text == hits || r.Window.Canvas().Focused() != hits {
		t.Error("the focus does not go through box, hits, text and back to the hits")
	}
	r.Press(fyne.KeyEscape)
	if r.Window.Canvas().Focused() != box {
		t.Error("Escape does not lead back to the box")
	}
	r.Press(fyne.KeyEscape)
	r.settle()
	r.Sees("2 articles")
	r.Type("xyzzy")
	r.settle()
	r.Sees("No results for “xyzzy”.")
	r.press(t, "Write an article about it")
	r.settle()
	r.Sees("xyzzy", "Save the article")
}

// An article that helped is linked to the ticket one came from, and one is back
// there; one that did not is noted, and one goes on looking.
func TestLink(t *testing.T) {
	r := sit(t, "en")
	a, b := r.write(t, printing), r.write(t, signing)
	ticket := r.ticket(t, "Nothing prints")
	r.Go.Article(b.ID, ticket.ID)
	r.settle()
	r.press(t, "Didn't help")
	r.settle()
	r.Sees("Linked to " + ticket.Number + ": did not help")
	if len(r.tickets) > 0 {
		t.Error("one was led away though the article did not help")
	}
	r.Go.Manual("printer", ticket.ID)
	r.settle()
	r.do(t, "faq.link")
	r.settle()
	if len(r.tickets) != 1 || r.tickets[0] != ticket.ID {
		t.Errorf("led to %v", r.tickets)
	}
	c, err := r.Desk.Case(context.Background(), ticket.Number)
	if err != nil {
		t.Fatal(err)
	}
	helped := map[data.ID]bool{}
	for _, use := range c.Ticket.Articles {
		helped[use.Article] = use.Helped
	}
	if len(helped) != 2 || !helped[a.ID] || helped[b.ID] {
		t.Errorf("articles of the ticket: %v", c.Ticket.Articles)
	}
	r.Sees("Used for one ticket", ticket.Number+"  Nothing prints")
}

// Flag, validate, archive: each is one act on the article as the desk has it.
func TestActs(t *testing.T) {
	r := sit(t, "en")
	a := signing
	a.ReviewAt = r.Desk.Now().AddDate(0, -1, 0)
	a = r.write(t, a)
	r.Go.Article(a.ID, "")
	r.settle()
	r.Sees("Review due", "Not validated")

	r.do(t, "faq.flag")
	ui.Submit(r.Window)
	r.settle()
	if r.article(t, a.ID).Flag != "" {
		t.Error("an empty flag was kept")
	}
	r.Type("The menu has moved")
	ui.Submit(r.Window)
	r.settle()
	r.Sees("Flagged: The menu has moved")
	if got := r.article(t, a.ID).Flag; got != "The menu has moved" {
		t.Errorf("flag %q", got)
	}
	r.press(t, "Fixed")
	r.settle()
	r.lacks(t, "The menu has moved")

	r.press(t, "Validate")
	r.settle()
	if got := r.article(t, a.ID); got.Confidence != data.Validated || got.Stale(r.Desk.Now()) || got.Flag != "" {
		t.Errorf("after validating: %+v", got)
	}
	r.lacks(t, "Review due", "Not validated")

	r.press(t, "Archive")
	r.settle()
	r.Go.Manual("certificate", "")
	r.settle()
	r.Sees("No results")
	r.Go.Article(a.ID, "")
	r.settle()
	r.press(t, "Restore")
	r.settle()
	if got := r.article(t, a.ID).Confidence; got != data.NotValidated {
		t.Errorf("brought back as %s", got)
	}
}

// Copying an internal article warns that it is none for customers.
func TestCopy(t *testing.T) {
	r := sit(t, "en")
	a, b := r.write(t, printing), r.write(t, signing)
	for _, want := range []struct {
		id           data.ID
		text, notice string
	}{{a.ID, "The printer shows as offline\n\n1. Untick **Use Printer Offline**.\n", "Answer copied"},
		{b.ID, "The certificate is not listed\n\nImport the certificate again.\n", "Answer copied. It is internal: not for customers."}} {
		r.Go.Article(want.id, "")
		r.settle()
		r.do(t, "faq.copy")
		if got := fyne.CurrentApp().Clipboard().Content(); got != want.text {
			t.Errorf("clipboard %q, want %q", got, want.text)
		}
		if got := r.Notices[len(r.Notices)-1]; got != want.notice {
			t.Errorf("notice %q, want %q", got, want.notice)
		}
	}
}

// What somebody else changes is seen at once.
func TestChangesAreSeen(t *testing.T) {
	r := sit(t, "en")
	a := r.write(t, printing)
	r.Go.Article(a.ID, "")
	r.settle()
	a.Resolution = "Buy a new one."
	r.write(t, a)
	r.write(t, signing)
	r.settle()
	r.Sees("Buy a new one.", "2 articles")
}

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

// Where there is no room for three panes, the categories are a choice above the
// articles; both lead to the same place, and nothing is cut.
func TestCategoriesFoldInANarrowWindow(t *testing.T) {
	for _, lang := range []string{"es", "de"} {
		t.Run(lang, func(t *testing.T) {
			r := at(demo(t, lang))
			r.enter(r.faq)
			r.settle()
			narrow := fyne.NewSize(745, 540) // what a window of 900x600 leaves of it
			r.Window.Resize(narrow)
			r.settle()
			categories, err := r.Desk.ArticleCategories(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			last := categories[len(categories)-1]
			name := fmt.Sprintf("%s (%d)", last.Name, last.Count)
			if seen := r.Screen(); strings.Contains(seen, name) || !strings.Contains(seen, r.Words.Say("faq.all")) {
				t.Errorf("before it is chosen:\n%s", seen)
			}
			r.Press(fyne.KeyTab) // into the articles
			for range 20 {       // round to the choice
				if c, ok := r.Window.Canvas().Focused().(*ui.Choice); ok {
					c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
					break
				}
				r.Press(fyne.KeyTab)
			}
			r.settle()
			r.Sees(name, r.Words.Count("count.articles", last.Count))
			for _, fault := range seattest.Faults(r.faq.Content(), narrow) {
				t.Error(fault)
			}
			r.Shot("faq-narrow-" + lang)
			r.Window.Resize(seattest.Size)
			r.settle()
			r.Sees(last.Name, r.Words.Count("count.articles", last.Count))
			if strings.Contains(r.Screen(), name) {
				t.Error("in a wide window the choice is still there")
			}
		})
	}
}

// At 200 % an article's head and its buttons are higher than the window: all of it
// can be scrolled to, the window does not grow, and the keyboard reaches the text.
func TestArticleIsReadAtLargeText(t *testing.T) {
	s := demo(t, "de")
	fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized("light", 200))
	r := at(s)
	r.enter(r.faq)
	r.settle()
	size := fyne.NewSize(1063, 590) // what the shell leaves of 1366x748
	r.Window.Resize(size)
	r.settle()
	for _, room := range []ui.Room{r.faq, r.editor} {
		r.enter(room)
		r.settle()
		if min := room.Content().MinSize(); min.Width > size.Width || min.Height > size.Height {
			t.Errorf("%s needs %v", room.Name(), min)
		}
	}
	r.enter(r.faq)
	r.Window.Resize(size)
	articles, err := r.Desk.Articles(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		if a.Flag != "" {
			r.faq.Show(a.ID, r.Ticket().ID) // as if from a ticket: more buttons
			r.settle()
			r.Shot("faq-200-read")
			text, ok := r.Window.Canvas().Focused().(*page.Scroll)
			if !ok {
				t.Fatalf("the focus is on %T", r.Window.Canvas().Focused())
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(text)
			if at.Y < 0 || at.Y+text.Size().Height > size.Height+1 || text.Size().Height < 200 {
				t.Errorf("the text lies at %v and is %v high", at, text.Size())
			}
			return
		}
	}
	t.Fatal("no article is flagged")
}
