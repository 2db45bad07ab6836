package shell

import (
	"sort"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/ui"
)

// order is one line of the palette: an action, or a ticket opened lately.
type order struct {
	name, tag string
	do        func()
}

// orders are what the palette offers now: the tickets opened lately, the room's
// actions, then the shell's.
func (s *Shell) palette() []order {
	p := s.seat.Words
	var list []order
	for _, r := range s.recent {
		if r.id != s.now.ticket {
			list = append(list, order{r.number + "  " + r.subject, p.Say("shell.recent"), func() { s.seat.Go.Ticket(r.id) }})
		}
	}
	var actions []order
	for _, a := range s.possible() {
		if a.ID != "shell.palette" {
			actions = append(actions, order{a.Name(p), action.KeyText(p, a.Key), func() { s.run(a) }})
		}
	}
	return append(actions, list...)
}

// matching keeps the orders that hold every word of a text, those that begin
// with it first.
func matching(list []order, text string) []order {
	text = plain(text)
	var fits []order
	for _, o := range list {
		name, all := plain(o.name), true
		for _, word := range strings.Fields(text) {
			all = all && strings.Contains(name, word)
		}
		if all {
			fits = append(fits, o)
		}
	}
	sort.SliceStable(fits, func(i, j int) bool {
		return strings.HasPrefix(plain(fits[i].name), text) && !strings.HasPrefix(plain(fits[j].name), text)
	})
	return fits
}

var accents = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n")

// plain is a text as one types it in a hurry.
func plain(text string) string { return accents.Replace(strings.ToLower(strings.TrimSpace(text))) }

// openPalette asks what to do. The focus stays in the entry while Up and Down go
// through the list.
func (s *Shell) openPalette() {
	p := s.seat.Words
	all := s.palette()
	shown := all
	list := ui.NewNames(nil)
	list.MinRows, list.OpenOnClick = 14, true
	entry := ui.NewEntry(p.Say("shell.palette.entry"))
	fill := func(text string) {
		shown = matching(all, text)
		rows := ui.Rows{}
		for _, o := range shown {
			rows = append(rows, []ui.Cell{{Text: o.name}, {Text: o.tag}})
		}
		list.SetSource(rows)
		if len(rows) > 0 {
			list.Select(0)
		}
	}
	entry.OnChanged = fill
	list.SetEmpty(ui.Empty(p.Say("shell.palette.none"), nil))
	done := ui.ShowDialog(s.seat.Window, ui.Dialog{Title: p.Say("shell.palette.title"), Width: 560,
		Content: ui.Border(entry, nil, nil, nil, list), Focus: entry})
	list.OnOpen = func(row int) {
		done()
		shown[row].do()
	}
	move := func(by int) func() {
		return func() { list.Select(max(min(list.Selected()+by, len(shown)-1), 0)) }
	}
	entry.OnDown, entry.OnUp = move(1), move(-1)
	entry.OnEnter = func() {
		if row := list.Selected(); row >= 0 && row < len(shown) {
			list.OnOpen(row)
		}
	}
	list.OnTop = func() { s.seat.Window.Canvas().Focus(entry) }
	list.OnRune = func(r rune) {
		s.seat.Window.Canvas().Focus(entry)
		entry.TypedRune(r)
	}
	list.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyBackspace {
			return false
		}
		s.seat.Window.Canvas().Focus(entry)
		entry.TypedKey(ev)
		return true
	}
	fill("")
}
