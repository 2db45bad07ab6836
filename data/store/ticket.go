package store

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
)

// ownColumns are the columns of a ticket's row that follow from one of its fields.
var ownColumns = []struct {
	name, field string
	of          func(*data.Ticket) any
}{
	{"number", "number", func(t *data.Ticket) any { return t.Number }},
	{"serial", "number", func(t *data.Ticket) any {
		_, digits, _ := strings.Cut(t.Number, "-")
		serial, _ := strconv.ParseInt(digits, 10, 64)
		return serial
	}},
	{"subject", "subject", func(t *data.Ticket) any { return t.Subject }},
	{"subject_key", "subject", func(t *data.Ticket) any { return sortKey(t.Subject) }},
	{"status", "status", func(t *data.Ticket) any { return string(t.Status) }},
	{"done", "status", func(t *data.Ticket) any { return flag(t.Status.Category() == data.Done) }},
	{"priority", "priority", func(t *data.Ticket) any { return int64(t.Priority.Rank()) }},
	{"owner", "owner", func(t *data.Ticket) any { return t.Owner }},
	{"owner_key", "owner", func(t *data.Ticket) any { return sortKey(t.Owner) }},
	{"channel", "channel", func(t *data.Ticket) any { return string(t.Channel) }},
	{"category", "category", func(t *data.Ticket) any { return t.Category }},
	{"opened", "opened_at", func(t *data.Ticket) any { return t.OpenedAt.UnixMilli() }},
	{"due", "due_at", func(t *data.Ticket) any { return due(t) }},
	{"major", "major", func(t *data.Ticket) any { return flag(t.Major) }},
	{"unread", "unread", func(t *data.Ticket) any { return flag(t.Unread) }},
}

// due is when a ticket is due, as its row has it.
func due(t *data.Ticket) int64 {
	if t.DueAt.IsZero() {
		return noDue
	}
	return t.DueAt.UnixMilli()
}

// ticketColumns are the columns of a ticket's row beside the row itself.
var ticketColumns = func() []string {
	names := []string{"id", "requester", "caller", "caller_key", "updated", "escalated", "answer_by"}
	for _, c := range ownColumns {
		names = append(names, c.name)
	}
	return names
}()

var insertTicket = "INSERT INTO tickets (row, " + strings.Join(ticketColumns, ", ") + ") VALUES (?," + marks(len(ticketColumns)) + ")"

// ticketRow is what a ticket's row holds, a value for each of ticketColumns; nil
// if there is no row.
type ticketRow []any

func (r ticketRow) get(column string) any { return r[slices.Index(ticketColumns, column)] }

// ticketRow reads a ticket's row.
func (t *Tx) ticketRow(e *entity) (ticketRow, error) {
	if e.born {
		return nil, nil
	}
	r := make(ticketRow, len(ticketColumns))
	into := make([]any, len(r))
	for i := range r {
		into[i] = &r[i]
	}
	err := t.tx.QueryRowContext(t.ctx, "SELECT "+strings.Join(ticketColumns, ", ")+" FROM tickets WHERE row = ?", e.row).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return r, err
}

// renewTicket brings a ticket's row, and what is counted, to what its operations
// add up to; what it says of escalations is brought up to date with those.
func (t *Tx) renewTicket(e *entity) error {
	was, err := t.ticketRow(e)
	if err != nil {
		return err
	}
	ticket := e.state.Ticket()
	var requester, caller any
	if was != nil && !e.wrote("requester") {
		requester, caller = was.get("requester"), was.get("caller") // moved with the contact
	} else if requester, caller, err = t.caller(ticket.Requester); err != nil {
		return err
	}
	var escalated, answerBy any
	switch {
	case was != nil:
		escalated, answerBy = was.get("escalated"), was.get("answer_by")
	case e.opened:
		escalated, answerBy = flag(false), int64(noDue) // none can name it yet
	default:
		if escalated, answerBy, err = t.escalated(e.row); err != nil {
			return err
		}
	}
	is := make(ticketRow, 0, len(ticketColumns))
	is = append(is, string(e.state.ID), requester, caller, sortKey(caller.(string)), e.state.Updated.UnixMilli(), escalated, answerBy)
	for _, c := range ownColumns {
		is = append(is, c.of(&ticket))
	}
	return t.putTicket(e, was, is)
}

// changeTicket brings a ticket's row, and what is counted, from how it was to how
// it is now, without reading the row: what fields other than its own decide stays.
func (t *Tx) changeTicket(e *entity) error {
	before, after := e.prior.Ticket(), e.state.Ticket()
	set, args := []string{"updated = ?"}, []any{e.state.Updated.UnixMilli()}
	for _, c := range ownColumns {
		if !e.wrote(c.field) {
			continue
		}
		if is := c.of(&after); is != c.of(&before) {
			set, args = append(set, c.name+" = ?"), append(args, is)
		}
	}
	t.recount(ownShares(before.Status.Category() == data.Done, before.Owner, due(&before), before.Unread),
		ownShares(after.Status.Category() == data.Done, after.Owner, due(&after), after.Unread))
	if err := t.exec("UPDATE tickets SET "+strings.Join(set, ", ")+" WHERE row = ?", append(args, e.row)...); err != nil {
		return err
	}
	return t.show(e.row)
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
func (t *Tx) putTicket(e *entity, was, is ticketRow) error {
	t.recount(was.shares(), is.shares())
	var err error
	switch {
	case is == nil:
		err = t.exec("DELETE FROM tickets WHERE row = ?", e.row)
	case was == nil:
		err = t.exec(insertTicket, append([]any{e.row}, is...)...)
	default:
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
		err = t.exec("UPDATE tickets SET "+strings.Join(set, ", ")+" WHERE row = ?", append(args, e.row)...)
	}
	if err != nil {
		return err
	}
	return t.show(e.row)
}

// escalated says of a ticket whether second line owes an answer, and when the
// first was agreed for (noDue if none was).
func (t *Tx) escalated(row int64) (yes, answerBy int64, err error) {
	err = t.tx.QueryRowContext(t.ctx, `SELECT count(*) > 0, coalesce(min(CAST(round(unixepoch(json_extract(fields, '$.answer_by'), 'subsec') * 1000) AS INTEGER)), ?)
		FROM escalations WHERE ticket = ? AND state IN (`+pendingStates+`)`, int64(noDue), row).Scan(&yes, &answerBy)
	return yes, answerBy, err
}

// recountEscalated brings a ticket's row up to date with its escalations.
func (t *Tx) recountEscalated(e *entity) error {
	was, err := t.ticketRow(e)
	if err != nil || was == nil {
		return err
	}
	is := slices.Clone(was)
	yes, by, err := t.escalated(e.row)
	if err != nil {
		return err
	}
	is[slices.Index(ticketColumns, "escalated")], is[slices.Index(ticketColumns, "answer_by")] = yes, by
	return t.putTicket(e, was, is)
}

// shares are the counts a ticket is part of.
func (r ticketRow) shares() []string {
	if r == nil {
		return nil
	}
	counts := ownShares(r.get("done") == int64(1), r.get("owner").(string), r.get("due").(int64), r.get("unread") == int64(1))
	if r.get("escalated") == int64(1) {
		counts = append(counts, "escalated")
		if by := r.get("answer_by").(int64); by != noDue {
			counts = append(counts, answerMonths.count(time.UnixMilli(by)))
		}
	}
	return counts
}

// ownShares are those that follow from the ticket's own fields.
func ownShares(done bool, owner string, due int64, unread bool) []string {
	counts := []string{"all"}
	if !done {
		counts = append(counts, "open", "owner:"+owner)
		if due != noDue {
			counts = append(counts, dueDays.count(time.UnixMilli(due)))
		}
	}
	if unread {
		counts = append(counts, "unread")
	}
	return counts
}
