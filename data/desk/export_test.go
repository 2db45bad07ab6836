package desk

import "time"

// SetClock makes the desk live by another clock.
func (d *Desk) SetClock(now func() time.Time) { d.clock = now }

// KeepManualAfter has the index of the manual kept whenever so many articles were
// learned.
func KeepManualAfter(articles int) { keepArticles = articles }

// ManualFile is where it is kept.
const ManualFile = manualFile

// What tests of the inside lend to those at the door.
var (
	EML      = eml
	BounceOf = bounceOf
	Replaced = replaced
)
