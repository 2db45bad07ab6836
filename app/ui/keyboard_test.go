package ui_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"firstline/app/action"
	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
)

var ctrlReturn = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}

func TestButtonKeys(t *testing.T) {
	s := seattest.Window(t, "en")
	pressed := 0
	b := ui.NewButton("Save", nil, func() { pressed++ })
	s.Show(b)
	s.Window.Canvas().Focus(b)
	s.Press(fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown)
	if pressed != 3 {
		t.Errorf("Space, Return and Enter pressed it %d times", pressed)
	}
	b.Disable()
	s.Press(fyne.KeyReturn)
	b.Tapped(nil)
	if pressed != 3 {
		t.Error("a disabled button was pressed")
	}
}

// Tab goes through everything in reading order, in notes too, and comes round.
func TestTabOrder(t *testing.T) {
	s := seattest.Window(t, "es")
	page, list := gallery(s)
	s.Show(page)
	c := s.Window.Canvas()
	var labels []string
	c.Focus(list)
	for range 40 {
		s.Press(fyne.KeyTab)
		if c.Focused() == list {
			break
		}
		a, ok := c.Focused().(fyne.Accessible)
		if !ok {
			t.Fatalf("%T has the focus and cannot say what it is", c.Focused())
		}
		labels = append(labels, a.AccessibilityLabel())
	}
	want := []string{"Continuar", "Editar", "Llamante", "Asunto", "Impacto Alto", "Urgencia –", "Vencimiento", "Descripción", "Incidencia grave",
		"Guardar", "Cancelar", "Eliminar", "Más", ""}
	if len(labels) < len(want) || !reflect.DeepEqual(labels[:len(want)-1], want[:len(want)-1]) {
		t.Errorf("Tab goes %q, want %q", labels, want)
	}
	if c.Focused() != list {
		t.Errorf("Tab does not come round: %q", labels)
	}
}

// dialogOver opens a dialog with an entry and a note over an entry that has the
// focus, and counts what becomes of it.
func dialogOver(t *testing.T) (s *seattest.Seat, under, entry *ui.Entry, note *editor.Editor, confirmed, cancelled *int) {
	s = seattest.Window(t, "en")
	under, entry = ui.NewEntry(""), ui.NewEntry("")
	note = editor.New(s.Seat, "", 3)
	s.Show(container.NewVBox(under))
	s.Window.Canvas().Focus(under)
	confirmed, cancelled = new(int), new(int)
	ui.ShowDialog(s.Window, ui.Dialog{Title: "Resolve TST-1", Content: ui.NewForm(s.Words).Add("code", "Code", entry).Add("text", "What helped", note),
		Confirm: "Resolve", Cancel: "Cancel",
		OnConfirm: func() bool { *confirmed++; return entry.Text != "" }, OnCancel: func() { *cancelled++ }})
	return
}

func TestDialogKeys(t *testing.T) {
	s, under, entry, note, confirmed, cancelled := dialogOver(t)
	c := s.Window.Canvas()
	if !ui.Busy(s.Window) || c.Focused() != entry {
		t.Fatalf("the dialog is open: %v, the focus is on %T", ui.Busy(s.Window), c.Focused())
	}
	s.Press(fyne.KeyReturn)
	if *confirmed != 1 || !ui.Busy(s.Window) {
		t.Error("Return in an entry must ask OnConfirm, whose no keeps the dialog open")
	}
	s.Press(fyne.KeyTab)
	if c.Focused() != note {
		t.Fatalf("Tab went to %T", c.Focused())
	}
	s.Type("line\nline")
	if *confirmed != 1 || note.Text() != "line\nline" {
		t.Errorf("Return in a note wrote %q and confirmed %d times", note.Text(), *confirmed-1)
	}
	s.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	if c.Focused() != entry {
		t.Errorf("Tab left the dialog for %T", c.Focused())
	}
	s.Type("x")
	c.Focus(note)
	s.Shortcut(ctrlReturn)
	if *confirmed != 2 || ui.Busy(s.Window) || c.Focused() != under || *cancelled != 0 {
		t.Errorf("Ctrl+Return: confirmed %d, open %v, focus on %T", *confirmed, ui.Busy(s.Window), c.Focused())
	}
}

func TestDialogEscape(t *testing.T) {
	for _, where := range []string{"entry", "note", "button", "nothing"} {
		s, under, entry, note, confirmed, cancelled := dialogOver(t)
		c := s.Window.Canvas()
		switch where {
		case "entry":
			c.Focus(entry)
		case "note":
			c.Focus(note)
		case "button":
			c.FocusPrevious()
		case "nothing":
			c.Unfocus()
		}
		s.Press(fyne.KeyEscape)
		if *cancelled != 1 || *confirmed != 0 || ui.Busy(s.Window) || c.Focused() != under || c.OnTypedKey() != nil {
			t.Errorf("Escape on %s: cancelled %d, open %v, focus on %T", where, *cancelled, ui.Busy(s.Window), c.Focused())
		}
	}
}

// clickOn presses and lets go as Fyne does: it tells the press, and takes the focus at
// both.
func clickOn(c fyne.Canvas, o fyne.CanvasObject) {
	o.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{})
	c.Unfocus()
	o.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{})
	c.Unfocus()
	o.(fyne.Tappable).Tapped(&fyne.PointEvent{})
}

// A click beside the fields of a dialog, or beside the dialog, takes the focus from
// nothing.
func TestAClickBesideKeepsTheFocus(t *testing.T) {
	s, _, _, note, _, cancelled := dialogOver(t)
	c := s.Window.Canvas()
	c.Focus(note)
	layer := c.Overlays().Top().(fyne.Widget)
	for _, o := range []fyne.CanvasObject{layer, test.WidgetRenderer(layer).Objects()[1]} {
		if clickOn(c, o); c.Focused() != note || *cancelled != 0 {
			t.Errorf("a click on %T leaves the focus on %T", o, c.Focused())
		}
	}
	s.Press(fyne.KeyEscape)

	floor := ui.NewFloor(s.Window)
	field, box := ui.NewEntry(""), ui.NewEntry("")
	floor.Leaves = func(f fyne.Focusable) bool { return f == box }
	s.Show(container.NewStack(floor, container.NewVBox(field, box)))
	for f, want := range map[*ui.Entry]fyne.Focusable{field: field, box: nil} {
		c.Focus(f)
		if clickOn(c, floor); c.Focused() != want {
			t.Errorf("a click beside leaves the focus on %T, want %T", c.Focused(), want)
		}
	}
}

func TestAskIsCareful(t *testing.T) {
	s := seattest.Window(t, "en")
	under := ui.NewEntry("")
	s.Show(under)
	s.Window.Canvas().Focus(under)
	done := 0
	ui.Ask(s.Window, s.Words, "Delete the desk?", "It cannot be brought back.", "Delete", func() { done++ })
	s.Press(fyne.KeyReturn)
	if done != 0 || ui.Busy(s.Window) {
		t.Error("Return, pressed without looking, must take the safe way out")
	}
	ui.Ask(s.Window, s.Words, "Delete the desk?", "It cannot be brought back.", "Delete", func() { done++ })
	s.Press(fyne.KeyTab, fyne.KeyReturn)
	if done != 1 || ui.Busy(s.Window) {
		t.Error("the button itself must do it")
	}
}

func TestChoiceKeys(t *testing.T) {
	s := seattest.Window(t, "es")
	var chosen []string
	c := ui.NewChoice(s.Words, "status", data.Status("").Choices(), func(v string) { chosen = append(chosen, v) })
	s.Show(container.NewVBox(c))
	s.Window.Canvas().Focus(c)
	s.Press(fyne.KeyDown, fyne.KeyUp, fyne.KeyUp)
	s.Type("p")   // Pendiente del cliente
	s.Type("P")   // Pendiente de tercero
	s.Type("new") // "pnew" leads nowhere, and its end not to Nuevo
	if want := []string{"assigned", "new", "pending_customer", "pending_vendor"}; !reflect.DeepEqual(chosen, want) {
		t.Errorf("chose %v, want %v", chosen, want)
	}
	chosen = nil
	s.Press(fyne.KeySpace)
	if !ui.Busy(s.Window) {
		t.Fatal("Space did not open the list")
	}
	s.Shot("choice-open")
	s.Press(fyne.KeyDown, fyne.KeyEscape)
	if ui.Busy(s.Window) || c.Value() != "pending_vendor" || s.Window.Canvas().Focused() != c {
		t.Errorf("Escape left %q chosen and the focus on %T", c.Value(), s.Window.Canvas().Focused())
	}
	s.Press(fyne.KeyReturn, fyne.KeyEnd, fyne.KeyReturn)
	if want := []string{"merged"}; !reflect.DeepEqual(chosen, want) || ui.Busy(s.Window) {
		t.Errorf("chose %v, want %v", chosen, want)
	}
	c.SetValue("from_a_newer_desk")
	if c.Value() != "from_a_newer_desk" {
		t.Error("an unknown value was not kept")
	}
}

func TestSearchBox(t *testing.T) {
	s := seattest.Window(t, "en")
	var asked []string
	down, left := 0, 0
	b := ui.NewSearchBox(s.Do, "Search", func(q string) { asked = append(asked, q) })
	b.OnDown = func() { down++ }
	b.OnEscape = func() { left++ }
	s.Show(container.NewVBox(b))
	s.Window.Canvas().Focus(b)
	s.Type("print")
	if len(asked) != 0 {
		t.Errorf("asked %q while typing", asked)
	}
	s.Wait(func() bool { return len(asked) == 1 })
	s.Type("er")
	s.Press(fyne.KeyDown)
	s.Press(fyne.KeyEscape, fyne.KeyEscape)
	time.Sleep(200 * time.Millisecond)
	s.Drain()
	if want := []string{"print", "printer", ""}; !reflect.DeepEqual(asked, want) || down != 1 || left != 1 {
		t.Errorf("asked %q, want %q; Down %d, left %d", asked, want, down, left)
	}
}

func TestDateField(t *testing.T) {
	s := seattest.Window(t, "es")
	now := time.Date(2026, 11, 23, 10, 11, 12, 0, time.Local)
	d := ui.NewDateField(s.Words, func() time.Time { return now }, "due_at")
	form := ui.NewForm(s.Words).Add("due_at", "Vencimiento", d).Add("x", "x", ui.NewEntry(""))
	s.Show(form)
	for text, want := range map[string]string{
		"": "", "  ": "",
		"2026-11-30 15:00": "30/11/2026 15:00",
		"30/11/2026 15:00": "30/11/2026 15:00",
		"30/11/2026":       "30/11/2026 00:00",
		"+2h":              "23/11/2026 12:11",
		"+30 min":          "23/11/2026 10:41",
		"+3d":              "26/11/2026 10:11",
		"+1s":              "30/11/2026 10:11",
		"15:00":            "23/11/2026 15:00",
		"9:30":             "24/11/2026 09:30",
		"mañana 9:00":      "24/11/2026 09:00",
		"Mañana":           "24/11/2026 09:00",
		"hoy 18h":          "23/11/2026 18:00",
		"tomorrow 8":       "24/11/2026 08:00",
	} {
		s.Window.Canvas().Focus(d)
		d.SetText(text)
		s.Press(fyne.KeyTab)
		if d.Text != want {
			t.Errorf("%q became %q, want %q", text, d.Text, want)
		}
	}
	day := ui.NewDateField(s.Words, func() time.Time { return now }, "review_at")
	day.Day = true
	at := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC) // midnight elsewhere
	day.SetValue(at)
	if got, err := day.Value(); day.Text != at.Local().Format("02/01/2006") || err != nil || !got.Equal(at) {
		t.Errorf("a day is %q, %v %v", day.Text, got, err)
	}
	for _, text := range []string{"ayer por la tarde", "25:00", "31/02/2026", "12", "+h", "mañana 9:75"} {
		d.SetText(text)
		_, err := d.Value()
		var p *data.Problem
		if !errors.As(err, &p) || p.Field != "due_at" || p.Key != "not_a_time" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestFormPointsAtTheFault(t *testing.T) {
	s := seattest.Window(t, "en")
	subject, other := ui.NewEntry(""), ui.NewEntry("")
	form := ui.NewForm(s.Words).Add("caller", "Who is it?", other).Need("subject", "Subject", subject)
	s.Show(form)
	s.Window.Canvas().Focus(other)
	before := form.MinSize().Height
	if !form.Fault(data.Fault("subject", "required")) || s.Window.Canvas().Focused() != subject {
		t.Errorf("the focus is on %T", s.Window.Canvas().Focused())
	}
	if form.MinSize().Height <= before {
		t.Error("there is no room for what is wrong")
	}
	if s.Type("V"); form.MinSize().Height != before {
		t.Error("the error is still shown while it is put right")
	}
	note := editor.New(s.Seat, "", 2)
	form.Add("description", "Description", note)
	form.Fault(data.Fault("description", "required"))
	if s.Type("x"); note.Text() != "x" || strings.Contains(texts(form), "is missing") {
		t.Errorf("the error of a note is still shown while it is put right: %q", texts(form))
	}
	form.Fault(data.Fault("caller", "required"))
	if said := texts(form); !strings.Contains(said, "“Who is it?” is missing") {
		t.Errorf("the field is not called as its label calls it: %q", said)
	}
	form.Fault(data.Fault("subject", "required"))
	if form.Fault(data.Fault("nowhere", "required")) || form.Fault(errors.New("disk full")) {
		t.Error("an error about no field of the form was taken for one")
	}
	if strings.Contains(texts(form), "is missing") {
		t.Error("the error before is still shown")
	}
}

// TestFormSaysAllThatIsWrong: an error is not cut because its field is narrow.
func TestFormSaysAllThatIsWrong(t *testing.T) {
	s := seattest.Window(t, "en")
	form := ui.NewForm(s.Words).Add("phone", "Phone", ui.NewEntry("")).Beside("email", "Email", ui.NewEntry(""))
	s.Show(form)
	s.Window.Resize(fyne.NewSize(420, 300))
	err := data.Fault("email", "bad_address", "value", "ana@example.org.and.more")
	form.Fault(err)
	if said := texts(form); !strings.Contains(said, s.Words.Error(err)) {
		t.Errorf("it says %q", said)
	}
}

// texts is all that can be read in an object.
func texts(o fyne.CanvasObject) string {
	var said []string
	seattest.Walk(o, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			said = append(said, text.Text)
		}
	})
	return strings.Join(said, " ")
}

func TestTimer(t *testing.T) {
	s := seattest.Window(t, "en")
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	c := ui.NewCallTimer(s.Do, s.Words, func() time.Time { return now })
	s.Show(container.NewVBox(c))
	c.Start()
	now = now.Add(65 * time.Second)
	c.Toggle()
	now = now.Add(time.Hour)
	c.Start()
	now = now.Add(10 * time.Second)
	if c.Elapsed() != 75 || !c.Running() || c.StartedAt() != now.Add(-time.Hour-75*time.Second) {
		t.Errorf("%d s since %v", c.Elapsed(), c.StartedAt())
	}
	s.Wait(func() bool { return strings.HasPrefix(c.AccessibilityLabel(), "01:15") })
	c.Sleep()
	s.Drain()
	time.Sleep(1100 * time.Millisecond)
	if s.Drain() {
		t.Error("it ticks in its sleep")
	}
	c.Reset()
	if c.Elapsed() != 0 || c.Running() || !c.StartedAt().IsZero() {
		t.Error("Reset left something")
	}
}

// A dialog whose OnConfirm opens another leaves the other open, and the focus
// ends up where it began.
func TestDialogAfterDialog(t *testing.T) {
	s := seattest.Window(t, "en")
	under, second := ui.NewEntry(""), ui.NewEntry("")
	s.Show(under)
	c := s.Window.Canvas()
	c.Focus(under)
	shell := 0
	c.SetOnTypedKey(func(*fyne.KeyEvent) { shell++ })
	cancelled := 0
	ui.ShowDialog(s.Window, ui.Dialog{Title: "First", Confirm: "Go on", OnConfirm: func() bool {
		ui.ShowDialog(s.Window, ui.Dialog{Title: "Second", Content: second, Confirm: "Go on", OnCancel: func() { cancelled++ }})
		return true
	}})
	s.Press(fyne.KeyReturn)
	if !ui.Busy(s.Window) || c.Focused() != second {
		t.Fatalf("the second dialog is open: %v, the focus is on %T", ui.Busy(s.Window), c.Focused())
	}
	s.Press(fyne.KeyEscape)
	if ui.Busy(s.Window) || cancelled != 1 || c.Focused() != under {
		t.Errorf("Escape: open %v, focus on %T", ui.Busy(s.Window), c.Focused())
	}
	s.Press(fyne.KeyEscape, fyne.KeyF5)
	if shell != 2 {
		t.Errorf("the shell saw %d keys of 2", shell)
	}
}

func TestActionButton(t *testing.T) {
	s := seattest.Window(t, "en")
	possible, done := false, 0
	b := ui.NewAction(s.Words, action.Action{ID: "resolve", Key: "Ctrl+R", Enabled: func() bool { return possible }, Do: func() { done++ }})
	s.Show(b)
	b.Tapped(nil)
	possible = true
	b.Refresh()
	b.Tapped(nil)
	if done != 1 || b.Disabled() || !strings.HasSuffix(b.Hint, "  Ctrl+R") {
		t.Errorf("done %d times, disabled %v, hint %q", done, b.Disabled(), b.Hint)
	}
}

// Resolution codes nearly all begin with the same word: another of a name leads
// to it as well.
func TestChoiceGoesByAnyWord(t *testing.T) {
	s := seattest.Window(t, "es")
	for typed, want := range map[string]string{"reini": "solved_restart", "config": "solved_configuration", "sust": "solved_replacement", "no": "unresolved_no_contact", "dupl": "duplicate", "r": "solved_permanent"} {
		c := ui.NewChoice(s.Words, "resolution_code", append([]string{""}, data.ResolutionCode("").Choices()...), nil)
		s.Show(container.NewVBox(c))
		s.Window.Canvas().Focus(c)
		s.Type(typed)
		if c.Value() != want {
			t.Errorf("%q leads to %q, want %q", typed, c.Value(), want)
		}
	}
}

// Space comes as a key and as a letter: what opens a dialog types nothing into it.
func TestSpaceTypesNothingIntoWhatItOpens(t *testing.T) {
	s := seattest.New(t, "en")
	entry := ui.NewEntry("")
	list := ui.NewNames(ui.Rows{{{Text: "one"}}})
	open := func() {
		ui.ShowDialog(s.Window, ui.Dialog{Title: "Name", Content: entry, Confirm: "Save"})
	}
	list.OnOpen = func(int) { open() }
	list.Select(0)
	button := ui.NewButton("New", nil, open)
	s.Show(container.NewVBox(button, list))
	for _, o := range []fyne.Focusable{button, list} {
		s.Window.Canvas().Focus(o)
		s.Press(fyne.KeySpace)
		if s.Window.Canvas().Focused() != entry || entry.Text != "" {
			t.Errorf("%T: the field holds %q", o, entry.Text)
		}
		s.Press(fyne.KeyEscape)
	}
}

// A text longer than its field is scrolled along without a bar over it.
func TestALongTextHasNoBarOverIt(t *testing.T) {
	s := seattest.Window(t, "en")
	e := ui.NewEntry("")
	s.Show(container.NewGridWrap(fyne.NewSize(120, e.MinSize().Height), e))
	s.Window.Canvas().Focus(e)
	s.Type("a.very.long.address.that.goes.on@department.example.org")
	var shown []fyne.CanvasObject
	for _, o := range test.WidgetRenderer(e).Objects() {
		if w, ok := o.(fyne.Widget); ok {
			if r, ok := test.WidgetRenderer(w).(interface {
				fyne.WidgetRenderer
				IsClip()
			}); ok {
				shown = r.Objects()
			}
		}
	}
	if len(shown) != 1 {
		t.Fatalf("beside the text it shows: %v", shown)
	}
	if at := shown[0].Position(); at.X >= 0 || at.Y != 0 {
		t.Errorf("its end is not in sight, it stands at %v", at)
	}
	s.Press(fyne.KeyHome)
	if at := shown[0].Position(); at.X != 0 {
		t.Errorf("its beginning stands at %v", at)
	}
}

// The wheel moves the page whatever lies under the pointer.
func TestFieldsLeaveTheWheelToThePage(t *testing.T) {
	s := seattest.Window(t, "en")
	form := ui.NewForm(s.Words)
	for range 40 {
		form.Add("", "Phone", ui.NewEntry(""))
	}
	page := container.NewVScroll(form)
	s.Show(page)
	test.Scroll(s.Window.Canvas(), fyne.NewPos(200, 100), 0, -50)
	if page.Offset.Y == 0 {
		t.Error("the page stays where it is")
	}
}

// What is typed takes the place of what was proposed, but not of what somebody typed.
func TestTypingReplacesAProposal(t *testing.T) {
	s := seattest.Window(t, "en")
	e, other := ui.NewEntry(""), ui.NewEntry("")
	s.Show(container.NewVBox(e, other))
	s.Window.Canvas().Focus(e)
	e.Propose("Help desk")
	s.Type("Ana")
	s.Window.Canvas().Focus(other)
	other.SetText("Ruiz")
	s.Window.Canvas().Focus(e)
	s.Type(" B")
	if !strings.Contains(e.Text, "Ana") || !strings.Contains(e.Text, " B") || strings.Contains(e.Text, "Help") {
		t.Errorf("the field holds %q", e.Text)
	}
	other.Propose("Nobody")
	s.Window.Canvas().Focus(other)
	s.Type("x")
	if other.Text != "x" {
		t.Errorf("the other holds %q", other.Text)
	}
}

// Fields of aligned forms begin at one edge.
func TestAlignedForms(t *testing.T) {
	s := seattest.Window(t, "en")
	one, two := ui.NewEntry(""), ui.NewEntry("")
	first, second := ui.NewForm(s.Words).Add("", "A", one), ui.NewForm(s.Words).Add("", "Something longer", two)
	ui.Align(first, second)
	s.Show(container.NewVBox(first, second))
	if one.Position().X != two.Position().X || one.Position().X < 50 {
		t.Errorf("they begin at %v and %v", one.Position().X, two.Position().X)
	}
}

// The second fields of a form stand below each other, whatever their labels.
func TestSecondFieldsStandBelowEachOther(t *testing.T) {
	s := seattest.Window(t, "en")
	var second [3]*ui.Entry
	form := ui.NewForm(s.Words)
	for i, label := range []string{"Email", "A much longer label", ""} {
		second[i] = ui.NewEntry("")
		form.Add("", "Phone", ui.NewEntry("")).Beside("", label, second[i])
	}
	s.Show(form)
	for _, e := range second {
		if e.Position().X != second[0].Position().X || e.Size().Width != second[0].Size().Width || e.Position().X+e.Size().Width > form.Size().Width+0.5 {
			t.Errorf("a second field stands at %v, %v wide", e.Position().X, e.Size().Width)
		}
	}
}
