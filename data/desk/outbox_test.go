package desk_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

func handOver(t testing.TB, d *desk.Desk) data.Escalation {
	t.Helper()
	call(t, d, "Ana", "VPN drops")
	if _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-1", Text: "password is hunter2-secret", Internal: true}); err != nil {
		t.Fatal(err)
	}
	e, err := d.Escalate(ctx, desk.EscalationRequest{Ticket: "MAD-1", Mode: data.Transfer, To: "second@test", ToName: "Second line", Question: "Please take over."})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func escalated(t testing.TB, d *desk.Desk) data.EscalationState {
	t.Helper()
	return caseOf(t, d, "MAD-1").Escalations[0].State
}

func TestHandOverMovesTheTicketAndLeavesNothingInternal(t *testing.T) {
	d := atDesk(t)
	handOver(t, d)
	c := caseOf(t, d, "MAD-1")
	if c.Ticket.Status != data.PendingVendor || c.Ticket.Owner != "Second line" || c.Ticket.SupportLevel != 2 || !c.Escalated() {
		t.Fatalf("ticket %+v", c.Ticket)
	}
	l, raw, ok, err := d.TakeLetter(ctx, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if l.State != data.LetterQueued || bytes.Contains(raw, []byte("hunter2")) || strings.Contains(l.Subject, "VPN") || strings.Contains(l.Subject, "Ana") {
		t.Fatalf("letter %+v", l)
	}
	if _, _, ok, _ := d.TakeLetter(ctx, "test"); ok {
		t.Fatal("taken twice")
	}
	if _, err := d.Undo(ctx); err == nil {
		t.Fatal("undid a mail under way")
	}
	if err := d.LetterDone(ctx, l.ID, desk.LetterOutcome{State: data.LetterSent, Reason: "250 ok", Tried: true}); err != nil {
		t.Fatal(err)
	}
	if escalated(t, d) != data.EscalationSentState {
		t.Fatal("not sent")
	}
	problem(t, d.RetryLetter(ctx, l.ID), "letter_not_waiting")
	_, err = d.Undo(ctx)
	problem(t, err, "letter_gone")
	sound(t, d)
}

func TestLetterLeftBehindByADeadProgramMayHaveArrived(t *testing.T) {
	d := atDesk(t)
	handOver(t, d)
	first, raw, ok, err := d.TakeLetter(ctx, "dies")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	dir := d.Dir()
	if err := d.Close(); err != nil { // as the end of a process gives up its locks
		t.Fatal(err)
	}
	again, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	second, same, ok, err := again.TakeLetter(ctx, "lives")
	if err != nil || !ok || second.ID != first.ID || second.State != data.LetterMaybe || !bytes.Equal(raw, same) {
		t.Fatalf("%+v %v %v", second, ok, err)
	}
}

func TestOutcomes(t *testing.T) {
	for _, try := range []struct {
		outcome desk.LetterOutcome
		letter  data.LetterState
		state   data.EscalationState
		tries   int
	}{
		{desk.LetterOutcome{State: data.LetterQueued, Reason: "no network", NextAt: time.Now().Add(time.Minute)}, data.LetterQueued, data.EscalationQueued, 0},
		{desk.LetterOutcome{State: data.LetterDeferred, Reason: "451", NextAt: time.Now().Add(time.Minute), Tried: true}, data.LetterDeferred, data.EscalationQueued, 1},
		{desk.LetterOutcome{State: data.LetterMaybe, NextAt: time.Now().Add(time.Minute), Tried: true}, data.LetterMaybe, data.EscalationMaybe, 1},
		{desk.LetterOutcome{State: data.LetterFailed, Reason: "550 5.1.1", Tried: true}, data.LetterFailed, data.EscalationFailed, 1},
	} {
		t.Run(string(try.letter), func(t *testing.T) {
			d := atDesk(t)
			handOver(t, d)
			l, _, _, err := d.TakeLetter(ctx, "test")
			if err != nil {
				t.Fatal(err)
			}
			if err := d.LetterDone(ctx, l.ID, try.outcome); err != nil {
				t.Fatal(err)
			}
			after, _, err := d.Letter(ctx, l.ID)
			if err != nil || after.State != try.letter || after.Tries != try.tries || after.Reason != try.outcome.Reason || escalated(t, d) != try.state {
				t.Fatalf("%+v %s %v", after, escalated(t, d), err)
			}
			if _, _, ok, _ := d.TakeLetter(ctx, "test"); ok {
				t.Fatal("taken before its time")
			}
			if err := d.RetryLetter(ctx, l.ID); err != nil {
				t.Fatal(err)
			}
			if _, _, ok, _ := d.TakeLetter(ctx, "test"); !ok {
				t.Fatal("not due after a retry")
			}
		})
	}
}

func TestDroppedHandOverComesBack(t *testing.T) {
	d := atDesk(t)
	handOver(t, d)
	letters, err := d.Letters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.DropLetter(ctx, letters[0].ID); err != nil {
		t.Fatal(err)
	}
	c := caseOf(t, d, "MAD-1")
	if c.Ticket.Owner != "ana" || c.Ticket.Status != data.InProgress || c.Escalated() {
		t.Fatalf("ticket %+v", c.Ticket)
	}
	if _, _, ok, _ := d.TakeLetter(ctx, "test"); ok {
		t.Fatal("dropped and sent")
	}
	sound(t, d)
}

func TestUndoneEscalationIsNeverSent(t *testing.T) {
	d := atDesk(t)
	handOver(t, d)
	if _, err := d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if c := caseOf(t, d, "MAD-1"); c.Ticket.Owner != "ana" || c.Ticket.Status != data.New || len(c.Escalations) != 0 {
		t.Fatalf("after undo %+v", c.Ticket)
	}
	if _, _, ok, _ := d.TakeLetter(ctx, "test"); ok {
		t.Fatal("undone and sent")
	}
	sound(t, d)
}

func TestAnotherProcessIsNoticed(t *testing.T) {
	d := atDesk(t)
	changes, end := d.Subscribe()
	defer end()
	beside, err := desk.Open(ctx, d.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	call(t, beside, "Ana", "From the command line")
	select {
	case c := <-changes:
		if !c.Foreign {
			t.Fatalf("change %+v", c)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("not noticed")
	}
}
