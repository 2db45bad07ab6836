package journal

import (
	"encoding/json"
	"slices"
	"strings"

	"firstline/data"
)

// write is one assignment an operation makes.
type write struct {
	field string
	value json.RawMessage
	list  bool // an element of a set
	gone  bool // it is taken out
}

func (o Op) writes() []write {
	switch o.Kind {
	case Set:
		return []write{{field: o.Field, value: o.Value}}
	case Add, Remove:
		return []write{{field: o.Field, value: o.Value, list: true, gone: o.Kind == Remove}}
	case Open:
		var fields data.Fields
		if fields.UnmarshalJSON(o.Value) != nil {
			return nil
		}
		var out []write
		for name, value := range fields {
			if !data.IsList(value) {
				out = append(out, write{field: name, value: value})
				continue
			}
			for _, e := range data.Elements(value) {
				out = append(out, write{field: name, value: e, list: true})
			}
		}
		return out
	}
	return nil
}

// values holds the fields while operations are played.
type values struct {
	single  map[string]json.RawMessage
	lists   map[string][]element
	opened  bool
	written map[string]bool // whatever it holds now
}

// element is one of a set, at the place where it first arrived; it keeps the
// place when it goes, so that it comes back to it (an undo gives the same list).
type element struct {
	value string // compact
	gone  bool
}

func newValues() *values {
	return &values{single: map[string]json.RawMessage{}, lists: map[string][]element{}, written: map[string]bool{}}
}

// play gives the writes of an operation that count. Two desks that read one
// mailbox both open the ticket of a mail: the second opening only fills what
// nothing was written to, so that it takes nothing back.
func (v *values) play(o Op) []write {
	writes := o.writes()
	if o.Kind == Open && v.opened {
		writes = slices.DeleteFunc(writes, func(w write) bool { return v.written[w.field] })
	}
	v.opened = v.opened || o.Kind == Open
	for _, w := range writes {
		v.written[w.field] = true
	}
	return writes
}

func (v *values) apply(w write) {
	if !w.list {
		if isNull(w.value) {
			delete(v.single, w.field)
		} else {
			v.single[w.field] = w.value
		}
		return
	}
	e := element{compact(w.value), w.gone}
	list := v.lists[w.field]
	for i := range list {
		if list[i].value == e.value {
			list[i].gone = e.gone
			return
		}
	}
	v.lists[w.field] = append(list, e)
}

func (v *values) get(field string) json.RawMessage {
	list, ok := v.lists[field]
	if !ok {
		return v.single[field]
	}
	raw := []byte{'['}
	for _, e := range list {
		if e.gone {
			continue
		}
		if len(raw) > 1 {
			raw = append(raw, ',')
		}
		raw = append(raw, e.value...)
	}
	if len(raw) == 1 {
		return nil
	}
	return append(raw, ']')
}

// compact gives a JSON value one form, so that set elements compare as text.
func compact(raw json.RawMessage) string {
	if data.IsCompact(raw) { // as most are
		return string(raw)
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return strings.TrimSpace(string(raw))
	}
	out, err := json.Marshal(v)
	if err != nil {
		return strings.TrimSpace(string(raw))
	}
	return string(out)
}
