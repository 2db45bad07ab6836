package shell

import (
	"context"
	"slices"
	"sort"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/guide"
	"firstline/app/ui"
	"firstline/data/desk"
)

// order is one line of the palette: an action, a setting, an open ticket, or
// something found on the desk.
type order struct {
	name, tag string
	muted     bool // not possible just now, or in another room
	do        func()
}

// choices are what the palette offers before it has looked on the desk: what can
// be done here and everywhere, first what the menus hold, the tickets open, the
// settings, what can be done in the other rooms, the pages of the guide, and what
// can't be done just now.
func (s *Shell) choices() []order {
	p := s.seat.Words
	var list, rare, not []order
	here := map[string]bool{"shell.palette": true}
	for _, a := range s.all() {
		if here[a.ID] {
			continue
		}
		here[a.ID] = true
		o := order{name: a.Name(p), tag: action.KeyText(p, a.Bound()), do: func() { s.run(a) }}
		switch {
		case !a.Possible():
			o.muted = true
			not = append(not, o)
		case a.Menu == "":
			rare = append(rare, o)
		default:
			list = append(list, o)
		}
	}
	list = append(list, rare...)
	for _, t := range s.open {
		if t.ID != s.now.ticket {
			list = append(list, order{name: t.Number + "  " + t.Subject, tag: p.Say("shell.open_now"), do: func() { s.seat.Go.Ticket(t.ID) }})
		}
	}
	if room, ok := s.now.room.(interface{ Places() []ui.Place }); ok && s.now.room.Name() != "settings" {
		for _, place := range room.Places() {
			list = append(list, order{name: place.Name, tag: place.In, do: place.Go})
		}
	}
	if s.rooms.Settings != nil {
		for _, place := range s.rooms.Settings().Places() {
			list = append(list, order{name: place.Name, tag: place.In, do: func() {
				s.seat.Go.Settings()
				place.Go()
			}})
		}
	}
	registry := s.registry()
	for _, a := range registry {
		o := s.elsewhere(a)
		same := func(other order) bool { return other.name == o.name } // what can be done here, too
		if !here[a.ID] && !slices.ContainsFunc(list, same) {
			here[a.ID] = true
			list = append(list, o)
		}
	}
	for _, page := range guide.Pages(p, registry) {
		list = append(list, order{name: page.Title, tag: p.Say("guide.in"), do: func() { s.goGuide(page.Name) }})
	}
	return append(list, not...)
}

// matching keeps the orders that hold every word of a text, in singular or plural, or of
// what else it is called: those that begin with it first, those that can't be done last.
func matching(list []order, text string, also []string) []order {
	var fits []order
	one := singular(text)
	for _, o := range list {
		if ui.Matches(o.name, one) || slices.ContainsFunc(also, func(name string) bool { return ui.Matches(o.name, name) }) {
			fits = append(fits, o)
		}
	}
	rank := func(o order) int {
		switch {
		case o.muted:
			return 3
		case ui.Begins(o.name, text):
			return 0
		case ui.Matches(o.name, text):
			return 1
		}
		return 2
	}
	sort.SliceStable(fits, func(i, j int) bool { return rank(fits[i]) < rank(fits[j]) })
	return fits
}

// singular is a text without the s of its plurals: mails are found by what is said of
// a mail.
func singular(text string) string {
	words := strings.Fields(text)
	for i, w := range words {
		if len(w) > 3 {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return strings.Join(words, " ")
}

// alsoCalled gives what the orders call a thing someone begins to type otherwise:
// "combine" is merge. The groups are lines like "merge: combine join", between
// semicolons.
func alsoCalled(groups, text string) []string {
	text = strings.TrimSpace(text)
	if len([]rune(text)) < leastCalled {
		return nil
	}
	var names []string
	for _, group := range strings.Split(groups, ";") {
		name, others, _ := strings.Cut(group, ":")
		if slices.ContainsFunc(strings.Fields(others), func(other string) bool { return ui.Begins(other, text) }) {
			names = append(names, name)
		}
	}
	return names
}

// leastCalled is how many letters of another name are enough.
const leastCalled = 3

// leastAsked is how many letters the desk is searched for: one finds anything.
const leastAsked = 2

// palette is the question what to do, over the window.
type palette struct {
	shell  *Shell
	entry  *ui.Entry
	list   *ui.List
	done   func()
	all    []order // what there is to do
	shown  []order // what fits, and below it what was found
	fits   int     // how many fit
	asking ui.Slot
}

// openPalette asks what to do. The focus stays in the entry while Up and Down go
// through the list.
func (s *Shell) openPalette() {
	w := s.seat.Words
	p := &palette{shell: s, all: s.choices(), list: ui.NewNames(nil), entry: ui.NewEntry(w.Say("shell.palette.entry"))}
	p.list.MinRows, p.list.OpenOnClick = 14, true
	p.list.Label = w.Say("shell.palette.title")
	p.list.SetEmpty(ui.Empty(w.Say("shell.palette.none"), nil))
	p.done = ui.ShowDialog(s.seat.Window, ui.Dialog{Title: w.Say("shell.palette.title"), Width: 640, OnCancel: p.asking.Stop,
		Content: ui.Border(p.entry, nil, nil, nil, p.list), Focus: p.entry})
	p.list.OnOpen = p.do
	p.entry.OnChanged = p.fill
	move := func(by int) func() {
		return func() { p.list.Select(max(min(p.list.Selected()+by, len(p.shown)-1), 0)) }
	}
	p.entry.OnDown, p.entry.OnUp = move(1), move(-1)
	p.entry.OnEnter = func() { p.do(p.list.Selected()) }
	p.list.OnTop = func() { s.seat.Window.Canvas().Focus(p.entry) }
	p.list.OnRune = func(r rune) {
		s.seat.Window.Canvas().Focus(p.entry)
		p.entry.TypedRune(r)
	}
	p.list.OnKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyBackspace {
			return false
		}
		s.seat.Window.Canvas().Focus(p.entry)
		p.entry.TypedKey(ev)
		return true
	}
	p.fill("")
}

func (p *palette) do(row int) {
	if row >= 0 && row < len(p.shown) {
		p.asking.Stop()
		p.done()
		p.shown[row].do()
	}
}

// fill shows what fits a text, and looks on the desk for it.
func (p *palette) fill(text string) {
	p.shown = matching(p.all, text, alsoCalled(p.shell.seat.Words.Say("shell.palette.same"), text))
	p.fits = len(p.shown)
	p.list.SetSource(paletteRows(p.shown))
	if len(p.shown) > 0 {
		p.list.Select(0)
	}
	text = strings.TrimSpace(text)
	if len([]rune(text)) < leastAsked {
		p.asking.Stop()
		return
	}
	s := p.shell
	ui.Try(s.seat, &p.asking, func(ctx context.Context) (desk.Finds, error) {
		return s.seat.Desk.Search(ctx, text, found, desk.Near)
	}, func(finds desk.Finds, err error) {
		if err == nil { // the search box says what is wrong
			p.add(finds.Hits)
		}
	})
}

// add shows what was found below what fits; the cursor stays where it is.
func (p *palette) add(hits []desk.Hit) {
	w := p.shell.seat.Words
	on := p.list.Selected()
	p.shown = p.shown[:p.fits:p.fits]
	count := map[string]int{}
	for _, h := range hits {
		if count[h.Kind]++; count[h.Kind] > shownOf[h.Kind] {
			continue
		}
		name := h.Title
		if h.Number != "" {
			name = h.Number + "  " + h.Title
		}
		p.shown = append(p.shown, order{name: name, tag: w.Say("shell.palette." + h.Kind), do: func() { p.shell.openHit(h) }})
	}
	p.list.SetSource(paletteRows(p.shown))
	if len(p.shown) > 0 {
		p.list.Select(max(on, 0))
	}
}

func paletteRows(list []order) ui.Rows {
	rows := make(ui.Rows, len(list))
	for i, o := range list {
		rows[i] = []ui.Cell{{Text: o.name, Muted: o.muted}, {Text: o.tag}}
	}
	return rows
}
