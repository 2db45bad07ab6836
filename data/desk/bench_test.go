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

// A note on one of many tickets, each of which has few.
func BenchmarkAddNote(b *testing.B) {
	d := atDesk(b)
	for i := range 300 {
		call(b, d, fmt.Sprint("Caller ", i%200), "Printer says offline")
	}
	for i := 0; b.Loop(); i++ {
		note(b, d, fmt.Sprint("MAD-", 1+i%300))
	}
}

// A note on a ticket that has many: the screen has shown it.
func BenchmarkAddNoteTo500(b *testing.B) {
	d := atDesk(b)
	for b.Loop() {
		b.StopTimer()
		ticket := call(b, d, "Ana", "Printer says offline")
		for range 500 {
			note(b, d, ticket.Number)
		}
		b.StartTimer()
		for range 10 {
			note(b, d, ticket.Number)
		}
	}
}

func BenchmarkSetField(b *testing.B) {
	d := atDesk(b)
	for i := range 300 {
		call(b, d, fmt.Sprint("Caller ", i%200), "Printer says offline")
	}
	for i := 0; b.Loop(); i++ {
		if _, err := d.SetFields(ctx, fmt.Sprint("MAD-", 1+i%300), map[string]string{"environment": fmt.Sprint("Build ", i)}, ""); err != nil {
			b.Fatal(err)
		}
	}
}

func note(b *testing.B, d *desk.Desk, ref string) {
	if _, err := d.AddNote(ctx, desk.Note{Ticket: ref, Text: "Restarted the spooler, it prints again for now."}); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkCase500Entries(b *testing.B) {
	d := atDesk(b)
	call(b, d, "Ana", "Printer says offline")
	for range 500 {
		note(b, d, "MAD-1")
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
