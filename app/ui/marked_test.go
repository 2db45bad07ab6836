package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
)

// A snippet shows what was found in bold wherever it stands, and says where it
// was cut.
func TestMarkedShowsWhatWasFound(t *testing.T) {
	test.NewTempApp(t)
	long := strings.Repeat("lorem ipsum ", 30)
	for _, c := range []struct{ snippet, begins, found string }{
		{"the [printer] is offline", "the ", "printer"},
		{"[printer]", "", "printer"},
		{long + "the [printer] is offline", "…", "printer"},
		{"the [printer] is " + long, "the ", "printer"},
		{"nothing found", "nothing", ""},
	} {
		snippet := strings.NewReplacer("[", ui.MarkOn, "]", ui.MarkOff).Replace(c.snippet)
		const width = 300
		l := ui.NewLetters()
		l.Begin()
		l.WriteMarked(snippet, ui.Pen{Ink: ui.Color(ui.Muted), Size: theme.CaptionTextSize()}, 0, 0, width, 20)
		l.End()
		var said, found string
		var end float32
		for _, o := range l.Objects() {
			text, ok := o.(*canvas.Text)
			if !ok {
				continue
			}
			said += text.Text
			if text.TextStyle.Bold {
				found += text.Text
			}
			end = max(end, text.Position().X+ui.Measure(text.Text, text.TextSize, text.TextStyle).Width)
		}
		if !strings.HasPrefix(said, c.begins) || found != c.found {
			t.Errorf("%q shows %q, found %q", c.snippet, said, found)
		}
		whole := ui.Measure(ui.Unmarked(snippet), theme.CaptionTextSize(), fyne.TextStyle{}).Width < width
		if end > width+2 || !whole && !strings.Contains(said, "…") {
			t.Errorf("%q: %q ends at %v", c.snippet, said, end)
		}
	}
}
