package editor

import (
	"context"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/editor/text"
	"firstline/app/ui"
)

// proposals is how many words are offered in place of a wrong one.
const proposals = 6

// item is one line of the menu.
type item struct {
	ui.Offered
	do func()
}

// menu offers what can be done at the caret: right words for a wrong one, and
// what the clipboard is for.
func (e *Editor) menu() {
	from, to, wrong := e.wrongAt(e.sheet.Caret())
	if !wrong {
		e.showMenu(e.sheet.Caret(), e.usual())
		return
	}
	word, version := e.sheet.Slice(from, to), e.sheet.Version()
	ui.Load(e.seat, &e.spelling, func(context.Context) ([]string, error) { return e.seat.Speller.Proposals(word, proposals), nil }, func(right []string) {
		if version != e.sheet.Version() {
			return
		}
		var items []item
		for _, w := range right {
			items = append(items, item{ui.Offered{Text: w}, func() {
				e.edit(func() { e.sheet.Apply(text.Change{From: from, To: to, With: w}) })
			}})
		}
		items = append(items, item{ui.Offered{Text: e.seat.Words.Say("editor.spell.learn", "word", word)}, func() { e.learn(word) }})
		e.showMenu(from, append(items, e.usual()...))
	})
}

// usual is what every menu has.
func (e *Editor) usual() []item {
	p := e.seat.Words
	line := func(word, key string, do func()) item {
		return item{ui.Offered{Text: p.Say(word), Detail: action.KeyText(p, key)}, do}
	}
	ours := func(word, id, key string, do func()) item { return line(word, action.KeyOf(id, key), do) }
	clipboard := func() fyne.Clipboard { return fyne.CurrentApp().Clipboard() }
	var items []item
	if _, ok := e.linkAt(e.sheet.Caret()); ok && e.Open != nil {
		items = append(items, ours("editor.menu.open", "editor.open", openKey, e.OpenLink))
	}
	if e.sheet.Selected() != "" {
		if !e.fixed() {
			items = append(items, line("editor.menu.cut", "Ctrl+X", func() { e.TypedShortcut(&fyne.ShortcutCut{Clipboard: clipboard()}) }))
		}
		items = append(items, line("word.copy", "Ctrl+C", func() { e.copy(clipboard()) }))
	}
	if !e.fixed() {
		items = append(items, line("word.paste", "Ctrl+V", func() { e.paste(clipboard().Content()) }),
			ours("editor.menu.tick", "editor.tick", tickKey, e.Tick))
	}
	return append(items, line("editor.menu.all", "Ctrl+A", func() { e.TypedShortcut(&fyne.ShortcutSelectAll{}) }),
		ours("editor.menu.find", "editor.find", findKey, e.Find))
}

func (e *Editor) showMenu(at text.Place, items []item) {
	rows := make([]ui.Offered, len(items))
	for i, it := range items {
		rows[i] = it.Offered
	}
	e.closeOffer()
	e.offerRows(at, rows, func(i int) { items[i].do() })
}
