package desk

import "time"

// SetClock makes the desk live by another clock.
func (d *Desk) SetClock(now func() time.Time) { d.clock = now }

// What tests of the inside lend to those at the door.
var (
	EML      = eml
	BounceOf = bounceOf
	Replaced = replaced
)
