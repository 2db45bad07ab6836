package editor

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/editor/marks"
	"firstline/app/editor/text"
	"firstline/app/ui"
)

// KeyDown notes that Shift is held: the arrows select then.
func (e *Editor) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = true
	}
}

// KeyUp notes that it is not.
func (e *Editor) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		e.shift = false
	}
}

// TypedRune types a letter.
func (e *Editor) TypedRune(r rune) {
	if e.fixed() {
		return
	}
	e.edit(func() { e.sheet.Type(r) })
	e.proposeAfter(true)
}

// TypedKey moves the caret and takes letters away; what it has no use for goes
// to the dialog or the shell.
func (e *Editor) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		e.escape(ev)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.newLine()
	case fyne.KeyBackspace:
		e.erase(func() { e.sheet.Back(false) })
	case fyne.KeyDelete:
		e.erase(func() { e.sheet.Delete(false) })
	case fyne.KeyLeft:
		e.sheet.Left(e.shift)
		e.went()
	case fyne.KeyRight:
		e.sheet.Right(e.shift)
		e.went()
	case fyne.KeyUp:
		e.vertically(e.page.prev, 1)
	case fyne.KeyDown:
		e.vertically(e.page.next, 1)
	case fyne.KeyPageUp:
		e.vertically(e.page.prev, max(len(e.page.shown)-1, 1))
	case fyne.KeyPageDown:
		e.vertically(e.page.next, max(len(e.page.shown)-1, 1))
	case fyne.KeyHome:
		from, _ := e.page.edges(e.page.spotOf(e.sheet.Caret()))
		e.goTo(from, e.shift)
	case fyne.KeyEnd:
		_, to := e.page.edges(e.page.spotOf(e.sheet.Caret()))
		e.goTo(to, e.shift)
	case desktop.KeyMenu:
		e.menu()
	default:
		if strings.HasPrefix(string(ev.Name), "F") && len(ev.Name) > 1 { // F1 to F12 are the shell's
			ui.Unused(e, ev)
		}
	}
}

// escape closes what the editor has opened, one thing at a time, or is the
// room's.
func (e *Editor) escape(ev *fyne.KeyEvent) {
	switch {
	case e.find.open():
		e.find.close()
	case e.long.open():
		e.long.hide()
		e.Refresh()
	case e.OnEscape != nil:
		e.OnEscape()
	default:
		ui.Unused(e, ev)
	}
}

// newLine begins a line; after a list item it begins the next one, and an empty
// item ends the list.
func (e *Editor) newLine() {
	if e.fixed() {
		return
	}
	from, to := e.sheet.Selection()
	begin, done := "", false
	if from == to && !e.Plain && !e.page.inCode(from.Line) {
		begin, done = marks.Continue(e.sheet.Line(from.Line), from.Col)
	}
	e.edit(func() {
		if done {
			e.sheet.Select(text.Place{Line: from.Line}, text.Place{Line: from.Line, Col: len(e.sheet.Line(from.Line))})
			e.sheet.Insert("")
			return
		}
		e.sheet.Insert("\n" + begin)
	})
	e.closeOffer()
}

func (e *Editor) erase(do func()) {
	if e.fixed() {
		return
	}
	e.edit(do)
	e.propose()
}

// goTo puts the caret somewhere.
func (e *Editor) goTo(p text.Place, extend bool) {
	e.sheet.Move(p, extend)
	e.went()
}

// went shows the caret after it went somewhere.
func (e *Editor) went() {
	e.moved()
	e.propose()
}

// vertically goes up or down by rows, keeping as far right as it was.
func (e *Editor) vertically(step func(spot) (spot, bool), rows int) {
	s := e.page.spotOf(e.sheet.Caret())
	goal := e.goal
	if goal < 0 {
		goal = e.page.xOf(s, e.sheet.Caret().Col)
	}
	for range rows {
		s, _ = step(s)
	}
	e.sheet.Move(e.page.placeAt(s, goal), e.shift)
	e.goal = goal
	e.stayed()
	e.propose()
}

// TypedShortcut runs the shortcuts of text, and Ctrl+Return.
func (e *Editor) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		e.copy(s.Clipboard)
	case *fyne.ShortcutCut:
		if e.copy(s.Clipboard) && !e.fixed() {
			e.edit(func() { e.sheet.Insert("") })
		}
	case *fyne.ShortcutPaste:
		e.paste(s.Clipboard.Content())
	case *fyne.ShortcutSelectAll:
		e.sheet.Select(text.Place{}, e.sheet.End())
		e.Refresh()
	case *fyne.ShortcutUndo:
		e.erase(func() { e.sheet.Undo() })
	case *fyne.ShortcutRedo:
		e.erase(func() { e.sheet.Redo() })
	case *desktop.CustomShortcut:
		e.custom(s)
	}
}

// wordwise are the modifiers that make the arrows go by words.
func wordwise() fyne.KeyModifier {
	if runtime.GOOS == "darwin" {
		return fyne.KeyModifierAlt
	}
	return fyne.KeyModifierControl
}

// custom runs the keys of text that Fyne has no name for.
func (e *Editor) custom(s *desktop.CustomShortcut) {
	extend := s.Modifier&fyne.KeyModifierShift != 0
	switch held := s.Modifier &^ fyne.KeyModifierShift; {
	case held == fyne.KeyModifierShortcutDefault && (s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter):
		if e.OnSave != nil {
			e.OnSave()
			return
		}
		ui.Confirm(e)
	case held == wordwise():
		e.byWord(s.KeyName, extend)
	}
	ui.UnusedShortcut(e, s)
}

func (e *Editor) byWord(key fyne.KeyName, extend bool) {
	switch key {
	case fyne.KeyLeft:
		e.goTo(e.sheet.PrevWord(e.sheet.Caret()), extend)
	case fyne.KeyRight:
		e.goTo(e.sheet.NextWord(e.sheet.Caret()), extend)
	case fyne.KeyHome:
		e.goTo(text.Place{}, extend)
	case fyne.KeyEnd:
		e.goTo(e.sheet.End(), extend)
	case fyne.KeyBackspace:
		e.erase(func() { e.sheet.Back(true) })
	case fyne.KeyDelete:
		e.erase(func() { e.sheet.Delete(true) })
	case fyne.KeyUp:
		e.roll(-1)
	case fyne.KeyDown:
		e.roll(1)
	}
}

// copy puts what is selected on the clipboard and says whether that is anything.
func (e *Editor) copy(c fyne.Clipboard) bool {
	s := e.sheet.Selected()
	if s != "" {
		c.SetContent(s)
	}
	return s != ""
}

// Tick ticks the check box of the caret's line, or takes the tick away, or makes
// the line one to tick.
func (e *Editor) Tick() { e.tick(e.sheet.Caret().Line) }

func (e *Editor) tick(line int) {
	if e.fixed() {
		return
	}
	was := e.sheet.Line(line)
	now := marks.Tick(was)
	if was == now {
		return
	}
	caret := e.sheet.Caret()
	e.edit(func() {
		head := 0 // what stays is not touched, so that the caret may stay too
		for head < len(was) && head < len(now) && was[head] == now[head] {
			head++
		}
		tail := 0
		for tail < len(was)-head && tail < len(now)-head && was[len(was)-1-tail] == now[len(now)-1-tail] {
			tail++
		}
		e.sheet.Apply(text.Change{From: text.Place{Line: line, Col: head}, To: text.Place{Line: line, Col: len(was) - tail}, With: now[head : len(now)-tail]})
		if caret.Line == line && caret.Col >= head {
			caret.Col = max(caret.Col+len(now)-len(was), head)
		}
		e.sheet.Move(caret, false)
	})
}
