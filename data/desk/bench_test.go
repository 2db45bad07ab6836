package desk_test

import (
	"fmt"
	"testing"

	"firstline/data"
	"firstline/data/desk"
)

func BenchmarkOpenTicket(b *testing.B) {
	d := atDesk(b)
	for i := 0; b.Loop(); i++ {
		call(b, d, fmt.Sprint("Caller ", i%200), fmt.Sprintf("Printer %d says offline since the update", i))
	}
}

func BenchmarkAddNote(b *testing.B) {
	d := atDesk(b)
	call(b, d, "Ana", "Printer says offline")
	for b.Loop() {
		if _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-1", Text: "Restarted the spooler, it prints again for now."}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCase500Entries(b *testing.B) {
	d := atDesk(b)
	call(b, d, "Ana", "Printer says offline")
	for i := range 500 {
		if _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-1", Text: fmt.Sprint("Note ", i)}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		caseOf(b, d, "MAD-1")
	}
}

func BenchmarkListPage(b *testing.B) {
	d := atDesk(b)
	for i := range 2000 {
		call(b, d, fmt.Sprint("Caller ", i%200), fmt.Sprintf("Printer %d says offline since the update", i))
	}
	for b.Loop() {
		if _, _, err := d.List(ctx, desk.ListQuery{View: data.OpenView}); err != nil {
			b.Fatal(err)
		}
	}
}
