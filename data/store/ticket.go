package store

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// ticketColumns are the columns of a ticket's row beside the row itself.
var ticketColumns = []string{"id", "number", "serial", "subject", "subject_key", "requester", "caller", "caller_key", "status", "done", "priority",
	"owner", "owner_key", "channel", "category", "opened", "updated", "due", "escalated", "answer_by", "major", "unread"}

// ticketRow is what a ticket's row holds, a value for each of ticketColumns; nil
// if there is no row.
type ticketRow []any

func (r ticketRow) get(column string) any { return r[slices.Index(ticketColumns, column)] }

// ticketRow reads a ticket's row.
func (t *Tx) ticketRow(row int64) (ticketRow, error) {
	if t.born[row] {
		return nil, nil
	}
	r := make(ticketRow, len(ticketColumns))
	into := make([]any, len(r))
	for i := range r {
		into[i] = &r[i]
	}
	err := t.tx.QueryRowContext(t.ctx, "SELECT "+strings.Join(ticketColumns, ", ")+" FROM tickets WHERE row = ?", row).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return r, err
}

// newTicketRow is the row that a ticket's operations add up to, after the one it
// had. What it says of escalations it is told.
func (t *Tx) newTicketRow(row int64, was ticketRow, ticket data.Ticket, state *journal.State, escalated, answerBy any) (ticketRow, error) {
	var requester, caller any
	if was != nil && !t.wrote(row, "requester") {
		requester, caller = was.get("requester"), was.get("caller") // moved with the contact
	} else if r, name, err := t.caller(ticket.Requester); err != nil {
		return nil, err
	} else {
		requester, caller = r, name
	}
	_, digits, _ := strings.Cut(ticket.Number, "-")
	serial, _ := strconv.ParseInt(digits, 10, 64)
	due := int64(noDue)
	if !ticket.DueAt.IsZero() {
		due = ticket.DueAt.UnixMilli()
	}
	return ticketRow{string(state.ID), ticket.Number, serial, ticket.Subject, sortKey(ticket.Subject), requester, caller, sortKey(caller.(string)),
		string(ticket.Status), flag(ticket.Status.Category() == data.Done), int64(ticket.Priority.Rank()),
		ticket.Owner, sortKey(ticket.Owner), string(ticket.Channel), ticket.Category,
		ticket.OpenedAt.UnixMilli(), state.Updated.UnixMilli(), due, escalated, answerBy, flag(ticket.Major), flag(ticket.Unread)}, nil
}

// flag is how SQLite keeps yes and no.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// putTicket brings a ticket's row, and what is counted, from how it was to how
// it is now (nil: it goes). Only columns that differ are written: each of them
// is in several indexes.
func (t *Tx) putTicket(row int64, was, is ticketRow) error {
	t.recount(was.shares(), is.shares())
	switch {
	case is == nil:
		return t.exec("DELETE FROM tickets WHERE row = ?", row)
	case was == nil:
		return t.exec("INSERT INTO tickets (row, "+strings.Join(ticketColumns, ", ")+") VALUES (?,"+marks(len(is))+")", append([]any{row}, is...)...)
	}
	var set []string
	var args []any
	for i, column := range ticketColumns {
		if was[i] != is[i] {
			set, args = append(set, column+" = ?"), append(args, is[i])
		}
	}
	if set == nil {
		return nil
	}
	return t.exec("UPDATE tickets SET "+strings.Join(set, ", ")+" WHERE row = ?", append(args, row)...)
}

// escalated says of a ticket whether second line owes an answer, and when the
// first was agreed for (noDue if none was).
func (t *Tx) escalated(row int64) (yes, answerBy int64, err error) {
	err = t.tx.QueryRowContext(t.ctx, `SELECT count(*) > 0, coalesce(min(CAST(round(unixepoch(json_extract(fields, '$.answer_by'), 'subsec') * 1000) AS INTEGER)), ?)
		FROM escalations WHERE ticket = ? AND state IN (`+pendingStates+`)`, int64(noDue), row).Scan(&yes, &answerBy)
	return yes, answerBy, err
}

// recountEscalated brings a ticket's row up to date with its escalations.
func (t *Tx) recountEscalated(row int64) error {
	was, err := t.ticketRow(row)
	if err != nil || was == nil {
		return err
	}
	is := slices.Clone(was)
	yes, by, err := t.escalated(row)
	if err != nil {
		return err
	}
	is[slices.Index(ticketColumns, "escalated")], is[slices.Index(ticketColumns, "answer_by")] = yes, by
	return t.putTicket(row, was, is)
}

// shares are the counts a ticket is part of.
func (r ticketRow) shares() []string {
	if r == nil {
		return nil
	}
	counts := []string{"all"}
	if r.get("done") == int64(0) {
		counts = append(counts, "open", "owner:"+r.get("owner").(string))
		if due := r.get("due").(int64); due != noDue {
			counts = append(counts, dueDays.count(time.UnixMilli(due)))
		}
	}
	if r.get("escalated") == int64(1) {
		counts = append(counts, "escalated")
		if by := r.get("answer_by").(int64); by != noDue {
			counts = append(counts, answerMonths.count(time.UnixMilli(by)))
		}
	}
	if r.get("unread") == int64(1) {
		counts = append(counts, "unread")
	}
	return counts
}
