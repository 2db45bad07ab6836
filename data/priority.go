package data

import (
	"slices"
	"time"
)

// Level is a judgement of impact (the technician's) or urgency (the caller's).
type Level string

// The levels.
const (
	High   Level = "high"
	Medium Level = "medium"
	Low    Level = "low"
)

// Choices lists the levels.
func (Level) Choices() []string { return []string{"high", "medium", "low"} }

// Priority is the order of work: P1 (critical) to P5 (planning).
type Priority string

// The priorities.
const (
	P1 Priority = "p1"
	P2 Priority = "p2"
	P3 Priority = "p3"
	P4 Priority = "p4"
	P5 Priority = "p5"
)

// Choices lists the priorities.
func (Priority) Choices() []string { return []string{"p1", "p2", "p3", "p4", "p5"} }

// Rank is 1 for P1 to 5 for P5, and 5 for anything else.
func (p Priority) Rank() int {
	if i := slices.Index(p.Choices(), string(p)); i >= 0 {
		return i + 1
	}
	return 5
}

// PriorityOf is the ITIL matrix: each step that impact and urgency are below high
// lowers the priority by one, from P1 for high and high to P5 for low and low. A level
// nobody has judged counts as medium.
func PriorityOf(impact, urgency Level) Priority {
	step := func(l Level) int {
		switch l {
		case High:
			return 0
		case Low:
			return 2
		}
		return 1
	}
	return Priority("p" + string(rune('1'+step(impact)+step(urgency))))
}

// Target is how long a ticket of this priority may take before it is overdue: from
// 4 hours for P1 to a week for P5, by the clock and not by business hours.
func (p Priority) Target() time.Duration {
	return []time.Duration{4, 8, 24, 72, 168}[p.Rank()-1] * time.Hour
}
