// Package action describes everything a person can do at the desk: its name,
// key, icon, whether it is possible now, and what it does. Menus, toolbars, the
// palette, shortcuts and the help page are all drawn from these values.
package action

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/data"
	"firstline/data/words"
)

// Menu is the menu an action stands in; its word is "menu.<menu>".
type Menu string

// The menus, in order.
const (
	Desk   Menu = "desk"
	Ticket Menu = "ticket"
	FAQ    Menu = "faq"
	Go     Menu = "go"
	Help   Menu = "help"
)

// Menus lists the menus in the order they are shown.
func Menus() []Menu { return []Menu{Desk, Ticket, FAQ, Go, Help} }

// Action is one thing a person can do. Its name is the word under
// "action.<ID>".
type Action struct {
	ID      string
	Menu    Menu   // "": in the palette and on the help page only
	Key     string // the standard key: "Ctrl+N", "F5", "Ctrl+Shift+E"; "" for palette and menu only. See Bound
	Icon    fyne.Resource
	Enabled func() bool // nil: always
	Do      func()

	// Fits says whether it can be done with a ticket one has not opened, as far as a list
	// tells; nil: it can.
	Fits func(x data.Excerpt) bool
}

// Name is what the action is called.
func (a Action) Name(p *words.Printer) string { return p.Say("action." + a.ID) }

// Possible says whether the action can be done now.
func (a Action) Possible() bool { return a.Enabled == nil || a.Enabled() }

// Shortcut is the key the action has for this person as Fyne wants it, nil where
// it has none.
func (a Action) Shortcut() fyne.Shortcut {
	key := a.Bound()
	if key == "" {
		return nil
	}
	parts := strings.Split(key, "+")
	var mod fyne.KeyModifier
	for _, p := range parts[:len(parts)-1] {
		switch p {
		case "Ctrl":
			mod |= fyne.KeyModifierShortcutDefault
		case "Shift":
			mod |= fyne.KeyModifierShift
		case "Alt":
			mod |= fyne.KeyModifierAlt
		}
	}
	name := fyne.KeyName(parts[len(parts)-1])
	switch name {
	case "Enter":
		name = fyne.KeyReturn
	case "Del":
		name = fyne.KeyDelete
	case "Plus":
		name = fyne.KeyPlus // "+" stands between keys
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: mod}
}
