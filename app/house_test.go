package app

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/shell"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
	"firstline/data/words"
)

// house is the whole program at a desk with a little work, without a screen.
type house struct {
	*seattest.Seat
	shell   *shell.Shell
	ticket  data.Ticket
	article data.Article
}

func inhabited(t *testing.T, lang string) *house {
	t.Helper()
	return inhabitedBy(t, lang, ui.Theme("light"))
}

// inhabitedBy is inhabited in a look.
func inhabitedBy(t *testing.T, lang string, look fyne.Theme) *house {
	t.Helper()
	h := &house{Seat: seattest.New(t, lang)}
	fyne.CurrentApp().Settings().SetTheme(look)
	ctx := context.Background()
	for i := range 30 {
		var err error
		h.ticket, err = h.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Lucía Núñez", Phones: []string{"+34 600 111 222"}, Emails: []string{"lucia@example.org"}},
			Subject: fmt.Sprintf("La impresora no imprime (%d)", i), Description: "Desde esta mañana."})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.Desk.AddNote(ctx, desk.Note{Ticket: h.ticket.Number, Text: "Cola reiniciada."}); err != nil {
		t.Fatal(err)
	}
	article, err := h.Desk.SaveArticle(ctx, data.Article{Title: "La impresora no imprime", Resolution: "Reinicie la cola."}, "")
	if err != nil {
		t.Fatal(err)
	}
	h.article = article
	h.shell = shell.New(h.Seat.Seat, rooms(h.Seat.Seat, post.New(h.Desk)))
	// The seat's own say nothing to the test any more: the shell has taken them.
	h.Show(h.shell.Content())
	h.shell.Start()
	t.Cleanup(h.shell.Close)
	h.Wait(h.shell.Ready)
	return h
}

// enter goes into every room in turn, with something to show.
func (h *house) enter(t *testing.T, each func(room string)) {
	t.Helper()
	ways := h.Seat.Go
	for _, room := range []struct {
		name string
		way  func()
	}{
		{"queue", ways.Tickets}, {"intake", func() { ways.Intake("") }}, {"ticket", func() { ways.Ticket(h.ticket.ID) }},
		{"faq", func() { ways.Manual("", "") }}, {"article", func() { ways.WriteArticle(h.article) }},
		{"escalation", func() { ways.Escalate(h.ticket.ID) }}, {"reply", func() { ways.Reply(h.ticket.ID) }}, {"inbox", ways.Inbox}, {"outbox", ways.Outbox}, {"settings", ways.Settings},
		{"help", func() { h.act(t, "shell.help") }},
	} {
		room.way()
		h.Calm()
		each(room.name)
	}
}

// act does an action that can be done where one is.
func (h *house) act(t *testing.T, id string) {
	t.Helper()
	for _, a := range h.shell.Actions() {
		if a.ID == id {
			a.Do()
			return
		}
	}
	t.Fatalf("there is no action %s here", id)
}

// TestEveryActionIsToBeFound walks all actions: each has a name in all
// languages, each stands in the palette, each can be reached by keys, and no two
// share one where both are heard.
func TestEveryActionIsToBeFound(t *testing.T) {
	for _, lang := range words.Bases() {
		h := inhabited(t, lang)
		all := h.Registry()
		if len(all) < 60 {
			t.Errorf("only %d actions are registered", len(all))
		}
		seen := map[string]bool{}
		for _, a := range all {
			if seen[a.ID] {
				t.Errorf("%s is registered twice", a.ID)
			}
			seen[a.ID] = true
			if !h.Words.Has("action." + a.ID) {
				t.Errorf("%s has no name in %s", a.ID, lang)
			}
			if !h.Words.Has("room."+a.Room()) && a.Room() != "shell" {
				t.Errorf("%s is of no room", a.ID)
			}
			if a.Bound() != "" && !a.Fixed() && !action.Free(a.Bound()) {
				t.Errorf("%s has the key %s, which text needs", a.ID, a.Bound())
			}
			if other, clash := action.Clash(all, a, a.Bound()); clash && a.Bound() != "" {
				t.Errorf("%s does %s and %s", a.Bound(), a.ID, other.ID)
			}
		}
		offered := map[string]bool{}
		for _, name := range h.shell.Offered() {
			offered[name] = true
		}
		for _, a := range all {
			if a.ID != "shell.palette" && !offered[a.Name(h.Words)] {
				t.Errorf("the palette does not offer %s", a.ID)
			}
		}
		h.enter(t, func(room string) {
			for _, a := range h.shell.Actions() {
				if !seen[a.ID] {
					t.Errorf("%s has %s, which is not registered", room, a.ID)
				}
				if a.Bound() != "" && !heard(h.Window.MainMenu(), a) {
					t.Errorf("in %s nothing hears %s for %s", room, a.Bound(), a.ID)
				}
			}
		})
		if len(h.Errors) > 0 {
			t.Errorf("in %s: %v", lang, h.Errors)
		}
	}
}

// heard says whether the menu holds an action's key, as it must for the key to
// be heard whatever has the focus.
func heard(main *fyne.MainMenu, a action.Action) bool {
	for _, menu := range main.Items {
		for _, item := range menu.Items {
			if item.Shortcut != nil && item.Shortcut.ShortcutName() == a.Shortcut().ShortcutName() {
				return true
			}
		}
	}
	return false
}

// TestTabReachesEverything goes through every room with Tab and back with
// Shift+Tab: whatever can have the keyboard gets it, nothing keeps it, and a
// screen reader can name it.
func TestTabReachesEverything(t *testing.T) {
	h := inhabited(t, "es")
	c := h.Window.Canvas()
	h.enter(t, func(room string) {
		want := map[fyne.Focusable]bool{}
		seattest.Walk(h.shell.Content(), func(o fyne.CanvasObject) {
			f, ok := o.(fyne.Focusable)
			if d, off := o.(fyne.Disableable); !ok || off && d.Disabled() {
				return
			}
			want[f] = true
		})
		t.Logf("%s: %d places for the keyboard", room, len(want))
		for _, back := range []bool{false, true} {
			got := map[fyne.Focusable]int{}
			for range 2*len(want) + 4 {
				if tabs, ok := c.Focused().(fyne.Tabbable); ok && tabs.AcceptsTab() {
					t.Fatalf("%s: %T keeps Tab", room, c.Focused())
				}
				if back {
					c.FocusPrevious()
				} else {
					c.FocusNext()
				}
				h.Drain()
				if c.Focused() != nil {
					got[c.Focused()]++
				}
			}
			for f := range want {
				if got[f] == 0 && f.(fyne.CanvasObject).Visible() {
					t.Errorf("%s: Tab (back: %v) never reaches %T %q", room, back, f, label(f))
				}
			}
			for f, times := range got {
				if label(f) == "" {
					t.Errorf("%s: nothing names %T", room, f)
				}
				if times < 2 {
					t.Errorf("%s: Tab (back: %v) does not come round to %T %q", room, back, f, label(f))
				}
			}
		}
	})
}

func label(o any) string {
	if a, ok := o.(fyne.Accessible); ok {
		return a.AccessibilityLabel()
	}
	return ""
}

// ground are widgets that only colour what lies on them, lie under all, or stand beside the words
// that say the same.
var ground = map[string]bool{"ui.Fill": true, "ui.Box": true, "ui.Icon": true, "ui.Floor": true}

// TestScreenReadersAreTold goes through all widgets of our own in every room:
// each says what it is.
func TestScreenReadersAreTold(t *testing.T) {
	h := inhabited(t, "en")
	missing := map[string]bool{}
	h.enter(t, func(room string) {
		seattest.Walk(h.shell.Content(), func(o fyne.CanvasObject) {
			kind := reflect.TypeOf(o).Elem()
			if !strings.HasPrefix(kind.PkgPath(), "firstline/") {
				return
			}
			if _, told := o.(fyne.Accessible); !told && !ground[kind.String()] {
				missing[kind.String()] = true
			}
		})
	})
	for _, kind := range slices.Sorted(maps.Keys(missing)) {
		t.Errorf("%s tells screen readers nothing", kind)
	}
}

// TestGivesActionsOtherKeys changes a key the way a person does, by keys alone.
func TestGivesActionsOtherKeys(t *testing.T) {
	h := inhabited(t, "es")
	t.Cleanup(func() { action.ResetKeys(h.Habits) })
	press := func(key string) { // as the menu hears it
		t.Helper()
		for _, menu := range h.Window.MainMenu().Items {
			for _, item := range menu.Items {
				if item.Shortcut != nil && item.Shortcut.ShortcutName() == (action.Action{Key: key}).Shortcut().ShortcutName() {
					item.Action()
					return
				}
			}
		}
		t.Fatalf("nothing hears %s", key)
	}
	bound := func() string {
		for _, a := range h.shell.Actions() {
			if a.ID == "shell.intake" {
				return a.Bound()
			}
		}
		return ""
	}
	press("Ctrl+K")
	h.Type("ajustes: atajos")
	h.Press(fyne.KeyReturn)
	h.Calm()
	h.Shot("settings-keys-es")
	h.Type("nueva llamada")
	h.Calm()
	h.Press(fyne.KeyDown, fyne.KeyReturn)
	h.Press(fyne.KeyF5) // another action has it
	h.Shot("settings-keys-taken-es")
	h.Press(fyne.KeyReturn)
	if bound() != "Ctrl+N" {
		t.Fatalf("a key that is taken was given: %s", bound())
	}
	press("Ctrl+Shift+Z") // the menu hears it first, and it is taken
	h.Shortcut(&fyne.ShortcutCopy{})
	h.Press(fyne.KeyReturn)
	if bound() != "Ctrl+N" {
		t.Fatalf("a key of text was given: %s", bound())
	}
	h.Press(fyne.KeyF6, fyne.KeyReturn)
	if bound() != "F6" {
		t.Fatalf("the key is %q", bound())
	}
	h.Calm()
	h.Shot("settings-keys-changed-es")
	h.Press(fyne.KeyF6)
	h.Calm()
	if title := h.Window.Title(); !strings.HasPrefix(title, h.Words.Say("room.intake")) {
		t.Errorf("F6 led to %q", title)
	}
}

// At a ticket the palette offers its fields, those that are folded away, too.
func TestThePaletteOffersTheFieldsOfATicket(t *testing.T) {
	h := inhabited(t, "en")
	field := h.Words.Field("promised_update_at")
	if slices.Contains(h.shell.Offered(), field) {
		t.Errorf("the palette offers %q in the list of tickets", field)
	}
	h.Seat.Go.Ticket(h.ticket.ID)
	h.Calm()
	for _, field := range []string{field, h.Words.Field("known_error")} {
		if !slices.Contains(h.shell.Offered(), field) {
			t.Errorf("the palette does not offer %q at a ticket", field)
		}
	}
	h.act(t, "shell.palette")
	h.Type(h.Words.Field("known_error"))
	h.Press(fyne.KeyReturn)
	h.Type("KE-7")
	h.Press(fyne.KeyReturn)
	h.Wait(func() bool {
		c, err := h.Desk.Case(context.Background(), h.ticket.Number)
		return err == nil && c.Ticket.KnownError == "KE-7"
	})
}
