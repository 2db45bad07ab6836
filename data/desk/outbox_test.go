package desk_test

import (
	"bytes"
	"os"
	"path/filepath"
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

// onlyLetter gives the one letter of the outbox.
func onlyLetter(t testing.TB, d *desk.Desk) data.Letter {
	t.Helper()
	letters, err := d.Letters(ctx)
	if err != nil || len(letters) != 1 {
		t.Fatalf("%v, %v", letters, err)
	}
	return letters[0]
}

// A letter just written can be taken back for a while.
func TestLetterWaitsToBeTakenBack(t *testing.T) {
	d := atDesk(t)
	for _, test := range []struct {
		set  *int
		wait time.Duration
	}{{nil, 10 * time.Second}, {new(60), time.Minute}} {
		s := d.Settings()
		if s.SendDelay = test.set; s.SendsAfter() != test.wait {
			t.Errorf("SendsAfter = %v", s.SendsAfter())
		}
		if err := d.SaveSettings(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	handOver(t, d)
	l := onlyLetter(t, d)
	if wait := l.NextAt.Sub(l.QueuedAt); wait != time.Minute {
		t.Errorf("it waits %v", wait)
	}
	if _, _, ok, err := d.TakeLetter(ctx, "test"); ok || err != nil {
		t.Fatal("taken at once", err)
	}
	if err := d.DropLetter(ctx, l.ID); err != nil {
		t.Fatal(err)
	}
	if c := caseOf(t, d, "MAD-1"); c.Ticket.Status != data.InProgress || c.Escalations[0].State != data.EscalationDropped {
		t.Errorf("%s, %s", c.Ticket.Status, c.Escalations[0].State)
	}
	s := d.Settings()
	s.SendDelay = new(-1)
	problem(t, d.SaveSettings(ctx, s), "not_a_number")
}

// Who has no server saves a letter and sends it; until then nothing is lost.
func TestLetterIsSavedForThePersonToSend(t *testing.T) {
	d := atDesk(t)
	s := d.Settings()
	s.Mail = data.Account{From: "desk1@test"}
	if err := d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	handOver(t, d)
	l := onlyLetter(t, d)
	problem(t, d.SaveLetter(ctx, l.ID, filepath.Join(t.TempDir(), "nowhere", "x.eml")), "file_unwritable")
	if l = onlyLetter(t, d); l.State != data.LetterQueued {
		t.Fatalf("after a failure: %s", l.State)
	}
	path := filepath.Join(t.TempDir(), "x.eml")
	if err := d.SaveLetter(ctx, l.ID, path); err != nil {
		t.Fatal(err)
	}
	_, raw, err := d.Letter(ctx, l.ID)
	if err != nil {
		t.Fatal(err)
	}
	saved, err := os.ReadFile(path)
	if err != nil || string(saved) != "X-Unsent: 1\r\n"+string(raw) {
		t.Errorf("saved %.60q, %v", saved, err)
	}
	if l = onlyLetter(t, d); l.State != data.LetterSaved || l.Copy != "" || escalated(t, d) != data.EscalationSentState {
		t.Errorf("%+v, %s", l, escalated(t, d))
	}
	if _, _, ok, _ := d.TakeLetter(ctx, "test"); ok {
		t.Error("and it was sent too")
	}
	problem(t, d.DropLetter(ctx, l.ID), "letter_not_waiting")
	if err := d.RetryLetter(ctx, l.ID); err != nil { // a server after all
		t.Fatal(err)
	}
	if _, _, ok, _ := d.TakeLetter(ctx, "test"); !ok {
		t.Error("not due after a retry")
	}
	sound(t, d)
}

// Where there is a mailbox to look in, a letter a dead program left is not sent
// again before it was looked for.
func TestLetterLeftBehindIsLookedForFirst(t *testing.T) {
	d := atDesk(t)
	s := d.Settings()
	s.Mail.Inbox.Host = "imap.test"
	if err := d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	handOver(t, d)
	if _, _, ok, err := d.TakeLetter(ctx, "dies"); err != nil || !ok {
		t.Fatal(ok, err)
	}
	dir := d.Dir()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, _, ok, err := d.TakeLetter(ctx, "lives"); ok || err != nil {
		t.Fatalf("taken at once: %v, %v", ok, err)
	}
	l := onlyLetter(t, d)
	if l.State != data.LetterMaybe || l.NextAt.Sub(l.StartedAt) != 10*time.Minute || l.Tries != 1 || escalated(t, d) != data.EscalationMaybe {
		t.Errorf("%+v, %s", l, escalated(t, d))
	}
	sound(t, d)
}

// What went unanswered and is then found on the server has arrived.
func TestFoundLetterIsConfirmed(t *testing.T) {
	d := atDesk(t)
	handOver(t, d)
	l, _, _, err := d.TakeLetter(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.LetterDone(ctx, l.ID, desk.LetterOutcome{State: data.LetterMaybe, NextAt: d.Now(), Tried: true}); err != nil {
		t.Fatal(err)
	}
	if err := d.ConfirmLetter(ctx, l.ID); err != nil {
		t.Fatal(err)
	}
	if l = onlyLetter(t, d); l.State != data.LetterConfirmed || l.SentAt.IsZero() || escalated(t, d) != data.EscalationSentState {
		t.Errorf("%+v, %s", l, escalated(t, d))
	}
	if err := d.ConfirmLetter(ctx, l.ID); err != nil {
		t.Errorf("again: %v", err)
	}
	problem(t, d.RetryLetter(ctx, l.ID), "letter_not_waiting")
	_, err = d.Undo(ctx)
	problem(t, err, "letter_gone")
}

// The copy among the sent mail is a step of its own, wanted where the desk has a
// mailbox whose server was not seen to file what was sent by itself.
func TestSentCopyIsAStepOfItsOwn(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*data.Account)
		want   data.CopyState
	}{
		"no mailbox":      {func(*data.Account) {}, ""},
		"a mailbox":       {func(a *data.Account) { a.Inbox.Host = "imap.test" }, data.CopyWaiting},
		"not wanted":      {func(a *data.Account) { a.Inbox = data.Inbox{Host: "imap.test", Filing: data.FileNever} }, ""},
		"the server does": {func(a *data.Account) { a.Inbox.Host = "imap.test"; a.Learns(data.Learned{FilesSent: true}) }, ""},
		"another server did": {func(a *data.Account) {
			a.Learns(data.Learned{FilesSent: true})
			a.Inbox.Host = "imap.test"
		}, data.CopyWaiting},
	} {
		t.Run(name, func(t *testing.T) {
			d := atDesk(t)
			s := d.Settings()
			test.change(&s.Mail)
			if err := d.SaveSettings(ctx, s); err != nil {
				t.Fatal(err)
			}
			handOver(t, d)
			l, _, _, err := d.TakeLetter(ctx, "test")
			if err != nil {
				t.Fatal(err)
			}
			if err := d.LetterDone(ctx, l.ID, desk.LetterOutcome{State: data.LetterSent, Tried: true}); err != nil {
				t.Fatal(err)
			}
			if l = onlyLetter(t, d); l.Copy != test.want {
				t.Errorf("copy %q", l.Copy)
			}
			due, err := d.CopiesDue(ctx)
			if err != nil || (len(due) == 1) != (test.want == data.CopyWaiting) {
				t.Fatalf("due %v, %v", due, err)
			}
			if len(due) == 0 {
				return
			}
			if err := d.CopyDone(ctx, due[0], desk.CopyOutcome{State: data.CopyWaiting, Reason: "no network", NextAt: d.Now().Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
			if due, _ := d.CopiesDue(ctx); len(due) != 0 {
				t.Error("due before its time")
			}
			if err := d.CopyDone(ctx, l.ID, desk.CopyOutcome{State: data.CopyFailed, Reason: "full"}); err != nil {
				t.Fatal(err)
			}
			if l = onlyLetter(t, d); l.State != data.LetterSent || l.Copy != data.CopyFailed || escalated(t, d) != data.EscalationSentState {
				t.Errorf("%+v, %s", l, escalated(t, d))
			}
		})
	}
}

func TestOneAtATimeAtTheMailbox(t *testing.T) {
	d := atDesk(t)
	release, ok, err := d.HoldMailbox()
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	beside, err := desk.Open(ctx, d.Dir()) // as a command beside the window
	if err != nil {
		t.Fatal(err)
	}
	defer beside.Close()
	for _, other := range []*desk.Desk{d, beside} {
		if _, ok, err := other.HoldMailbox(); ok || err != nil {
			t.Errorf("held twice: %v, %v", ok, err)
		}
	}
	release()
	release, ok, err = beside.HoldMailbox()
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	release()
}
