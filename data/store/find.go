package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/search"
)

// Reach says how far a search goes before it must do with what it has. However
// many tickets there are and whatever is asked, nothing is read beyond it.
type Reach struct {
	Texts   int           // the newest texts looked at for each word, and for all of them together
	Tickets int           // of which so many tickets are read and ranked
	Time    time.Duration // that may be spent on finding, and again on reading, where nothing bounds them but the size of the desk and the disk
}

// Near is how far a search goes while someone types, Far when more is asked for
// (measured at a million tickets: under 100 ms and some seconds).
var (
	Near = Reach{Texts: 300, Tickets: 80, Time: 30 * time.Millisecond}
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
	often   int // a word in so many texts is not completed; 0: each is
}

// Find looks for the tickets that answer a query best: those with all of its
// words, then those with some, the newest texts of each first. It never looks at
// more than its reach. As soon as it knows how the query is to be understood, and
// before it reads what it found, it says so to understood, which may be nil.
func (s *Store) Find(ctx context.Context, q search.Query, reach Reach, now time.Time, understood func(search.Query)) (Finds, error) {
	s.settled(ctx)
	f := &finder{Store: s, ctx: ctx, reach: reach, now: now, q: q, texts: map[int64]uint64{}, callers: map[int64]uint64{}}
	err := f.find()
	if err == nil && understood != nil {
		understood(f.q)
	}
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
	if err := f.join(); err != nil {
		return err
	}
	f.phrases, f.words = f.q.Lookups()
	if err := f.readFields(); err != nil {
		return err
	}
	f.words = longest(f.words)
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
	each := f.reach.Time
	if len(f.demands.where) > 0 { // those that fit have to be walked to
		each /= time.Duration(2 * len(f.words))
	}
	for i := range f.words {
		n, err := f.note(f.ctx, f.words[i:i+1], 1<<i, each)
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

// longest are the words of a query that are looked up. Of a whole mail the longest
// are the rarest.
func longest(words []search.Lookup) []search.Lookup {
	if len(words) <= mostWords {
		return words
	}
	slices.SortStableFunc(words, func(a, b search.Lookup) int { return len(b.Word) - len(a.Word) })
	return words[:mostWords]
}

// join writes two words as the one that texts have where they have not both: wi fi,
// key board.
func (f *finder) join() error {
	if len(f.q.Terms) > mostWords {
		return nil
	}
	for i := 0; i+1 < len(f.q.Terms); i++ {
		both := 0
		for _, term := range f.q.Terms[i : i+2] {
			words := search.Words(term)
			if len(words) != 1 || search.Common(words[0].Text, "") || strings.ContainsAny(term, "0123456789") {
				both = 2
				break
			}
			n, err := f.written(f.ctx, words[0].Text)
			if err != nil {
				return err
			}
			both += min(n, 1)
		}
		if both == 2 {
			continue
		}
		n, err := f.written(f.ctx, search.Fold(f.q.Terms[i]+f.q.Terms[i+1]))
		if err != nil {
			return err
		}
		if n > 0 {
			f.q = f.q.Joined(i)
		}
	}
	return nil
}

// understand adds to a word what it may stand for in this desk: where nobody wrote
// it, another that means the same, one that has it inside, what it was a slip of, or
// the two it is written as.
func (f *finder) understand(l *search.Lookup) error {
	known, err := f.widen(l)
	if err != nil {
		return err
	}
	same, err := f.same(l.Word)
	if err != nil {
		return err
	}
	if known && len(same) > 0 { // perhaps by the manual alone
		if known, err = f.some(search.Query{}.Together(*l)); err != nil {
			return err
		}
	}
	if known {
		return nil
	}
	if l.Or(same...); len(same) > 0 {
		for _, w := range same {
			f.stands(w, l.Word)
		}
		return nil
	}
	whole, err := f.containing(f.ctx, l.Word, completions)
	if err != nil {
		return err
	}
	right, err := f.meant(f.ctx, l.Word)
	if err != nil {
		return err
	}
	if len(whole)+len(right) == 0 {
		_, err := f.apart(l)
		return err
	}
	asked := l.Word
	if len(whole) == 0 { // no fragment of anything: a slip, or another form
		asked = right[0]
		f.q = f.q.Instead(l.Word, asked)
		if !l.Covers(asked) {
			f.finds.Instead = f.q.Text
		}
	}
	l.Or(whole...)
	l.Or(right...)
	for _, w := range append(whole, right...) {
		f.stands(w, asked)
	}
	return nil
}

// same gives the words of this desk that mean the same as one.
func (f *finder) same(word string) (list []string, err error) {
	for _, w := range f.q.Same.Of(word) {
		n, err := f.written(f.ctx, w)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, w)
		}
	}
	return list, nil
}

// widen adds to a word what it is a part of: a serial or number that has it
// inside, a word that begins with the one being typed. It says whether any text
// has the word.
func (f *finder) widen(l *search.Lookup) (known bool, err error) {
	if l.Number() {
		if l.Fragment() {
			whole, err := f.containing(f.ctx, l.Word, wholes)
			if err != nil {
				return false, err
			}
			if l.Or(whole...); len(whole) == 0 {
				return true, f.otherwise(l)
			}
		}
		return true, nil
	}
	texts, err := f.written(f.ctx, l.Word)
	if err != nil {
		return false, err
	}
	var more []string
	if l.Open && (f.often == 0 || texts < f.often) {
		if more, err = f.completions(f.ctx, l.Word, completions); err != nil {
			return false, err
		}
		l.Or(more...)
	}
	if texts > 0 || len(more) > 0 {
		return true, nil
	}
	if !l.Fragment() { // no part of a word, but perhaps an abbreviation
		_, err := f.apart(l)
		return true, err
	}
	return f.some(search.Query{}.Together(*l)) // in another form
}

// otherwise looks for a serial, or a number, that no text has as it was typed:
// written with blanks or signs between its pieces, or without its last or first
// part.
func (f *finder) otherwise(l *search.Lookup) error {
	if known, err := f.some(search.Query{}.Together(*l)); known || err != nil {
		return err
	}
	if found, err := f.apart(l); found || err != nil {
		return err
	}
	for _, typed := range l.Less {
		_, words := search.Saying(typed).Lookups()
		if len(words) != 1 || !words[0].Fragment() || !words[0].Number() {
			continue
		}
		less := words[0]
		whole, err := f.containing(f.ctx, less.Word, wholes)
		if err != nil {
			return err
		}
		less.Or(whole...)
		known, err := f.some(search.Query{}.Together(less))
		if err != nil {
			return err
		}
		if known {
			f.q = f.q.Instead(l.Word, typed)
			f.finds.Instead = f.q.Text
			less.Open, less.Less = l.Open, nil
			*l = less
			return nil
		}
	}
	return nil
}

// apart looks for what was typed as one word, or means the same as one, as the words
// that it is written as ("two factor" for 2fa), and says whether any text has them.
func (f *finder) apart(l *search.Lookup) (found bool, err error) {
	for _, word := range append([]string{l.Word}, f.q.Same.Of(l.Word)...) {
		pieces, err := f.pieces(f.ctx, word)
		if err != nil {
			return false, err
		}
		if len(pieces) == 0 {
			continue
		}
		var apart search.Lookup
		apart.Apart(pieces...)
		if found, err = f.some(search.Query{}.Together(apart)); err != nil {
			return false, err
		}
		if found {
			for _, p := range pieces {
				f.stands(p, l.Word)
			}
			l.OrAs(apart)
			return true, nil
		}
	}
	return false, nil
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

// textOf is a condition on a ticket t: one of its texts matches.
const textOf = "EXISTS (SELECT 1 FROM text_index WHERE text_index MATCH ? AND rowid IN (SELECT row FROM texts WHERE entity = t.row))"

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
	from, where, args := "text_index", "text_index MATCH ? ORDER BY text_index.rowid DESC", []any{match}
	switch {
	case f.demands.few != nil:
		from, where = "json_each(?) j CROSS JOIN texts x ON x.entity = j.value CROSS JOIN text_index ON text_index.rowid = x.row", "text_index MATCH ?"
		args = []any{rowsParam(f.demands.few), match}
	case len(f.demands.where) > 0: // of the tickets that fit
		from += " CROSS JOIN texts x ON x.row = text_index.rowid CROSS JOIN tickets t ON t.row = x.entity AND " + strings.Join(f.demands.where, " AND ")
		args = append(slices.Clone(f.demands.args), match)
	}
	rows, err := f.ro.QueryContext(limited, "SELECT text_index.rowid FROM "+from+" WHERE "+where+" LIMIT ?", append(args, f.reach.Texts)...)
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

// byCaller notes the newest tickets of the contacts that words may mean, or that
// are reached by what was typed: a phone number, however it is spaced, an address.
func (f *finder) byCaller() error {
	if len(f.phrases) > 0 {
		return nil
	}
	byContact := map[int64]uint64{}
	if one := contactWords(strings.Join(f.q.Terms, " ")); len(one) == 1 {
		rows, err := f.contactsWith(f.ctx, one, mostCallers)
		if err != nil {
			return err
		}
		for _, row := range rows {
			byContact[row] = 1<<len(f.words) - 1
		}
	}
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
