package app

import (
	"errors"
	"io"
	"log"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestWhatMendsItselfIsNotPrinted(t *testing.T) {
	var said strings.Builder
	log.SetOutput(&chatter{to: &said})
	defer log.SetOutput(os.Stderr)
	fyne.LogError("Preferences load error:", io.EOF)
	fyne.LogError("window creation error", errors.New("no GLX"))
	fyne.LogError("failed to watch theme settings", errors.New("no bus"))
	log.Println("*** Error in Fyne call thread ***")
	text := said.String()
	for what, want := range map[string]bool{"Preferences": false, "EOF": false, "no bus": false, "window creation error": true, "no GLX": true, "call thread": true} {
		if strings.Contains(text, what) != want {
			t.Errorf("%q is printed: %v\n%s", what, !want, text)
		}
	}
	if n := strings.Count(text, "\n"); n != 4 { // its place, too
		t.Errorf("%d lines are printed:\n%s", n, text)
	}
}
