package page

import "time"

// Pause calls something once typing rests. It belongs to the UI goroutine.
type Pause struct {
	Do    func(func()) // the seat's Do
	timer *time.Timer
}

// After calls f when nothing more came for d.
func (p *Pause) After(d time.Duration, f func()) {
	p.Stop()
	p.timer = time.AfterFunc(d, func() { p.Do(f) })
}

// Stop calls off what waits.
func (p *Pause) Stop() {
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}
