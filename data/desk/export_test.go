package desk

import "time"

// SetClock makes the desk live by another clock.
func (d *Desk) SetClock(now func() time.Time) { d.clock = now }
