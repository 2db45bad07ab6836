package shell

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/ui"
	"firstline/data"
)

// resizeText keeps another size of text, in percent, 0 for the usual; the window
// follows the settings.
func (s *Shell) resizeText(percent int) {
	p := s.seat.Words
	settings := s.seat.Desk.Settings()
	if settings.TextSize == percent {
		s.seat.Notify(p.Say("shell.text.size", "percent", settings.TextPercent()))
		return
	}
	settings.TextSize = percent
	ui.Load(s.seat, &s.resizing, func(ctx context.Context) (data.Settings, error) {
		err := s.seat.Desk.SaveSettings(ctx, settings)
		return s.seat.Desk.Settings(), err
	}, func(now data.Settings) {
		s.settingsChanged()
		s.seat.Notify(p.Say("shell.text.size", "percent", now.TextPercent()))
	})
}

// hearEquals lets the key of "=" enlarge the text too: where it is that of "+",
// one need not hold Shift.
func (s *Shell) hearEquals() {
	larger := func(fyne.Shortcut) {
		for _, a := range s.actions() {
			if a.ID == "shell.text.larger" && a.Bound() == a.Key {
				s.run(a)
			}
		}
	}
	for _, held := range []fyne.KeyModifier{fyne.KeyModifierShortcutDefault, fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift} {
		s.seat.Window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: held}, larger)
	}
}
