package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"firstline/data"
	"firstline/data/journal"
)

// Act is one act of this desk that undo can take back.
type Act struct {
	ID          data.ID
	Name        string
	Number      string
	first, last int64
	row         int64
}

// LastAct gives the newest act that was not taken back; ok is false if there is
// none.
func (t *Tx) LastAct() (a Act, ok bool, err error) {
	err = t.tx.QueryRowContext(t.ctx, "SELECT row, id, name, number, first, last FROM acts WHERE undone = 0 ORDER BY row DESC LIMIT 1").
		Scan(&a.row, &a.ID, &a.Name, &a.Number, &a.first, &a.last)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	return a, err == nil, err
}

// Operations gives what an act wrote.
func (t *Tx) Operations(a Act) ([]journal.Op, error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT body FROM ops WHERE pos BETWEEN ? AND ? ORDER BY pos", a.first, a.last)
	if err != nil {
		return nil, err
	}
	bodies, err := gather[[]byte](rows)
	if err != nil {
		return nil, err
	}
	ops := make([]journal.Op, len(bodies))
	for i, body := range bodies {
		if ops[i], err = journal.Decode(body); err != nil {
			return nil, err
		}
	}
	return ops, nil
}

// Revert writes the operations that take an act back: every field it set goes
// to its earlier value, unless something newer has set it since; what it made
// is withdrawn. Nothing is removed from the journal.
func (t *Tx) Revert(a Act) error {
	ops, err := t.Operations(a)
	if err != nil {
		return fmt.Errorf("read the act: %w", err)
	}
	reverted := map[data.ID]bool{}
	for i := len(ops) - 1; i >= 0; i-- {
		o := ops[i]
		switch o.Kind {
		case journal.Open:
			err = t.Withdraw(o.Entity, o.ID, "", true)
		case journal.Note, journal.Attach:
			err = t.Withdraw(o.Entity, o.ID, o.Entry(), true)
		case journal.Withdraw:
			gone, convErr := strconv.ParseBool(string(o.Value))
			err = t.Withdraw(o.Entity, o.ID, o.Field, convErr == nil && !gone)
		case journal.Rewrite:
			err = t.revertText(o)
		case journal.Set, journal.Add, journal.Remove:
			if !reverted[o.ID] {
				reverted[o.ID] = true
				err = t.revertFields(o.Entity, o.ID, a.ID)
			}
		}
		if err != nil {
			return fmt.Errorf("take back %s on %s: %w", o.Kind, o.ID, err)
		}
	}
	return t.exec("UPDATE acts SET undone = 1 WHERE row = ?", a.row)
}

// revertFields puts back what an act changed, where the present value is still
// the act's.
func (t *Tx) revertFields(kind string, id, act data.ID) error {
	state, err := t.State(id)
	if err != nil {
		return err
	}
	before := state.FieldsBefore(act)
	want := data.Fields{}
	for _, o := range state.Ops() {
		if o.Act != act || o.Field == "" || o.Kind == journal.Withdraw || o.Kind == journal.Rewrite {
			continue
		}
		if v, ok := before[o.Field]; ok {
			want[o.Field] = v
		} else {
			want[o.Field] = json.RawMessage("null")
		}
	}
	// FieldsBefore leaves out the act alone, so a newer value is among those it
	// gives, and setting it changes nothing.
	_, err = t.Set(kind, id, want)
	return err
}

func (t *Tx) revertText(o journal.Op) error {
	state, err := t.State(o.ID)
	if err != nil {
		return err
	}
	for _, a := range state.Timeline() {
		if a.ID == o.Field && len(a.Edits) > 0 {
			return t.Rewrite(o.ID, a.ID, a.Edits[len(a.Edits)-1].Text)
		}
	}
	return nil
}

// Settle marks this act as one that undo passes over: an undo itself, or what
// the post office reports.
func (t *Tx) Settle() { t.settled = true }
