package ui_test

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

// keyed is a list of n rows whose keys are 1000 and on.
type keyed struct{ numbered }

func (k keyed) Key(i int) int64 { return int64(1000 + i) }

func keyedList(t *testing.T, n int) (*seattest.Seat, *ui.List) {
	s := seattest.Window(t, "en")
	l := ui.NewList([]ui.Column{{ID: "name", Title: "Name", Width: 100, Weight: 1, Sortable: true}, {ID: "id", Title: "Id", Width: 60, Sortable: true}}, keyed{numbered(n)})
	s.Show(l)
	s.Window.Canvas().Focus(l)
	return s, l
}

// click presses the mouse on a row as shown, holding keys.
func click(l *ui.List, line int, held fyne.KeyModifier) {
	at := fyne.NewPos(40, 30+float32(line)*23)
	l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: held})
	l.MouseUp(nil)
}

func TestPicksSeveralRows(t *testing.T) {
	s, l := keyedList(t, 20_000)
	told := -1
	opened := 0
	l.OnPick = func(n int) { told = n }
	l.OnOpen = func(int) { opened++ }
	is := func(want ...int64) {
		t.Helper()
		if got := l.Picked(); !reflect.DeepEqual(got, append([]int64{}, want...)) || told != len(want) {
			t.Fatalf("picked %v and told %d, want %v", got, told, want)
		}
	}
	s.Press(fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	is(1000, 1002)
	s.Press(fyne.KeySpace)
	is(1000)
	s.Press(fyne.KeyEscape)
	is()
	click(l, 3, 0)
	click(l, 5, fyne.KeyModifierShift)
	is(1003, 1004, 1005)
	click(l, 2, fyne.KeyModifierShift) // from where the range began, the other way
	is(1002, 1003)
	click(l, 8, fyne.KeyModifierControl)
	is(1002, 1003, 1008)
	click(l, 3, fyne.KeyModifierControl)
	is(1002, 1008)
	s.Shot("list-picked")
	click(l, 1, 0)
	is()
	s.Shortcut(&fyne.ShortcutSelectAll{})
	if len(l.Picked()) != ui.MostPicked || told != ui.MostPicked {
		t.Errorf("of 20,000 rows %d are picked", len(l.Picked()))
	}
	s.Press(fyne.KeyReturn)
	if opened != 1 {
		t.Error("Return does not open any more")
	}
}

func TestRowsWithoutKeysAreNotPicked(t *testing.T) {
	s, l := numberedList(t, 20)
	opened := 0
	l.OnOpen = func(int) { opened++ }
	s.Press(fyne.KeyDown, fyne.KeySpace)
	s.Shortcut(&fyne.ShortcutSelectAll{})
	click(l, 4, fyne.KeyModifierControl)
	if len(l.Picked()) > 0 || opened != 1 {
		t.Errorf("picked %v, opened %d", l.Picked(), opened)
	}
}

func TestTypingLeadsToARow(t *testing.T) {
	s := seattest.Window(t, "es")
	l := ui.NewNames(ui.Rows{{{Text: "Ávila"}}, {{Text: "Burgos"}}, {{Text: "Bilbao"}}, {{Text: "La Coruña"}, {Text: "burg"}}, {{Text: "La Rioja"}}})
	opened := -1
	l.OnOpen = func(row int) { opened = row }
	s.Show(l)
	s.Window.Canvas().Focus(l)
	for _, step := range []struct {
		text string
		row  int
	}{{"b", 1}, {"b", 2}, {"b", 1}} {
		s.Type(step.text)
		if l.Selected() != step.row {
			t.Fatalf("%q led to %d, want %d", step.text, l.Selected(), step.row)
		}
	}
	l.SetSource(ui.Rows{{{Text: "Ávila"}}, {{Text: "Burgos"}}, {{Text: "La Coruña"}}, {{Text: "La Rioja"}}})
	s.Shortcut(nil) // nothing of a list's
	for _, r := range "xla ri" {
		if r == ' ' {
			s.Press(fyne.KeySpace)
			continue
		}
		s.Type(string(r))
		if r == 'x' {
			l.FocusLost() // what was typed is forgotten with the focus
			l.FocusGained()
		}
	}
	if l.Selected() != 3 || opened != -1 {
		t.Errorf("typed La Ri, on %d, opened %d", l.Selected(), opened)
	}
}

func TestColumnsKeepTheirWidths(t *testing.T) {
	s, l := keyedList(t, 50)
	var told ui.Widths
	sorted := ""
	l.OnWidths = func(w ui.Widths) { told = w }
	l.OnSort = func(column string, _ bool) { sorted = column }
	// The edge of the first column lies before the second, 60 wide at the right.
	at := fyne.NewPos(l.Size().Width-8-60-5-10, 10) // the scroll bar takes 10
	l.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	if l.Cursor() != desktop.HResizeCursor {
		t.Fatal("nothing shows where to pull")
	}
	l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(at.X-200, 10)}})
	l.DragEnd()
	if w := told["name"]; w < 900 || w > 1200 || sorted != "" {
		t.Errorf("pulled, the widths are %v, sorted by %q", told, sorted)
	}
	before := told["name"]
	l.SetSort("name", true)
	s.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierControl})
	if told["name"] != before-ui.WidthStep {
		t.Errorf("the key made %v of %v", told["name"], before)
	}
	s.Shot("list-widths")
	l.ResetWidths()
	if len(told) != 0 {
		t.Errorf("reset, the widths are %v", told)
	}
}
