package ticket_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/editor"
	"firstline/app/ticket"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

func (b *bench) small() data.Ticket {
	return b.call(desk.Intake{Contact: data.Contact{Name: "Íñigo Zabala", Phones: []string{"600 333 444"}}, Subject: "No imprime", Channel: data.Phone, Description: "La impresora no imprime."})
}

// last is the newest entry of the timeline.
func (b *bench) last() data.Activity {
	b.t.Helper()
	c := b.kept()
	return c.Timeline[len(c.Timeline)-1]
}

func TestNoteIsSavedAsItSays(t *testing.T) {
	b := sit(t, "es")
	b.enter(b.small().ID)
	b.Type("Primera nota con ñ y ¿preguntas?")
	b.do("ticket.save")
	if a := b.last(); a.Text != "Primera nota con ñ y ¿preguntas?" || !a.Internal || a.Kind != data.WorkNote {
		t.Errorf("a work note became %+v", a)
	}
	b.Type("Ya puede imprimir.")
	b.do("ticket.internal")
	b.do("ticket.save")
	if a := b.last(); a.Internal || a.Text != "Ya puede imprimir." {
		t.Errorf("a note made public became %+v", a)
	}
	if body, err := b.Desk.Draft(context.Background(), "note:"+string(b.id)); err != nil || body != "" {
		t.Errorf("the draft of a saved note is %q, %v", body, err)
	}
	b.do("ticket.save") // nothing is typed: nothing happens
	if n := len(b.kept().Timeline); n != 3 {
		t.Errorf("%d entries after saving an empty note, want 3", n)
	}
	b.fine()
}

// TestKindSaysWhoMayRead goes through the kinds with the keyboard: Tab back to
// the kind, then its list.
func TestKindSaysWhoMayRead(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.Window.Canvas().FocusPrevious() // make public
	b.Window.Canvas().FocusPrevious() // kind
	b.Press(fyne.KeyDown)             // customer update
	b.do("ticket.note")
	b.Type("We are on it.")
	b.do("ticket.save")
	if a := b.last(); a.Kind != data.CustomerUpdate || a.Internal {
		t.Errorf("a customer update became %+v", a)
	}
	b.Window.Canvas().FocusPrevious()
	b.Window.Canvas().FocusPrevious()
	b.Press(fyne.KeyDown, fyne.KeyDown) // incoming call
	b.do("ticket.note")
	b.Type("Called again.")
	b.do("ticket.internal") // by hand
	b.do("ticket.save")
	if a := b.last(); a.Kind != data.CallIn || !a.Internal || a.Address != "600 333 444" {
		t.Errorf("a call made internal by hand became %+v", a)
	}
	b.fine()
}

func TestDraftSurvives(t *testing.T) {
	b := sit(t, "en")
	first, second := b.small(), b.call(desk.Intake{Contact: data.Contact{Name: "Ada"}, Subject: "VPN", Channel: data.Phone})
	b.enter(first.ID)
	b.Type("half a thought")
	b.do("ticket.internal")
	b.enter(second.ID)
	if !ui.SettleDrafts(5 * time.Second) {
		t.Fatal("drafts are still being written")
	}
	b.Type("about the other one")
	b.room.Leave()
	// The program ends, and begins again.
	again := ticket.New(b.Seat.Seat)
	b.room = again
	b.Show(again.Content())
	b.enter(first.ID)
	b.Type(" goes on")
	b.do("ticket.save")
	if a := b.last(); a.Text != "half a thought goes on" || a.Internal {
		t.Errorf("the draft became %+v", a)
	}
	b.enter(second.ID)
	b.do("ticket.save")
	if a := b.last(); a.Text != "about the other one" {
		t.Errorf("the other draft became %+v", a)
	}
	b.fine()
}

func TestWhatIsTypedWhileSavingStays(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.Type("one")
	for _, a := range b.room.Actions() {
		if a.ID == "ticket.save" {
			a.Do()
		}
	}
	b.Type(" two")
	b.Calm()
	b.do("ticket.save")
	c := b.kept()
	if n := len(c.Timeline); n != 3 || c.Timeline[1].Text != "one" || c.Timeline[2].Text != "two" {
		t.Errorf("the timeline is %+v", c.Timeline[1:])
	}
	b.fine()
}

func TestMinutesAndTemplate(t *testing.T) {
	b := sit(t, "es")
	b.enter(b.small().ID)
	b.do("ticket.templates")
	b.press(fyne.KeyDown, fyne.KeyReturn)
	b.Press(fyne.KeyTab, fyne.KeyTab) // timer, minutes
	b.Type("12")
	b.do("ticket.save")
	a := b.last()
	if a.Seconds != 12*60 || !strings.Contains(a.Text, "**") {
		t.Errorf("a template with 12 minutes became %d s, %q", a.Seconds, a.Text)
	}
	b.fine()
}

func TestNoteTooLongBecomesAFile(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	fyne.CurrentApp().Clipboard().SetContent(strings.Repeat("0123456789abcde\n", 2000))
	b.Shortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	b.Calm()
	b.Type("the log")
	b.Window.Canvas().Focused().(*editor.Editor).AttachPasted() // F8
	b.Calm()
	c := b.kept()
	if len(c.Attachments) != 1 || c.Attachments[0].Size != 32000 || !strings.HasSuffix(c.Attachments[0].Name, ".txt") {
		t.Fatalf("the attachments are %+v", c.Attachments)
	}
	b.do("ticket.save")
	if a := b.last(); a.Text != "["+c.Attachments[0].Name+"](attachment)\nthe log" {
		t.Errorf("the note says %q", a.Text)
	}
	b.fine()
}

func TestCtrlReturnInTheNoteSaves(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.Type("saved from the text")
	b.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	b.Calm()
	if a := b.last(); a.Text != "saved from the text" {
		t.Errorf("the newest entry is %+v", a)
	}
}

// TestDraftIsJSON keeps the form other parts may read: text, kind, internal.
func TestDraftIsJSON(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.Type("kept")
	b.room.Leave()
	if !ui.SettleDrafts(5 * time.Second) {
		t.Fatal("drafts are still being written")
	}
	body, err := b.Desk.Draft(context.Background(), "note:"+string(b.id))
	b.must(err)
	var d struct {
		Kind     string `json:"kind"`
		Internal bool   `json:"internal"`
		Text     string `json:"text"`
	}
	b.must(json.Unmarshal([]byte(body), &d))
	if d.Kind != "work_note" || !d.Internal || d.Text != "kept" {
		t.Errorf("the draft is %s", body)
	}
}

// With large text there is no room for the note and for what it is about: it is
// one line until something is written, and whole while it is.
func TestNoteGivesWayWhereRoomIsScarce(t *testing.T) {
	for _, lang := range []string{"es", "de"} {
		t.Run(lang, func(t *testing.T) {
			b := sitWith(t, lang, ui.ThemeSized("light", 200))
			b.enter(b.small().ID)
			size := fyne.NewSize(1063, 590) // what the shell leaves of 1366x748
			b.Window.Resize(size)
			save := b.Words.Say("ticket.note.save.internal")
			whole := func(when string, want bool) {
				t.Helper()
				b.Calm()
				if strings.Contains(b.Screen(), save) != want {
					t.Errorf("%s, the note is whole: %v\n%s", when, !want, b.Screen())
				}
				for _, fault := range seattest.Faults(b.room.Content(), size) {
					t.Errorf("%s: %s", when, fault)
				}
				b.Shot("note-200-" + lang + "-" + strings.ReplaceAll(when, " ", "-"))
			}
			whole("at first", false)
			b.Type("A")
			whole("written in", true)
			b.do("ticket.save")
			whole("saved", false)
			if a := b.last(); a.Text != "A" {
				t.Errorf("saved was %q", a.Text)
			}
			b.do("ticket.note")
			whole("asked for", true)
			for range 40 { // back to the timeline
				if _, in := b.Window.Canvas().Focused().(*editor.Editor); !in && !strings.Contains(b.Screen(), save) {
					break
				}
				b.Window.Canvas().FocusPrevious()
			}
			whole("read", false)
			b.Window.Canvas().FocusNext()
			whole("come back to", true)
		})
	}
}
