package data

import "time"

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
	for i, c := range p.Choices() {
		if string(p) == c {
			return i + 1
		}
	}
	return 5
}

// PriorityOf reads the ITIL matrix: impact and urgency each add a step, so that
// high and high is P1 and low and low is P5. An unjudged level counts as medium.
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

// Target is how long a ticket of a priority may take before it is overdue, on
// the clock (no business hours): 4 h for P1 to a week for P5.
func (p Priority) Target() time.Duration {
	return []time.Duration{4, 8, 24, 72, 168}[p.Rank()-1] * time.Hour
}
