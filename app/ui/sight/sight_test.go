package sight

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
)

func TestTabStaysInSight(t *testing.T) {
	s := seattest.Window(t, "en")
	box := container.NewVBox()
	for range 60 {
		box.Add(ui.NewEntry(""))
	}
	scroll := container.NewVScroll(box)
	below := ui.NewButton("below", nil, nil)
	s.Show(ui.Border(nil, below, nil, nil, scroll))
	k := &keeper{canvas: s.Window.Canvas(), page: func() *container.Scroll { return scroll }, outside: []fyne.Focusable{below}}
	seen := func(o fyne.CanvasObject) bool {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(scroll).Y
		return y >= 0 && y+o.Size().Height <= scroll.Size().Height
	}
	for i, o := range box.Objects {
		s.Press(fyne.KeyTab)
		k.look()
		if s.Window.Canvas().Focused() != o.(fyne.Focusable) || !seen(o) {
			t.Fatalf("entry %d is out of sight", i)
		}
	}
	at := scroll.Offset.Y
	s.Press(fyne.KeyTab)
	k.look()
	if s.Window.Canvas().Focused() != fyne.Focusable(below) || scroll.Offset.Y != at {
		t.Errorf("the button below scrolled the page to %v", scroll.Offset.Y)
	}
	s.Press(fyne.KeyTab)
	k.look()
	if scroll.Offset.Y != 0 {
		t.Errorf("back at the first entry the page is at %v", scroll.Offset.Y)
	}
	scroll.ScrollToBottom() // by the wheel
	k.look()
	if scroll.Offset.Y == 0 {
		t.Error("the page was taken from the wheel")
	}
}
