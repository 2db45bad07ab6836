package store

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"firstline/data"
)

// spot is where in a list one is: what the last row seen is sorted by, and its
// row. It holds even when that row has changed or gone.
type spot struct {
	value any
	row   int64
}

// spotOf gives the place of a row.
func (l listing) spotOf(ctx context.Context, q querier, row int64) (*spot, error) {
	p := &spot{row: row}
	return p, q.QueryRowContext(ctx, "SELECT "+l.column+" FROM tickets WHERE row = ?", row).Scan(&p.value)
}

// write makes a cursor of a place.
func (l listing) write(p spot) string {
	raw, err := json.Marshal([]any{l.column, p.value, p.row})
	if err != nil {
		panic(err) // a number or a text
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// read takes a cursor apart; nil if there is none.
func (l listing) read(cursor string) (*spot, error) {
	if cursor == "" {
		return nil, nil
	}
	var column, text string
	var number int64
	var value json.RawMessage
	p := &spot{}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, &[]any{&column, &value, &p.row})
	}
	switch {
	case err != nil || column != l.column:
		return nil, data.Fault("after", "not_a_place", "value", cursor)
	case json.Unmarshal(value, &number) == nil:
		p.value = number
	case json.Unmarshal(value, &text) == nil:
		p.value = text
	default:
		return nil, data.Fault("after", "not_a_place", "value", cursor)
	}
	return p, nil
}
