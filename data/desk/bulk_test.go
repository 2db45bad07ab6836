package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/desk"
)

func TestManyTicketsChangeInOneAct(t *testing.T) {
	d := atDesk(t)
	var ids []data.ID
	for _, subject := range []string{"Printer", "VPN", "Mail"} {
		ids = append(ids, call(t, d, "Ana", subject).ID)
	}
	if _, err := d.SetFields(ctx, string(ids[1]), map[string]string{"tags": "VPN, home", "owner": "eva"}, ""); err != nil {
		t.Fatal(err)
	}
	n, err := d.SetMany(ctx, desk.Bulk{Tickets: ids, Values: map[string]string{"owner": "eva", "status": "pending_vendor"}, Tag: "vpn", Untag: "home"})
	if err != nil || n != 3 {
		t.Fatalf("%d tickets changed: %v", n, err)
	}
	for i, id := range ids {
		tags := []string{"vpn"}
		if i == 1 {
			tags = []string{"VPN"} // it had it already
		}
		if got := caseOf(t, d, string(id)).Ticket; got.Owner != "eva" || got.Status != data.PendingVendor || !slices.Equal(got.Tags, tags) {
			t.Errorf("%s: %s, %s, %q", got.Number, got.Owner, got.Status, got.Tags)
		}
	}
	undone, err := d.Undo(ctx)
	if err != nil || undone.Act != "bulk" {
		t.Fatalf("undo took back %q: %v", undone.Act, err)
	}
	for i, id := range ids {
		got := caseOf(t, d, string(id)).Ticket
		if got.Status == data.PendingVendor || (got.Owner == "eva") != (i == 1) || len(got.Tags) != 2*(i%2) {
			t.Errorf("after undo %s: %s, %s, %q", got.Number, got.Owner, got.Status, got.Tags)
		}
	}
	sound(t, d)
}

// One ticket that refuses keeps all of them as they are, and is named.
func TestManyTicketsChangeOrNone(t *testing.T) {
	d := atDesk(t)
	first, done := call(t, d, "Ana", "Printer"), call(t, d, "Eva", "VPN")
	if _, err := d.Resolve(ctx, desk.Resolution{Ticket: done.Number, Code: "other", Text: "Done."}); err != nil {
		t.Fatal(err)
	}
	both := []data.ID{first.ID, done.ID}
	for _, b := range []desk.Bulk{
		{Tickets: both, Values: map[string]string{"status": "pending_customer"}},
		{Tickets: both, Values: map[string]string{"priority": "P1"}},
		{Tickets: both, Values: map[string]string{"colour": "red"}},
		{Tickets: append(both, "nobody"), Values: map[string]string{"owner": "eva"}},
		{Tickets: both, Tag: strings.Repeat("x", 70_000)},
	} {
		if n, err := d.SetMany(ctx, b); err == nil {
			t.Errorf("%v changed %d tickets", b.Values, n)
		}
	}
	_, err := d.SetMany(ctx, desk.Bulk{Tickets: both, Values: map[string]string{"status": "pending_customer"}})
	problem(t, err, "bulk_refused")
	if said := d.Words().Error(err); !strings.HasPrefix(said, done.Number+": ") {
		t.Errorf("it says %q", said)
	}
	stopped, stop := context.WithCancel(ctx)
	if _, err := d.SetMany(stopped, desk.Bulk{Tickets: both, Values: map[string]string{"owner": "eva"}, Progress: func(int, int) { stop() }}); err == nil {
		t.Error("it can't be stopped")
	}
	if got := caseOf(t, d, first.Number).Ticket; got.Status != first.Status || got.Owner != first.Owner || got.Priority != first.Priority {
		t.Errorf("the first ticket changed: %+v", got)
	}
	sound(t, d)
}

func BenchmarkSetMany(b *testing.B) {
	d := atDesk(b)
	var ids []data.ID
	for range 1000 {
		ids = append(ids, call(b, d, "Ana", "Printer").ID)
	}
	owners := []string{"eva", "luis"}
	for i := 0; b.Loop(); i++ {
		if _, err := d.SetMany(ctx, desk.Bulk{Tickets: ids, Values: map[string]string{"owner": owners[i%2]}}); err != nil {
			b.Fatal(err)
		}
	}
}
