package queue

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// do does an action of the room.
func do(t *testing.T, q *Queue, id string) {
	t.Helper()
	i := slices.IndexFunc(q.Actions(), func(a action.Action) bool { return a.ID == id })
	if i < 0 {
		t.Fatalf("there is no %s", id)
	}
	a := q.Actions()[i]
	if !a.Possible() {
		t.Fatalf("%s is not possible", id)
	}
	a.Do()
}

// keyOf is the key of a ticket that is loaded.
func keyOf(q *Queue, ticket data.Ticket) int64 {
	for key, known := range q.rows.known {
		if known.ID == ticket.ID {
			return key
		}
	}
	return 0
}

func TestChangesTheTicketsPickedAtOnce(t *testing.T) {
	s, q, list := seated(t, "es", 12)
	defer q.Leave()
	ctx := context.Background()
	now := func(i int) data.Ticket {
		c, err := s.Desk.Case(ctx, list[i].Number)
		if err != nil {
			t.Fatal(err)
		}
		return c.Ticket
	}
	s.Press(fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace) // 11 and 9: the newest comes first
	if !q.bulk.content.Visible() || q.bulk.count.Text != "2 tickets seleccionados" {
		t.Fatalf("the bar says %q", q.bulk.count.Text)
	}
	s.Shot("queue-es-picked")
	ask := func(id string) {
		t.Helper()
		do(t, q, id)
		s.Wait(func() bool { return ui.Busy(s.Window) })
		s.Shot("queue-es-" + id)
	}
	still := func() { // what is still in the view stays picked
		t.Helper()
		s.Wait(func() bool { return ui.Idle() && settled(q) })
		if n := len(q.list.Picked()); n != 2 {
			t.Fatalf("%d are picked", n)
		}
	}
	ask("queue.owner")
	s.Type("2") // after the name that is there
	s.Press(fyne.KeyReturn)
	still()
	if now(11).Owner != "Ana2" && now(11).Owner != "2Ana" || now(9).Owner != now(11).Owner || now(10).Owner != "Ana" {
		t.Errorf("the owners are %q, %q, %q", now(11).Owner, now(10).Owner, now(9).Owner)
	}
	ask("queue.tag")
	s.Type("vpn")
	s.Press(fyne.KeyReturn)
	still()
	if !slices.Equal(now(11).Tags, []string{"vpn"}) || len(now(10).Tags) != 0 {
		t.Errorf("the tags are %q and %q", now(11).Tags, now(10).Tags)
	}
	ask("queue.status")
	s.Type("pendiente del")
	s.Press(fyne.KeyReturn)
	still()
	if now(11).Status != data.PendingCustomer || now(9).Status != data.PendingCustomer || now(10).Status == data.PendingCustomer {
		t.Errorf("the statuses are %s, %s, %s", now(11).Status, now(10).Status, now(9).Status)
	}
	ask("queue.category")
	s.Press(fyne.KeyEscape)
	ask("queue.priority")
	s.Press(fyne.KeyEscape)
	if len(q.list.Picked()) != 2 {
		t.Error("Escape in the question lets go of what is picked")
	}
	do(t, q, "queue.take")
	s.Wait(func() bool { return now(9).Owner == "Ana" && now(11).Owner == "Ana" })
	if len(s.Errors) > 0 {
		t.Errorf("it failed: %v", s.Errors)
	}
	// One leaves the view: it is picked no more.
	gone := keyOf(q, list[9])
	if _, err := s.Desk.Resolve(ctx, desk.Resolution{Ticket: list[9].Number, Code: "solved_restart", Text: "Reiniciado."}); err != nil {
		t.Fatal(err)
	}
	s.Wait(func() bool { return ui.Idle() && settled(q) && q.rows.find(gone) < 0 })
	if picked := q.list.Picked(); !slices.Equal(picked, []int64{keyOf(q, list[11])}) {
		t.Errorf("after one was resolved, %v are picked", picked)
	}
}

// Without any picked, an act is for the ticket the cursor is on.
func TestChangesTheTicketOneIsOn(t *testing.T) {
	s, q, list := seated(t, "en", 3)
	defer q.Leave()
	do(t, q, "queue.tag")
	s.Wait(func() bool { return ui.Busy(s.Window) })
	s.Type("vip")
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool {
		c, err := s.Desk.Case(context.Background(), list[2].Number)
		return err == nil && slices.Equal(c.Ticket.Tags, []string{"vip"})
	})
	q.filter.SetQuery("nothing like it")
	if len(q.list.Picked()) != 0 {
		t.Error("what is not in sight stays picked")
	}
}

// A secondary click on a row offers what can be done with its ticket.
func TestASecondaryClickOffersWhatCanBeDone(t *testing.T) {
	s, q, _ := seated(t, "en", 3)
	defer q.Leave()
	q.list.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(300, 60)})
	if !ui.Busy(s.Window) || q.list.Selected() != 1 {
		t.Fatalf("row %d is selected", q.list.Selected())
	}
	s.Shot("queue-menu")
	s.Type("chan")
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return ui.Busy(s.Window) }) // it asks which
	s.Press(fyne.KeyEscape)
	q.list.PickAll()
	q.list.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(300, 60)})
	s.Shot("queue-menu-picked")
}

// Several tickets picked become one, the oldest unless another is chosen, and
// undo parts them.
func TestMergesTheTicketsPicked(t *testing.T) {
	s, q, list := seated(t, "en", 4)
	defer q.Leave()
	ctx := context.Background()
	merged := func() []data.Merge {
		c, err := s.Desk.Case(ctx, list[0].Number)
		if err != nil {
			t.Fatal(err)
		}
		return c.Merged
	}
	s.Press(fyne.KeySpace)
	if slices.ContainsFunc(q.Actions(), func(a action.Action) bool { return a.ID == "queue.merge" && a.Possible() }) {
		t.Error("one ticket alone can be merged")
	}
	s.Press(fyne.KeyDown, fyne.KeySpace, fyne.KeyEnd, fyne.KeySpace)
	for _, act := range q.bulk.acts {
		if act.Disabled() {
			t.Errorf("%s can't be pressed", act.Text)
		}
	}
	test.Tap(q.bulk.acts[len(q.bulk.acts)-1])
	s.Wait(func() bool { return ui.Busy(s.Window) })
	s.Shot("queue-en-merge")
	s.Sees("you can undo this", "unmerge")
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return len(merged()) == 2 && ui.Idle() && settled(q) })
	if n := len(q.list.Picked()); n != 0 {
		t.Errorf("%d are still picked", n)
	}
	if _, err := s.Desk.Undo(ctx); err != nil || len(merged()) != 0 {
		t.Errorf("%v, %v merged after undo", err, merged())
	}
}
