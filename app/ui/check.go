package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Check is a box to tick: Space ticks it, other keys go to the dialog or the
// shell.
type Check struct {
	widget.Check
	Cut bool // a text that is too long ends in …

	whole string // the text, where it is cut
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

// leastCut is how narrow a text may be cut, with its box, in pixels at 100 % text.
const leastCut = 120

// MinSize is that of box and text.
func (c *Check) MinSize() fyne.Size {
	size := c.Check.MinSize()
	if c.Cut {
		size.Width = min(size.Width, px(leastCut))
	}
	return size
}

// Resize cuts the text to the width.
func (c *Check) Resize(size fyne.Size) {
	if c.Cut {
		if c.whole == "" {
			c.whole = c.Text
		}
		box := c.Check.MinSize().Width - advance(c.Text, em(), fyne.TextStyle{})
		if text := Fit(c.whole, size.Width-box, em(), fyne.TextStyle{}); text != c.Text {
			c.Text = text
			c.Refresh()
		}
	}
	c.Check.Resize(size)
}

// TypedKey passes on what is not Space, which comes as a rune.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name != fyne.KeySpace {
		Unused(c, ev)
	}
}

// AccessibilityLabel is the text.
func (c *Check) AccessibilityLabel() string {
	if c.whole != "" {
		return c.whole
	}
	return c.Text
}

// AccessibilityRole is a button's; Fyne has none for boxes yet.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
