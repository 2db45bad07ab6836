package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
)

func TestKeysMakeTheTextLargerAndSmaller(t *testing.T) {
	h := build(t, "en")
	for _, c := range []struct {
		key     string
		percent int
	}{{"Ctrl+Plus", 110}, {"Ctrl+Plus", 125}, {"Ctrl+-", 110}, {"Ctrl+0", 100}} {
		h.key(t, c.key)
		h.Wait(func() bool { return h.seat.Desk.Settings().TextPercent() == c.percent })
	}
	h.Wait(func() bool { return h.status.notice.Text == "Text at 100 %" })
}

// What was made while the text was large is as small with small text as what is
// made then.
func TestFrameFollowsTheSizeOfTheText(t *testing.T) {
	h := build(t, "en")
	parts := func() map[string]fyne.CanvasObject {
		r := newRail(h.seat.Words, h.actions(), nil)
		r.setOpen(nil, "Printer", nil)
		return map[string]fyne.CanvasObject{"rail": r.content, "status": newStatus(h.seat).content, "fault": newFault(h.seat.Words).content,
			"page": ui.Padded(ui.Section("Open", ui.Flush(ui.Paragraph("Text"))))}
	}
	for _, was := range []int{150, 175, 200} {
		fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized("light", was))
		old := parts()
		large := old["rail"].MinSize()
		fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized("light", 100))
		for name, part := range parts() {
			old[name].Refresh()
			if now, want := old[name].MinSize(), part.MinSize(); now != want {
				t.Errorf("the %s made at %d %% takes %v at 100 %%, not %v", name, was, now, want)
			}
		}
		if large.Width <= old["rail"].MinSize().Width {
			t.Errorf("the rail is no wider at %d %%", was)
		}
	}
}
