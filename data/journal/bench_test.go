package journal_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// life is a ticket's operations: it is opened, gets notes, changes status.
func life(b *testing.B, notes int) []journal.Op {
	b.Helper()
	var ops []journal.Op
	var clock journal.Stamp
	at := time.Now()
	write := func(kind journal.Kind, field string, value any) {
		raw, err := json.Marshal(value)
		if err != nil {
			b.Fatal(err)
		}
		clock = clock.Tick(at)
		ops = append(ops, journal.Op{V: journal.Version, Entity: "ticket", ID: "01J", Author: "DESK.EPOCH", Seq: int64(len(ops) + 1), Clock: clock,
			At: at, By: "ana", Act: data.ID(fmt.Sprint(len(ops))), Kind: kind, Field: field, Value: raw})
	}
	write(journal.Open, "", data.FieldsOf(data.Ticket{Number: "MAD-1", Subject: "Printer says offline", Description: "Since the update it does not print.",
		Status: data.New, Owner: "ana", Priority: data.P3, Tags: []string{"vip", "onsite"}, OpenedAt: at, DueAt: at.Add(time.Hour)}))
	for range notes {
		write(journal.Note, "", data.Activity{Kind: data.WorkNote, Text: "Restarted the spooler, it prints again for now."})
	}
	write(journal.Set, "status", data.Resolved)
	write(journal.Set, "resolution_notes", "Spooler restarted.")
	return ops
}

func BenchmarkFold(b *testing.B) {
	for _, notes := range []int{5, 500} {
		ops := life(b, notes)
		b.Run(fmt.Sprint(notes, " notes"), func(b *testing.B) {
			for b.Loop() {
				journal.Fold(ops).Fields()
			}
		})
	}
}

func BenchmarkTimeline(b *testing.B) {
	state := journal.Fold(life(b, 50))
	for b.Loop() {
		state.Timeline()
	}
}

func BenchmarkEncodeAndHash(b *testing.B) {
	o := life(b, 1)[1]
	for b.Loop() {
		raw, err := o.Encode()
		if err != nil {
			b.Fatal(err)
		}
		journal.Hash(raw)
	}
}
