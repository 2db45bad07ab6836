package page_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"firstline/app/faq/page"
	"firstline/app/ui"
)

// What a search found is bold, and nothing else.
func TestMarked(t *testing.T) {
	test.NewTempApp(t)
	for _, c := range []struct{ snippet, want string }{
		{"", ""},
		{"plain text", "plain text"},
		{"the \x02printer\x03 is \x02offline\x03", "the [printer] is [offline]"},
		{"\x02all\x03", "[all]"},
		{"1. Untick Use \x02Printer\x03 Offline,\n\nthen  print", "1. Untick Use [Printer] Offline, then print"},
		{"cut off \x02mar", "cut off mar"},
	} {
		got := ""
		for _, s := range page.Marked(c.snippet).Segments {
			text := s.(*widget.TextSegment)
			if text.Style.TextStyle.Bold {
				got += "[" + text.Text + "]"
			} else {
				got += text.Text
			}
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.snippet, got, c.want)
		}
	}
}

// The pane is scrolled by the keys of every pager, and the other keys go on.
func TestScroll(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(ui.Theme("light"))
	box := container.NewVBox()
	for range 100 {
		box.Add(widget.NewLabel("line"))
	}
	s := page.NewScroll(box)
	w := test.NewTempWindow(t, s)
	w.Resize(fyne.NewSize(200, 300))
	top := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(box).Y }
	start := top()
	press := func(k fyne.KeyName) float32 {
		s.TypedKey(&fyne.KeyEvent{Name: k})
		return start - top()
	}
	down := press(fyne.KeyDown)
	page := press(fyne.KeyPageDown)
	end := press(fyne.KeyEnd)
	if !(0 < down && down < page && page < end) || press(fyne.KeyDown) != end || press(fyne.KeyUp) >= end || press(fyne.KeyHome) != 0 || press(fyne.KeyUp) != 0 {
		t.Errorf("down %v, page %v, end %v", down, page, end)
	}
	var escaped, entered, passed bool
	s.OnEscape, s.OnEnter = func() { escaped = true }, func() { entered = true }
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { passed = true })
	press(fyne.KeyEscape)
	press(fyne.KeyReturn)
	press(fyne.KeyF5)
	if !escaped || !entered || !passed {
		t.Error("a key was swallowed:", escaped, entered, passed)
	}
}

// Things wrap like words, and a column gives text the height it needs at the
// width there is.
func TestLayouts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(ui.Theme("light"))
	row := container.New(page.Wrap{})
	for range 6 {
		row.Add(ui.NewButton("a button", nil, nil))
	}
	long := ui.Paragraph("a paragraph that is long enough to need several lines where there is little room for it")
	last := ui.NewFill("")
	column := container.New(page.Column{Gap: 4, Fill: true}, row, long, last)
	heights := map[float32][2]float32{}
	for _, width := range []float32{900, 200} {
		column.Resize(fyne.NewSize(width, 600))
		for _, o := range row.Objects {
			if o.Position().X+o.Size().Width > width {
				t.Errorf("at %v a button ends at %v", width, o.Position().X+o.Size().Width)
			}
		}
		if long.Position().Y < row.Position().Y+row.Size().Height || last.Position().Y+last.Size().Height != 600 {
			t.Errorf("at %v: row %v+%v, text at %v, last ends at %v", width, row.Position().Y, row.Size().Height, long.Position().Y, last.Position().Y+last.Size().Height)
		}
		heights[width] = [2]float32{row.Size().Height, long.Size().Height}
	}
	if heights[200][0] <= heights[900][0] || heights[200][1] <= heights[900][1] {
		t.Errorf("heights %v", heights)
	}
}
