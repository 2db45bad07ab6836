package editor

import (
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/action"
)

// The keys of the editor that Fyne has none for. Ctrl+F is the desk's.
const (
	findKey = "Ctrl+H"
	nextKey = "F3"
	openKey = "Alt+Return"
	tickKey = "Ctrl+L"
)

// Has says whether an action is one of the editor's.
func Has(a action.Action) bool { return strings.HasPrefix(a.ID, "editor.") }

// Actions are what one can do in whichever editor has the focus of a window. The
// shell lists them with its own.
func Actions(window fyne.Window) []action.Action {
	in := func() *Editor {
		e, _ := window.Canvas().Focused().(*Editor)
		return e
	}
	writing := func() bool { return in() != nil }
	do := func(what func(e *Editor)) func() {
		return func() {
			if e := in(); e != nil {
				what(e)
			}
		}
	}
	return []action.Action{
		{ID: "editor.find", Key: findKey, Enabled: writing, Do: do((*Editor).Find)},
		{ID: "editor.next", Key: nextKey, Enabled: writing, Do: do((*Editor).FindNext)},
		{ID: "editor.spell", Key: "F7", Enabled: writing, Do: do((*Editor).Misspelled)},
		{ID: "editor.tick", Key: tickKey, Enabled: writing, Do: do((*Editor).Tick)},
		{ID: "editor.open", Key: openKey, Enabled: writing, Do: do((*Editor).OpenLink)},
		{ID: "editor.attach", Key: attachKey, Enabled: func() bool { e := in(); return e != nil && e.long.open() }, Do: do((*Editor).AttachPasted)},
	}
}
