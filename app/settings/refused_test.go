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

// refused is the page about a desk that cannot be opened, and what was done there.
type refused struct {
	*seattest.Seat
	dir    string // of the desk
	opened string
	got    *desk.Desk
	of     *desk.Unpacked
}

// broken makes a desk with a backup in its folder, breaks its file and shows the
// page about it.
func broken(t *testing.T, lang string, do func(dir string)) *refused {
	t.Helper()
	ctx := context.Background()
	r := &refused{Seat: seattest.Window(t, lang), dir: filepath.Join(t.TempDir(), "desk")}
	d, err := desk.Create(ctx, r.dir, data.Settings{Code: "TST", Name: "Test desk", Operator: "Ana", Language: lang})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Backup(ctx, ""); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	do(r.dir)
	r.show(t)
	return r
}

func (r *refused) show(t *testing.T) {
	t.Helper()
	d, err := desk.Open(context.Background(), r.dir)
	if err == nil {
		d.Close()
		t.Fatal("the desk can be opened")
	}
	there, listed := desk.Backups(r.dir)
	if listed != nil {
		t.Fatal(listed)
	}
	t.Cleanup(func() {
		if r.got != nil {
			r.got.Close()
		}
	})
	Refused(r.Window, r.Words, r.Do, Refusal{Dir: r.dir, Err: err, Backups: there, Open: func(dir string) { r.opened = dir },
		Restored: func(d *desk.Desk, of *desk.Unpacked) { r.got, r.of = d, of }, Quit: func() {}})
	r.Window.Resize(seattest.Size)
}

// reads looks for what is said on the page, wherever its lines end.
func reads(t *testing.T, s *seattest.Seat, texts ...string) {
	t.Helper()
	screen := strings.ReplaceAll(s.Screen(), "\n", " ")
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			t.Errorf("%q is not said in %q", text, screen)
		}
	}
}

// cut leaves half of a desk's file.
func cut(dir string) {
	path := filepath.Join(dir, "desk.db")
	if info, err := os.Stat(path); err == nil {
		os.Truncate(path, info.Size()/2)
	}
}

func TestADamagedDeskIsRestoredFromItsLastBackup(t *testing.T) {
	r := broken(t, "en", cut)
	reads(t, r.Seat, "could not be opened", "Nothing in it was changed", r.dir, "The last backup in this folder is of", "kept as it is")
	r.Shot("refused")
	r.Press(fyne.KeyReturn) // the last backup has the focus
	r.Wait(func() bool { return ui.Idle() && ui.Busy(r.Window) })
	r.Sees("Test desk (TST): 0 tickets")
	r.Press(fyne.KeyReturn)
	r.Wait(func() bool { return r.got != nil })
	if _, err := os.Stat(filepath.Join(r.of.Kept, "desk.db")); err != nil {
		t.Errorf("the damaged desk is gone: %v", err)
	}
	if said := care.Outcome(r.Words, r.of); !strings.Contains(said, "The desk as it was is in replaced-") {
		t.Errorf("it says %q", said)
	}
}

func TestADamagedDeskStaysIfOneDecidesOtherwise(t *testing.T) {
	r := broken(t, "es", cut)
	before, err := os.ReadFile(filepath.Join(r.dir, "desk.db"))
	if err != nil {
		t.Fatal(err)
	}
	r.Press(fyne.KeyReturn)
	r.Wait(func() bool { return ui.Idle() && ui.Busy(r.Window) })
	r.Press(fyne.KeyEscape)
	r.Wait(ui.Idle)
	after, err := os.ReadFile(filepath.Join(r.dir, "desk.db"))
	if err != nil || string(before) != string(after) || r.got != nil {
		t.Errorf("the damaged desk was touched: %v", err)
	}
	r.Press(fyne.KeyTab)
	r.Press(fyne.KeyTab)
	r.Press(fyne.KeyReturn) // try again
	if r.opened != r.dir {
		t.Errorf("it tries %q again", r.opened)
	}
}

// What is wrong with the folder, no backup mends.
func TestNoBackupIsOfferedWhereNoneCanBePut(t *testing.T) {
	s := seattest.Window(t, "en")
	dir := filepath.Join(t.TempDir(), "desk")
	Refused(s.Window, s.Words, s.Do, Refusal{Dir: dir, Err: data.Fault("", "read_only_desk", "dir", dir)})
	reads(t, s, "write permission on the folder", dir, "Try again", "Open another desk…")
	if seen := s.Screen(); strings.Contains(seen, "Restore") {
		t.Errorf("it offers a backup:\n%s", seen)
	}
}

func TestAnotherDeskIsOpened(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	r := broken(t, "en", cut)
	other := filepath.Join(home, "other")
	d, err := desk.Create(context.Background(), other, data.Settings{Code: "OTH", Name: "Other", Operator: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	for _, c := range []struct{ typed, opens string }{{"nowhere/desk.db", ""}, {"other/desk.db", other}, {"other", other}} {
		r.opened = ""
		askDesk(unseated(r.Window, r.Words, r.Do), func(dir string) { r.opened = dir })
		r.Type(c.typed)
		r.Wait(ui.Idle)
		r.Press(fyne.KeyReturn)
		r.Wait(ui.Idle)
		if r.opened == "" && c.opens != "" { // the folder was gone into
			r.Press(fyne.KeyReturn)
		}
		if r.opened != c.opens {
			t.Errorf("%q opens %q", c.typed, r.opened)
		}
		for ui.Busy(r.Window) {
			r.Press(fyne.KeyEscape)
		}
	}
}

// A desk of a newer Firstline is sound: what comes first is not to replace it.
func TestANewerDeskIsTriedAgainFirst(t *testing.T) {
	r := broken(t, "de", func(dir string) {
		path := filepath.Join(dir, "desk.db")
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		raw[62], raw[63] = 0x27, 0x0f // user_version
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	})
	reads(t, r.Seat, "neueren Firstline", "Letzte Sicherung wiederherstellen")
	r.Press(fyne.KeyReturn)
	if r.opened != r.dir {
		t.Errorf("Return opens %q", r.opened)
	}
}
