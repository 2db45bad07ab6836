package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"firstline/data"
)

// Encode writes an operation's bytes, once and for ever: those json.Marshal would
// write, but the value goes in as it is rather than read anew and copied (measured:
// a twentieth of a save).
func (o Op) Encode() ([]byte, error) {
	at, err := o.At.AppendText(nil)
	if err == nil && len(o.Value) > 0 && !json.Valid(o.Value) {
		err = errors.New("its value is not JSON")
	}
	if err != nil {
		return nil, fmt.Errorf("write operation on %s %s: %w", o.Entity, o.ID, err)
	}
	w := writer{make([]byte, 0, 400+len(o.Value))}
	w.number(`{"v":`, int64(o.V))
	w.text(`,"e":`, o.Entity)
	w.text(`,"id":`, string(o.ID))
	w.text(`,"a":`, o.Author)
	w.number(`,"s":`, o.Seq)
	if o.Prev != "" {
		w.text(`,"prev":`, o.Prev)
	}
	w.number(`,"h":[`, o.Clock[0])
	w.number(`,`, o.Clock[1])
	w.text(`],"at":`, string(at))
	w.text(`,"by":`, o.By)
	w.text(`,"act":`, string(o.Act))
	w.text(`,"k":`, string(o.Kind))
	if o.Field != "" {
		w.text(`,"f":`, o.Field)
	}
	if len(o.Value) > 0 {
		w.raw = append(append(w.raw, `,"x":`...), o.Value...)
	}
	return append(w.raw, '}'), nil
}

// writer writes what comes before a value, and the value.
type writer struct{ raw []byte }

func (w *writer) number(before string, n int64) {
	w.raw = strconv.AppendInt(append(w.raw, before...), n, 10)
}

func (w *writer) text(before, s string) {
	w.raw = data.AppendText(append(w.raw, before...), s)
}
