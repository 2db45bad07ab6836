package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// A field's ground and edge are drawn by a box, in the colours Fyne would give them.
func TestAFieldIsEdgedAsFyneWould(t *testing.T) {
	test.NewTempApp(t)
	test.ApplyTheme(t, Theme("light"))
	e := NewEntry("")
	box := test.WidgetRenderer(e).Objects()[0].(*Box)
	edged := func(edge, ground fyne.ThemeColorName) {
		t.Helper()
		if box.look.edge != Color(edge) || box.Ground() != Color(ground) || box.look.stroke != 1 {
			t.Errorf("it is drawn as %v", box.look)
		}
	}
	edged(theme.ColorNameInputBorder, theme.ColorNameInputBackground)
	e.FocusGained()
	edged(theme.ColorNamePrimary, theme.ColorNameInputBackground)
	e.FocusLost()
	edged(theme.ColorNameInputBorder, theme.ColorNameInputBackground)
	e.Disable()
	edged(theme.ColorNameDisabled, theme.ColorNameInputBackground)
}
