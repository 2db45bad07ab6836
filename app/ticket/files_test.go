package ticket_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"firstline/app/editor"
)

// atHome makes a home folder with files in it.
func atHome(t *testing.T, files ...string) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, f := range files {
		path := filepath.Join(home, f)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, picture(0), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

func (b *bench) names() string {
	var names []string
	for _, a := range b.kept().Attachments {
		names = append(names, a.Name)
	}
	return strings.Join(names, " ")
}

func TestAttachByTypingAPath(t *testing.T) {
	atHome(t, "Descargas/captura.png", "Descargas/otra.png")
	b := sit(t, "es")
	b.enter(b.small().ID)
	b.do("ticket.attach")
	b.Type("Desc")
	b.Calm()
	b.press(fyne.KeyReturn) // completes nothing: no such file
	if got := b.names(); got != "" {
		t.Errorf("attached %q", got)
	}
	b.press(fyne.KeyDown, fyne.KeyReturn) // to the names, into the folder
	b.Type("otra.png")
	b.press(fyne.KeyReturn)
	if got := b.names(); got != "otra.png" {
		t.Errorf("attached %q", got)
	}
	b.do("ticket.attach")
	b.Type("Descargas")
	b.Calm()
	b.press(fyne.KeyReturn)                             // goes into the folder
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // past "..", takes the file
	if got := b.names(); got != "otra.png captura.png" {
		t.Errorf("attached %q", got)
	}
	b.fine()
}

func TestAttachByDropAndPaste(t *testing.T) {
	home := atHome(t, "a picture.png", "b.png", "c.png")
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.room.Dropped([]string{filepath.Join(home, "b.png")})
	b.Calm()
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent("file://" + home + "/a%20picture.png\nfile://" + home + "/c.png\n")
	b.do("ticket.paste")
	b.Wait(func() bool { return strings.Count(b.names(), "png") == 3 })
	if got := b.names(); got != "b.png a picture.png c.png" {
		t.Errorf("attached %q", got)
	}
	b.room.Dropped([]string{home})
	b.Calm()
	if len(b.Errors) != 1 {
		t.Errorf("a dropped folder brought %d errors, want 1", len(b.Errors))
	}
}

// shows says whether an editor draws a picture.
func shows(e *editor.Editor) bool {
	for _, o := range test.WidgetRenderer(e).Objects() {
		if i, ok := o.(*canvas.Image); ok && i.Image != nil && i.Size().Height > 20 {
			return true
		}
	}
	return false
}

// TestPastePicture stands in for xclip with a program of its own.
func TestPastePicture(t *testing.T) {
	tools := t.TempDir()
	if err := os.WriteFile(filepath.Join(tools, "shot.png"), picture(1), 0o644); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\n/bin/cat '" + filepath.Join(tools, "shot.png") + "'\n"
	if err := os.WriteFile(filepath.Join(tools, "xclip"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	b := sit(t, "es")
	b.enter(b.small().ID)
	fyne.CurrentApp().Clipboard().SetContent("solo texto")
	t.Setenv("PATH", t.TempDir())
	b.do("ticket.paste")
	if said := strings.Join(b.Notices, "\n"); !strings.Contains(said, "xclip") {
		t.Errorf("without any program the notices are %q", b.Notices)
	}
	t.Setenv("PATH", tools)
	b.do("ticket.paste")
	b.Wait(func() bool { return b.names() != "" })
	b.Calm()
	got := b.names()
	if !strings.HasPrefix(got, "captura-") || !strings.HasSuffix(got, ".png") {
		t.Errorf("attached %q; notices %q", got, b.Notices)
	}
	note := b.Window.Canvas().Focused().(*editor.Editor)
	if want := "![" + got + "](attachment)\n"; note.Text() != want {
		t.Errorf("pasted where one writes, the note says %q, want %q", note.Text(), want)
	}
	b.Wait(func() bool { return shows(note) })
	if err := os.WriteFile(filepath.Join(tools, "xclip"), []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	b.do("ticket.paste")
	if last := b.Notices[len(b.Notices)-1]; !strings.Contains(last, "Ctrl+V") {
		t.Errorf("with text in the clipboard the notice is %q", last)
	}
	b.fine()
}

func TestWithdrawnFileComesBack(t *testing.T) {
	home := atHome(t, "b.png")
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.room.Dropped([]string{filepath.Join(home, "b.png")})
	b.Calm()
	b.do("ticket.timeline")
	b.press(fyne.KeyEnd, fyne.KeyReturn) // the entry's menu
	b.Type("w")
	b.press(fyne.KeyReturn)
	if got := b.names(); got != "" {
		t.Errorf("after withdrawing there is %q", got)
	}
	if _, err := b.Desk.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := b.names(); got != "b.png" {
		t.Errorf("after undo there is %q", got)
	}
	b.fine()
}

func TestSaveCopyAndReport(t *testing.T) {
	home := atHome(t, "b.png")
	b := sit(t, "es")
	b.enter(b.small().ID)
	b.room.Dropped([]string{filepath.Join(home, "b.png")})
	b.Calm()
	b.do("ticket.timeline")
	b.press(fyne.KeyEnd, fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn) // save a copy
	b.press(fyne.KeyReturn)
	if _, err := os.Stat(filepath.Join(home, "b-2.png")); err != nil {
		t.Errorf("the copy is not there: %v", err)
	}
	b.do("ticket.report")
	b.press(fyne.KeyReturn)
	path := filepath.Join(home, b.kept().Ticket.Number+".pdf")
	pdf, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(pdf), "%PDF") {
		t.Errorf("the report is not there: %v", err)
	}
	b.press(fyne.KeyEscape)
	b.do("ticket.report")
	b.press(fyne.KeyReturn) // another name was offered
	if _, err := os.Stat(filepath.Join(home, b.kept().Ticket.Number+"-2.pdf")); err != nil {
		t.Errorf("the second report is not there: %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(home, ".firstline-*"))
	if len(left) > 0 {
		t.Errorf("half-written files were left: %v", left)
	}
	b.fine()
}

// TestFilesAreOpenedAsCopies goes along the strip by its keys: what is opened is
// a copy under its own name that may only be read.
func TestFilesAreOpenedAsCopies(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	b := sit(t, "en")
	b.enter(b.long(4).ID)
	for range 40 {
		if a, ok := b.Window.Canvas().Focused().(fyne.Accessible); ok && strings.HasPrefix(a.AccessibilityLabel(), "Attachments, ") {
			break
		}
		b.Press(fyne.KeyTab)
	}
	b.press(fyne.KeyRight, fyne.KeyReturn) // the newest but one
	found, err := filepath.Glob(filepath.Join(temp, "firstline-open-*", "captura-error-2.png"))
	if err != nil || len(found) != 1 {
		t.Fatalf("the copy is not there: %v %v", found, err)
	}
	info, err := os.Stat(found[0])
	b.must(err)
	if info.Mode().Perm()&0o222 != 0 {
		t.Errorf("the copy can be written to: %v", info.Mode())
	}
	b.press(fyne.KeyDelete)
	if got := b.names(); strings.Contains(got, "captura-error-2.png") || !strings.Contains(got, "captura-error-1.png") {
		t.Errorf("after Del there is %q", got)
	}
	b.fine()
}

// What cannot be attached keeps nothing else from it, and is named with the reason.
func TestDroppedFilesThatCanBeAttachedAre(t *testing.T) {
	home := atHome(t, "a.png", "b.png", "folder/c.png")
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.room.Dropped([]string{filepath.Join(home, "gone.txt"), filepath.Join(home, "a.png"), filepath.Join(home, "folder"), filepath.Join(home, "lost.txt"), filepath.Join(home, "b.png")})
	b.Calm()
	if got := b.names(); got != "a.png b.png" {
		t.Errorf("attached %q", got)
	}
	if len(b.Errors) != 1 {
		t.Fatalf("told %v", b.Errors)
	}
	if told := b.Words.Error(b.Errors[0]); !strings.HasPrefix(told, "3 files were left out: gone.txt, folder, lost.txt. There is no file ") || !strings.Contains(told, "folder") || strings.Count(told, "There is no file") != 1 {
		t.Errorf("told %q", told)
	}
	b.Errors = nil
	b.fine()
}
