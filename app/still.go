package app

import (
	"runtime"

	"fyne.io/fyne/v2"
)

// still is Fyne's app without its animations. The caret of a field that fades in
// and out has the whole window painted nine times a second, which is what a key
// then waits for (measured).
type still struct {
	fyne.App
	settings fyne.Settings
}

// standStill ends the animations, but for macOS, where Fyne takes no other app
// than its own.
func standStill(a fyne.App) {
	if runtime.GOOS != "darwin" {
		fyne.SetCurrentApp(&still{a, stillSettings{a.Settings()}})
	}
}

// Settings are the app's, but for one.
func (s *still) Settings() fyne.Settings { return s.settings }

type stillSettings struct{ fyne.Settings }

// ShowAnimations is false.
func (stillSettings) ShowAnimations() bool { return false }
