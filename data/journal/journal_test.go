package journal_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/journal"
)

// history draws what several authors did to one ticket, each with a clock of
// its own, each sometimes having seen what the others did.
func history(t *rapid.T) []journal.Op {
	authors := []string{"A.1", "B.1", "C.1"}[:rapid.IntRange(1, 3).Draw(t, "authors")]
	clocks := map[string]journal.Stamp{}
	seqs := map[string]int64{}
	var ops []journal.Op
	for i := range rapid.IntRange(1, 30).Draw(t, "ops") {
		author := rapid.SampledFrom(authors).Draw(t, "author")
		wall := time.UnixMilli(int64(1_700_000_000_000 + rapid.IntRange(-5, 50).Draw(t, "skew")))
		if len(ops) > 0 && rapid.Bool().Draw(t, "has seen the rest") {
			for _, o := range ops {
				if clocks[author].Before(o.Clock) {
					clocks[author] = o.Clock
				}
			}
		}
		clocks[author] = clocks[author].Tick(wall)
		seqs[author]++
		o := journal.Op{V: 1, Entity: "ticket", ID: "T", Author: author, Seq: seqs[author], Clock: clocks[author], At: wall, By: author, Act: data.ID(fmt.Sprint("act", i))}
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			o.Kind, o.Value = journal.Open, json.RawMessage(`{"subject":"s","tags":["a","b"],"due_at":"2026-11-26T10:00:00Z"}`)
		case 1:
			o.Kind, o.Field, o.Value = journal.Set, rapid.SampledFrom([]string{"owner", "status", "subject", "tags", "due_at", "major", "support_level"}).Draw(t, "field"), json.RawMessage(rapid.SampledFrom([]string{`"x"`, `"y"`, `null`, `["z"]`, `"2026-01-02T03:04:05Z"`, `true`, `7`}).Draw(t, "value"))
		case 2:
			o.Kind, o.Field, o.Value = journal.Add, "tags", json.RawMessage(rapid.SampledFrom([]string{`"a"`, `"c"`}).Draw(t, "tag"))
		case 3:
			o.Kind, o.Field, o.Value = journal.Remove, "tags", json.RawMessage(rapid.SampledFrom([]string{`"a"`, `"c"`}).Draw(t, "tag"))
		case 4:
			o.Kind, o.Value = journal.Note, json.RawMessage(`{"kind":"work_note","text":"n"}`)
		case 5:
			o.Kind, o.Field, o.Value = "from a newer desk", "whatever", json.RawMessage(`{"odd":true}`)
		}
		ops = append(ops, o)
	}
	return ops
}

func picture(s *journal.State) string {
	raw, err := json.Marshal([]any{s.Fields(), s.Ticket(), s.Timeline(), s.Gone(), s.Updated})
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// Whatever the order they came in, and however often, operations add up to the
// same.
func TestFoldHasNoOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		want := picture(journal.Fold(ops))
		mixed := rapid.Permutation(ops).Draw(t, "order")
		mixed = append(mixed, ops[:rapid.IntRange(0, len(ops)).Draw(t, "twice")]...)
		if got := picture(journal.Fold(mixed)); got != want {
			t.Fatalf("in order %s\nmixed    %s", want, got)
		}
	})
}

// One operation more gives what all of them give, whether the state before was
// looked at or not.
func TestOneMoreIsAllAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		state := journal.Fold(nil)
		for i, o := range ops {
			state = state.With(o)
			if rapid.Bool().Draw(t, "look") {
				if got, want := picture(state), picture(journal.Fold(ops[:i+1])); got != want {
					t.Fatalf("one by one %s\nall        %s", got, want)
				}
			}
		}
		if got, want := picture(state), picture(journal.Fold(ops)); got != want {
			t.Fatalf("one by one %s\nall        %s", got, want)
		}
	})
}

// Whatever is added to a state, none of those it came from changes, nor one that
// something else was added to.
func TestStatesStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ops := history(t)
		states, pictures := []*journal.State{journal.Fold(nil)}, []string{picture(journal.Fold(nil))}
		for range rapid.IntRange(1, 30).Draw(t, "additions") {
			on := rapid.IntRange(0, len(states)-1).Draw(t, "on")
			o := rapid.SampledFrom(ops).Draw(t, "op")
			states = append(states, states[on].With(o))
			pictures = append(pictures, picture(journal.Fold(states[len(states)-1].Ops())))
		}
		for i, s := range states {
			if got := picture(journal.Fold(s.Ops())); got != pictures[i] {
				t.Fatalf("was %s\nis  %s", pictures[i], got)
			}
		}
	})
}

// A clock never goes back, and what is stamped after something was seen comes
// after it, whatever the wall clock says.
func TestClockIsCausal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var last journal.Stamp
		for range 50 {
			now := time.UnixMilli(rapid.Int64Range(-1e12, 4e12).Draw(t, "wall"))
			next := last.Tick(now)
			if !last.Before(next) {
				t.Fatalf("%v then %v", last, next)
			}
			last = next
		}
	})
}

// Any byte changed, any operation missing or moved is noticed.
func TestChainNoticesTampering(t *testing.T) {
	chain := func() [][]byte {
		var bodies [][]byte
		prev := ""
		for i := 1; i <= 6; i++ {
			raw, err := journal.Op{V: 1, Entity: "ticket", ID: "T", Author: "A.1", Seq: int64(i), Prev: prev, Kind: journal.Set, Field: "owner",
				Value: json.RawMessage(fmt.Sprintf(`"owner %d"`, i))}.Encode()
			if err != nil {
				t.Fatal(err)
			}
			prev = journal.Hash(raw)
			bodies = append(bodies, raw)
		}
		return bodies
	}
	if err := journal.CheckChain(chain()); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		bodies := chain()
		// The last operation has no successor to vouch for it, so it is left alone.
		i := rapid.IntRange(0, len(bodies)-2).Draw(t, "which")
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			at := rapid.IntRange(0, len(bodies[i])-1).Draw(t, "byte")
			bodies[i] = append([]byte(nil), bodies[i]...)
			bodies[i][at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		case 1:
			bodies = append(bodies[:i], bodies[i+1:]...)
		case 2:
			bodies[i], bodies[i+1] = bodies[i+1], bodies[i]
		}
		if journal.CheckChain(bodies) == nil {
			t.Fatal("not noticed")
		}
	})
}

// What a newer desk wrote goes through this one without a byte changed.
func TestUnknownIsKept(t *testing.T) {
	raw := []byte(`{"v":2,"e":"ticket","id":"T","a":"A.1","s":1,"h":[5,0],"at":"2026-11-23T10:00:00Z","by":"ana","act":"x","k":"hologram","zz":{"new":[1,2]}}`)
	o, err := journal.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	if s := journal.Fold([]journal.Op{o}); !s.Exists() || len(s.Fields()) != 0 {
		t.Fatalf("fields %v", s.Fields())
	}
}

func TestLastWriterWinsPerField(t *testing.T) {
	op := func(author string, seq, ms int64, field, value string) journal.Op {
		return journal.Op{Entity: "ticket", ID: "T", Author: author, Seq: seq, Clock: journal.Stamp{ms, 0}, Kind: journal.Set, Field: field, Value: json.RawMessage(value)}
	}
	s := journal.Fold([]journal.Op{op("B", 1, 20, "owner", `"b"`), op("A", 1, 10, "owner", `"a"`), op("A", 2, 30, "status", `"new"`), op("C", 1, 20, "owner", `"c"`)})
	want := data.Fields{"owner": json.RawMessage(`"c"`), "status": json.RawMessage(`"new"`)}
	if got := s.Fields(); !reflect.DeepEqual(got, want) {
		t.Fatalf("got %s", got)
	}
}

func TestDeskIDIsTheKeys(t *testing.T) {
	a, err := journal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	b, err := journal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Author()) != 20+1+13 || a.Author() == b.Author() {
		t.Fatalf("%s and %s", a.Author(), b.Author())
	}
}
