package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"firstline/data"
)

// shownColumns are what an excerpt is made of, in tickets and in excerpts.
const shownColumns = "row, id, number, subject, caller, status, priority, owner, channel, category, opened, updated, due, escalated, major, unread, answer_by"

var excerptColumns = "t." + strings.ReplaceAll(shownColumns, ", ", ", t.")

// show brings what lists show of a ticket up to date with its row.
func (t *Tx) show(row int64) error {
	put, err := t.tx.ExecContext(t.ctx, "INSERT OR REPLACE INTO excerpts SELECT "+shownColumns+" FROM tickets WHERE row = ? AND "+isShown, row)
	if err != nil {
		return err
	}
	if n, err := put.RowsAffected(); n > 0 || err != nil {
		return err
	}
	return t.exec("DELETE FROM excerpts WHERE row = ?", row)
}

// showCaller does so for the tickets of a contact that show another name.
func (t *Tx) showCaller(contact any, name string) error {
	return t.exec("UPDATE excerpts SET caller = ?1 WHERE row IN (SELECT row FROM tickets WHERE requester = ?2) AND caller <> ?1", name, contact)
}

// scanExcerpts reads rows of excerptColumns; columns more go to more, which keeps
// those of the last row.
func scanExcerpts(rows *sql.Rows, now time.Time, more ...any) ([]data.Excerpt, error) {
	defer rows.Close()
	var list []data.Excerpt
	for rows.Next() {
		var x data.Excerpt
		var priority int
		var opened, updated, due, answerBy int64
		err := rows.Scan(append([]any{&x.Row, &x.ID, &x.Number, &x.Subject, &x.Caller, &x.Status, &priority, &x.Owner, &x.Channel, &x.Category,
			&opened, &updated, &due, &x.Escalated, &x.Major, &x.Unread, &answerBy}, more...)...)
		if err != nil {
			return nil, err
		}
		x.Priority = data.Priority("p" + strconv.Itoa(priority))
		x.OpenedAt, x.UpdatedAt = time.UnixMilli(opened).UTC(), time.UnixMilli(updated).UTC()
		if due != noDue {
			x.DueAt = time.UnixMilli(due).UTC()
			x.Overdue = x.Status.Category() != data.Done && now.After(x.DueAt)
		}
		if answerBy != noDue {
			x.AnswerBy = time.UnixMilli(answerBy).UTC()
			x.Unanswered = now.After(x.AnswerBy)
		}
		list = append(list, x)
	}
	return list, rows.Err()
}

// Excerpts loads tickets by row, in the order asked; rows that are gone are left
// out.
func (s *Store) Excerpts(ctx context.Context, order []int64, now time.Time) ([]data.Excerpt, error) {
	return s.excerptsFrom(ctx, "tickets", order, now)
}

// excerptsFrom is Excerpts from tickets or, where all of them are there, from excerpts.
func (s *Store) excerptsFrom(ctx context.Context, table string, order []int64, now time.Time) ([]data.Excerpt, error) {
	return s.excerpts(ctx, now, "json_each(?) j CROSS JOIN "+table+" t ON t.row = j.value", rowsParam(order))
}

func (s *Store) excerpts(ctx context.Context, now time.Time, from string, args ...any) ([]data.Excerpt, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT "+excerptColumns+" FROM "+from, args...)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("list tickets: %w", err))
	}
	list, err := scanExcerpts(rows, now)
	return list, explain(s.dir, err)
}
