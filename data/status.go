package data

import "slices"

// Status is where a ticket stands. That it is escalated, overdue or reopened is no
// status but a fact beside it (ITIL; Zammad and GLPI do the same).
type Status string

// The statuses.
const (
	New             Status = "new"
	Assigned        Status = "assigned"
	InProgress      Status = "in_progress"
	PendingCustomer Status = "pending_customer"
	PendingVendor   Status = "pending_vendor"
	Scheduled       Status = "scheduled"
	Resolved        Status = "resolved"
	Closed          Status = "closed"
	Cancelled       Status = "cancelled"
	Merged          Status = "merged"
)

// Choices lists the statuses in the order of a ticket's life.
func (Status) Choices() []string {
	return []string{"new", "assigned", "in_progress", "pending_customer", "pending_vendor",
		"scheduled", "resolved", "closed", "cancelled", "merged"}
}

// Category is what a status means for a ticket's clocks.
type Category int

// The categories: the clocks run, wait, or have stopped.
const (
	Open Category = iota
	Paused
	Done
)

// Category is what the status means for a ticket's clocks.
func (s Status) Category() Category {
	switch s {
	case PendingCustomer, PendingVendor, Scheduled:
		return Paused
	case Resolved, Closed, Cancelled, Merged:
		return Done
	}
	return Open
}

// Next lists the statuses that may follow. A ticket that is done can only be closed or
// reopened, to in progress; a merged one has to be unmerged first.
func (s Status) Next() []Status {
	switch s {
	case Resolved:
		return []Status{Closed, InProgress}
	case Closed, Cancelled:
		return []Status{InProgress}
	case Merged:
		return nil
	}
	next := []Status{Assigned, InProgress, PendingCustomer, PendingVendor, Scheduled, Resolved, Cancelled}
	return slices.DeleteFunc(next, func(n Status) bool { return n == s })
}

// May says whether a ticket may go from s to next.
func (s Status) May(next Status) bool { return slices.Contains(s.Next(), next) }
