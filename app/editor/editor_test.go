package editor_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/words"
)

// write seats an editor that has the focus.
func write(t testing.TB, text string) (*seattest.Seat, *editor.Editor) {
	t.Helper()
	s := seattest.Window(t, "es")
	e := editor.New(s.Seat, "¿Qué ha pasado?", 6)
	s.Show(container.NewVBox(e, ui.NewButton("next", nil, nil)))
	e.SetText(text)
	s.Window.Canvas().Focus(e)
	return s, e
}

// shown reads the rows off the screen, from the top.
func shown(e *editor.Editor) []string {
	var rows []string
	y := float32(-1)
	for _, o := range seattest.Drawn(e) {
		t, ok := o.(*canvas.Text)
		if !ok || !t.Visible() || t.Text == "" {
			continue
		}
		if d := t.Position().Y - y; d > 6 || d < -6 || len(rows) == 0 {
			rows = append(rows, "")
			y = t.Position().Y
		}
		rows[len(rows)-1] += t.Text
	}
	return rows
}

func ctrl(s *seattest.Seat, keys ...fyne.KeyName) {
	for _, k := range keys {
		s.Shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl})
	}
}

// shifted presses keys with Shift held.
func shifted(s *seattest.Seat, e *editor.Editor, keys ...fyne.KeyName) {
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.Press(keys...)
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func TestTypingAndLists(t *testing.T) {
	s, e := write(t, "")
	changed := 0
	e.OnChanged = func() { changed++ }
	s.Type("# Caída del correo\n\n- uno\ndos\n\n\n3. tres\ncuatro\n\n\n> cita\n\n\nfin")
	if want := "# Caída del correo\n\n- uno\n- dos\n\n3. tres\n4. cuatro\n\n> cita\n\nfin"; e.Text() != want {
		t.Errorf("typed, it says %q, want %q", e.Text(), want)
	}
	if changed == 0 {
		t.Error("nobody was told")
	}
	s.Press(fyne.KeyHome)
	e.Tick()
	s.Type("x")
	if !strings.HasSuffix(e.Text(), "\n- [ ] xfin") {
		t.Errorf("made a check box, it says %q", e.Text())
	}
	e.Tick()
	if !strings.HasSuffix(e.Text(), "\n- [x] xfin") {
		t.Errorf("ticked, it says %q", e.Text())
	}
	s.Shortcut(&fyne.ShortcutUndo{})
	s.Shortcut(&fyne.ShortcutRedo{})
	s.Shortcut(&fyne.ShortcutUndo{})
	if !strings.HasSuffix(e.Text(), "\n- [ ] xfin") {
		t.Errorf("undone, it says %q", e.Text())
	}
}

func TestKeysOfText(t *testing.T) {
	s, e := write(t, "La impresora no imprime\ny el escáner tampoco")
	clip := fyne.CurrentApp().Clipboard()
	ctrl(s, fyne.KeyRight, fyne.KeyRight)
	s.Type("-2")
	s.Press(fyne.KeyEnd)
	ctrl(s, fyne.KeyBackspace)
	s.Type("va")
	s.Press(fyne.KeyDown, fyne.KeyHome)
	shifted(s, e, fyne.KeyEnd)
	s.Shortcut(&fyne.ShortcutCut{Clipboard: clip})
	if e.Text() != "La impresora-2 no va\n" || clip.Content() != "y el escáner tampoco" {
		t.Errorf("it says %q, and the clipboard %q", e.Text(), clip.Content())
	}
	ctrl(s, fyne.KeyHome)
	s.Shortcut(&fyne.ShortcutPaste{Clipboard: clip})
	s.Press(fyne.KeyReturn)
	s.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEnd, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift})
	if e.SelectedText() != "La impresora-2 no va\n" {
		t.Errorf("selected %q", e.SelectedText())
	}
	s.Press(fyne.KeyLeft, fyne.KeyDelete)
	ctrl(s, fyne.KeyDelete)
	if e.Text() != "y el escáner tampoco\n impresora-2 no va\n" {
		t.Errorf("it says %q", e.Text())
	}
	s.Shortcut(&fyne.ShortcutSelectAll{})
	s.Type("👩‍👩‍👧‍👦")
	s.Press(fyne.KeyBackspace)
	if e.Text() != "" {
		t.Errorf("a family is more than one letter: %q", e.Text())
	}
}

// Up and Down keep as far to the right as they were, over short lines and
// wrapped ones.
func TestUpAndDown(t *testing.T) {
	s, e := write(t, "una línea bastante larga\nab\notra línea bastante larga\n"+strings.Repeat("palabra ", 400))
	s.Press(fyne.KeyEnd)
	s.Press(fyne.KeyDown)
	s.Type("1")
	s.Press(fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyDown)
	s.Type("2")
	if got := strings.Split(e.Text(), "\n")[:3]; got[1] != "ab1" || !strings.Contains(got[2], "2") || strings.HasPrefix(got[2], "ot2") {
		t.Errorf("lines %q", got)
	}
	s.Press(fyne.KeyDown, fyne.KeyHome, fyne.KeyDown, fyne.KeyHome)
	s.Type("¡")
	if line := strings.Split(e.Text(), "\n")[3]; strings.Index(line, "¡") <= 0 || line[strings.Index(line, "¡")-1] != ' ' {
		t.Errorf("a wrapped row does not begin after a blank: %q", line)
	}
	for range 10 {
		s.Press(fyne.KeyPageDown)
	}
	s.Press(fyne.KeyEnd)
	s.Type(".")
	if !strings.HasSuffix(e.Text(), "palabra .") {
		t.Errorf("the end is %q", e.Text()[len(e.Text())-20:])
	}
}

func TestFocusKeys(t *testing.T) {
	s, e := write(t, "a")
	c := s.Window.Canvas()
	s.Press(fyne.KeyTab)
	if c.Focused() == e || c.Focused() == nil {
		t.Errorf("Tab went to %T", c.Focused())
	}
	c.FocusPrevious()
	if c.Focused() != e {
		t.Errorf("Shift+Tab went to %T", c.Focused())
	}
	passed := 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { passed++ })
	s.Press(fyne.KeyEscape, fyne.KeyF1, fyne.KeyInsert)
	escaped, saved := 0, 0
	e.OnEscape, e.OnSave = func() { escaped++ }, func() { saved++ }
	s.Press(fyne.KeyEscape)
	s.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	if passed != 2 || escaped != 1 || saved != 1 || e.Text() != "a" {
		t.Errorf("passed on %d, escaped %d, saved %d; it says %q", passed, escaped, saved, e.Text())
	}
	e.SetLabel("Nota")
	if e.AccessibilityLabel() != "Nota" {
		t.Errorf("it is called %q", e.AccessibilityLabel())
	}
	e.ReadOnly = true
	s.Type("x\n")
	s.Press(fyne.KeyBackspace)
	if e.Text() != "a" {
		t.Errorf("read only, it says %q", e.Text())
	}
}

// at is where a piece of the text is drawn.
func at(t *testing.T, e *editor.Editor, text string) fyne.Position {
	t.Helper()
	for _, o := range seattest.Drawn(e) {
		if o, ok := o.(*canvas.Text); ok && o.Visible() && strings.Contains(o.Text, text) {
			before := fyne.MeasureText(o.Text[:strings.Index(o.Text, text)], o.TextSize, o.TextStyle).Width
			return o.Position().AddXY(before+2, o.Size().Height/2)
		}
	}
	t.Fatalf("%q is not seen in %q", text, shown(e))
	return fyne.Position{}
}

func click(e *editor.Editor, at fyne.Position, held fyne.KeyModifier) {
	e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: held})
	e.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
}

func TestMouse(t *testing.T) {
	_, e := write(t, "uno dos tres\n- [ ] llamar a MAD-7\nver https://ejemplo.es/guia ya")
	var opened []string
	e.Open = func(target string) { opened = append(opened, target) }
	dos := at(t, e, "dos")
	click(e, dos, 0)
	click(e, dos, 0)
	if e.SelectedText() != "dos" {
		t.Errorf("two clicks selected %q", e.SelectedText())
	}
	click(e, dos, 0)
	if e.SelectedText() != "uno dos tres\n" {
		t.Errorf("three clicks selected %q", e.SelectedText())
	}
	click(e, at(t, e, "uno"), 0)
	click(e, at(t, e, "tres"), fyne.KeyModifierShift)
	if e.SelectedText() != "uno dos " {
		t.Errorf("a click with Shift selected %q", e.SelectedText())
	}
	click(e, at(t, e, "uno"), 0)
	e.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at(t, e, "llamar").AddXY(-2, 0)}})
	e.DragEnd()
	if e.SelectedText() != "uno dos tres\n- [ ] " {
		t.Errorf("dragging selected %q", e.SelectedText())
	}
	click(e, at(t, e, "[ ]"), 0)
	if !strings.Contains(e.Text(), "- [x] llamar") {
		t.Errorf("a click on the box gives %q", e.Text())
	}
	click(e, at(t, e, "https").AddXY(20, 0), fyne.KeyModifierShortcutDefault)
	if strings.Join(opened, " ") != "https://ejemplo.es/guia" {
		t.Errorf("Ctrl and a click opened %q", opened)
	}
}

// Fyne asks for the mouse's shape before it tells that the mouse has come in.
func TestTheMouseHasAShape(t *testing.T) {
	_, e := write(t, "uno\n- [ ] dos")
	if e.Cursor() != desktop.TextCursor {
		t.Error("the mouse comes in and is no line")
	}
	e.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(t, e, "[ ]")}})
	if e.Cursor() != desktop.PointerCursor {
		t.Error("over a box it is no hand")
	}
}

// What is seen goes with the caret, the wheel and the end of the text; a field
// that shows all of it leaves the wheel to the page.
func TestScrolling(t *testing.T) {
	var lines []string
	for i := range 1000 {
		lines = append(lines, "línea "+strings.Repeat("i", i%7)+string(rune('a'+i%26)))
	}
	s, e := write(t, strings.Join(lines, "\n"))
	if n := len(shown(e)); n < 6 || n > 18 {
		t.Fatalf("%d rows are seen", n)
	}
	ctrl(s, fyne.KeyEnd)
	if rows := shown(e); rows[len(rows)-1] != lines[999] {
		t.Errorf("at the end one sees %q", rows)
	}
	c := s.Window.Canvas()
	middle := e.Position().AddXY(100, 40)
	test.Scroll(c, middle, 0, 50)
	if rows := shown(e); rows[len(rows)-1] != lines[993] {
		t.Errorf("two notches up one sees %q", rows)
	}
	s.Type("x")
	if rows := shown(e); rows[len(rows)-1] != lines[999]+"x" {
		t.Errorf("typing does not bring the caret back: %q", rows)
	}
	s.Shortcut(&fyne.ShortcutSelectAll{})
	s.Type("corto")
	before := e.MinSize().Height
	s.Type("\n\n\n\n\n\n\n\n")
	if e.MinSize().Height <= before {
		t.Error("it does not grow with its text")
	}
}

func TestFindAndReplace(t *testing.T) {
	s, e := write(t, "Cola de impresión\nla cola se llena\nCOLA vacía")
	c := s.Window.Canvas()
	e.Find()
	s.Type("cola")
	if e.SelectedText() != "Cola" {
		t.Errorf("found %q", e.SelectedText())
	}
	s.Press(fyne.KeyReturn, fyne.KeyReturn)
	if e.SelectedText() != "COLA" {
		t.Errorf("the third is %q", e.SelectedText())
	}
	s.Press(fyne.KeyReturn)
	if e.SelectedText() != "Cola" {
		t.Errorf("after the last comes %q", e.SelectedText())
	}
	for range 4 {
		s.Press(fyne.KeyTab)
		if entry, ok := c.Focused().(*ui.Entry); ok && entry.Text == "" {
			break
		}
	}
	s.Type("lista")
	s.Press(fyne.KeyReturn)
	if e.Text() != "lista de impresión\nla cola se llena\nCOLA vacía" || e.SelectedText() != "cola" {
		t.Errorf("replaced, it says %q with %q selected", e.Text(), e.SelectedText())
	}
	s.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn) // all
	if e.Text() != "lista de impresión\nla lista se llena\nlista vacía" {
		t.Errorf("all replaced, it says %q", e.Text())
	}
	passed := 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { passed++ })
	s.Press(fyne.KeyEscape) // on a button of the bar
	if c.Focused() != e || passed != 0 {
		t.Errorf("Escape left the focus on %T and went to %d others", c.Focused(), passed)
	}
	s.Shortcut(&fyne.ShortcutUndo{})
	if e.Text() != "lista de impresión\nla cola se llena\nCOLA vacía" {
		t.Errorf("replacing all is not one step: %q", e.Text())
	}
}

func TestLongPasteBecomesAFile(t *testing.T) {
	s, e := write(t, "Registro:\n")
	e.GoToEnd()
	var kept []string
	e.OnAttach = func(text string) { kept = append(kept, text) }
	log := strings.Repeat("spooler: error 1068\n", 300)
	fyne.CurrentApp().Clipboard().SetContent(log)
	s.Shortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	s.Type("después")
	if s.Window.Canvas().Focused() != e || e.Text() != "Registro:\n"+log+"después" {
		t.Error("the offer is in the way of typing")
	}
	e.AttachPasted()
	if len(kept) != 1 || kept[0] != log || e.Text() != "Registro:\ndespués" {
		t.Errorf("kept %d texts, it says %q", len(kept), e.Text())
	}
	e.AttachPasted()
	if len(kept) != 1 {
		t.Error("kept twice")
	}
}

// TestBlockIsFilledIn: after a block the caret is where its first line goes on.
func TestBlockIsFilledIn(t *testing.T) {
	s := seattest.Window(t, "en")
	for block, want := range map[string]string{
		"**What:** \n\n**Since when:** ": "Call. **What:** X\n\n**Since when:** ",
		"Arrival: \nLeft: ":              "Call. Arrival: X\nLeft: ",
		"Hello Ana:\nSolved.":            "Call. Hello Ana:\nSolved.X",
	} {
		e := editor.New(s.Seat, "", 6)
		s.Show(container.NewVBox(e))
		s.Window.Canvas().Focus(e)
		s.Type("Call. ")
		e.InsertBlock(block)
		s.Type("X")
		if e.Text() != want {
			t.Errorf("%q became %q", block, e.Text())
		}
	}
}

func TestBlocks(t *testing.T) {
	s, e := write(t, "")
	e.Sources = append(e.Sources, editor.Blocks(func() []data.Template {
		return []data.Template{{Name: "Resumen de llamada", Text: "**Qué ocurre:** "}, {Name: "Diagnóstico", Text: "**Entorno** de {caller} ({number}): "}}
	}, func(text string) string {
		return editor.Fill(words.For("en"), text, map[string]string{"caller": "Ana", "number": ""})
	}))
	s.Type("/etc/hosts ")
	if ui.Busy(s.Window) {
		t.Fatal("a path opens the list")
	}
	s.Type("/")
	if !ui.Busy(s.Window) {
		t.Fatal("no list after a /")
	}
	s.Type("diagnos")
	s.Press(fyne.KeyReturn)
	if e.Text() != "/etc/hosts **Entorno** de Ana ({number}): " || ui.Busy(s.Window) || s.Window.Canvas().Focused() != e {
		t.Errorf("it says %q", e.Text())
	}
	s.Type("\n/")
	s.Press(fyne.KeyEscape)
	s.Type("re")
	if ui.Busy(s.Window) || !strings.HasSuffix(e.Text(), "\n/re") {
		t.Errorf("refused, the list comes again; it says %q", e.Text())
	}
	s.Type(" /")
	s.Press(fyne.KeyDown, fyne.KeyUp, fyne.KeyTab)
	if !strings.HasSuffix(e.Text(), "\n/re **Qué ocurre:** ") {
		t.Errorf("it says %q", e.Text())
	}
	s.Type("/nada\n")
	if !strings.HasSuffix(e.Text(), "/nada\n") {
		t.Errorf("it says %q", e.Text())
	}
}
