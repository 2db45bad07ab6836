package desk

import (
	"context"
	"encoding/json"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/store"
)

// Undone says what was taken back: the act ("undone." + Act is its sentence)
// and the ticket's number, if it was about one.
type Undone struct {
	Act    string `json:"act"`
	Number string `json:"number,omitempty"`
}

// Undo takes back the last act at this desk that was not taken back yet. It is
// itself an act: nothing leaves the journal. A mail that still waits is never
// sent, and what was typed is a draft again; one that has left the house can't be
// taken back.
func (d *Desk) Undo(ctx context.Context) (Undone, error) {
	var undone Undone
	outbox := false
	err := d.write(ctx, "undo", func(t *store.Tx) (string, error) {
		t.Settle()
		act, ok, err := t.LastAct()
		if err != nil {
			return "", err
		}
		if !ok {
			return "", data.Fault("", "nothing_to_undo")
		}
		undone = Undone{act.Name, act.Number}
		ops, err := t.Operations(act)
		if err != nil {
			return "", err
		}
		for _, o := range ops {
			var a data.Activity
			if o.Kind != journal.Note || json.Unmarshal(o.Value, &a) != nil || !a.Sent() {
				continue
			}
			l, ok, err := t.LetterWithID(a.MessageID)
			if err != nil {
				return "", err
			}
			if !ok {
				continue
			}
			if l.State != data.LetterQueued && l.State != data.LetterDeferred && l.State != data.LetterFailed && l.State != data.LetterDropped {
				return "", data.Fault("", "letter_gone", "number", act.Number)
			}
			if l.State != data.LetterDropped { // else it came back when that was done
				if err := sketchBack(t, l); err != nil {
					return "", err
				}
			}
			l.State, outbox = data.LetterDropped, true
			if err := t.SetLetter(l, ""); err != nil {
				return "", err
			}
		}
		return act.Number, t.Revert(act)
	})
	if err != nil {
		return Undone{}, err
	}
	if outbox {
		d.announceOutbox()
	}
	return undone, nil
}
