package shell

import (
	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/ui"
)

// help is the page of keys: those of the room one came from, those that work
// everywhere, and those every list, field and dialog knows.
type help struct {
	seat    *ui.Seat
	list    *ui.List
	content fyne.CanvasObject
}

// fixedKeys are what the widgets do by themselves; the words are under
// "shell.keys.<id>".
var fixedKeys = []struct{ id, key string }{
	{"move", "Tab"}, {"press", "Return"}, {"escape", "Escape"}, {"list", "↑↓"}, {"page", "pages"}, {"ends", "ends"},
	{"open", "Return"}, {"type", "A … Z"}, {"sort", "←→"}, {"width", "Ctrl+←→"},
	{"pick", "Space"}, {"range", "Shift+↑↓"}, {"all", "Ctrl+A"}, {"confirm", "Ctrl+Return"}, {"choice", "↑↓"}, {"text", "Ctrl+Z"}, {"menu", "Alt"},
}

func newHelp(seat *ui.Seat) *help {
	p := seat.Words
	h := &help{seat: seat}
	h.list = ui.NewList([]ui.Column{
		{ID: "key", Title: p.Say("shell.help.key"), Width: 170},
		{ID: "what", Title: p.Say("shell.help.what"), Width: 300, Weight: 1},
	}, nil)
	h.list.Label = p.Say("room.help")
	h.content = ui.Border(ui.Padded(ui.NewHeading(p.Say("room.help"))), nil, nil, nil, h.list)
	return h
}

// show fills the page.
func (h *help) show(room string, here, everywhere []action.Action) {
	p := h.seat.Words
	rows := ui.Rows{}
	head := func(text string) {
		if len(rows) > 0 {
			rows = append(rows, nil)
		}
		rows = append(rows, []ui.Cell{{}, {Text: text, Bold: true}})
	}
	add := func(key, text string) {
		if key == "" {
			return // the palette has it
		}
		rows = append(rows, []ui.Cell{{Text: action.KeyText(p, key), Color: ui.Accent}, {Text: text}})
	}
	if len(here) > 0 {
		head(p.Say("shell.help.here", "room", p.Say("room."+room)))
		for _, a := range here {
			add(a.Bound(), a.Name(p))
		}
	}
	head(p.Say("shell.help.everywhere"))
	for _, a := range everywhere {
		add(a.Bound(), a.Name(p))
	}
	head(p.Say("shell.help.fixed"))
	for _, k := range fixedKeys {
		add(k.key, p.Say("shell.keys."+k.id))
	}
	h.list.SetSource(rows)
	h.list.Place(1)
}

// Name is "help".
func (h *help) Name() string { return "help" }

// Content is the page.
func (h *help) Content() fyne.CanvasObject { return h.content }

// Enter gives the page the keys that scroll it.
func (h *help) Enter() { h.seat.Window.Canvas().Focus(h.list) }

// Leave does nothing.
func (h *help) Leave() {}

// Actions are none of its own.
func (h *help) Actions() []action.Action { return nil }
