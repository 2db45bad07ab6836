//go:build !linux

package app

import "fyne.io/fyne/v2"

// notices shows notices of the desktop. Fyne tells of no click on one here, so
// a click does what the system does: it brings the program forward.
type notices struct{}

// hasBus is for Linux; elsewhere the desktop is always there.
func hasBus() bool { return true }

// show shows a notice.
func (*notices) show(title, text, _ string, _ func()) {
	fyne.CurrentApp().SendNotification(fyne.NewNotification(title, text))
}
