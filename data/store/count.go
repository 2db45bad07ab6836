package store

import (
	"context"
	"fmt"
	"time"

	"firstline/data"
)

// Counts tells how many tickets each view holds. What time alone moves is counted
// by the period it falls into, so only the present one's are looked at one by one.
func (s *Store) Counts(ctx context.Context, operator string, now time.Time) (map[data.View]int, error) {
	var all, open, escalated, unread, mine, late, justLate, owed, justOwed int
	err := s.ro.QueryRowContext(ctx, `SELECT
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name = 'all'),
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name = 'open'),
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name = 'escalated'),
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name = 'unread'),
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name = 'owner:' || ?),
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name >= 'due:' AND name < ?),
		(SELECT count(*) FROM tickets INDEXED BY tickets_by_due WHERE done = 0 AND due >= ? AND due < ?),
		(SELECT coalesce(sum(n), 0) FROM counts WHERE name >= 'answer:' AND name < ?),
		(SELECT count(*) FROM tickets INDEXED BY tickets_answer_by WHERE escalated = 1 AND answer_by >= ? AND answer_by < ?)`,
		operator, dueDays.count(now), dueDays.start(now), now.UnixMilli(), answerMonths.count(now), answerMonths.start(now), now.UnixMilli()).
		Scan(&all, &open, &escalated, &unread, &mine, &late, &justLate, &owed, &justOwed)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("count tickets: %w", err))
	}
	return map[data.View]int{data.AllView: all, data.OpenView: open, data.EscalatedView: escalated, data.UnreadView: unread,
		data.UnansweredView: owed + justOwed, data.MineView: mine, data.OverdueView: late + justLate}, nil
}

// periods part time (UTC) into stretches of so many days each.
type periods struct {
	name string
	days int64
}

// What falls due is counted by the day, and what second line owes, which is
// little, by about a month.
var dueDays, answerMonths = periods{"due:", 1}, periods{"answer:", 32}

func (p periods) length() int64 { return p.days * 24 * 60 * 60 }

// count is the name of the count of the period that a moment is in. Names sort
// as the periods do, from 1970 to 11000.
func (p periods) count(t time.Time) string { return fmt.Sprintf("%s%07d", p.name, t.Unix()/p.length()) }

// start is when the period began that a moment is in, in milliseconds.
func (p periods) start(t time.Time) int64 { return t.Unix() / p.length() * p.length() * 1000 }
