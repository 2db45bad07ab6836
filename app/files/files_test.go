package files

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

// desktop is a system's file dialog that answers with a path, or is not there.
func desktop(path string, there bool, asked *[]ui.FileQuestion) ui.Chooser {
	return func(q ui.FileQuestion) func(context.Context) ([]string, bool) {
		*asked = append(*asked, q)
		return func(context.Context) ([]string, bool) { return []string{path}, there }
	}
}

func TestSaveAsksTheDesktopFirst(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.WriteFile(filepath.Join(home, "MAD-1.pdf"), []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := seattest.New(t, "en")
	s.Show(ui.NewText("", ""))
	save := func(more fyne.CanvasObject) {
		Save(s.Seat, New{Title: "Report", Name: "MAD-1.pdf", More: more}, func(path string, done func(), wrong func(error) bool) {
			if err := Write(path, strings.NewReader("report")); err != nil {
				wrong(err)
				return
			}
			done()
		})
		s.Wait(ui.Idle)
	}
	holds := func(name, want string) {
		t.Helper()
		if raw, err := os.ReadFile(filepath.Join(home, name)); err != nil || string(raw) != want {
			t.Errorf("%s holds %q, %v", name, raw, err)
		}
	}
	dialog := func() bool { return s.Window.Canvas().Overlays().Top() != nil }

	var asked []ui.FileQuestion
	s.Files = desktop(filepath.Join(home, "MAD-1.pdf"), true, &asked)
	save(nil)
	holds("MAD-1.pdf", "report") // the desktop has asked whether it may be replaced
	if len(asked) != 1 || asked[0].New != filepath.Join(home, "MAD-1-2.pdf") || dialog() {
		t.Errorf("asked for %+v, a dialog of ours: %v", asked, dialog())
	}

	s.Files = desktop(filepath.Join(home, "nowhere", "x.pdf"), true, &asked)
	save(nil)
	if len(s.Errors) != 1 {
		t.Errorf("a folder that is not there: %v", s.Errors)
	}

	s.Files = desktop(filepath.Join(home, "chosen.pdf"), true, &asked)
	save(ui.NewCheck("With internal notes", nil))
	if !dialog() || len(asked) != 2 {
		t.Fatal("what is written was not asked first")
	}
	s.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn) // past the tick and Cancel
	s.Wait(ui.Idle)
	holds("chosen.pdf", "report")

	s.Files = desktop("", false, &asked)
	save(nil)
	if !dialog() {
		t.Fatal("where the desktop has no dialog there is none of ours")
	}
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return !dialog() })
	holds("MAD-1-2.pdf", "report")

	s.Files = nil
	save(nil)
	s.Window.Canvas().Focused().(*ui.Entry).Fill(filepath.Join(home, "chosen.pdf"))
	s.Press(fyne.KeyReturn)
	s.Wait(ui.Idle)
	if !dialog() {
		t.Error("a file that is there was replaced unasked")
	}
}

func TestAWholePathTypedBehindTheFolderCountsAlone(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	file := filepath.Join(home, "a.zip")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := seattest.New(t, "en")
	s.Show(ui.NewText("", ""))
	for _, typed := range []string{"a.zip", filepath.ToSlash(file), "~/a.zip", "file://" + filepath.ToSlash(file)} {
		var got []string
		Ask(s.Seat, Question{Title: "Restore", Confirm: "Read"}, func(paths []string, done func(), _ func(error) bool) {
			got = paths
			done()
		})
		s.Wait(ui.Idle)
		s.Type(typed)
		s.Press(fyne.KeyReturn)
		s.Wait(func() bool { return s.Window.Canvas().Overlays().Top() == nil })
		if len(got) != 1 || got[0] != file {
			t.Errorf("%q behind the folder is %v, want %s", typed, got, file)
		}
	}
}
