package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/search"
)

// Reach says how far a search goes before it must do with what it has. However
// many tickets there are and whatever is asked, nothing is read beyond it.
type Reach struct {
	Texts   int           // the newest texts looked at for each word, and for all of them together
	Tickets int           // of which so many tickets are read and ranked
	Time    time.Duration // that may be spent where nothing bounds it but the size of the desk; then what was found is the answer
}

// Near is how far a search goes while someone types, Far when more is asked for
// (measured at a million tickets: under 100 ms and some seconds).
var (
	Near = Reach{Texts: 300, Tickets: 100, Time: 70 * time.Millisecond}
	Far  = Reach{Texts: 10_000, Tickets: 2_000, Time: 3 * time.Second}
)

// Found is a ticket that may answer a query, with those of its texts that do.
type Found struct {
	Row     int64
	Ticket  data.ID
	Number  string
	Subject string
	Caller  string
	Status  data.Status
	Text    string    // of what it was found by, as far as its subject and caller do not tell
	At      time.Time // its last change
}

// Finds are the tickets found, the likeliest first, but not yet ranked.
type Finds struct {
	Tickets []Found
	Query   search.Query // as it was understood: with what words stand for
	Instead string       // the query as it reads with its words repaired; "" if none was
	More    bool         // looking further may find more
}

// finder is one search on its way.
type finder struct {
	*Store
	ctx     context.Context
	reach   Reach
	now     time.Time
	q       search.Query
	finds   Finds
	phrases []search.Lookup
	words   []search.Lookup
	texts   map[int64]uint64 // rows found: which words they have, a bit each
	callers map[int64]uint64 // tickets found by their caller
	worth   []float64        // of each word: the rarer, the more
	demands demands
}

// Find looks for the tickets that answer a query best: those with all of its
// words, then those with some, the newest texts of each first. It never looks at
// more than its reach.
func (s *Store) Find(ctx context.Context, q search.Query, reach Reach, now time.Time) (Finds, error) {
	s.settled(ctx)
	f := &finder{Store: s, ctx: ctx, reach: reach, now: now, q: q, texts: map[int64]uint64{}, callers: map[int64]uint64{}}
	err := f.find()
	if err == nil {
		err = f.read()
	}
	f.finds.Query = f.q
	return f.finds, explain(s.dir, err)
}

// find notes what may answer the query. The newest texts with one word are there
// at once; where words meet is walked to for half of the time, and where all but
// one of them do for the other half.
func (f *finder) find() error {
	f.phrases, f.words = f.q.Lookups()
	if err := f.readFields(); err != nil {
		return err
	}
	if len(f.words) > mostWords { // a whole mail: its longest words are its rarest
		slices.SortStableFunc(f.words, func(a, b search.Lookup) int { return len(b.Word) - len(a.Word) })
		f.words = f.words[:mostWords]
	}
	for i := range f.words {
		if err := f.understand(&f.words[i]); err != nil {
			return err
		}
	}
	if len(f.words)+len(f.phrases) == 0 || f.demands.none {
		return nil
	}
	f.worth = slices.Repeat([]float64{1}, len(f.words))
	all := uint64(1)<<len(f.words) - 1
	n, err := f.note(f.ctx, f.words, all, f.reach.Time/2)
	if err != nil {
		return err
	}
	f.finds.More = f.finds.More || n >= f.reach.Texts
	if n >= f.reach.Texts/2 || len(f.words) < 2 {
		return f.byCaller()
	}
	// Few have all of them.
	for i := range f.words {
		n, err := f.note(f.ctx, f.words[i:i+1], 1<<i, f.reach.Time)
		if err != nil {
			return err
		}
		f.finds.More = f.finds.More || n >= f.reach.Texts
		f.worth[i] = math.Log(2 + 4*float64(f.reach.Texts)/float64(n+1)) // the rarer, the more
	}
	if err := f.byCaller(); err != nil {
		return err
	}
	if len(f.words) > 2 {
		limited, cancel := context.WithTimeout(f.ctx, f.reach.Time/2)
		defer cancel()
		for i := range f.words {
			rest := append(slices.Clone(f.words[:i]), f.words[i+1:]...)
			if _, err := f.note(limited, rest, all&^(1<<i), f.reach.Time); err != nil {
				return err
			}
		}
	}
	return nil
}

const (
	mostWords   = 8  // words of a query that are looked up
	completions = 12 // what the word being typed may become
	wholes      = 40 // words that a fragment may be part of
	mostCallers = 20 // contacts that a word may mean
	perCaller   = 20 // newest tickets of each
)

// understand adds to a word what it may stand for in this desk; one that nobody
// wrote is repaired.
func (f *finder) understand(l *search.Lookup) error {
	known, err := f.widen(l)
	if err != nil || known {
		return err
	}
	whole, err := f.containing(f.ctx, l.Word, completions)
	if err != nil {
		return err
	}
	right, err := f.meant(f.ctx, l.Word)
	if err != nil {
		return err
	}
	l.Or(whole...)
	l.Or(right...)
	asked := l.Word
	if len(whole) == 0 && len(right) > 0 { // no fragment of anything: a slip
		asked = right[0]
		f.q = f.q.Instead(l.Word, asked)
		f.finds.Instead = f.q.Text
	}
	for _, w := range append(whole, right...) {
		f.stands(w, asked)
	}
	return nil
}

// widen adds to a word what it is a part of: a serial or number that has it
// inside, a word that begins with the one being typed. It says whether any text
// has the word.
func (f *finder) widen(l *search.Lookup) (known bool, err error) {
	if l.Number() {
		if l.Fragment() {
			whole, err := f.containing(f.ctx, l.Word, wholes)
			l.Or(whole...)
			return true, err
		}
		return true, nil
	}
	texts, err := f.written(f.ctx, l.Word)
	if err != nil {
		return false, err
	}
	var more []string
	if l.Open {
		if more, err = f.completions(f.ctx, l.Word, completions); err != nil {
			return false, err
		}
		l.Or(more...)
	}
	if texts > 0 || len(more) > 0 || !l.Fragment() {
		return true, nil
	}
	return f.some(search.Query{}.Together(*l)) // in another form
}

// stands notes that a text's word stands for one of the query.
func (f *finder) stands(word, asked string) {
	if f.q.Meant == nil {
		f.q.Meant = map[string]string{}
	}
	f.q.Meant[word] = asked
}

// some says whether any text matches.
func (f *finder) some(match string) (bool, error) {
	if match == "" {
		return false, nil
	}
	var one int
	err := f.ro.QueryRowContext(f.ctx, "SELECT 1 FROM text_index WHERE text_index MATCH ? LIMIT 1", match).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// note keeps the newest texts that have all of these words, and says how many
// there were up to the reach. What was found before the time was up counts.
func (f *finder) note(ctx context.Context, words []search.Lookup, mask uint64, most time.Duration) (n int, err error) {
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	defer func() {
		if err != nil && limited.Err() != nil && f.ctx.Err() == nil {
			f.finds.More, err = true, nil
		}
	}()
	match := f.q.Together(append(slices.Clone(f.phrases), words...)...)
	rows, err := f.ro.QueryContext(limited, "SELECT rowid FROM text_index WHERE text_index MATCH ? ORDER BY rowid DESC LIMIT ?", match, f.reach.Texts)
	if err != nil {
		return 0, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		if err := rows.Scan(&row); err != nil {
			return n, err
		}
		f.texts[row] |= mask
		n++
	}
	return n, rows.Err()
}

// byCaller notes the newest tickets of the contacts that words may mean.
func (f *finder) byCaller() error {
	if len(f.phrases) > 0 {
		return nil
	}
	byContact := map[int64]uint64{}
	for i, l := range f.words {
		if len([]rune(l.Word)) < 3 || l.Number() {
			continue
		}
		rows, err := f.contactsWith(f.ctx, []string{l.Word}, mostCallers)
		if err != nil {
			return err
		}
		for _, row := range rows {
			byContact[row] |= 1 << i
		}
	}
	for contact, mask := range byContact {
		rows, err := f.ro.QueryContext(f.ctx, "SELECT row FROM tickets WHERE requester = ? ORDER BY row DESC LIMIT ?", contact, perCaller)
		if err != nil {
			return err
		}
		tickets, err := gather[int64](rows)
		if err != nil {
			return err
		}
		for _, row := range tickets {
			f.callers[row] |= mask
		}
	}
	return nil
}

// match is a ticket among the candidates.
type match struct {
	Found
	mask  uint64           // which words it has
	title uint64           // of those, the ones in its subject and caller
	own   uint64           // the ones in its own text
	texts map[int64]uint64 // and those in entries, by the operation that holds it
	value float64
}

// read brings the tickets of what was found, the likeliest with their texts.
func (f *finder) read() error {
	list, err := f.matches()
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
	if len(f.demands.record) > 0 {
		most *= 3 // some will not fit
	}
	if len(list) > most {
		list, f.finds.More = list[:most], true
	}
	return f.readTexts(list)
}

// matches gives the tickets of the texts and callers found, or, where no words
// were asked for, the newest that the fields fit.
func (f *finder) matches() ([]match, error) {
	where := "1"
	if len(f.demands.where) > 0 {
		where = strings.Join(f.demands.where, " AND ")
	}
	byRow := map[int64]*match{}
	var list []*match
	add := func(columns, tables string, args []any, note func(m *match, text, source int64)) error {
		rows, err := f.ro.QueryContext(f.ctx, "SELECT t.row, e.id, t.number, t.subject, t.caller, t.status, t.updated, "+columns+" FROM "+
			tables+" CROSS JOIN entities e ON e.row = t.row WHERE "+where, append(args, f.demands.args...)...)
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
		}
		return rows.Err()
	}
	var err error
	if len(f.phrases)+len(f.words) > 0 {
		err = add("x.row, x.source", "json_each(?) j CROSS JOIN texts x ON x.row = j.value CROSS JOIN tickets t ON t.row = x.entity",
			[]any{rowsParam(newestFirst(f.texts))}, func(m *match, text, source int64) {
				m.mask |= f.texts[text]
				if source == 0 {
					m.own = f.texts[text]
				} else {
					m.texts[source] = f.texts[text]
				}
			})
		if err == nil && len(f.callers) > 0 {
			err = add("0, 0", "json_each(?) j CROSS JOIN tickets t ON t.row = j.value",
				[]any{rowsParam(newestFirst(f.callers))}, func(m *match, _, _ int64) { m.mask |= f.callers[m.Row] })
		}
	} else if len(f.demands.where) > 0 {
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

// newestFirst gives the rows of a map.
func newestFirst(of map[int64]uint64) []int64 {
	rows := slices.Sorted(maps.Keys(of))
	slices.Reverse(rows)
	return rows
}

// mostTexts is how many of a ticket's texts are read: more say nothing new.
const mostTexts = 3

// readTexts reads of each candidate the texts that show what it was found by,
// and leaves out those whose record does not fit. A ticket's own text has to be
// folded, so it is read only for words that stand nowhere else.
func (f *finder) readTexts(list []match) error {
	sources := map[int64]uint64{}
	for i := range list {
		m := &list[i]
		rows := slices.SortedFunc(maps.Keys(m.texts), func(a, b int64) int {
			return cmp.Or(cmp.Compare(bits.OnesCount64(m.texts[b]), bits.OnesCount64(m.texts[a])), cmp.Compare(b, a))
		})
		for n, row := range rows {
			if n < mostTexts {
				sources[row] = 0
			} else {
				delete(m.texts, row)
			}
		}
	}
	texts, err := f.entries(newestFirst(sources))
	if err != nil {
		return err
	}
	for _, m := range list {
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
			parts = append([]string{ownText(state)}, parts...)
		}
		m.Text = strings.Join(parts, "\n")
		f.finds.Tickets = append(f.finds.Tickets, m.Found)
	}
	return nil
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
	return ownText(state), nil
}

func ownText(state *journal.State) string {
	var t data.Ticket
	data.Fill(&t, state.Fields())
	return TicketText(t)
}
