package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/journal"
)

// merged folds what two desks know of an entity.
func merged(t tester, id data.ID, desks ...*Desk) *journal.State {
	t.Helper()
	var ops []journal.Op
	for _, d := range desks {
		bodies, err := d.store.Bodies(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range bodies {
			o, err := journal.Decode(body)
			if err != nil {
				t.Fatal(err)
			}
			ops = append(ops, o)
		}
	}
	return journal.Fold(ops)
}

// Two desks that read one mailbox, each in its own time, make the same tickets
// and contacts of it. Put together, every mail is there once, and what one desk
// did is not undone by the other's opening the same ticket later.
func TestTwoDesksOnOneMailbox(t *testing.T) {
	ctx := context.Background()
	run := 0
	a, b := mailDesk(t, "MAD"), mailDesk(t, "BCN")
	rapid.Check(t, func(r *rapid.T) {
		run++
		desks := []*Desk{a, b}
		mails := make([][]byte, rapid.IntRange(1, 4).Draw(r, "mails"))
		for i := range mails {
			// Another sender each run, so that desks can be used again.
			from := fmt.Sprintf("c%d@run%d.test", rapid.IntRange(0, 2).Draw(r, "from"), run)
			headers := []string{"From", from, "Message-ID", fmt.Sprintf("<%d.%d@run.test>", run, i), "Subject", fmt.Sprintf("Case %d of %d", i, run)}
			if i > 0 && rapid.Bool().Draw(r, "answer") {
				headers = append(headers, "In-Reply-To", fmt.Sprintf("<%d.%d@run.test>", run, rapid.IntRange(0, i-1).Draw(r, "to")))
			}
			mails[i] = eml(fmt.Sprintf("Text %d", i), headers...)
		}
		base := a.Now().Add(2 * time.Hour) // strangers of earlier runs are forgotten
		placed := []map[data.ID]data.Mail{{}, {}}
		next := []int{0, 0}
		type change struct {
			at     time.Time
			status data.Status
		}
		last := map[data.ID]change{}
		for step := 0; next[0] < len(mails) || next[1] < len(mails); step++ {
			which := rapid.IntRange(0, 1).Draw(r, "desk")
			now := base.Add(time.Duration(step) * time.Second)
			a.clock, b.clock = func() time.Time { return now }, func() time.Time { return now }
			d := desks[which]
			if next[which] < len(mails) && rapid.Bool().Draw(r, "fetch") {
				m := arriveMail(r, d, mails[next[which]])
				placed[which][m.ID] = m
				next[which]++
				continue
			}
			for _, id := range slices.Sorted(maps.Keys(placed[which])) {
				m := placed[which][id]
				if m.State != data.MailPlaced {
					continue
				}
				ticket := caseOf(r, d, string(m.Ticket)).Ticket
				to := map[data.Status]data.Status{data.New: data.InProgress, data.InProgress: data.PendingCustomer, data.PendingCustomer: data.InProgress}[ticket.Status]
				if _, err := d.SetFields(ctx, string(m.Ticket), map[string]string{"status": string(to)}, ""); err != nil {
					r.Fatal(err)
				}
				last[m.Ticket] = change{now, to}
				break
			}
		}
		base = base.Add(time.Hour)
		a.clock, b.clock = func() time.Time { return base }, func() time.Time { return base }
		for id, m := range placed[0] {
			other := placed[1][id]
			if m.Ticket != other.Ticket || m.State != other.State || m.Reason != other.Reason {
				r.Fatalf("one desk: %+v\nthe other: %+v", m, other)
			}
			if m.Ticket == "" {
				continue
			}
			state, reverse := merged(r, m.Ticket, a, b), merged(r, m.Ticket, b, a)
			one, err := json.Marshal([]any{state.Fields(), state.Timeline()})
			if err != nil {
				r.Fatal(err)
			}
			if two, _ := json.Marshal([]any{reverse.Fields(), reverse.Timeline()}); string(one) != string(two) {
				r.Fatalf("the order matters:\n%s\n%s", one, two)
			}
			seen := 0
			for _, e := range state.Timeline() {
				if e.Mail == id {
					seen++
				}
			}
			if seen != 1 {
				r.Fatalf("mail %s is there %d times", id, seen)
			}
			var ticket data.Ticket
			data.Fill(&ticket, state.Fields())
			if want, ok := last[m.Ticket]; ok && ticket.Status != want.status || !ok && ticket.Status != data.New {
				r.Fatalf("status %s, last set %+v", ticket.Status, want)
			}
			if contact := merged(r, ticket.Requester, a, b); !contact.Exists() || len(contact.Ops()) < 2 {
				r.Fatalf("contact %s is not one: %d operations", ticket.Requester, len(contact.Ops()))
			}
		}
	})
}

// A mail withdrawn from a ticket by one desk does not come back with the other's
// entry of it.
func TestATwinGoesWithTheOther(t *testing.T) {
	ctx := context.Background()
	a, b := mailDesk(t, "MAD"), mailDesk(t, "BCN")
	one, two := eml("One"), eml("Two", "Message-ID", "<m2@acme.test>", "In-Reply-To", "<m1@acme.test>")
	for _, d := range []*Desk{a, b} {
		arriveMail(t, d, one)
		arriveMail(t, d, two)
	}
	first := arriveMail(t, a, one)
	second := arriveMail(t, a, two)
	later := a.Now().Add(time.Minute)
	a.clock = func() time.Time { return later }
	if err := a.UnplaceMail(ctx, second.ID); err != nil {
		t.Fatal(err)
	}
	for _, e := range merged(t, first.Ticket, a, b).Timeline() {
		if e.Mail == second.ID {
			t.Errorf("it is still there: %+v", e)
		}
	}
	// Put back, it is there once.
	if err := a.PlaceMail(ctx, second.ID, first.Number); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range merged(t, first.Ticket, a, b).Timeline() {
		if e.Mail == second.ID {
			n++
		}
	}
	if n != 1 {
		t.Errorf("there %d times", n)
	}
}
