package shell

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"firstline/app/action"
	"firstline/app/care"
	"firstline/app/queue"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// room is a room that keeps a diary.
type room struct {
	name  string
	diary *[]string
	entry *ui.Entry
	list  []action.Action
	begun string
}

func (r *room) say(format string, args ...any) {
	*r.diary = append(*r.diary, fmt.Sprintf(format, args...))
}

func (r *room) Name() string                      { return r.name }
func (r *room) Content() fyne.CanvasObject        { return container.NewVBox(r.entry) }
func (r *room) Enter()                            { r.say("enter %s", r.name) }
func (r *room) Leave()                            { r.say("leave %s", r.name) }
func (r *room) Actions() []action.Action          { return r.list }
func (r *room) Begin(contact data.ID)             { r.say("begin %s", contact) }
func (r *room) Show(id data.ID)                   { r.say("show %s", id) }
func (r *room) Search(query string, from data.ID) { r.say("search %s from %s", query, from) }
func (r *room) Edit(a data.Article)               { r.say("edit %s", a.Title) }
func (r *room) Dropped(paths []string)            { r.say("dropped %s", paths) }
func (r *room) Compose(ticket data.ID)            { r.say("compose %s", ticket) }

// form is a room in which something is written.
type form struct{ *room }

func (f form) Begun() string { return f.begun }

// manual is a room whose Show takes two ids.
type manual struct{ *room }

func (m manual) Show(article, from data.ID) { m.say("article %s from %s", article, from) }

// told is a room of settings.
type told struct{ *room }

func (r told) Show(part string) { r.say("part %s", part) }
func (r told) Places() []ui.Place {
	return []ui.Place{{Name: "Idioma", In: "Ajustes: mesa", Go: func() { r.say("place Idioma") }}}
}

// house is a shell at a desk, with rooms that keep a diary but for the queue,
// which is real.
type house struct {
	*seattest.Seat
	*Shell
	queue *queue.Queue
	hits  *hits
	rooms map[string]*room
	diary []string
}

func build(t *testing.T, lang string) *house {
	t.Helper()
	h := &house{Seat: seattest.New(t, lang), rooms: map[string]*room{}}
	for _, name := range []string{"intake", "ticket", "faq", "article", "escalation", "inbox", "outbox", "settings"} {
		h.rooms[name] = &room{name: name, diary: &h.diary, entry: ui.NewEntry("")}
	}
	h.Shell = New(h.Seat.Seat, Rooms{
		Tickets: func() ui.Room {
			if h.queue == nil {
				h.queue = queue.New(h.Seat.Seat)
			}
			return h.queue
		},
		Intake:     func() Intake { return form{h.rooms["intake"]} },
		Call:       func(draft string) string { return strings.Trim(draft, "{}") },
		Ticket:     func() Ticket { return h.rooms["ticket"] },
		Manual:     func() Manual { return manual{h.rooms["faq"]} },
		Editor:     func() Editor { return form{h.rooms["article"]} },
		Escalation: func() Composer { return h.rooms["escalation"] },
		Inbox:      func() ui.Room { return h.rooms["inbox"] },
		Outbox:     func() ui.Room { return h.rooms["outbox"] },
		Settings:   func() Settings { return told{h.rooms["settings"]} },
	})
	h.Seat.Show(h.Shell.Content())
	h.Start()
	t.Cleanup(h.Shell.Close)
	h.Wait(func() bool { return h.status.open.Text != "" })
	return h
}

// intake takes down a call at the house's desk.
func (h *house) intake(t *testing.T, caller, subject string) data.Ticket {
	t.Helper()
	ticket, err := h.Desk.OpenTicket(context.Background(), desk.Intake{Contact: data.Contact{Name: caller}, Subject: subject})
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// key does what a key of the menu does, as the window would.
func (h *house) key(t *testing.T, key string) {
	t.Helper()
	want := action.Action{Key: key}.Shortcut().ShortcutName()
	for _, menu := range h.Window.MainMenu().Items {
		for _, item := range menu.Items {
			if item.Shortcut != nil && item.Shortcut.ShortcutName() == want {
				item.Action()
				return
			}
		}
	}
	t.Fatalf("no menu has %s", key)
}

// says checks the diary and begins a new one.
func (h *house) says(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(h.diary, want) {
		t.Errorf("the rooms say %q, want %q", h.diary, want)
	}
	h.diary = nil
}

func labels(menu *fyne.Menu) []string {
	var list []string
	for _, i := range menu.Items {
		if !i.IsSeparator {
			name, _, _ := strings.Cut(i.Label, "  ")
			list = append(list, name)
		}
	}
	return list
}

func TestMenuIsDrawnFromTheActions(t *testing.T) {
	h := build(t, "es")
	main := h.Window.MainMenu()
	var names []string
	for _, m := range main.Items {
		names = append(names, m.Label)
	}
	if want := []string{"Mesa", "Ticket", "FAQ", "Ir", "Ayuda"}; !slices.Equal(names, want) {
		t.Errorf("the menus are %q, want %q", names, want)
	}
	first := main.Items[0].Items
	if quit := first[len(first)-1]; !quit.IsQuit || !strings.HasPrefix(quit.Label, "Salir  ") || !strings.HasSuffix(quit.Label, " Ctrl+Q") {
		t.Errorf("the first menu ends with %q, not with the way out", quit.Label)
	}
	if got := labels(main.Items[1]); got[0] != "Abrir el ticket" {
		t.Errorf("the room's actions do not come first: %q", got)
	}
	done := 0
	h.rooms["ticket"].list = []action.Action{
		{ID: "queue.open", Menu: action.Ticket, Key: "Ctrl+R", Do: func() { done++ }},
		{ID: "queue.filter", Menu: action.Ticket, Key: "Ctrl+E", Enabled: func() bool { return done == 0 }, Do: func() { done += 10 }},
	}
	h.Seat.Go.Ticket("01")
	h.key(t, "Ctrl+R")
	h.key(t, "Ctrl+E") // not possible any more
	if done != 1 {
		t.Errorf("the keys did %d", done)
	}
	h.Wait(func() bool { return strings.Contains(h.status.notice.Text, "«Filtrar la lista»") })
	h.goTickets()
	for _, item := range labels(h.Window.MainMenu().Items[1]) {
		if item == "Filtrar la lista" {
			t.Error("the menu still holds what the room before could do")
		}
	}
}

func TestDroppedFilesGoToTheRoomShown(t *testing.T) {
	h := build(t, "en")
	h.Dropped([]string{"a"}) // the list takes none
	h.Seat.Go.Ticket("01")
	h.Dropped([]string{"b", "c"})
	ui.Tell(h.Window, h.Words, "Read", "this")
	h.Dropped([]string{"d"})
	h.says(t, "show 01", "enter ticket", "dropped [b c]")
}

// A mail dropped on a room that takes no files opens as a ticket, and the notice
// leads there; what is no mail is told where it goes, and what is gone is named.
func TestDroppedMailOpensAsATicket(t *testing.T) {
	h := build(t, "en")
	path := filepath.Join(t.TempDir(), "call.EML")
	if err := os.WriteFile(path, []byte("From: lucia@example.org\r\nSubject: Printer\r\nMessage-ID: <one@example.org>\r\n\r\nIt is dead.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Dropped([]string{"screen.png", filepath.Join(t.TempDir(), "gone.eml"), path})
	if !strings.Contains(h.status.notice.Text, "screen.png belongs on a ticket") {
		t.Errorf("the notice is %q", h.status.notice.Text)
	}
	h.Wait(func() bool { return len(h.offers.Objects) == 1 })
	if !h.fault.visible() || !strings.Contains(h.fault.text.Text, "gone.eml") {
		t.Errorf("the mail that is gone is told as %q", h.fault.text.Text)
	}
	tickets, _, err := h.Desk.List(t.Context(), desk.ListQuery{View: data.AllView})
	if err != nil || len(tickets) != 1 || tickets[0].Subject != "Printer" {
		t.Fatalf("the tickets are %+v, %v", tickets, err)
	}
	pressNamed(t, h.offers, "Open "+tickets[0].Number)
	h.says(t, "show "+string(tickets[0].ID), "enter ticket")
	if len(h.offers.Objects) != 0 {
		t.Error("the notice stays though one went there")
	}
}

// Whoever has no mouse, or no window to drop from, chooses the file.
func TestMailFileIsChosen(t *testing.T) {
	h := build(t, "de")
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.WriteFile(filepath.Join(home, "call.eml"), []byte("From: lucia@example.org\r\nSubject: Drucker\r\nMessage-ID: <two@example.org>\r\n\r\nTot.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, a := range h.actions() {
		if a.ID == "shell.open_mail" {
			a.Do()
		}
	}
	h.Type("call.eml")
	h.Wait(ui.Idle)
	h.Press(fyne.KeyReturn)
	h.Wait(func() bool { return len(h.offers.Objects) == 1 })
	tickets, _, err := h.Desk.List(t.Context(), desk.ListQuery{View: data.AllView})
	if err != nil || len(tickets) != 1 || tickets[0].Subject != "Drucker" {
		t.Fatalf("the tickets are %+v, %v", tickets, err)
	}
}

// pressNamed presses the button of a name within a container.
func pressNamed(t *testing.T, in fyne.CanvasObject, name string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(in) {
		if b, ok := o.(*ui.Button); ok && b.Text == name {
			test.Tap(b)
			return
		}
	}
	t.Fatalf("there is no button %q", name)
}

func TestMenuWaitsForDialogs(t *testing.T) {
	h := build(t, "en")
	confirmed := 0
	ui.ShowDialog(h.Window, ui.Dialog{Title: "Sure?", Confirm: "Yes", OnConfirm: func() bool { confirmed++; return true }})
	h.key(t, "Ctrl+N")
	h.says(t)
	h.rooms["ticket"].list = []action.Action{{ID: "queue.open", Menu: action.Ticket, Key: "Ctrl+Return", Do: func() { t.Error("it acted under the dialog") }}}
	h.Seat.Go.Ticket("01") // from a dialog
	h.key(t, "Ctrl+Return")
	if confirmed != 1 || ui.Busy(h.Window) {
		t.Errorf("Ctrl+Return confirmed the dialog %d times", confirmed)
	}
}

func TestGoesThroughTheRoomsAndBack(t *testing.T) {
	h := build(t, "en")
	h.rooms["intake"].begun, h.rooms["article"].begun = "Ana", "T"
	h.key(t, "Ctrl+N")
	h.says(t, "begin ", "enter intake")
	h.Seat.Go.Ticket("01")
	h.Seat.Go.Ticket("02")
	h.says(t, "leave intake", "show 01", "enter ticket", "leave ticket", "show 02", "enter ticket")
	h.key(t, "Ctrl+2")
	h.Seat.Go.Article("A", "02")
	h.says(t, "leave ticket", "search  from 02", "enter faq", "leave faq", "article A from 02", "enter faq")
	h.Seat.Go.WriteArticle(data.Article{Title: "T"})
	h.key(t, "Alt+Left")
	h.says(t, "leave faq", "edit T", "enter article", "leave article", "article A from 02", "enter faq")
	h.Press(fyne.KeyEscape) // nothing has the focus: the canvas hears it
	h.says(t, "leave faq", "show 02", "enter ticket")
	h.key(t, "Alt+Left")
	h.key(t, "Alt+Left")
	h.key(t, "Alt+Left")
	h.says(t, "leave ticket", "show 01", "enter ticket", "leave ticket", "enter intake", "leave intake")
	if h.now.room.Name() != "queue" || !h.back.Disabled() {
		t.Errorf("back in %s", h.now.room.Name())
	}
	h.key(t, "Alt+Left")
	h.says(t)
	for i := range 200 {
		h.Seat.Go.Ticket(data.ID(fmt.Sprint(i)))
	}
	if len(h.history) > keepHistory {
		t.Errorf("%d visits are kept", len(h.history))
	}
}

func TestErrorsStayUntilDismissed(t *testing.T) {
	h := build(t, "en")
	h.Seat.Go.Ticket("01")
	h.Window.Canvas().Focus(h.rooms["ticket"].entry)
	h.diary = nil
	h.Seat.Fail(data.Fault("", "disk_full"))
	if !h.fault.visible() || !strings.Contains(h.fault.text.Text, "disk") {
		t.Errorf("the bar says %q", h.fault.text.Text)
	}
	h.Shot("fault-en")
	h.Seat.Notify("Copied.")
	if !h.fault.visible() {
		t.Error("a notice took the error away")
	}
	h.Press(fyne.KeyEscape)
	if h.fault.visible() || h.now.room.Name() != "ticket" {
		t.Error("Escape does not dismiss the error, and that alone")
	}
	if h.Window.Canvas().Focused() != h.rooms["ticket"].entry {
		t.Error("the error took the focus")
	}
	h.says(t)
	h.Seat.Fail(errors.New("odd"))
	h.Window.Canvas().Focus(h.fault.close)
	h.Press(fyne.KeyReturn)
	if h.fault.visible() || h.Window.Canvas().Focused() == h.fault.close {
		t.Error("the button does not dismiss the error")
	}
	h.says(t, "leave ticket", "enter ticket") // the room takes the focus again
}

func TestUndoSaysWhatItTookBack(t *testing.T) {
	h := build(t, "es")
	one := h.intake(t, "Ana", "Primera")
	h.Seat.Notify("Ticket " + one.Number + " registrado.")
	h.Wait(func() bool { return h.status.undo.Text == "Deshacer: Ctrl+Mayús+Z" })
	h.Wait(func() bool { return strings.HasPrefix(h.status.open.Text, "1 ") })
	h.key(t, "Ctrl+Shift+Z")
	want := "Deshecho: el registro del ticket " + one.Number + "."
	h.Wait(func() bool { return h.status.notice.Text == want })
	h.Wait(func() bool { return strings.HasPrefix(h.status.open.Text, "0 ") })
	if h.status.notice.Text != want || h.status.undo.Text != "" {
		t.Errorf("after the change was announced it says %q", h.status.notice.Text)
	}
	h.key(t, "Ctrl+Shift+Z")
	h.Wait(h.fault.visible) // there is nothing more to undo
}

// F1 opens the guide at the page about the room one is in, with its keys; other
// pages are chosen in the list or searched for, and Escape goes back.
func TestHelpIsAboutWhereOneIs(t *testing.T) {
	h := build(t, "es")
	h.Press(fyne.KeyF1)
	if h.now.room.Name() != "help" {
		t.Fatal("F1 does not open the guide")
	}
	says := func() string { return seattest.Texts(h.help().text) }
	for _, want := range []string{"La lista de tickets", "Ctrl+G", "Filtrar la lista", "Ctrl+Mayús+Z", "Deshacer la última acción", "Alt+←", "En «Tickets»"} {
		if !strings.Contains(says(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	h.Shot("help-es")
	h.Seat.Window.Canvas().Focus(h.help().find)
	h.Type("espera al cliente")
	h.Press(fyne.KeyDown)
	if len(h.help().shown) != 1 || !strings.Contains(says(), "Un ticket") {
		t.Errorf("%d pages are found", len(h.help().shown))
	}
	h.Press(fyne.KeyEscape)
	if h.now.room.Name() != "queue" {
		t.Error("Escape does not lead back")
	}
}

// The next start goes on where one was, with the tickets that were open.
func TestGoesOnWhereOneWas(t *testing.T) {
	h := build(t, "en")
	one, two := h.intake(t, "Ana", "First"), h.intake(t, "Ana", "Second")
	h.Seat.Go.Ticket(one.ID)
	h.Seat.Go.Ticket(two.ID)
	h.Wait(func() bool { return len(h.open) == 2 })
	again := func() {
		t.Helper()
		h.Shell.Close()
		h.Shell = New(h.Seat.Seat, h.Shell.rooms)
		h.Seat.Show(h.Shell.Content())
		h.diary = nil
		h.Start()
	}
	again()
	h.says(t, "show "+string(two.ID), "enter ticket")
	h.Wait(func() bool { return strings.HasPrefix(h.Window.Title(), two.Number) })
	h.Shot("shell-open-en")
	h.key(t, "Ctrl+Next") // round the end
	h.says(t, "leave ticket", "show "+string(one.ID), "enter ticket")
	h.key(t, "Ctrl+Prior")
	h.key(t, "Ctrl+W")
	h.says(t, "leave ticket", "show "+string(two.ID), "enter ticket", "leave ticket", "show "+string(one.ID), "enter ticket")
	h.Wait(func() bool { return len(h.rail.open.Objects) == 2 }) // the title and one
	h.key(t, "Ctrl+W")
	if h.now.room.Name() != "queue" || h.rail.open.Visible() {
		t.Errorf("with no ticket open one is in %s", h.now.room.Name())
	}
	again()
	if h.now.room.Name() != "queue" {
		t.Errorf("the next start is in %s", h.now.room.Name())
	}
}

// Long work says what it is, and Escape stops it and nothing else.
func TestLongWorkCanBeStopped(t *testing.T) {
	h := build(t, "es")
	h.Seat.Go.Ticket("01")
	h.diary = nil
	shown := 0
	stopped := make(chan bool, 1)
	ui.Work(h.Seat.Seat, "Algo largo", func(ctx context.Context, tell func(done, total int)) (int, error) {
		tell(1, 4)
		<-ctx.Done()
		stopped <- true
		return 0, ctx.Err()
	}, func(int) { shown++ })
	h.Wait(func() bool {
		return h.status.working.content.Visible() && strings.HasPrefix(h.status.working.text.Text, "Algo largo: 25")
	})
	h.Shot("working-es")
	h.Press(fyne.KeyEscape)
	<-stopped
	h.Wait(func() bool { return !h.status.working.content.Visible() })
	h.says(t)
	if shown != 0 || h.status.notice.Text == "" || h.fault.visible() {
		t.Errorf("stopped, it says %q", h.status.notice.Text)
	}
	h.run(action.Action{ID: "shell.check", Do: func() { care.Check(h.Seat.Seat) }})
	h.Wait(func() bool { return strings.HasPrefix(h.status.notice.Text, "Todo en orden: 0 tickets") })
	h.run(action.Action{ID: "shell.backup", Do: func() { care.Backup(h.Seat.Seat, nil) }})
	h.Wait(func() bool { return strings.HasSuffix(h.status.notice.Text, ".zip.") })
}

func TestOffersWaitForAnAnswer(t *testing.T) {
	h := build(t, "en")
	h.Seat.Go.Ticket("01")
	h.Window.Canvas().Focus(h.rooms["ticket"].entry)
	h.diary = nil
	done := ""
	h.Offer("Something waits.", Choice{Name: "Look", Stays: true, Do: func() { done += "look " }}, Choice{Name: "Away", Do: func() { done += "away" }})
	if h.Window.Canvas().Focused() != h.rooms["ticket"].entry {
		t.Error("an offer takes the focus")
	}
	h.Shot("offer-en")
	for range 2 {
		for range 30 {
			h.Press(fyne.KeyTab)
			if b, ok := h.Window.Canvas().Focused().(*ui.Button); ok && (b.Text == "Look" && done == "" || b.Text == "Away") {
				break
			}
		}
		h.Press(fyne.KeyReturn)
	}
	if done != "look away" || len(h.offers.Objects) != 0 {
		t.Errorf("by keys it did %q", done)
	}
}

// Whatever room and language, every key of the shell is of its own.
func TestKeysAreUnique(t *testing.T) {
	h := build(t, "en")
	seen := map[string]string{}
	for _, a := range h.all() {
		if a.Key == "" {
			continue
		}
		if other, ok := seen[a.Key]; ok {
			t.Errorf("%s does %s and %s", a.Key, other, a.ID)
		}
		seen[a.Key] = a.ID
		if s, ok := a.Shortcut().(*desktop.CustomShortcut); !ok || s.KeyName == "" {
			t.Errorf("%s has the key %q", a.ID, a.Key)
		}
	}
}

// Tab goes through the whole window and comes round.
func TestTabComesRound(t *testing.T) {
	h := build(t, "en")
	h.Window.Canvas().Focus(h.search.box)
	var seen []string
	for range 80 {
		h.Press(fyne.KeyTab)
		f := h.Window.Canvas().Focused()
		if f == h.search.box {
			return
		}
		seen = append(seen, f.(fyne.Accessible).AccessibilityLabel())
	}
	t.Errorf("Tab does not come round: %q", seen)
}

func TestLooks(t *testing.T) {
	for _, look := range []struct{ lang, theme string }{{"es", "light"}, {"en", "dark"}} {
		t.Run(look.lang, func(t *testing.T) {
			h := build(t, look.lang)
			fyne.CurrentApp().Settings().SetTheme(ui.Theme(look.theme))
			for i := range 30 {
				h.intake(t, "Lucía Ferrer", fmt.Sprintf("No imprime el albarán %d", i))
			}
			h.Seat.Notify("MAD-30 …")
			h.Wait(func() bool { return strings.HasPrefix(h.status.open.Text, "30 ") })
			h.Shot("shell-" + look.lang)
		})
	}
}

// What a form was for is done once nothing is in it: the way back leads past it.
func TestTheWayBackLeavesOutEmptyForms(t *testing.T) {
	h := build(t, "en")
	h.Seat.Go.Ticket("01")
	h.key(t, "Ctrl+N")
	h.Seat.Go.Ticket("02") // it was saved
	h.Seat.Go.WriteArticle(data.Article{Title: "T"})
	h.Seat.Go.Article("A", "") // it was saved, too
	h.diary = nil
	h.key(t, "Alt+Left")
	h.key(t, "Alt+Left")
	h.says(t, "leave faq", "show 02", "enter ticket", "leave ticket", "show 01", "enter ticket")
}

// A ticket that is open is called on the rail what it is called now.
func TestTheRailFollowsTheSubject(t *testing.T) {
	h := build(t, "en")
	ticket := h.intake(t, "Ana", "VPN")
	h.seat.Go.Ticket(ticket.ID)
	called := func(name string) func() bool {
		return func() bool { return len(h.open) == 1 && h.open[0].Subject == name }
	}
	h.Wait(called("VPN"))
	if _, err := h.Desk.SetFields(t.Context(), ticket.Number, map[string]string{"subject": "Toner"}, ""); err != nil {
		t.Fatal(err)
	}
	h.Wait(called("Toner"))
	if title := h.Window.Title(); !strings.Contains(title, "Toner") {
		t.Errorf("the window is called %q", title)
	}
}

// A call one leaves unsaved waits on the rail, after a start as well.
func TestACallLeftUnsavedIsOnTheRail(t *testing.T) {
	h := build(t, "en")
	waits := func() *ui.Button {
		var found *ui.Button
		seattest.Walk(h.rail.content, func(o fyne.CanvasObject) {
			if b, ok := o.(*ui.Button); ok && strings.HasPrefix(b.Text, "Draft") {
				found = b
			}
		})
		return found
	}
	h.key(t, "Ctrl+N")
	h.rooms["intake"].begun = "Ana"
	if waits() != nil {
		t.Error("a call waits in its own room")
	}
	h.key(t, "Ctrl+1")
	b := waits()
	if b == nil || b.Text != "Draft  Ana" {
		t.Fatalf("on the rail is %+v", b)
	}
	h.diary = nil
	b.OnTapped()
	h.says(t, "begin ", "enter intake")
	h.rooms["intake"].begun = ""
	h.Seat.Go.Ticket("01") // saved
	if waits() != nil {
		t.Error("a call that was saved still waits")
	}
	if err := h.Desk.SaveDraft(context.Background(), "intake", "{Printer}"); err != nil {
		t.Fatal(err)
	}
	h.recallCall()
	h.Wait(func() bool { return waits() != nil })
	if b := waits(); b.Text != "Draft  Printer" {
		t.Errorf("a call begun before the start is called %q", b.Text)
	}
}
