package action_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/action"
	"firstline/app/habit"
)

func TestKeysOfOnesOwn(t *testing.T) {
	book := new(habit.Book)
	t.Cleanup(func() { action.ResetKeys(book) })
	call, list, note := action.Action{ID: "shell.intake", Key: "Ctrl+N"}, action.Action{ID: "queue.filter", Key: "Ctrl+G"}, action.Action{ID: "ticket.note", Key: "Ctrl+M"}
	all := []action.Action{call, list, note}
	action.Rebind(book, call, "F7")
	action.Rebind(book, note, "Ctrl+G") // another room's key
	if other, clash := action.Clash(all, list, "Ctrl+G"); clash {
		t.Errorf("the keys of two rooms clash: %s", other.ID)
	}
	if other, clash := action.Clash(all, note, "F7"); !clash || other.ID != call.ID {
		t.Errorf("the key of everywhere is free in a room: %v", other)
	}
	action.RecallKeys(book)
	if call.Bound() != "F7" || call.Shortcut().(*desktop.CustomShortcut).KeyName != fyne.KeyF7 || list.Bound() != "Ctrl+G" {
		t.Errorf("recalled, a call is taken down with %q", call.Bound())
	}
	action.Rebind(book, call, "Ctrl+N")
	action.Rebind(book, note, "")
	action.RecallKeys(book)
	if call.Bound() != "Ctrl+N" || note.Bound() != "" || note.Shortcut() != nil {
		t.Errorf("the keys are %q and %q", call.Bound(), note.Bound())
	}
	action.ResetKeys(book)
	if note.Bound() != "Ctrl+M" {
		t.Errorf("reset, the key is %q", note.Bound())
	}
}

func TestWhichKeysAreFree(t *testing.T) {
	for key, free := range map[string]bool{"Ctrl+J": true, "F9": true, "Shift+F9": true, "Alt+Shift+X": true, "Ctrl+Return": true,
		"X": false, "Shift+X": false, "Return": false, "F": false, "Ctrl+C": false, "Ctrl+": false, "": false, "Escape": false} {
		if action.Free(key) != free {
			t.Errorf("%q is free: %v", key, !free)
		}
	}
	for want, pressed := range map[string]desktop.CustomShortcut{
		"Ctrl+Shift+S": {KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift},
		"Alt+Left":     {KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt},
		"Ctrl+Return":  {KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierShortcutDefault},
		"F5":           {KeyName: fyne.KeyF5},
	} {
		got := action.Written(pressed.KeyName, pressed.Modifier)
		if got != want {
			t.Errorf("pressed %s, it is written %q", want, got)
		}
		if back := (action.Action{Key: got}).Shortcut().(*desktop.CustomShortcut); back.Modifier != pressed.Modifier {
			t.Errorf("%s is heard as %v", got, back)
		}
	}
}
