package app

import "time"

const (
	// wakeEvery is how often it is looked whether the window was kept waiting.
	wakeEvery = 2 * time.Second
	// unseen is how long the window may have gone without a turn. Fyne forgets after
	// a minute of the clock without a frame what it shows (cache.ValidDuration), and
	// from then on what asks to be drawn is not: after a suspend, or a display that
	// did not answer, the window stands still for good (measured).
	unseen = 30 * time.Second
)

// sleeper has the window painted again once it was kept waiting, twice: Fyne may
// forget right after the first frame.
type sleeper struct {
	repaint func()
	last    time.Time // by the clock on the wall, which goes on in a suspend
	again   bool
}

// turn is called on the UI goroutine every wakeEvery. Those that waited with it come
// all at once, which is one.
func (s *sleeper) turn(now time.Time) {
	now = now.Round(0)
	if since := now.Sub(s.last); since >= 0 && since < wakeEvery/2 {
		return
	}
	late := now.Sub(s.last) > unseen
	if late || s.again {
		s.repaint()
	}
	s.last, s.again = now, late
}
