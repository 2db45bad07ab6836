package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
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
	ctx      context.Context
	tx       transaction
	Act      data.ID
	Now      time.Time
	By       string
	ends           // where it began: the clock, the seal and the ticket numbers go on
	given    int   // tickets were numbered then
	before   int64 // of the transaction's first operation
	first    int64 // of the act's
	last     int64
	settled  bool                // undo passes over this act
	hashes   []string            // of the operations, in order
	entities map[int64]*entity   // by row
	found    map[data.ID]*entity // those looked for by id
	touched  []*entity           // in order of first touch
	folds    *folds              // what is known of them from before
	counted  map[string]int      // what is to be added to the counts
	texts    []text              // what is to be indexed
	people   []person            // to be found by other words
	taught   []data.Article      // whose words become known
	words    map[string]int      // of texts that became findable, see learnWords
}

func newTx(ctx context.Context, tx transaction, known *folds) *Tx {
	return &Tx{ctx: ctx, tx: tx, ends: ends{end: ever}, before: ever, folds: known, entities: map[int64]*entity{}, found: map[data.ID]*entity{}, counted: map[string]int{}}
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
	for _, e := range t.touched {
		touched[e.id] = e.kind
		s.folds.keep(e.row, fold{state: e.state, last: t.last, seen: t.last, chains: e.chains})
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
	t.author, t.row = author, 0
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
	e, err := t.enter(kind, id)
	if err != nil {
		return "", err
	}
	e.opened = true
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

// querier is what a transaction and a pool share.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
