package journal_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/journal"
)

// Encode writes exactly what encoding/json does, and Decode understands exactly
// that, be it written by us, by others or damaged.
func TestOperationsAreJSON(t *testing.T) {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "ana", "Lucía", "a\"b", `a\b`, "a\nb", "<&>"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		value, err := json.Marshal(rapid.SampledFrom([]any{nil, "x}", []string{"a]", "\\\""}, map[string]any{"text": "{", "n": 1.5}}).Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		o := journal.Op{V: 1, Entity: "ticket", ID: data.ID(text.Draw(t, "id")), Author: "A.B", Seq: rapid.Int64().Draw(t, "seq"), Prev: text.Draw(t, "prev"),
			Clock: journal.Stamp{rapid.Int64().Draw(t, "ms"), 3}, At: time.UnixMilli(rapid.Int64Range(0, 1<<41).Draw(t, "at")).UTC(), By: text.Draw(t, "by"),
			Act: "X", Kind: journal.Set, Field: text.Draw(t, "field"), Value: value}
		raw, err := o.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if marshalled, err := json.Marshal(o); err != nil || string(raw) != string(marshalled) {
			t.Fatalf("%s\nwant %s %v", raw, marshalled, err)
		}
		for range rapid.IntRange(0, 2).Draw(t, "damages") {
			at := rapid.IntRange(0, len(raw)-1).Draw(t, "at")
			with := rapid.SampledFrom([]string{"", " ", "0", "\"", "}", "{", ",", "null", "\\", "\x80", "E", "-"}).Draw(t, "with")
			raw = append(append(append([]byte{}, raw[:at]...), with...), raw[at+rapid.IntRange(0, 1).Draw(t, "instead"):]...)
		}
		var want journal.Op
		bad := json.Unmarshal(raw, &want)
		got, err := journal.Decode(raw)
		if (err == nil) != (bad == nil) || bad == nil && !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\ngot  %+v %v\nwant %+v %v", raw, got, err, want, bad)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	o := journal.Op{V: 1, Entity: "ticket", ID: "01J0000000000000000000000X", Author: "Q8BVC9HJ4J1V5F3ZZ00H.ABCDEFGH", Seq: 7, Prev: journal.Hash(nil), Clock: journal.Stamp{1795676181863, 0},
		At: time.Now().UTC(), By: "ana", Act: "01J0000000000000000000000Y", Kind: journal.Note, Value: json.RawMessage(`{"kind":"work_note","text":"Restarted the spooler, it prints again for now. Told the caller to keep an eye on it and to call back."}`)}
	raw, err := o.Encode()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := journal.Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}
