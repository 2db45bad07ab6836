// Package sight keeps what has the keyboard in sight. Fyne scrolls with the wheel
// only: whoever walks a long page by Tab would type into fields below its edge.
package sight

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// lookEvery is how often it is looked where the keyboard is; nothing tells when
// that changes.
const lookEvery = 80 * time.Millisecond

// Keep scrolls a page whenever the focus goes to something in it that is out of
// sight, until it is ended. do runs a function on the UI goroutine; page gives
// the page as it is then; outside are what takes the focus without being on it.
func Keep(do func(func()), canvas fyne.Canvas, page func() *container.Scroll, outside ...fyne.Focusable) (end func()) {
	k := &keeper{canvas: canvas, page: page, outside: outside}
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				do(k.look)
			}
		}
	}()
	return func() { close(done) }
}

type keeper struct {
	canvas  fyne.Canvas
	page    func() *container.Scroll
	outside []fyne.Focusable
	last    fyne.Focusable
}

// look brings what has got the focus since into sight.
func (k *keeper) look() {
	focused := k.canvas.Focused()
	if focused == k.last {
		return
	}
	k.last = focused
	o, ok := focused.(fyne.CanvasObject)
	if !ok || k.canvas.Overlays().Top() != nil {
		return
	}
	for _, other := range k.outside {
		if other == focused {
			return
		}
	}
	page, driver := k.page(), fyne.CurrentApp().Driver()
	air, below := theme.TextSize(), 4*theme.TextSize() // what belongs to it stands below it
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(page).Y
	bottom := top + o.Size().Height
	y := page.Offset.Y
	if bottom+below > page.Size().Height {
		y += min(bottom+below-page.Size().Height, top-air) // of what is higher than the page its beginning
	}
	if top-air < 0 {
		y += top - air
	}
	most := page.Content.MinSize().Height - page.Size().Height
	if y = max(min(y, most), 0); y != page.Offset.Y {
		page.ScrollToOffset(fyne.NewPos(0, y))
	}
}
