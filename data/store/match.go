package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/search"
)

// match is a ticket among the candidates.
type match struct {
	Found
	mask  uint64           // which words it has
	title uint64           // of those, the ones in its subject and caller
	own   uint64           // the ones in its own text
	texts map[int64]uint64 // and those in entries, by the operation that holds it
	value float64
}

// read brings the tickets of what was found, the likeliest with their texts. A
// disk that has to look for them far apart gives fewer in the time there is.
func (f *finder) read() error {
	until := time.Now().Add(f.reach.Time)
	list, err := f.matches(time.Now().Add(f.reach.Time / 2))
	if err != nil {
		return err
	}
	title := search.NewMarker(f.q, f.words)
	for i := range list {
		m := &list[i]
		m.title = title.In(m.Subject + " " + m.Caller)
		m.mask |= m.title
		for k, w := range f.worth {
			if m.mask&(1<<k) != 0 {
				m.value += w
			}
		}
		m.value *= 1 + search.Recency(m.At, f.now)
	}
	slices.SortStableFunc(list, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.value, a.value), b.At.Compare(a.At))
	})
	most := f.reach.Tickets
	if len(f.demands.record)+len(f.demands.people)+len(f.q.Without) > 0 {
		most *= 3 // some will not fit
	}
	if len(list) > most {
		list, f.finds.More = list[:most], true
	}
	return f.readTexts(list, until)
}

// enough is how many tickets are read whatever time it takes.
const enough = 20

// matches gives the tickets of the texts and callers found, or, where no words
// were asked for, the newest that the fields fit.
func (f *finder) matches(until time.Time) ([]match, error) {
	where := "1"
	if len(f.demands.where) > 0 {
		where = strings.Join(f.demands.where, " AND ")
	}
	byRow := map[int64]*match{}
	var list []*match
	add := func(columns, tables string, args []any, note func(m *match, text, source int64)) error {
		rows, err := f.ro.QueryContext(f.ctx, "SELECT t.row, t.id, t.number, t.subject, t.caller, t.status, t.updated, "+columns+" FROM "+
			tables+" WHERE "+where, append(args, f.demands.args...)...)
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var m match
			var updated, text, source int64
			if err := rows.Scan(&m.Row, &m.Ticket, &m.Number, &m.Subject, &m.Caller, &m.Status, &updated, &text, &source); err != nil {
				return err
			}
			if byRow[m.Row] == nil {
				m.At, m.texts = time.UnixMilli(updated).UTC(), map[int64]uint64{}
				byRow[m.Row], list = &m, append(list, &m)
			}
			note(byRow[m.Row], text, source)
			if len(list) >= enough && time.Now().After(until) {
				f.finds.More = true
				return nil
			}
		}
		return rows.Err()
	}
	var err error
	if len(f.phrases)+len(f.words) > 0 {
		err = add("x.row, x.source", "json_each(?) j CROSS JOIN texts x ON x.row = j.value CROSS JOIN tickets t ON t.row = x.entity",
			[]any{rowsParam(fittestFirst(f.texts))}, func(m *match, text, source int64) {
				m.mask |= f.texts[text]
				if source == 0 {
					m.own = f.texts[text]
				} else {
					m.texts[source] = f.texts[text]
				}
			})
		if err == nil && len(f.callers) > 0 {
			err = add("0, 0", "json_each(?) j CROSS JOIN tickets t ON t.row = j.value",
				[]any{rowsParam(fittestFirst(f.callers))}, func(m *match, _, _ int64) { m.mask |= f.callers[m.Row] })
		}
	} else if f.demands.few != nil {
		err = add("0, 0", "json_each(?) j CROSS JOIN tickets t ON t.row = j.value", []any{rowsParam(f.demands.few)}, func(*match, int64, int64) {})
	} else if len(f.demands.where)+len(f.demands.people)+len(f.demands.record) > 0 && !f.demands.none {
		whole := f.ctx
		limited, cancel := context.WithTimeout(whole, f.reach.Time)
		defer cancel()
		f.ctx = limited
		err = add("0, 0", fmt.Sprintf("(SELECT * FROM tickets t WHERE %s ORDER BY row DESC LIMIT %d) t", where, f.reach.Texts),
			f.demands.args, func(*match, int64, int64) {})
		f.ctx = whole
		if err != nil && limited.Err() != nil && whole.Err() == nil {
			f.finds.More, err = true, nil
		}
	}
	matches := make([]match, len(list))
	for i, m := range list {
		matches[i] = *m
	}
	return matches, err
}

// fittestFirst gives the rows of a map, those with the most words first, and of
// them the newest.
func fittestFirst(of map[int64]uint64) []int64 {
	return slices.SortedFunc(maps.Keys(of), func(a, b int64) int {
		return cmp.Or(cmp.Compare(bits.OnesCount64(of[b]), bits.OnesCount64(of[a])), cmp.Compare(b, a))
	})
}

// mostTexts is how many of a ticket's texts are read: more say nothing new.
const mostTexts = 3

// readTexts reads of each candidate the texts that show what it was found by,
// and leaves out those whose record does not fit. A ticket's own text has to be
// folded, so it is read only for words that stand nowhere else.
func (f *finder) readTexts(list []match, until time.Time) error {
	for some := range slices.Chunk(list, enough) {
		if len(f.finds.Tickets) >= f.reach.Tickets {
			f.finds.More = true
			return nil
		}
		if err := f.readSome(some); err != nil {
			return err
		}
		if time.Now().After(until) {
			f.finds.More = true
			return nil
		}
	}
	return nil
}

func (f *finder) readSome(list []match) error {
	var sources []int64
	for i := range list {
		m := &list[i]
		for n, row := range fittestFirst(m.texts) {
			if n < mostTexts {
				sources = append(sources, row)
			} else {
				delete(m.texts, row)
			}
		}
	}
	texts, err := f.entries(sources)
	if err != nil {
		return err
	}
	people, err := f.callersOf(list)
	if err != nil {
		return err
	}
	tickets := make([]int64, len(list))
	for i, m := range list {
		tickets[i] = m.Row
	}
	excluded, err := matching(f.ctx, f.ro, tickets, f.q.Excluded()) // one text may have a word, and another what is not to be there
	if err != nil {
		return fmt.Errorf("look into tickets: %w", err)
	}
	for _, m := range list {
		if fits, err := f.callerFits(m.Row); err != nil || !fits {
			if err != nil {
				return err
			}
			continue
		}
		if excluded.has(m.Row) {
			continue
		}
		seen := m.title
		var parts []string
		for _, row := range slices.Backward(slices.Sorted(maps.Keys(m.texts))) {
			seen |= m.texts[row]
			parts = append(parts, texts[row])
		}
		if m.own&^seen != 0 || len(f.words) == 0 && len(parts) == 0 && len(f.phrases) > 0 || len(f.demands.record) > 0 {
			state, err := f.folds.state(f.ctx, f.ro, m.Row, ever)
			if err != nil {
				return err
			}
			if !f.demands.fit(state.Fields()) {
				continue
			}
			parts = append([]string{TicketText(state.Ticket())}, parts...)
		}
		if person := people[m.Row]; person != "" {
			parts = append(parts, person)
		}
		m.Text = strings.Join(parts, "\n")
		f.finds.Tickets = append(f.finds.Tickets, m.Found)
	}
	return nil
}

// callersOf gives what is known of the callers that tickets were found by, as far
// as their names do not tell.
func (f *finder) callersOf(list []match) (map[int64]string, error) {
	var tickets []int64
	for _, m := range list {
		if f.callers[m.Row]&^m.title != 0 {
			tickets = append(tickets, m.Row)
		}
	}
	people := map[int64]string{}
	if len(tickets) == 0 {
		return people, nil
	}
	err := eachCaller(f.ctx, f.ro, tickets, func(ticket int64, c data.Contact) { people[ticket] = c.Line() })
	if err != nil {
		return nil, fmt.Errorf("read who called: %w", err)
	}
	return people, nil
}

// entries reads the texts that operations hold.
func (f *finder) entries(positions []int64) (map[int64]string, error) {
	texts := map[int64]string{}
	if len(positions) == 0 {
		return texts, nil
	}
	rows, err := f.ro.QueryContext(f.ctx, "SELECT pos, body FROM json_each(?) j CROSS JOIN ops o ON o.pos = j.value", rowsParam(positions))
	if err != nil {
		return nil, fmt.Errorf("read what was found: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var pos int64
		var body []byte
		if err := rows.Scan(&pos, &body); err != nil {
			return nil, err
		}
		o, err := journal.Decode(body)
		if err != nil {
			return nil, err
		}
		texts[pos] = o.Text()
	}
	return texts, rows.Err()
}

// OwnText is what a ticket's own fields add to the search.
func (s *Store) OwnText(ctx context.Context, row int64) (string, error) {
	state, err := s.folds.state(ctx, s.ro, row, ever)
	if err != nil {
		return "", explain(s.dir, err)
	}
	return TicketText(state.Ticket()), nil
}
