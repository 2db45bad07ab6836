//go:build !linux

package app

import (
	"fyne.io/fyne/v2"

	"firstline/app/ui"
)

// chooser is none: here no library that is kept up opens the system's dialog.
func chooser(fyne.Window) ui.Chooser { return nil }
