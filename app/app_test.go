package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

	"firstline/data/words"
)

func TestOneWindowOwnsADesk(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "raise"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var first, second owner
	if err := first.claim(dir, ""); err != nil {
		t.Fatalf("the first window is refused: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	forward := make(chan string, 9)
	go first.hear(ctx, func(ticket string) { forward <- ticket })
	select {
	case <-forward:
		t.Error("what an earlier start left brings the window forward")
	case <-time.After(1500 * time.Millisecond):
	}
	if err := second.claim(dir, "MAD-7"); !errors.Is(err, errElsewhere) {
		t.Fatalf("a second window is let in: %v", err)
	}
	select {
	case ticket := <-forward:
		if ticket != "MAD-7" {
			t.Errorf("it comes forward at %q", ticket)
		}
	case <-time.After(10 * time.Second):
		t.Error("the first window does not come forward")
	}
	first.release()
	if err := second.claim(dir, "MAD-7"); err != nil {
		t.Errorf("nobody has the desk, and yet: %v", err)
	}
	second.release()
}

// What comes before Fyne's loop runs in order, on the goroutine that waits.
func TestLoopRunsWhatComesEarly(t *testing.T) {
	l := newLoop()
	var order []int
	l.do(func() { order = append(order, 1) })
	go func() {
		time.Sleep(20 * time.Millisecond)
		l.do(func() { order = append(order, 2) })
	}()
	l.runUntil(func() bool { return len(order) == 2 }, 10*time.Second)
	if !slices.Equal(order, []int{1, 2}) || !l.running {
		t.Errorf("ran %v", order)
	}
	late := newLoop()
	begun := time.Now()
	late.runUntil(func() bool { return false }, 10*time.Millisecond)
	if !late.running || time.Since(begun) < 10*time.Millisecond {
		t.Error("it does not wait, or for ever")
	}
}

func TestNoScreenIsSaid(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	err := Run(t.TempDir(), "")
	if ExitCode(err) != 3 {
		t.Errorf("without a screen: %v", err)
	}
	if ExitCode(fmt.Errorf("open: %w", err)) != 3 || ExitCode(errors.New("other")) != 1 || ExitCode(nil) != 0 {
		t.Error("the exit codes are others")
	}
	fault := func() (err error) {
		w := watch(func() *words.Printer { return words.For("en") })
		defer w.rescue(&err)
		panic("no graphics")
	}()
	if ExitCode(fault) != 3 {
		t.Errorf("Fyne's panic became %v", fault)
	}
}

func TestFyneSpeaksTheDesksLanguage(t *testing.T) {
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	for tag, want := range map[string]string{"es": "Sí", "en": "Yes"} {
		language(words.For(tag))
		if got := lang.L("Yes"); got != want {
			t.Errorf("in %s Fyne says %q, want %q", tag, got, want)
		}
	}
	if os.Getenv("LC_ALL") != "en_GB.UTF-8" {
		t.Errorf("LC_ALL is left as %q", os.Getenv("LC_ALL"))
	}
}
