package data

// Status is where a ticket stands. Escalated, overdue and reopened are not
// statuses but facts beside them (ITIL; Zammad and GLPI agree).
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

// Category is what a status means for the clocks.
type Category int

// The categories: the clock runs, waits, or has stopped.
const (
	Open Category = iota
	Paused
	Done
)

// Category gives the meaning of a status for the clocks.
func (s Status) Category() Category {
	switch s {
	case PendingCustomer, PendingVendor, Scheduled:
		return Paused
	case Resolved, Closed, Cancelled, Merged:
		return Done
	}
	return Open
}

// Next lists the statuses that may follow. A done ticket only reopens (to in
// progress) or closes; a merged one moves only by unmerging.
func (s Status) Next() []Status {
	switch s {
	case Resolved:
		return []Status{Closed, InProgress}
	case Closed, Cancelled:
		return []Status{InProgress}
	case Merged:
		return nil
	}
	var next []Status
	for _, n := range []Status{Assigned, InProgress, PendingCustomer, PendingVendor, Scheduled, Resolved, Cancelled} {
		if n != s {
			next = append(next, n)
		}
	}
	return next
}

// May says whether a ticket may go from s to next.
func (s Status) May(next Status) bool {
	for _, n := range s.Next() {
		if n == next {
			return true
		}
	}
	return false
}
