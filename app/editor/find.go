package editor

import (
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/editor/text"
	"firstline/app/ui"
)

// finder finds and replaces, in a bar above the text.
type finder struct {
	e          *Editor
	bar        *fyne.Container
	what, with *ui.Entry
	says       *ui.Text
	looked     *regexp.Regexp // what is looked for, whatever its case; nil: nothing
}

func newFinder(e *Editor) *finder {
	p := e.seat.Words
	f := &finder{e: e, what: ui.NewEntry(p.Say("editor.find.what")), with: ui.NewEntry(p.Say("editor.find.with")), says: ui.NewCaption("")}
	f.what.OnChanged = func(string) { f.look() }
	f.what.OnEnter = func() { f.next(true) }
	f.what.OnDown = func() { f.next(true) }
	f.what.OnUp = func() { f.next(false) }
	f.with.OnEnter = f.replace
	f.what.OnEscape, f.with.OnEscape = f.close, f.close
	f.what.OnFocus, f.with.OnFocus = f.focusChanged, f.focusChanged
	button := func(word string, icon fyne.Resource, do func()) *ui.Button {
		b := ui.NewQuiet(p.Say(word), icon, do)
		b.OnEscape = f.close
		return b
	}
	top := ui.Border(nil, nil, nil, container.NewHBox(f.says, button("editor.find.next", theme.MoveDownIcon(), func() { f.next(true) }),
		button("word.close", theme.CancelIcon(), f.close)), f.what)
	bottom := ui.Border(nil, nil, nil, container.NewHBox(button("editor.find.replace", nil, f.replace), button("editor.find.all", nil, f.replaceAll)), f.with)
	f.bar = container.NewVBox(top, bottom)
	f.bar.Hide()
	return f
}

func (f *finder) open() bool { return f.bar.Visible() }

func (f *finder) height() float32 {
	if !f.open() {
		return 0
	}
	return f.bar.MinSize().Height + ui.Px(4)
}

// focused says whether one types into the bar.
func (f *finder) focused() bool {
	c := f.e.canvas()
	return f.open() && c != nil && (c.Focused() == f.what || c.Focused() == f.with)
}

// focusChanged passes the focus of the bar on as the editor's own.
func (f *finder) focusChanged(on bool) {
	f.e.Refresh()
	if f.e.OnFocus != nil {
		f.e.OnFocus(on)
	}
}

// Find opens the bar to find and replace; what is selected is looked for.
func (e *Editor) Find() {
	e.closeOffer()
	f := e.find
	if s := e.sheet.Selected(); s != "" && !strings.Contains(s, "\n") {
		f.what.SetText(s)
	}
	f.bar.Objects[1].(*fyne.Container).Hidden = e.fixed() // nothing can be replaced
	f.bar.Show()
	e.Refresh()
	if c := e.canvas(); c != nil {
		c.Focus(f.what)
	}
	f.what.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.look()
}

// FindNext goes to the next place with what is looked for, and opens the bar
// where nothing is.
func (e *Editor) FindNext() {
	if e.find.looked == nil {
		e.Find()
		return
	}
	e.find.next(true)
}

func (f *finder) close() {
	f.bar.Hide()
	f.looked = nil
	f.e.focus()
	f.e.moved()
}

// look takes up what is typed into the bar and goes to the first of it from
// where one is.
func (f *finder) look() {
	f.looked = nil
	f.says.SetText("")
	if f.what.Text != "" {
		f.looked = regexp.MustCompile("(?i)" + regexp.QuoteMeta(f.what.Text))
		from, _ := f.e.sheet.Selection()
		f.to(f.after(from))
	}
	f.e.Refresh()
}

// next goes to the next, or the one before; after the last comes the first.
func (f *finder) next(on bool) {
	if f.looked == nil {
		return
	}
	from, to := f.e.sheet.Selection()
	if on {
		f.to(f.after(to))
	} else {
		f.to(f.before(from))
	}
}

// match is a place where what is looked for stands.
type match struct{ from, to text.Place }

func (f *finder) to(m match, found bool) {
	if !found {
		f.says.SetText(f.e.seat.Words.Say("editor.find.none"))
		f.e.Refresh()
		return
	}
	f.says.SetText("")
	f.e.sheet.Select(m.from, m.to)
	f.e.moved()
}

// on are the matches of one line, for drawing them.
func (f *finder) on(line int) [][]int {
	if f.looked == nil {
		return nil
	}
	return f.looked.FindAllStringIndex(f.e.sheet.Line(line), -1)
}

// after is the first match from a place on, or else from the beginning.
func (f *finder) after(at text.Place) (match, bool) {
	n := f.e.sheet.Lines()
	for i := range n + 1 {
		line := (at.Line + i) % n
		col := 0
		if i == 0 {
			col = at.Col
		}
		s := f.e.sheet.Line(line)
		if m := f.looked.FindStringIndex(s[min(col, len(s)):]); m != nil {
			return match{text.Place{Line: line, Col: col + m[0]}, text.Place{Line: line, Col: col + m[1]}}, true
		}
	}
	return match{}, false
}

// before is the last match before a place, or else the last one.
func (f *finder) before(at text.Place) (match, bool) {
	n := f.e.sheet.Lines()
	for i := range n + 1 {
		line := (at.Line - i + 2*n) % n
		all := f.on(line)
		for k := len(all) - 1; k >= 0; k-- {
			if i > 0 || all[k][1] <= at.Col {
				return match{text.Place{Line: line, Col: all[k][0]}, text.Place{Line: line, Col: all[k][1]}}, true
			}
		}
	}
	return match{}, false
}

// replace replaces what is selected, if it is what is looked for, and goes on.
func (f *finder) replace() {
	if f.looked == nil || f.e.fixed() {
		return
	}
	if m := f.looked.FindString(f.e.sheet.Selected()); m != "" && m == f.e.sheet.Selected() {
		f.e.edit(func() { f.e.sheet.Insert(f.with.Text) })
	}
	f.next(true)
}

// replaceAll replaces all there are, as one step of undo.
func (f *finder) replaceAll() {
	if f.looked == nil || f.e.fixed() {
		return
	}
	var changes []text.Change
	for line := range f.e.sheet.Lines() {
		for _, m := range f.on(line) {
			changes = append(changes, text.Change{From: text.Place{Line: line, Col: m[0]}, To: text.Place{Line: line, Col: m[1]}, With: f.with.Text})
		}
	}
	f.e.edit(func() { f.e.sheet.Apply(changes...) })
	f.says.SetText(f.e.seat.Words.Count("editor.find.replaced", len(changes)))
	f.e.Refresh()
}
