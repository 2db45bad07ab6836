package ui_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

// marking is a text in a window, and a mouse on it.
type marking struct {
	*seattest.Seat
	text *ui.Selectable
}

func marked(t *testing.T, text string, width float32) marking {
	t.Helper()
	m := marking{seattest.Window(t, "fr"), ui.SelectableText(text)}
	m.Window.SetContent(container.NewWithoutLayout(m.text))
	m.text.Resize(fyne.NewSize(width, 400))
	return m
}

func (m marking) press(x, y float32) {
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	ev.Position = fyne.NewPos(x, y)
	m.text.MouseDown(ev)
	m.text.MouseUp(ev)
}

func (m marking) drag(x, y float32) {
	ev := &fyne.DragEvent{}
	ev.Position = fyne.NewPos(x, y)
	m.text.Dragged(ev)
	m.text.DragEnd()
}

func (m marking) copied() string {
	if f, ok := m.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	}
	return fyne.CurrentApp().Clipboard().Content()
}

// What lies under the pointer stays as it was drawn, also where hard blanks hold
// words together; what is marked over line ends is the text as it is.
func TestTextIsMarkedWhereItStands(t *testing.T) {
	text := "Le scanner marche\u00a0: c’est réglé\u202f? Oui\u202f! Il faut attendre 12\u202f345 secondes.\nFin."
	m := marked(t, text, 150)
	before := m.Screen()
	m.press(0, 0)
	m.drag(1000, 1000)
	if got := m.copied(); got != text {
		t.Errorf("copied %q", got)
	}
	if after := m.Screen(); after != before {
		t.Errorf("marked, the lines are\n%s\nand were\n%s", after, before)
	}
	m.Shot("marked")
	for _, line := range strings.Split(before, "\n") {
		if strings.HasPrefix(line, ":") || strings.HasPrefix(line, "?") || strings.HasPrefix(line, "!") || strings.HasPrefix(line, "345") {
			t.Errorf("a line begins with %q", line)
		}
	}
	m.press(5, 10) // marks nothing any more
	if m.text.Selected() != "" || m.Window.Canvas().Focused() != nil {
		t.Errorf("%q is marked, and %T has the keyboard", m.text.Selected(), m.Window.Canvas().Focused())
	}
}

// Twice is a word, three times a paragraph.
func TestWordsAndParagraphsAreMarked(t *testing.T) {
	m := marked(t, "one two three\nfour", 400)
	x := 5 + ui.Measure("one t", 13, fyne.TextStyle{}).Width
	m.press(x, 10)
	m.press(x, 10)
	if got := m.copied(); got != "two" {
		t.Errorf("pressed twice: %q", got)
	}
	m.press(x, 10)
	if got := m.copied(); got != "one two three" {
		t.Errorf("pressed three times: %q", got)
	}
	m.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if m.text.Selected() != "" {
		t.Errorf("after Escape %q is marked", m.text.Selected())
	}
}

// Any drag marks a part of the text, from letter to letter.
func TestAnyDragMarksAPart(t *testing.T) {
	text := strings.Repeat("El usuario no puede imprimir: «Error\u00a05».\n\nÑandú  日本語\n", 5)
	m := marked(t, text, 170)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Float32Range(-20, 500)
		m.press(at.Draw(t, "x"), at.Draw(t, "y"))
		m.drag(at.Draw(t, "to x"), at.Draw(t, "to y"))
		if got := m.text.Selected(); !strings.Contains(m.text.Text, got) || strings.ToValidUTF8(got, "") != got {
			t.Fatalf("marked %q", got)
		}
		m.text.SetText(rapid.SampledFrom([]string{text, "Short"}).Draw(t, "then")) // while some of it may be marked
		if got := m.text.Selected(); !strings.Contains(m.text.Text, got) {
			t.Fatalf("marked %q of another text", got)
		}
	})
}

// The keyboard passes text by, unless a part of it is marked.
func TestSelectableTextIsNoTabStop(t *testing.T) {
	s := seattest.Window(t, "en")
	a, b := ui.NewEntry("a"), ui.NewEntry("b")
	m := marking{s, ui.SelectableText("a long timeline")}
	s.Show(container.NewVBox(a, m.text, b))
	c := s.Window.Canvas()
	c.Focus(a)
	s.Press(fyne.KeyTab)
	if c.Focused() != b {
		t.Fatalf("Tab went to %T", c.Focused())
	}
	m.press(0, 10)
	m.drag(60, 10)
	if m.text.Selected() == "" || c.Focused() == b {
		t.Errorf("%q is marked", m.text.Selected())
	}
	s.Press(fyne.KeyTab)
	if c.Focused() != b || m.text.Selected() != "" {
		t.Errorf("Tab went to %T, and %q is marked", c.Focused(), m.text.Selected())
	}
}
