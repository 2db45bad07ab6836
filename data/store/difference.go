package store

import (
	"bytes"
	"encoding/json"
	"sort"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/journal"
)

// step is one operation that leads from how fields are to how they should be.
type step struct {
	kind  journal.Kind
	field string
	value json.RawMessage
}

// differences gives the steps from one set of fields to another, in order of
// field name. A field not named in want stays; null, or an empty list, clears.
func differences(have, want data.Fields) []step {
	names := make([]string, 0, len(want))
	for name := range want {
		names = append(names, name)
	}
	sort.Strings(names)
	var steps []step
	for _, name := range names {
		was, is := have[name], want[name]
		if data.IsList(was) || data.IsList(is) {
			steps = append(steps, lacking(is, was, journal.Remove, name)...)
			steps = append(steps, lacking(was, is, journal.Add, name)...)
			continue
		}
		if !same(was, is) {
			steps = append(steps, step{journal.Set, name, orNull(is)})
		}
	}
	return steps
}

// lacking gives a step for each element of a list that another list lacks.
func lacking(from, list json.RawMessage, kind journal.Kind, field string) (steps []step) {
	there := map[string]bool{}
	for _, e := range elements(from) {
		there[string(canonical(e))] = true
	}
	for _, e := range elements(list) {
		if !there[string(canonical(e))] {
			steps = append(steps, step{kind, field, e})
		}
	}
	return steps
}

func elements(raw json.RawMessage) []json.RawMessage {
	if !data.IsList(raw) {
		return nil
	}
	return data.Elements(raw)
}

// same compares JSON values; nothing and null are the same. Mostly they are the
// same bytes, or texts that need no reading.
func same(a, b json.RawMessage) bool {
	a, b = orNull(a), orNull(b)
	if bytes.Equal(a, b) {
		return true
	}
	if plain(a) && plain(b) {
		return false
	}
	return bytes.Equal(canonical(a), canonical(b))
}

func orNull(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return null
	}
	return raw
}

var null = json.RawMessage("null")

// plain says whether a value is nothing, or a text as it stands between its quotes,
// so that no other bytes are the same.
func plain(raw json.RawMessage) bool {
	return string(raw) == "null" || len(raw) > 1 && raw[0] == '"' && raw[len(raw)-1] == '"' && utf8.Valid(raw) && !bytes.ContainsRune(raw, '\\')
}

func canonical(raw json.RawMessage) []byte {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return null
	}
	out, err := json.Marshal(v)
	if err != nil {
		return raw
	}
	return out
}
