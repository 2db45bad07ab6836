//go:build !linux

package app

import (
	"fyne.io/fyne/v2"

	"firstline/app/ui"
)

// hasChooser says that there is none.
func hasChooser() bool { return false }

// chooser is none: here no library that is kept up opens the system's dialog.
func chooser(fyne.Window) ui.Chooser { return nil }
