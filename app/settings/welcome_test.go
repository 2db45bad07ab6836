package settings

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// welcomed is the page of the first start, and the desk it made.
func welcomed(t *testing.T, s *seattest.Seat, lang, dir string) (*welcome, **desk.Desk) {
	t.Helper()
	var made *desk.Desk
	t.Cleanup(func() {
		if made != nil {
			made.Close()
		}
	})
	w := &welcome{win: s.Window, words: words.For(lang), dir: dir, place: judge(dir, ""), do: s.Do, done: func(d *desk.Desk, _ *desk.Unpacked) { made = d }}
	w.show(data.Settings{})
	s.Window.Resize(seattest.Size)
	return w, &made
}

func TestWelcomeByKeyboardAlone(t *testing.T) {
	t.Setenv("LC_ALL", "es_ES.UTF-8")
	s := seattest.Window(t, "es")
	dir := filepath.Join(t.TempDir(), "mesa")
	_, made := welcomed(t, s, "es", dir)
	s.Type("Lucía Ferrer")
	s.Press(fyne.KeyTab)
	s.Type("Soporte Ávila")
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return *made != nil })
	got := (*made).Settings()
	if got.Operator != "Lucía Ferrer" || got.Name != "Soporte Ávila" || got.Code != "AVI" {
		t.Errorf("made %q of %q with the code %q", got.Name, got.Operator, got.Code)
	}
	if len(got.Categories) == 0 {
		t.Error("a new desk has no categories to choose from")
	}
	if (*made).Words().Lang() != "es" || got.Language != "" || (*made).Dir() != dir {
		t.Errorf("the desk in %s speaks %s", (*made).Dir(), (*made).Words().Lang())
	}
}

func TestWelcomeSaysWhatIsMissing(t *testing.T) {
	s := seattest.Window(t, "en")
	w, made := welcomed(t, s, "en", filepath.Join(t.TempDir(), "desk"))
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return !w.making })
	if *made != nil || s.Window.Canvas().Focused() != w.operator {
		t.Errorf("nothing was typed, and the focus is on %T", s.Window.Canvas().Focused())
	}
	s.Type("Ana")
	s.Press(fyne.KeyTab)
	s.Type("Support Harbour")
	s.Press(fyne.KeyTab)
	if w.code.Text != "HAR" || w.code.SelectedText() != "HAR" {
		t.Errorf("the code proposed is %q, of which %q is typed over", w.code.Text, w.code.SelectedText())
	}
	s.Type("x123456")
	if !strings.Contains(w.numbers.Text, " ABC-1") {
		t.Errorf("an impossible code makes numbers: %s", w.numbers.Text)
	}
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return !w.making })
	if w.code.Text != "x123456" || *made != nil {
		t.Error("a bad code was taken")
	}
	s.Shot("welcome-fault")
}

func TestWelcomeSpeaksAnotherLanguageAtOnce(t *testing.T) {
	s := seattest.Window(t, "en")
	w, made := welcomed(t, s, "en", filepath.Join(t.TempDir(), "Dropbox", "desk"))
	s.Type("Ana")
	w.speak("es")
	if w.operator.Text != "Ana" || w.make.Text != words.For("es").Say("settings.welcome.make") {
		t.Errorf("%q, and the button says %q", w.operator.Text, w.make.Text)
	}
	w.name.SetText("Mesa Norte")
	w.code.SetText("nor")
	w.name.SetText("Mesa Sur")
	if w.code.Text != "nor" {
		t.Errorf("the code that was typed became %q", w.code.Text)
	}
	s.Window.Resize(seattest.Size.SubtractWidthHeight(0, 20))
	s.Shot("welcome-es")
	w.create()
	s.Wait(func() bool { return *made != nil })
	if got := (*made).Settings(); got.Language != "es" || got.Code != "NOR" {
		t.Errorf("the desk speaks %q and has the code %q", got.Language, got.Code)
	}
}

func TestWelcomeShowsASample(t *testing.T) {
	s := seattest.Window(t, "en")
	w, made := welcomed(t, s, "en", filepath.Join(t.TempDir(), "desk"))
	t.Setenv("TMPDIR", t.TempDir())
	w.lookAround()
	w.lookAround() // pressed twice: once is enough
	s.Wait(func() bool { return *made != nil })
	if desk.Exists(w.dir) || !desk.Exists((*made).Dir()) {
		t.Errorf("the sample lies in %s", (*made).Dir())
	}
	if made, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "firstline-demo-*")); err != nil || len(made) != 1 { // SQLite may keep files there, too
		t.Errorf("%d sample desks were made (%v)", len(made), err)
	}
}

func TestWelcomeLooks(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, variant := range []string{"light", "dark"} {
			t.Run(lang+variant, func(t *testing.T) {
				s := seattest.Window(t, lang)
				fyne.CurrentApp().Settings().SetTheme(ui.Theme(variant))
				w, _ := welcomed(t, s, lang, "/home/ana/.local/share/firstline")
				w.operator.SetText("Lucía Ferrer")
				w.name.SetText("Cooperativa Tres Encinas")
				s.Window.Resize(seattest.Size.SubtractWidthHeight(0, 20)) // a window is laid out more than once
				s.Shot("welcome-" + lang + "-" + variant)
			})
		}
	}
}

func TestProposedCodes(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "X": "", "7": "", "Madrid": "MAD", "Soporte Madrid": "MAD", "Mesa de ayuda de Ávila": "AVI", "Service Desk für Köln": "KOL", "Cooperativa Tres Encinas": "CTE",
		"Support des Caves du Rhône": "CR", "Harbour Desk": "HAR", "Help Desk": "HD", "Servicio Técnico Ñandú S.L.": "TNSL", "O'Brien & Sons": "OS", "Ж": "",
	} {
		if got := proposeCode(name); got != want {
			t.Errorf("%q proposes %q, wants %q", name, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	const mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/home /home/ana/share nfs4 rw 0 0\n/dev/sdb1 /mnt/data ext4 rw 0 0\nC:\\134 /mnt/c 9p rw 0 0\n//nas/a /srv/my\\040share cifs rw 0 0\n"
	for _, c := range []struct {
		dir, mounts string
		want        place
	}{
		{"/home/ana/.local/share/firstline", mounts, local},
		{"/home/ana/.local/share/firstline", "", local},
		{"/home/ana/OneDrive - Encinas/desk", mounts, synced},
		{"/Users/ana/Library/Mobile Documents/desk", "", synced},
		{"/home/ana/Dropbox", "", synced},
		{"/home/ana/share/desk", mounts, network},
		{"/home/ana/shared/desk", mounts, local},
		{"/srv/my share/desk", mounts, network},
		{"/mnt/data/desk", mounts, local},
		{"/mnt/c/desk", mounts, network},
		{"/mnt/other/desk", mounts, network},
		{"/Volumes/Share/desk", "", network},
	} {
		if got := judge(c.dir, c.mounts); got != c.want {
			t.Errorf("%s is %q, wants %q", c.dir, got, c.want)
		}
	}
}

// On another computer one goes on with a backup.
func TestTheFirstStartTakesABackup(t *testing.T) {
	s := seattest.New(t, "en")
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if _, err := s.Desk.Backup(context.Background(), filepath.Join(home, "desk.zip")); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "new")
	var got *desk.Desk
	w := &welcome{win: s.Window, words: s.Words, dir: dir, do: s.Do, done: func(d *desk.Desk, _ *desk.Unpacked) { got = d }}
	w.show(data.Settings{})
	choose := func() {
		w.restore.OnTapped()
		s.Type("desk.zip")
		s.Wait(ui.Idle)
		s.Press(fyne.KeyReturn)
		s.Wait(func() bool { return ui.Idle() && ui.Busy(s.Window) })
	}
	choose()
	s.Sees("Test desk (TST): 0 tickets")
	s.Press(fyne.KeyEscape)
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	left = slices.DeleteFunc(left, func(path string) bool { return filepath.Base(path) == "scratch.lock" }) // which is empty, and can stay
	if len(left) > 0 || desk.Exists(dir) {
		t.Errorf("left alone, the folder holds %v", left)
	}
	choose()
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return got != nil })
	defer got.Close()
	if name := got.Settings().Name; name != "Test desk" {
		t.Errorf("the desk is %q", name)
	}
}
