package composer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// replying is the room at a ticket that a mail opened; back counts the ways back.
func replying(t *testing.T, lang, look string, account bool) (*seattest.Seat, *Composer, data.ID, *int) {
	t.Helper()
	s := seattest.New(t, lang)
	fyne.CurrentApp().Settings().SetTheme(ui.Theme(look))
	now := s.Desk.Settings()
	if account {
		now.Mail = data.Account{Host: "smtp.example.org", From: "mesa@example.org", FromName: "Mesa de ayuda"}
	}
	if err := s.Desk.SaveSettings(ctx, now); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.eml")
	if err := os.WriteFile(path, []byte("From: Lucía Núñez <lucia@example.org>\r\nTo: mesa@example.org\r\nSubject: La impresora no imprime\r\nMessage-ID: <uno@example.org>\r\n\r\nNo imprime desde ayer.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mails, err := s.Desk.OpenMailFile(ctx, path, nil)
	if err != nil || len(mails) != 1 {
		t.Fatal(mails, err)
	}
	id := mails[0].Ticket
	if _, err := s.Desk.AddNote(ctx, desk.Note{Ticket: string(id), Text: "La clave del armario es 4711", Internal: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Desk.Attach(ctx, string(id), "manual.txt", strings.NewReader("Paso uno")); err != nil {
		t.Fatal(err)
	}
	back := new(int)
	s.Go = ui.Ways{Back: func() { *back++ }, Settings: func() {}}
	r := NewReply(s.Seat)
	s.Show(r.Content())
	r.Compose(id)
	r.Enter()
	t.Cleanup(r.Leave)
	s.Wait(func() bool { return r.to.address.Text != "" })
	return s, r, id, back
}

func TestReplyingByKeyboard(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, look := range []string{"light", "dark"} {
			s, r, id, back := replying(t, lang, look, true)
			if r.to.address.Text != "lucia@example.org" || !strings.HasSuffix(r.kind.(*reply).subject.Text, "La impresora no imprime") || s.Window.Canvas().Focused() != fyne.Focusable(r.text) {
				t.Fatalf("proposed: %q about %q", r.to.address.Text, r.kind.(*reply).subject.Text)
			}
			s.Shot("reply-empty-" + lang + "-" + look)
			name := s.Desk.ReplyTemplates(r.language.Value())[0].Name
			r.kind.(*reply).takeTemplate(name)
			if text := r.text.Text(); text == "" || strings.Contains(text, "{name}") || strings.Contains(text, "{number}") {
				t.Errorf("the template became %q", text)
			}
			r.files.ticks[0].SetChecked(true)
			s.Wait(func() bool { return r.preview.shown.Text != "" && len(r.preview.shown.Parts) == 1 })
			promised := r.preview.shown
			if strings.Contains(promised.Text, "4711") {
				t.Error("an internal note goes along")
			}
			s.Shot("reply-" + lang + "-" + look)
			s.Shortcut(submit)
			s.Wait(func() bool { return *back == 1 })
			letters, err := s.Desk.Letters(ctx)
			if err != nil || len(letters) != 1 || letters[0].Subject != promised.Subject || letters[0].To[0] != "lucia@example.org" {
				t.Fatalf("queued %+v, %v", letters, err)
			}
			k, err := s.Desk.Case(ctx, string(id))
			if err != nil {
				t.Fatal(err)
			}
			last := k.Timeline[len(k.Timeline)-1]
			if last.Kind != data.EmailOut || last.Delivery == nil || last.Delivery.State != data.LetterQueued || len(last.Files) != 1 || k.Ticket.Unread {
				t.Errorf("the timeline ends with %+v", last)
			}
			ui.SettleDrafts(5 * time.Second)
			if draft, err := s.Desk.Draft(ctx, "reply:"+string(id)); draft != "" || err != nil {
				t.Errorf("the draft is still there: %q, %v", draft, err)
			}
			if len(s.Notices) != 1 || len(s.Errors) != 0 {
				t.Errorf("said %q, failed %v", s.Notices, s.Errors)
			}
		}
	}
}

func TestWhatIsTypedIsKept(t *testing.T) {
	s, r, id, _ := replying(t, "en", "light", true)
	s.Type("Please try the other tray")
	r.to.address.SetText("other@example.org")
	r.Leave()
	ui.SettleDrafts(5 * time.Second)
	again := NewReply(s.Seat)
	s.Show(again.Content())
	again.Compose(id)
	again.Enter()
	t.Cleanup(again.Leave)
	s.Wait(func() bool { return again.text.Text() == "Please try the other tray" })
	if again.to.address.Text != "other@example.org" {
		t.Errorf("it goes to %q", again.to.address.Text)
	}
	again.discard()
	if again.text.Text() != "" || again.to.address.Text != "lucia@example.org" {
		t.Errorf("discarded, it says %q to %q", again.text.Text(), again.to.address.Text)
	}
}

func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	s, r, _, back := replying(t, "es", "light", true)
	s.Shortcut(submit)
	if s.Window.Canvas().Focused() != fyne.Focusable(r.text) {
		t.Errorf("without a text the focus is on %T", s.Window.Canvas().Focused())
	}
	s.Type("Hola")
	r.to.address.SetText("nadie")
	r.submit()
	s.Wait(func() bool { return s.Window.Canvas().Focused() == fyne.Focusable(r.to.address) })
	if letters, err := s.Desk.Letters(ctx); len(letters) != 0 || err != nil || *back != 0 || r.sending {
		t.Errorf("%d mails were queued", len(letters))
	}
}

// TestWithoutAnAccountItIsSavedAsAFile writes the mail to a file that a mail
// program opens as a draft, and keeps it on the ticket.
func TestWithoutAnAccountItIsSavedAsAFile(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	s, r, id, back := replying(t, "en", "light", false)
	s.Type("Please try again.")
	r.saveFile()
	path := filepath.Join(os.Getenv("HOME"), r.now.Ticket.Number+".eml")
	s.Wait(func() bool {
		e, ok := s.Window.Canvas().Focused().(*ui.Entry)
		return ok && e.Text == path
	})
	s.Shot("reply-save-en")
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return *back == 1 })
	raw, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(raw), "X-Unsent: 1\r\n") || !strings.Contains(string(raw), "Please try again.") {
		t.Errorf("written is %q, %v", raw, err)
	}
	k, err := s.Desk.Case(ctx, string(id))
	if err != nil {
		t.Fatal(err)
	}
	if last := k.Timeline[len(k.Timeline)-1]; last.Delivery == nil || last.Delivery.State != data.LetterSaved {
		t.Errorf("the timeline ends with %+v", last)
	}
}

// TestWhatIsTakenBackCanBeWrittenOn undoes a reply and drops an escalation while
// they wait: both composers hold again what was typed, whether they were left at
// the ticket or not.
func TestWhatIsTakenBackCanBeWrittenOn(t *testing.T) {
	s, r, id, _ := replying(t, "en", "light", true)
	s.Mail(s.Desk.Settings().Mail, 30)
	s.Type("Please try the other tray")
	r.to.address.SetText("other@example.org")
	r.files.ticks[0].SetChecked(true)
	r.submit()
	s.Wait(func() bool { return r.id == "" })
	r.Leave()
	r.Compose(id) // a look at the empty form leaves nothing behind
	r.Enter()
	s.Wait(func() bool { return r.to.address.Text == "lucia@example.org" })
	r.Leave()
	if _, err := s.Desk.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	r.Compose(id)
	r.Enter()
	s.Wait(func() bool { return r.text.Text() == "Please try the other tray" })
	if r.to.address.Text != "other@example.org" || !strings.HasSuffix(r.kind.(*reply).subject.Text, "La impresora no imprime") || len(r.files.ticked()) != 1 {
		t.Errorf("came back: %+v", r.sketch())
	}
	r.Leave()

	c := NewEscalation(s.Seat)
	s.Show(c.Content())
	c.Compose(id)
	c.Enter()
	t.Cleanup(c.Leave)
	s.Wait(func() bool { return c.now.Ticket.ID == id })
	c.kind.(*escalation).modes.choose(data.Transfer)
	c.to.address.SetText("second@example.org")
	c.text.SetText("Please take over.")
	c.kind.(*escalation).answerBy.SetText("2031-01-02 09:30")
	c.now.handover = data.Handover{Environment: true, Steps: true, Result: true, Impact: true}
	c.submit()
	s.Wait(func() bool { return c.id == "" })
	ui.SettleDrafts(5 * time.Second)
	letters, err := s.Desk.Letters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Desk.SaveDraft(ctx, data.EscalationDraft(id), `{"mode":"consult","text":"Begun since"}`); err != nil {
		t.Fatal(err)
	}
	if err := s.Desk.DropLetter(ctx, letters[0].ID); err != nil {
		t.Fatal(err)
	}
	c.Compose(id)
	c.Enter()
	s.Wait(func() bool { return c.text.Text() == "Begun since\n\nPlease take over." })
	if err := s.Desk.DropDraft(ctx, data.EscalationDraft(id)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Desk.Undo(ctx); err != nil { // it was dropped already: nothing comes back twice
		t.Fatal(err)
	}
	if draft, err := s.Desk.Draft(ctx, data.EscalationDraft(id)); draft != "" || err != nil {
		t.Errorf("came back again: %q, %v", draft, err)
	}
}

// TestAFileDroppedGoesAlong attaches what is dropped to the ticket and ticks it;
// what cannot be attached is said, and the rest goes along all the same.
func TestAFileDroppedGoesAlong(t *testing.T) {
	s, r, id, _ := replying(t, "es", "light", true)
	s.Type("Vea el adjunto.")
	path := filepath.Join(t.TempDir(), "guía.txt")
	if err := os.WriteFile(path, []byte("Paso dos"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Dropped([]string{path, filepath.Join(t.TempDir(), "no.txt")})
	s.Wait(func() bool { return len(r.preview.shown.Parts) == 1 })
	if part := r.preview.shown.Parts[0]; part.Name != "guía.txt" || len(s.Errors) != 1 || r.text.Text() != "Vea el adjunto." {
		t.Errorf("attached is %+v, failed %v, the text %q", part, s.Errors, r.text.Text())
	}
	if c := s.Case(id); len(c.Attachments) != 2 {
		t.Errorf("the ticket has %v", c.Attachments)
	}
}
