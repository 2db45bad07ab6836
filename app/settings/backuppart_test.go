package settings

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/care"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
)

// keeping is the room at its backups, with a home folder to find files in.
func keeping(t *testing.T) (*seattest.Seat, *Room, string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	s, r := seated(t, "en", nil)
	if _, err := s.Desk.OpenTicket(context.Background(), desk.Intake{Contact: data.Contact{Name: "Lucía"}, Subject: "The printer"}); err != nil {
		t.Fatal(err)
	}
	r.Show("backups")
	s.Wait(ui.Idle)
	return s, r, home
}

func TestABackupIsMadeAndPutBack(t *testing.T) {
	s, r, home := keeping(t)
	var replaced *desk.Unpacked
	told := ""
	s.Replace = func(u *desk.Unpacked) { replaced, told = u, care.Outcome(s.Words, u) }
	s.Mail(data.Account{From: "ana@example.org", Host: "smtp.example.org", Port: 465, Security: data.TLS}, 0)
	if _, err := s.Desk.Escalate(context.Background(), desk.EscalationRequest{Ticket: "TST-1", To: "second@example.org", Question: "?"}); err != nil {
		t.Fatal(err)
	}
	hint := s.Words.Say("settings.backups.hint")
	if strings.Contains(s.Screen(), hint) {
		t.Error("it says what Enter does with a backup where there is none")
	}
	r.backup()
	s.Wait(ui.Idle)
	s.Window.Canvas().Focused().(*ui.Entry).Fill(filepath.Join(home, "copy.zip"))
	s.Press(fyne.KeyReturn)
	s.Wait(ui.Idle)
	if _, err := os.Stat(filepath.Join(home, "copy.zip")); err != nil {
		t.Fatal(err)
	}
	restore := func(file string) {
		r.putBack("")
		s.Type(file)
		s.Wait(ui.Idle)
		s.Press(fyne.KeyReturn)
		s.Wait(ui.Idle)
	}
	restore("copy.zip")
	s.Sees("copy.zip", "Test desk (TST): 1 ticket, last changed", "1 mail is still waiting", "Restore")
	s.Press(fyne.KeyEscape)
	s.Wait(ui.Idle)
	if replaced != nil || !strings.Contains(s.Notices[len(s.Notices)-1], "Nothing was changed") {
		t.Fatalf("cancelled, it says %q", s.Notices)
	}
	restore("copy.zip")
	s.Press(fyne.KeyTab, fyne.KeyReturn)
	s.Wait(func() bool { return replaced != nil })
	if replaced.Tickets != 1 || !strings.Contains(told, "copy.zip") || !strings.Contains(told, "replaced-") {
		t.Errorf("put back %+v: %q", replaced, told)
	}
	replaced.Drop()
	r.Leave()
	enter(s, r)
	s.Wait(ui.Idle)
	if len(r.backups.there) != 1 || !strings.HasPrefix(filepath.Base(r.backups.there[0].Path), "replaced-") {
		t.Errorf("the desk as it was: %+v", r.backups.there)
	}
	s.Sees(hint)
}

func TestWhatIsNoBackupIsSaidOnce(t *testing.T) {
	s, r, home := keeping(t)
	s.Replace = func(*desk.Unpacked) { t.Error("the desk was replaced") }
	if err := os.WriteFile(filepath.Join(home, "note.zip"), []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.putBack(filepath.Join(home, "note.zip"))
	s.Wait(ui.Idle)
	if len(s.Errors) != 1 || !strings.Contains(s.Words.Error(s.Errors[0]), "note.zip is not a backup") {
		t.Errorf("it says %v", s.Errors)
	}
}

func TestArticlesComeAndGo(t *testing.T) {
	s, r, home := keeping(t)
	file := filepath.Join(home, "faq.jsonl")
	if err := os.WriteFile(file, []byte("{\"id\":1,\"q\":\"No sound\",\"a\":\"Plug it in.\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		list, err := s.Desk.Articles(context.Background(), "")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	read := func() {
		r.importArticles()
		s.Type("faq.jsonl")
		s.Wait(ui.Idle)
		s.Press(fyne.KeyReturn)
		s.Wait(ui.Idle)
	}
	read()
	s.Sees("1 article is new.", "can be undone")
	if count() != 0 {
		t.Error("it was imported unasked")
	}
	s.Press(fyne.KeyReturn)
	s.Wait(ui.Idle)
	if count() != 1 {
		t.Fatalf("%d articles; %v %q", count(), s.Errors, s.Notices)
	}
	read()
	s.Sees("1 is here already")
	s.Press(fyne.KeyEscape)
	r.exportArticles()
	s.Wait(ui.Idle)
	s.Press(fyne.KeyReturn)
	s.Wait(ui.Idle)
	if raw, err := os.ReadFile(filepath.Join(home, "faq-2.jsonl")); err != nil || !strings.Contains(string(raw), "Plug it in.") {
		t.Errorf("exported %q, %v", raw, err)
	}
	if err := os.WriteFile(file, []byte("{\"id\":1"), 0o600); err != nil {
		t.Fatal(err)
	}
	read()
	s.Sees("Line 1 cannot be read")
}
