package intake_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

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

// settle waits until nothing more happens for longer than the form's pauses, but
// for the drafter's.
func (r *room) settle() { r.rest(240 * time.Millisecond) }

func (r *room) rest(pause time.Duration) {
	for quiet := time.Now(); time.Since(quiet) < pause; time.Sleep(5 * time.Millisecond) {
		if r.Drain() {
			quiet = time.Now()
		}
	}
}

// begin opens the form as the shell does.
func (r *room) begin(contact data.ID) {
	r.Begin(contact)
	r.Enter()
	r.settle()
}

// again is the form after the program was started anew at the same desk.
func (r *room) again() *room {
	r.rest(400 * time.Millisecond) // the last keys are on disk half a second later
	ui.SettleDrafts(5 * time.Second)
	r.Window.Canvas().Unfocus()
	next := at(r.Seat)
	next.begin("")
	return next
}

// saved presses save and gives the ticket it led to.
func (r *room) saved(t *testing.T) data.Case {
	t.Helper()
	n := len(r.tickets)
	r.do(t, "intake.save")
	r.Wait(func() bool { return len(r.tickets) > n })
	c, err := r.Desk.Case(context.Background(), string(r.tickets[n]))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// draft is what lies on disk of the form.
func (r *room) draft(t *testing.T) string {
	t.Helper()
	r.rest(400 * time.Millisecond)
	ui.SettleDrafts(5 * time.Second)
	body, err := r.Desk.Draft(context.Background(), "intake")
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func (r *room) contact(t *testing.T, c data.Contact) data.Contact {
	t.Helper()
	c, err := r.Desk.SaveContact(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (r *room) ticket(t *testing.T, in desk.Intake) data.Ticket {
	t.Helper()
	ticket, err := r.Desk.OpenTicket(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// ana is a contact with two phones.
var ana = data.Contact{Name: "Ana Núñez", Phones: []string{"+34 910 555 100", "600 111 222"}, Emails: []string{"ana@ferreteria.example"}, Organization: "Ferretería Núñez"}

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

// find is the middle of the button that says text.
func (r *room) find(t *testing.T, text string) fyne.Position {
	t.Helper()
	var at fyne.Position
	found := false
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *ui.Button:
			if o.Text == text && o.Visible() {
				at, found = fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(o.Size().Width/2, o.Size().Height/2), true
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		}
	}
	walk(r.Content())
	if !found {
		t.Fatalf("no button says %q", text)
	}
	return at
}

// Someone known is found by a piece of any of their numbers, and the ticket is
// theirs, with the number they called from and the time of the call.
func TestKnownCaller(t *testing.T) {
	r := sit(t, "es")
	who := r.contact(t, ana)
	r.begin("")
	r.Type("111222")
	r.settle()
	r.Sees("Ana Núñez", "Ferretería Núñez · 600 111 222 · ana@ferreteria.example")
	r.Press(fyne.KeyReturn)
	r.Type("No imprime el almacén")
	r.settle()
	r.Sees("Contacto conocido", "Sin tickets: es su primera llamada.")
	c := r.saved(t)
	if c.Ticket.Requester != who.ID || c.Ticket.Subject != "No imprime el almacén" || c.Ticket.Channel != data.Phone || c.Ticket.Organization != "Ferretería Núñez" {
		t.Errorf("ticket %+v", c.Ticket)
	}
	call := c.Timeline[0]
	if call.Kind != data.CallIn || call.Address != "600 111 222" || call.StartedAt.IsZero() || call.Seconds > 30 {
		t.Errorf("call %+v", call)
	}
	if got := strings.Join(r.Notices, "|"); !strings.Contains(got, c.Ticket.Number) {
		t.Errorf("notices %q", got)
	}
	if d := r.draft(t); d != "" {
		t.Errorf("the draft is still there: %s", d)
	}
	r.begin("")
	if strings.Contains(r.Screen(), "No imprime") {
		t.Error("the saved call is still in the form")
	}
}

// Return may come before the search has answered: it waits for the answer.
func TestReturnBeforeTheAnswer(t *testing.T) {
	r := sit(t, "en")
	who := r.contact(t, ana)
	r.begin("")
	r.Type("nuñ")
	r.Press(fyne.KeyReturn)
	r.settle()
	r.Type("Locked out")
	if c := r.saved(t); c.Ticket.Requester != who.ID || c.Ticket.Subject != "Locked out" {
		t.Errorf("ticket %+v", c.Ticket)
	}
}

// Somebody new is made in place; a number typed first moves to its field.
func TestNewCaller(t *testing.T) {
	r := sit(t, "en")
	r.begin("")
	r.Type("0117 496 0101")
	r.Press(fyne.KeyReturn)
	r.settle()
	r.Sees("Not known yet; it is noted below. Who is calling?")
	r.Type("Marion Webb")
	r.settle()
	r.Sees("No match. Enter: new contact.")
	r.Press(fyne.KeyTab, fyne.KeyTab)
	r.Type("marion@harbour.example")
	r.Press(fyne.KeyTab)
	r.Type("Harbour & Lane")
	r.Press(fyne.KeyTab)
	r.Type("Till frozen")
	c := r.saved(t)
	want := data.Contact{Name: "Marion Webb", Phones: []string{"0117 496 0101"}, Emails: []string{"marion@harbour.example"}, Organization: "Harbour & Lane"}
	got := c.Requester
	if got.Name != want.Name || strings.Join(got.Phones, ",") != want.Phones[0] || strings.Join(got.Emails, ",") != want.Emails[0] || got.Organization != want.Organization {
		t.Errorf("contact %+v", got)
	}
}

// Whoever is quick says that it is someone else before anyone is found, and does
// not leave the form by it.
func TestSomebodyElseInAHurry(t *testing.T) {
	r := sit(t, "en")
	r.contact(t, ana)
	r.begin("")
	r.Type("ana")
	r.Press(fyne.KeyEscape)
	r.settle()
	if s := r.Screen(); strings.Contains(s, "Ferretería") || !strings.Contains(s, "ana") {
		t.Errorf("after Escape:\n%s", s)
	}
}

// Escape keeps what was typed and takes nobody; another name is another caller,
// and the card of the first one goes with them.
func TestSomebodyElse(t *testing.T) {
	r := sit(t, "en")
	r.contact(t, ana)
	r.begin("")
	r.Type("ana")
	r.settle()
	r.Press(fyne.KeyEscape)
	r.settle()
	if s := r.Screen(); strings.Contains(s, "Ferretería") || !strings.Contains(s, "ana") {
		t.Errorf("after Escape:\n%s", s)
	}
	r.Type(" núñ")
	r.settle()
	r.Press(fyne.KeyReturn)
	r.settle()
	r.Sees("Known contact", "+34 910 555 100", "Ferretería Núñez")
	r.Window.Canvas().FocusPrevious() // email, phone and the name: the organisation is the contact's own
	r.Window.Canvas().FocusPrevious()
	r.Window.Canvas().FocusPrevious()
	r.Shortcut(&fyne.ShortcutSelectAll{})
	r.Type("Xavier")
	r.settle()
	for _, gone := range []string{"Known contact", "910 555 100", "Ferretería"} {
		if strings.Contains(r.Screen(), gone) {
			t.Errorf("%q is still there", gone)
		}
	}
}

// A call about a case there is goes onto its ticket, with its time and number, and
// no other ticket is opened; the keys suffice, and undo takes it off again.
func TestACallIsNotedOnTheTicketProposed(t *testing.T) {
	r := sit(t, "en")
	who := r.contact(t, ana)
	old := r.ticket(t, desk.Intake{ContactID: who.ID, Subject: "VPN drops every hour"})
	r.begin("")
	r.Type("111222")
	r.settle()
	r.Press(fyne.KeyReturn)
	r.Type("VPN drops again every hour")
	r.settle()
	r.Sees("Same caller, same words")
	r.Press(fyne.KeyDown, fyne.KeyReturn)
	r.Sees("Note this call on it, without a new ticket")
	r.Press(fyne.KeyDown, fyne.KeyReturn)
	r.Wait(func() bool { return len(r.tickets) == 1 })
	c, err := r.Desk.Case(context.Background(), old.Number)
	if err != nil || r.tickets[0] != old.ID || len(c.Timeline) != 2 {
		t.Fatalf("%v: went to %v, timeline %+v", err, r.tickets, c.Timeline)
	}
	if call := c.Timeline[1]; call.Kind != data.CallIn || call.Text != "VPN drops again every hour" || call.Address != "600 111 222" || call.StartedAt.IsZero() {
		t.Errorf("noted %+v", call)
	}
	if d := r.draft(t); d != "" || r.Begun() != "" {
		t.Errorf("the form still holds %q, the draft %q", r.Begun(), d)
	}
}

// Whoever has a name like the one typed is proposed, with the reason, and nobody
// is taken unasked; so is whoever has the phone, however it is written, until it
// is said that they are someone else.
func TestPeopleAlikeAreProposed(t *testing.T) {
	for _, lang := range []struct{ code, name, phone string }{{"en", "similar name", "same phone"}, {"es", "nombre parecido", "mismo teléfono"}} {
		t.Run(lang.code, func(t *testing.T) {
			r := sit(t, lang.code)
			who := r.contact(t, ana)
			r.begin("")
			r.Type("nuñes ana")
			r.settle()
			r.Sees(lang.name + " · Ferretería Núñez")
			r.Press(fyne.KeyReturn) // a new contact
			r.settle()
			unseen := func(text string) {
				t.Helper()
				if strings.Contains(r.Screen(), text) {
					t.Errorf("%q is still proposed:\n%s", text, r.Screen())
				}
			}
			unseen(lang.name)
			r.Type("0034600111222")
			r.settle()
			r.Sees(lang.phone + " · Ferretería Núñez")
			r.Press(fyne.KeyDown)
			r.Press(fyne.KeyEscape)
			r.settle()
			unseen(lang.phone)
			r.do(t, "intake.discard")
			r.settle()

			r.Type("nuñes ana")
			r.settle()
			r.Press(fyne.KeyTab)
			r.settle()
			r.Sees(lang.name + " · Ferretería Núñez") // beside the form
			r.Press(fyne.KeyDown)
			r.Press(fyne.KeyReturn)
			r.Type("No imprime")
			r.settle()
			if c := r.saved(t); c.Requester.ID != who.ID {
				t.Errorf("opened for %+v", c.Requester)
			}
		})
	}
}

// Only the caller and the subject are required; what is wrong stands beneath its
// field, and nothing typed is lost.
func TestErrorsAtTheirFields(t *testing.T) {
	r := sit(t, "es")
	r.begin("")
	r.do(t, "intake.save")
	r.settle()
	r.Sees("Falta «Asunto»")
	r.Type("Sin red") // the focus went there
	r.do(t, "intake.save")
	r.settle()
	r.Sees("Falta «Llamante»")
	r.Type("Eva")
	r.Press(fyne.KeyTab)
	r.Type("no es un teléfono")
	r.do(t, "intake.save")
	r.settle()
	r.Sees("«no es un teléfono» no es un número de teléfono", "Eva", "Sin red")
	if len(r.tickets) > 0 || len(r.Errors) > 0 {
		t.Errorf("tickets %v, errors %v", r.tickets, r.Errors)
	}
	r.Shortcut(&fyne.ShortcutSelectAll{})
	r.Type("600 1")
	if c := r.saved(t); c.Requester.Name != "Eva" || c.Requester.Phones[0] != "600 1" {
		t.Errorf("contact %+v", c.Requester)
	}
}

// What was typed is on disk without anything being pressed, and is there again
// after the program was killed; the call's time counts on.
func TestDraftSurvives(t *testing.T) {
	r := sit(t, "en")
	who := r.contact(t, ana)
	r.begin("")
	r.Type("ana")
	r.settle()
	r.Press(fyne.KeyReturn)
	r.Type("Cannot log in")
	r.Press(fyne.KeyReturn)
	r.Type("Since this morning.\nNo message.")
	r.settle()
	if d := r.draft(t); !strings.Contains(d, "No message.") {
		t.Fatalf("draft on disk: %q", d)
	}
	if name := intake.Called(r.draft(t)); name != "Cannot log in" || intake.Called("") != "" {
		t.Errorf("the draft is called %q", name)
	}
	r = r.again()
	r.Sees("restored", "Ana Núñez", "Known contact", "Cannot log in", "Since this morning.", "No message.")
	c := r.saved(t)
	if c.Ticket.Requester != who.ID || c.Ticket.Description != "Since this morning.\nNo message." {
		t.Errorf("ticket %+v", c.Ticket)
	}
	if c.Timeline[0].Seconds < 1 {
		t.Errorf("the call took %d s", c.Timeline[0].Seconds)
	}
}

// What stands beneath the caller is said whole at any size of text, and what is
// below it makes room.
func TestHintBeneathTheCallerIsWhole(t *testing.T) {
	for _, percent := range []int{100, 175, 200} {
		r := sit(t, "en")
		fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized("light", percent))
		r.begin("")
		r.Type("Zed")
		var hint *ui.Passage
		seattest.Walk(r.Content(), func(o fyne.CanvasObject) {
			if p, ok := o.(*ui.Passage); ok && strings.HasPrefix(p.Text, "Will be saved as a new contact") {
				hint = p
			}
		})
		if hint == nil {
			t.Fatal("no hint")
		}
		if need := hint.MinSize(); hint.Size().Height < need.Height {
			t.Errorf("at %d %% the hint has %v of %v", percent, hint.Size().Height, need.Height)
		}
	}
}

// A draft of long ago keeps the time counted then, and not the night between.
func TestDraftOfYesterday(t *testing.T) {
	r := sit(t, "en")
	yesterday := r.Desk.Now().Add(-20 * time.Hour)
	body := `{"caller":"Ana","subject":"VPN","type":"incident","channel":"phone","at":"` + yesterday.Format(time.RFC3339) +
		`","started":"` + yesterday.Add(-5*time.Minute).Format(time.RFC3339) + `","seconds":300,"running":true}`
	if err := r.Desk.SaveDraft(context.Background(), "intake", body); err != nil {
		t.Fatal(err)
	}
	r.begin("")
	r.Sees("VPN")
	if s := r.saved(t).Timeline[0].Seconds; s < 300 || s > 320 {
		t.Errorf("%d s, want 5 min and a little", s)
	}
}

// Discarding empties the form and the disk, and can be taken back.
func TestDiscard(t *testing.T) {
	r := sit(t, "en")
	r.begin("")
	r.Type("Eva")
	r.Press(fyne.KeyTab)
	r.Type("0117 496 0101")
	r.settle()
	r.do(t, "intake.discard")
	r.settle()
	if s := r.Screen(); strings.Contains(s, "0117") || !strings.Contains(s, "Restore") {
		t.Errorf("after discarding:\n%s", s)
	}
	if d := r.draft(t); d != "" {
		t.Errorf("draft on disk: %s", d)
	}
	test.TapCanvas(r.Window.Canvas(), r.find(t, "Restore"))
	r.settle()
	r.Sees("Eva", "0117 496 0101")
	if d := r.draft(t); !strings.Contains(d, "0117") {
		t.Errorf("draft on disk: %q", d)
	}
}

// Opening the form for a contact is no draft yet; leaving it leaves nothing.
func TestOpenedForAContact(t *testing.T) {
	r := sit(t, "en")
	who := r.contact(t, ana)
	r.begin(who.ID)
	r.Sees("Ana Núñez", "Known contact", "+34 910 555 100")
	r.Leave()
	r.settle()
	if d := r.draft(t); d != "" {
		t.Errorf("draft on disk: %s", d)
	}
	r.begin("")
	if strings.Contains(r.Screen(), "Ana Núñez") {
		t.Error("the contact is still there")
	}
}

// An article is suggested while the subject is typed, read in place, linked, and
// goes with the ticket.
func TestSuggestedArticle(t *testing.T) {
	r := sit(t, "en")
	article, err := r.Desk.SaveArticle(context.Background(), data.Article{Title: "The printer shows as offline",
		Resolution: "1. Untick **Use Printer Offline**.", Confidence: data.Validated}, "")
	if err != nil {
		t.Fatal(err)
	}
	r.begin("")
	r.Type("Eva")
	r.settle()
	for range 4 {
		r.Press(fyne.KeyTab)
	}
	r.Type("printer offline")
	r.settle()
	r.Sees("The printer shows as offline", "Validated")
	r.Press(fyne.KeyDown, fyne.KeyReturn)
	r.settle()
	r.Sees("Use Printer Offline", "Link to this ticket")
	r.Press(fyne.KeyReturn)
	r.Sees("Unlink from this ticket")
	r.Press(fyne.KeyEscape, fyne.KeyEscape) // to the list, to the subject
	r.Type(" since noon")
	c := r.saved(t)
	if len(c.Ticket.Articles) != 1 || c.Ticket.Articles[0].Article != article.ID || c.Ticket.Subject != "printer offline since noon" {
		t.Errorf("ticket %+v", c.Ticket)
	}
}

// The top suggestion is taken by one key from anywhere.
func TestTakeTheTopSuggestion(t *testing.T) {
	r := sit(t, "en")
	article, err := r.Desk.SaveArticle(context.Background(), data.Article{Title: "The scanner jams", Resolution: "Clean it."}, "")
	if err != nil {
		t.Fatal(err)
	}
	r.begin("")
	r.Type("Eva")
	r.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	r.Type("scanner jams")
	r.settle()
	r.do(t, "intake.link")
	r.Sees("Linked", "Unlink")
	if c := r.saved(t); len(c.Ticket.Articles) != 1 || c.Ticket.Articles[0].Article != article.ID {
		t.Errorf("ticket %+v", c.Ticket)
	}
}

// The caller's tickets stand beside the form, those not done first; Return opens
// one, and what was typed is kept.
func TestPastTickets(t *testing.T) {
	r := sit(t, "en")
	who := r.contact(t, ana)
	old := r.ticket(t, desk.Intake{ContactID: who.ID, Subject: "Keyboard broken"})
	done := r.ticket(t, desk.Intake{ContactID: who.ID, Subject: "Mouse broken"})
	if _, err := r.Desk.Resolve(context.Background(), desk.Resolution{Ticket: done.Number, Code: "solved_permanent", Text: "New mouse."}); err != nil {
		t.Fatal(err)
	}
	r.begin(who.ID)
	r.Sees("Keyboard broken", "Mouse broken")
	if s := r.Screen(); strings.Index(s, "Keyboard broken") > strings.Index(s, "Mouse broken") {
		t.Error("the open ticket does not come first")
	}
	r.Type("Keyboard again")
	r.settle()
	for i := 0; i < 25 && len(r.tickets) == 0; i++ {
		r.Press(fyne.KeyTab)
		if l, ok := r.Window.Canvas().Focused().(*ui.List); ok && l.Label == "The caller’s tickets" {
			r.Press(fyne.KeyReturn, fyne.KeyReturn) // look at it
		}
	}
	if len(r.tickets) != 1 || r.tickets[0] != old.ID {
		t.Fatalf("opened %v, want %s", r.tickets, old.ID)
	}
	if d := r.draft(t); !strings.Contains(d, "Keyboard again") {
		t.Errorf("draft on disk: %q", d)
	}
}

// A recent ticket that says the same is shown with the reason in words.
func TestDuplicate(t *testing.T) {
	r := sit(t, "es")
	r.ticket(t, desk.Intake{Contact: data.Contact{Name: "Luis"}, Subject: "Sin red en la planta baja"})
	r.begin("")
	r.Type("Eva")
	r.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	r.Type("sin red planta baja")
	r.settle()
	r.Sees("Quizá el mismo caso", "Sin red en la planta baja", "Mismas palabras en el asunto · Luis")
}

// The priority follows impact and urgency at once, in words.
func TestPriorityLive(t *testing.T) {
	r := sit(t, "en")
	r.begin("")
	r.Sees("P3 Medium")
	for i := 0; i < 15; i++ {
		r.Press(fyne.KeyTab)
		if c, ok := r.Window.Canvas().Focused().(*ui.Choice); ok && (c.Label == "Impact" || c.Label == "Urgency") {
			r.Type("h")
		}
	}
	r.Sees("High: the whole site, many people", "High: work has stopped", "P1 Critical")
}

// Tab goes through the form in reading order and on to what stands beside it.
func TestTabOrder(t *testing.T) {
	r := sit(t, "en")
	r.begin("")
	want := []string{"Caller", "Phone", "Email", "Organisation", "Subject", "Description", "Impact", "Urgency", "Category", "Type", "Channel", "Asset", "Environment", "Save the ticket", "Discard", "Suggested articles"}
	for _, name := range want {
		a, ok := r.Window.Canvas().Focused().(fyne.Accessible)
		if !ok || !strings.HasPrefix(a.AccessibilityLabel(), name) {
			t.Fatalf("the focus is on %v, want %s", a, name)
		}
		r.Press(fyne.KeyTab)
	}
}

// What changes at the desk beside the form is seen, and the form stays as it is.
func TestChangedElsewhere(t *testing.T) {
	r := sit(t, "en")
	who := r.contact(t, ana)
	r.begin(who.ID)
	r.Type("Slow")
	r.settle()
	r.ticket(t, desk.Intake{ContactID: who.ID, Subject: "Opened by a colleague"})
	r.settle()
	r.Sees("Opened by a colleague", "Slow")
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
		if said := r.Screen() + strings.Join(r.Notices, ""); len(r.Errors) > 0 || strings.Contains(said, "⟦") {
			t.Error(r.Errors, said)
		}
	}
}

// Whoever asks for a new call over one that is not saved is told why there is none.
func TestANewCallOverOneUnsavedSaysWhy(t *testing.T) {
	r := at(seattest.New(t, "en"))
	r.begin("")
	r.begin("")
	if len(r.Notices) > 0 {
		t.Errorf("over an empty form it says %q", r.Notices)
	}
	r.Type("Ana")
	r.settle()
	r.Leave() // as the shell does
	r.begin("")
	if len(r.Notices) != 1 || !strings.Contains(r.Notices[0], "Ctrl+Shift+D") {
		t.Errorf("it says %q", r.Notices)
	}
}
