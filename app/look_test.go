package app

import (
	"fmt"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data/words"
)

// aboveRooms is what the window's title takes of the screen's height, and the menu at
// the largest text.
const aboveRooms = 28 + 48

// TestEveryRoomIsWhole looks at every room in every language, by day and by
// night, at the smallest and the largest text: all of it can be read, nothing is
// cut, covered or outside the window.
func TestEveryRoomIsWhole(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, percent := range []int{100, 200} {
			t.Run(fmt.Sprint(lang, percent), func(t *testing.T) {
				h := inhabitedBy(t, lang, ui.ThemeSized("light", percent))
				for _, theme := range []string{"light", "dark"} {
					fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized(theme, percent))
					h.enter(t, func(room string) {
						where := room + " " + theme
						if min := h.shell.Content().MinSize(); min.Width > seattest.Size.Width || min.Height > seattest.Size.Height-aboveRooms {
							t.Errorf("%s: needs %.0fx%.0f", where, min.Width, min.Height)
							h.Window.Resize(seattest.Size)
						}
						for _, fault := range seattest.Faults(h.shell.Content(), seattest.Size) {
							t.Errorf("%s: %s", where, fault)
						}
						if os.Getenv("SHOTS") != "" {
							h.Shot(fmt.Sprintf("%s-%s-%s-%d", room, lang, theme, percent))
						}
					})
				}
			})
		}
	}
}
