package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// Fact is one operation on a ticket, for those who want to see exactly what was
// written.
type Fact struct {
	At    time.Time       `json:"at"`
	By    string          `json:"by"`
	Act   data.ID         `json:"act"`
	Kind  string          `json:"kind"`
	Field string          `json:"field,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`
	Hash  string          `json:"hash"`
}

// History gives every operation on a ticket, oldest first.
func (d *Desk) History(ctx context.Context, ref string) ([]Fact, error) {
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return nil, err
	}
	bodies, err := d.store.Bodies(ctx, id)
	if err != nil {
		return nil, err
	}
	facts := make([]Fact, len(bodies))
	for i, body := range bodies {
		o, err := journal.Decode(body)
		if err != nil {
			return nil, fmt.Errorf("history of %s: %w", ref, err)
		}
		facts[i] = Fact{At: o.At, By: o.By, Act: o.Act, Kind: string(o.Kind), Field: o.Field, Value: o.Value, Hash: journal.Hash(body)}
	}
	return facts, nil
}
