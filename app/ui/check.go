package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Check is a box to tick: Space ticks it, other keys go to the dialog or the
// shell.
type Check struct {
	widget.Check
}

var (
	_ fyne.Focusable  = (*Check)(nil)
	_ fyne.Accessible = (*Check)(nil)
)

// NewCheck makes an unticked box.
func NewCheck(text string, changed func(bool)) *Check {
	c := &Check{}
	c.Text, c.OnChanged = text, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey passes on what is not Space, which comes as a rune.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name != fyne.KeySpace {
		Unused(c, ev)
	}
}

// AccessibilityLabel is the text.
func (c *Check) AccessibilityLabel() string { return c.Text }

// AccessibilityRole is a button's; Fyne has none for boxes yet.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
