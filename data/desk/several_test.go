package desk_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/desk"
)

// edits is what was done to one ticket since it was opened: for each field the values
// that it took, each with when that was.
type edits map[string][]edit

type edit struct {
	at    int
	value string
}

// now is the value a field has by those of its edits that came before a moment.
func (e edits) now(field string, before int) string {
	value := ""
	for _, one := range e[field] {
		if one.at < before {
			value = one.value
		}
	}
	return value
}

// give takes what came after a moment out of a field, unless it came to nothing, and
// says what the field was by then.
func (e edits) give(field string, since, now int) (value string, given bool) {
	value = e.now(field, now)
	if value == e.now(field, since) {
		return "", false
	}
	e[field] = slices.DeleteFunc(slices.Clone(e[field]), func(one edit) bool { return one.at > since })
	return value, true
}

// Several tickets merged into one, which is edited all along, may be taken out in any
// order: each takes along what was changed since it was merged and nobody took before,
// and what is left is as though that had never been done.
func TestSeveralTicketsTakeAlongWhatIsTheirs(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	fields := []string{"environment", "asset", "summary"}
	rapid.Check(t, func(t *rapid.T) {
		d := freshDesk(t, root)
		defer d.Close()
		var numbers []string
		for range 4 {
			ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops"})
			if err != nil {
				t.Fatal(err)
			}
			numbers = append(numbers, ticket.Number)
		}
		target, others := numbers[0], numbers[1:]
		done, merged, own := edits{}, map[string]int{}, map[string]map[string]string{}
		look := func(what, number string, want func(field string) string) {
			c, err := d.Case(ctx, number)
			if err != nil {
				t.Fatal(err)
			}
			for _, field := range fields {
				got := map[string]string{"environment": c.Ticket.Environment, "asset": c.Ticket.Asset, "summary": c.Ticket.Summary}[field]
				if got != want(field) {
					t.Fatalf("%s: the %s of %s is %q, not %q", what, field, number, got, want(field))
				}
			}
		}
		for at := range rapid.IntRange(3, 25).Draw(t, "acts") {
			other := rapid.SampledFrom(others).Draw(t, "other")
			since, in := merged[other]
			what := rapid.SampledFrom([]string{"edit", "merge or take out"}).Draw(t, "act")
			switch {
			case what == "edit":
				field := rapid.SampledFrom(fields).Draw(t, "field")
				value := rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "value")
				if _, err := d.SetFields(ctx, target, map[string]string{field: value}, ""); err != nil {
					t.Fatal(err)
				}
				if value != done.now(field, at) {
					done[field] = append(done[field], edit{at, value})
				}
			case !in:
				if _, err := d.MergeTickets(ctx, other, target); err != nil {
					t.Fatal(err)
				}
				merged[other] = at
			default:
				later := laterGen.Draw(t, "later")
				if rapid.Bool().Draw(t, "thought better of it first") {
					if _, err := d.UnmergeTicket(ctx, other, laterGen.Draw(t, "first")); err != nil {
						t.Fatal(err)
					}
					if _, err := d.Undo(ctx); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := d.UnmergeTicket(ctx, other, later); err != nil {
					t.Fatal(err)
				}
				delete(merged, other)
				if later == desk.LaterHere {
					mine := maps.Clone(own[other])
					if mine == nil {
						mine = map[string]string{}
					}
					for _, field := range fields {
						if value, given := done.give(field, since, at); given {
							mine[field] = value
						}
					}
					own[other] = mine
				}
				look("taken out", other, func(field string) string { return own[other][field] })
			}
			look(what, target, func(field string) string { return done.now(field, at+1) })
		}
	})
}
