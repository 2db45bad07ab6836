package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// Tx is the one transaction of an act: it stamps and appends operations, brings
// the tables up to date with them and queues letters. Nothing of it is there
// until it commits.
type Tx struct {
	ctx     context.Context
	tx      transaction
	Act     data.ID
	Now     time.Time
	By      string
	ends          // where it began: the clock, the seal and the ticket numbers go on
	given   int   // tickets were numbered then
	before  int64 // of the transaction's first operation
	first   int64 // of the act's
	last    int64
	settled bool     // undo passes over this act
	hashes  []string // of the operations, in order
	touched []int64  // entities in order of first touch
	kinds   map[int64]string
	ids     map[int64]data.ID
	rows    map[data.ID]int64         // of entities, once found
	authors map[string]int64          // rows of authors, once found
	chains  map[int64]map[string]head // where the chains of an entity's authors end; of those in states all
	fresh   map[int64][]journal.Op    // what this transaction added, by entity
	states  map[int64]*journal.State  // entities as they stand, once read
	prior   map[int64]*journal.State  // those, before this transaction changed them
	folds   *folds                    // what is known of them from before
	born    map[int64]bool            // entities that no table knows yet
	opened  map[int64]bool            // those of which nobody could speak before this act
	names   map[int64]string          // of contacts, as this transaction read or wrote them
	places  map[place]int64           // positions of operations, once known
	counted map[string]int            // what is to be added to the counts
	texts   []text                    // what is to be indexed
	people  map[int64]*data.Contact   // to be found by other words, nil by none
	taught  []data.Article            // whose words become known
	words   map[string]int            // of texts that became findable, see learnWords
}

func newTx(ctx context.Context, tx transaction, known *folds) *Tx {
	return &Tx{ctx: ctx, tx: tx, ends: ends{end: ever}, before: ever, folds: known, kinds: map[int64]string{}, ids: map[int64]data.ID{}, rows: map[data.ID]int64{},
		authors: map[string]int64{}, chains: map[int64]map[string]head{}, fresh: map[int64][]journal.Op{}, states: map[int64]*journal.State{}, prior: map[int64]*journal.State{},
		born: map[int64]bool{}, opened: map[int64]bool{}, names: map[int64]string{}, places: map[place]int64{}, counted: map[string]int{}, people: map[int64]*data.Contact{}, words: map[string]int{}}
}

// Touched tells which entities an act changed, by id, with their kinds.
type Touched map[data.ID]string

// Write runs one act. Name and the number that number returns at its end are
// what undo calls it by; an act that appends nothing leaves no trace.
func (s *Store) Write(ctx context.Context, by string, now time.Time, name string, act func(*Tx) (number string, err error)) (Touched, error) {
	var t *Tx
	err := inOne(ctx, s.rw, func(tx transaction) error {
		// The outcome must not depend on a window closing half way. And the driver
		// starts a goroutine for every statement that may be cancelled.
		t = newTx(context.WithoutCancel(ctx), tx, s.folds)
		t.start(by, now)
		if err := t.begin(&s.ends); err != nil {
			return err
		}
		number, err := act(t)
		if err != nil {
			return err
		}
		return t.finish(name, number)
	}, func() { t.keepEnds(&s.ends) })
	if err != nil {
		return nil, explain(s.dir, err)
	}
	s.folds.reach(t.last)
	s.noteSave()
	touched := Touched{}
	for row, id := range t.ids {
		touched[id] = t.kinds[row]
		s.folds.keep(row, fold{state: t.states[row], last: t.last, seen: t.last, ends: t.chains[row]})
	}
	return touched, nil
}

// start makes the transaction one act's.
func (t *Tx) start(by string, now time.Time) {
	t.Act, t.Now, t.By = data.NewID(now), now.UTC().Truncate(time.Millisecond), by
	t.first, t.last, t.settled, t.hashes = 0, 0, false, t.hashes[:0]
}

func (t *Tx) finish(name, number string) error {
	if t.first == 0 {
		return nil
	}
	if err := t.project(); err != nil {
		return err
	}
	if err := t.postpone(); err != nil {
		return err
	}
	if err := t.keepNumber(); err != nil {
		return err
	}
	return t.record(name, number)
}

// record seals the act and names it.
func (t *Tx) record(name, number string) error {
	t.sealed = seal(t.sealed, t.hashes)
	err := t.exec("INSERT INTO acts (id, name, number, first, last, seal, undone) VALUES (?,?,?,?,?,?,?)",
		string(t.Act), name, number, t.first, t.last, t.sealed, t.settled)
	if err != nil {
		return fmt.Errorf("record the act: %w", err)
	}
	return nil
}

// seal chains the acts: each vouches for its own operations and, by the seal
// before, for all there were. The chains of single entities can't vouch for
// their last operation; this does.
func seal(before string, hashes []string) string {
	return journal.Hash([]byte(before + strings.Join(hashes, "")))
}

// SetValue keeps a fact about the desk itself, outside the journal.
func (t *Tx) SetValue(name, value string) error {
	_, err := t.tx.ExecContext(t.ctx, keep, name, value)
	if err != nil {
		return fmt.Errorf("keep %s: %w", name, err)
	}
	return nil
}

// SetAuthor says under which name this desk's operations are written from now
// on.
func (t *Tx) SetAuthor(author string) error {
	t.author = author
	return t.SetValue("author", author)
}

// NextNumber counts up the desk's tickets, from 1.
func (t *Tx) NextNumber() int {
	t.numbers++
	return t.numbers
}

// Open makes a new entity from a noun and gives its id.
func (t *Tx) Open(kind string, noun any) (data.ID, error) {
	id := data.NewID(t.Now)
	row, err := t.enter(kind, id)
	if err != nil {
		return "", err
	}
	t.opened[row] = true
	return id, t.OpenAs(kind, id, noun)
}

// OpenAs makes a new entity whose id follows from what it is: see data.IDOf.
func (t *Tx) OpenAs(kind string, id data.ID, noun any) error {
	_, err := t.append(kind, id, journal.Open, "", data.ObjectOf(noun))
	return err
}

// Set gives fields of an entity their new values: what differs from the present
// is written, value by value and, in lists, element by element. It says whether
// anything did.
func (t *Tx) Set(kind string, id data.ID, want data.Fields) (bool, error) {
	state, err := t.State(id)
	if err != nil {
		return false, err
	}
	changed := false
	for _, w := range differences(state.Fields(), want) {
		if _, err := t.append(kind, id, w.kind, w.field, w.value); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}

// Note appends a timeline entry and gives its id.
func (t *Tx) Note(ticket data.ID, a data.Activity) (string, error) {
	a.ID, a.By, a.At, a.Delivery = "", "", time.Time{}, nil // the operation says these, the outbox the last
	raw, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("write note: %w", err)
	}
	o, err := t.append("ticket", ticket, journal.Note, "", raw)
	return o.Entry(), err
}

// Rewrite gives a timeline entry another text; the journal keeps the old one.
func (t *Tx) Rewrite(ticket data.ID, entry, text string) error {
	raw, err := json.Marshal(text)
	if err != nil {
		return err
	}
	_, err = t.append("ticket", ticket, journal.Rewrite, entry, raw)
	return err
}

// Attach adds a file to a ticket.
func (t *Tx) Attach(ticket data.ID, a data.Attachment) error { return t.AttachFrom(ticket, a, "") }

// AttachFrom adds a file that came with a mail.
func (t *Tx) AttachFrom(ticket data.ID, a data.Attachment, mail data.ID) error {
	raw, err := json.Marshal(journal.Attached{Attachment: a, Mail: mail})
	if err != nil {
		return err
	}
	_, err = t.append("ticket", ticket, journal.Attach, "", raw)
	return err
}

// Withdraw takes an entity (entry "") or a timeline entry out of sight, or
// brings it back.
func (t *Tx) Withdraw(kind string, id data.ID, entry string, withdrawn bool) error {
	_, err := t.append(kind, id, journal.Withdraw, entry, json.RawMessage(strconv.FormatBool(withdrawn)))
	return err
}

// State folds an entity as it stands in this transaction.
func (t *Tx) State(id data.ID) (*journal.State, error) {
	row, ok := t.rows[id]
	if !ok {
		row, ok = t.folds.row(id)
	}
	if ok {
		t.rows[id] = row
		return t.state(row)
	}
	err := t.tx.QueryRowContext(t.ctx, "SELECT row FROM entities WHERE id = ?", string(id)).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return journal.Fold(nil), nil
	}
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", id, err)
	}
	t.rows[id] = row
	return t.state(row)
}

// state folds an entity by row, once a transaction.
func (t *Tx) state(row int64) (*journal.State, error) {
	if state, ok := t.states[row]; ok {
		return state, nil
	}
	known, whole := t.folds.whole(row, t.end)
	if !whole {
		var err error
		if known, err = t.folds.fold(t.ctx, t.tx, row, t.before); err != nil {
			return nil, err
		}
	}
	state, ends := known.state, maps.Clone(known.ends)
	for _, o := range t.fresh[row] {
		state = state.With(o)
	}
	if ends == nil {
		ends = map[string]head{}
	}
	maps.Copy(ends, t.chains[row]) // this transaction's are later
	if len(t.fresh[row]) == 0 {
		t.prior[row] = state
	}
	t.states[row], t.chains[row] = state, ends
	return state, nil
}

// querier is what a transaction and a pool share.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
