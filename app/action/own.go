package action

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/habit"
)

// own are the keys a person chose in place of the standard ones, by the action's
// ID; "" is no key at all. It belongs to the UI goroutine.
var own = map[string]string{}

// ownKeys is what they are called among the person's habits: keys are the person's,
// at every desk.
const ownKeys = "keys"

// RecallKeys takes up the keys a person chose before.
func RecallKeys(b *habit.Book) {
	own = map[string]string{}
	b.Recall(ownKeys, &own)
}

// Rebind gives an action another key, or none, and keeps that; its standard key
// is no choice of one's own.
func Rebind(b *habit.Book, a Action, key string) {
	own[a.ID] = key
	if key == a.Key {
		delete(own, a.ID)
	}
	b.Keep(ownKeys, own)
}

// ResetKeys gives every action its standard key.
func ResetKeys(b *habit.Book) {
	own = map[string]string{}
	b.Keep(ownKeys, own)
}

// KeyOf is the key an action has for this person: the one they chose, or else
// the standard one.
func KeyOf(id, standard string) string {
	if key, ok := own[id]; ok {
		return key
	}
	return standard
}

// Bound is the key the action has for this person.
func (a Action) Bound() string { return KeyOf(a.ID, a.Key) }

// Room is the name of the room the action belongs to, "shell" for what can be
// done everywhere.
func (a Action) Room() string {
	room, _, _ := strings.Cut(a.ID, ".")
	return room
}

// everywhere says whether the action's key is heard in every room: the shell's,
// and those of the text one writes.
func (a Action) everywhere() bool { return a.Room() == "shell" || a.Room() == "editor" }

// Fixed says whether the action's key is that of a widget, such as Return in a
// list, which is no matter of choice.
func (a Action) Fixed() bool { return a.Key == "Return" }

// Clash gives the other action that has a key where an action would have it:
// those of one room and those of everywhere share the keys.
func Clash(all []Action, a Action, key string) (Action, bool) {
	for _, o := range all {
		if o.ID != a.ID && o.Bound() == key && (o.Room() == a.Room() || o.everywhere() || a.everywhere()) {
			return o, true
		}
	}
	return Action{}, false
}

// texts are the keys that lists and fields of text use themselves; the menu
// would take them away.
var texts = []string{"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Y", "Ctrl+Z", "Ctrl+Insert", "Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down",
	"Ctrl+Home", "Ctrl+End", "Ctrl+BackSpace", "Ctrl+Del", "Ctrl+Space", "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+Tab", "Ctrl+Shift+Tab"}

// Free says whether an action may have a key: one with Ctrl or Alt, or a
// function key, that no field of text needs.
func Free(key string) bool {
	parts := strings.Split(key, "+")
	name := parts[len(parts)-1]
	function := len(name) > 1 && name[0] == 'F' && name[1] >= '1' && name[1] <= '9'
	return name != "" && !slices.Contains(texts, key) && (function || slices.Contains(parts, "Ctrl") || slices.Contains(parts, "Alt"))
}

// Written is a key that was pressed, as Action.Key writes it.
func Written(name fyne.KeyName, held fyne.KeyModifier) string {
	key := string(name)
	switch name {
	case fyne.KeyEnter:
		key = "Return"
	case fyne.KeyDelete:
		key = "Del"
	case fyne.KeyPlus:
		key = "Plus"
	}
	for _, m := range []struct {
		held fyne.KeyModifier
		name string
	}{{fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShortcutDefault, "Ctrl"}} {
		if held&m.held != 0 {
			key = m.name + "+" + key
		}
	}
	return key
}
