package ui_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

// numbered is a list of n rows that say their numbers.
type numbered int

func (n numbered) Len() int { return int(n) }
func (n numbered) Row(i int) ([]ui.Cell, bool) {
	return []ui.Cell{{Text: fmt.Sprint("row ", i)}, {Text: fmt.Sprint(i)}}, true
}

// shown reads the texts of the first column off the screen, from the top.
func shown(l *ui.List) []string {
	byY := map[float32]string{}
	var ys []float32
	seattest.Walk(l, func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok && t.Position().X < 20 && t.Position().Y > 20 {
			byY[t.Position().Y] = t.Text
			ys = append(ys, t.Position().Y)
		}
	})
	for i := range ys {
		for j := i + 1; j < len(ys); j++ {
			if ys[j] < ys[i] {
				ys[i], ys[j] = ys[j], ys[i]
			}
		}
	}
	var texts []string
	for _, y := range ys {
		texts = append(texts, byY[y])
	}
	return texts
}

func numberedList(t *testing.T, n int) (*seattest.Seat, *ui.List) {
	s := seattest.Window(t, "en")
	l := ui.NewList([]ui.Column{{ID: "name", Title: "Name", Width: 100, Weight: 1, Sortable: true},
		{ID: "id", Title: "Id", Width: 60, Sortable: true}, {ID: "plain", Title: "Plain", Width: 60}}, numbered(n))
	s.Show(l)
	s.Window.Canvas().Focus(l)
	return s, l
}

func TestMillionRowsAreExact(t *testing.T) {
	const n = 1_000_000
	s, l := numberedList(t, n)
	fit := len(shown(l))
	if fit < 25 {
		t.Fatalf("%d rows fit 1366x768, 25 must", fit)
	}
	check := func(first int) {
		t.Helper()
		texts := shown(l)
		if len(texts) != fit {
			t.Fatalf("%d rows drawn, want %d", len(texts), fit)
		}
		for i, text := range texts {
			if want := fmt.Sprint("row ", first+i); text != want {
				t.Fatalf("line %d says %q, want %q", i, text, want)
			}
		}
	}
	check(0)
	s.Press(fyne.KeyEnd)
	check(n - fit)
	if l.Selected() != n-1 {
		t.Errorf("End went to row %d", l.Selected())
	}
	s.Press(fyne.KeyUp, fyne.KeyUp)
	check(n - fit)
	s.Press(fyne.KeyPageUp)
	if want := n - 3 - (fit - 1); l.Selected() != want {
		t.Errorf("PageUp went to %d, want %d", l.Selected(), want)
	}
	s.Press(fyne.KeyHome)
	check(0)
	l.ScrollTo(999_500)
	check(999_500)
	start := time.Now()
	for i := range 200 {
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 25)})
		check(999_500 - 3*(i+1))
	}
	if took := time.Since(start); took > 4*time.Second {
		t.Errorf("200 notches of the wheel took %v", took)
	}
}

func TestListKeys(t *testing.T) {
	s, l := numberedList(t, 100)
	var selected, opened []int
	top, escaped := 0, 0
	l.OnSelect = func(row int) { selected = append(selected, row) }
	l.OnOpen = func(row int) { opened = append(opened, row) }
	l.OnTop = func() { top++ }
	l.OnEscape = func() { escaped++ }
	if l.Selected() != 0 {
		t.Fatalf("the focus put the cursor on %d", l.Selected())
	}
	s.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeySpace, fyne.KeyUp, fyne.KeyEnter, fyne.KeyUp, fyne.KeyUp, fyne.KeyEscape, fyne.KeyEnd, fyne.KeyDown)
	if want := []int{1, 2, 1, 0, 99}; !reflect.DeepEqual(selected, want) {
		t.Errorf("selected %v, want %v", selected, want)
	}
	if want := []int{2, 2, 1}; !reflect.DeepEqual(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
	if top != 1 || escaped != 1 {
		t.Errorf("Up on the first row told OnTop %d times, Escape OnEscape %d times", top, escaped)
	}
}

func TestListTellsWhatToLoadOnce(t *testing.T) {
	s, l := numberedList(t, 1000)
	var told [][2]int
	l.OnVisible = func(first, last int) { told = append(told, [2]int{first, last}) }
	l.Refresh()
	if len(told) != 0 {
		t.Errorf("nothing moved, but it told %v", told)
	}
	_, last := l.Shown()
	s.Press(fyne.KeyPageDown, fyne.KeyPageDown)
	if want := [][2]int{{last, 2 * last}}; !reflect.DeepEqual(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	told = nil
	l.SetSource(numbered(5))
	if want := [][2]int{{0, 4}}; !reflect.DeepEqual(told, want) || l.Selected() != -1 {
		t.Errorf("a new source told %v and selected %d", told, l.Selected())
	}
}

func TestListShrinksUnderTheCursor(t *testing.T) {
	s := seattest.Window(t, "en")
	source := &struct{ ui.Rows }{}
	for i := range 100 {
		source.Rows = append(source.Rows, []ui.Cell{{Text: fmt.Sprint(i)}})
	}
	l := ui.NewNames(source)
	s.Show(l)
	l.Select(99)
	source.Rows = source.Rows[:3]
	l.Refresh()
	if l.Selected() != 2 || l.First() != 0 {
		t.Errorf("cursor %d, first %d after the list shrank to 3", l.Selected(), l.First())
	}
	source.Rows = nil
	l.Refresh()
	s.Window.Canvas().Focus(l)
	s.Press(fyne.KeyDown, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyReturn)
	if l.Selected() != -1 {
		t.Errorf("cursor %d in an empty list", l.Selected())
	}
}

// A word leads to the row that holds it, and one that none holds leads nowhere: its
// other letters must not choose what one did not mean.
func TestListGoesByAnyWord(t *testing.T) {
	s := seattest.Window(t, "en")
	for typed, want := range map[string]int{"thi": 2, "pend": 1, "l2": 2, "In p": 3, "c": 4, "cus": 1, "per": 1, "xin": 0} {
		l := ui.NewNames(ui.Rows{{{Text: "Assigned"}}, {{Text: "Pending – customer"}}, {{Text: "Pending – third party / L2"}}, {{Text: "In progress"}}, {{Text: "Cancelled"}}})
		s.Show(l)
		l.Select(0)
		s.Window.Canvas().Focus(l)
		if s.Type(typed); l.Selected() != want {
			t.Errorf("%q leads to row %d, want %d", typed, l.Selected(), want)
		}
	}
}

func TestListMouse(t *testing.T) {
	_, l := numberedList(t, 1000)
	var opened []int
	var sorted []string
	l.OnOpen = func(row int) { opened = append(opened, row) }
	l.OnSort = func(c string, asc bool) { sorted = append(sorted, fmt.Sprint(c, asc)) }
	at := func(x, y float32) fyne.PointEvent { return fyne.PointEvent{Position: fyne.NewPos(x, y)} }
	click := func(x, y float32) {
		ev := at(x, y)
		l.MouseDown(&desktop.MouseEvent{PointEvent: ev, Button: desktop.MouseButtonPrimary})
		l.MouseUp(nil)
		l.Tapped(&ev)
	}
	click(50, 24+23*4+10)
	if l.Selected() != 4 || len(opened) != 0 {
		t.Errorf("a click selected %d and opened %v", l.Selected(), opened)
	}
	click(50, 24+23*4+10)
	click(50, 24+23*6+10)
	if want := []int{4}; !reflect.DeepEqual(opened, want) {
		t.Errorf("a double click and a single one opened %v, want %v", opened, want)
	}
	click(50, 10)
	click(50, 10)
	click(1366-30, 10) // the last column does not sort
	if want := []string{"namefalse", "nametrue"}; !reflect.DeepEqual(sorted, want) {
		t.Errorf("sorted %v, want %v", sorted, want)
	}
	// The scroll bar: a click below the thumb is a page, dragging the thumb to the end is the end.
	click(1362, 700)
	if _, last := l.Shown(); l.First() == 0 || last < 30 {
		t.Errorf("a click on the track left the first row at %d", l.First())
	}
	l.ScrollTo(0)
	l.MouseDown(&desktop.MouseEvent{PointEvent: at(1362, 30), Button: desktop.MouseButtonPrimary})
	l.Dragged(&fyne.DragEvent{PointEvent: at(1362, 900)})
	l.DragEnd()
	if _, last := l.Shown(); last != 999 {
		t.Errorf("dragged to the end, the last row shown is %d", last)
	}
}

func TestRowsThatAreNotLoaded(t *testing.T) {
	s := seattest.Window(t, "en")
	l := ui.NewList(columns(), tickets{100})
	s.Show(l)
	l.ScrollTo(30)
	texts := shown(l)
	if texts[9] != "…" || texts[8] == "…" {
		t.Errorf("row 39 is not loaded, but the lines say %q", texts)
	}
}

func TestPlaceKeepsTheLine(t *testing.T) {
	_, l := numberedList(t, 1000)
	l.ScrollTo(100)
	l.Select(110)
	told := false
	l.OnSelect = func(int) { told = true }
	l.Place(500)
	if l.Selected() != 500 || l.First() != 490 || told {
		t.Errorf("placed on %d with %d at the top, told: %v", l.Selected(), l.First(), told)
	}
}

func TestHeavyRowsFitTheirCells(t *testing.T) {
	s := seattest.Window(t, "es")
	l := ui.NewList(columns(), tickets{50})
	s.Show(l)
	seattest.Walk(l, func(o fyne.CanvasObject) {
		if t2, ok := o.(*canvas.Text); ok {
			if w := t2.MinSize().Width; w > t2.Size().Width+1.5 {
				t.Errorf("%q is %.1f wide in a cell of %.1f", t2.Text, w, t2.Size().Width)
			}
		}
	})
}

func BenchmarkNotch(b *testing.B) {
	s := seattest.Window(b, "es")
	l := ui.NewList(columns(), tickets{1_000_000})
	s.Show(l)
	l.ScrollTo(500_000)
	b.ResetTimer()
	for range b.N {
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	}
}

func TestColumnsAreLeftOutByRank(t *testing.T) {
	s := seattest.Window(t, "en")
	l := ui.NewList([]ui.Column{{Title: "Kept", Width: 100}, {ID: "second", Title: "Second", Width: 100, Spare: 2, Sortable: true},
		{ID: "first", Title: "First", Width: 100, Spare: 1, Sortable: true}, {Title: "Also", Width: 100}}, numbered(3))
	s.Show(container.NewWithoutLayout(l))
	for _, c := range []struct {
		width float32
		sort  string
		want  string
	}{{500, "", "Kept Second First Also"}, {400, "", "Kept Second Also"}, {300, "", "Kept Also"}, {150, "", "Kept Also"}, {400, "first", "Kept First Also"}} {
		l.SetSort(c.sort, true)
		l.Resize(fyne.NewSize(c.width, 200))
		var titles []string
		for line := range strings.Lines(seattest.Texts(l)) {
			if title := strings.TrimSpace(line); title != "" && strings.Contains("Kept Second First Also", strings.TrimSuffix(title, "…")) {
				titles = append(titles, title)
			}
		}
		if got := strings.Join(titles, " "); got != c.want {
			t.Errorf("%.0f wide it shows %q, want %q", c.width, got, c.want)
		}
	}
}

// What is cut in a cell or a title is said whole while the pointer is on it, and
// nothing is said of what is whole.
func TestCutTextIsSaidUnderThePointer(t *testing.T) {
	s := seattest.Window(t, "de")
	var said []string
	before := ui.OnHint
	ui.OnHint = func(text string) { said = append(said, text) }
	defer func() { ui.OnHint = before }()
	flags := "Großstörung, Eskaliert"
	l := ui.NewList([]ui.Column{{ID: "number", Title: "Nummer", Width: 78}, {ID: "flags", Title: "Hinweise zum Ticket", Width: 88}},
		ui.Rows{{{Text: "LIN-1"}, {Text: flags}}, {{Text: "LIN-2"}, {Text: "Neu"}}})
	s.Show(l)
	at := func(x, y float32) {
		ev := &desktop.MouseEvent{}
		ev.Position = fyne.NewPos(x, y)
		l.MouseMoved(ev)
	}
	at(20, 35)   // a number
	at(120, 35)  // the flags
	at(125, 36)  // still
	at(120, 58)  // those of the next row
	at(120, 10)  // the title
	at(600, 400) // nothing
	at(120, 35)
	l.MouseOut()
	if want := []string{flags, "", "Hinweise zum Ticket", "", flags, ""}; !reflect.DeepEqual(said, want) {
		t.Errorf("it says %q, want %q", said, want)
	}
}

// Where a list is narrow, a title has its line to itself: the tag stands below.
func TestANarrowTitleStandsAlone(t *testing.T) {
	s := seattest.Window(t, "en")
	l := ui.NewLines(ui.Rows{{{Text: "MAD-1 Printer prints blank"}, {Text: "Ana"}, {Text: "In progress"}}})
	s.Show(container.NewWithoutLayout(l))
	for width, whole := range map[float32]bool{400: true, 215: true, 140: false} {
		l.Resize(fyne.NewSize(width, 200))
		if got := strings.Contains(seattest.Texts(l), "MAD-1 Printer prints blank"); got != whole {
			t.Errorf("%v wide it shows %q", width, seattest.Texts(l))
		}
	}
}
