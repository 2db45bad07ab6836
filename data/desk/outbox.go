package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// keepLetters is how long a letter that is done with stays in the outbox.
const keepLetters = 90 * 24 * time.Hour

// Letters lists the outbox, newest first.
func (d *Desk) Letters(ctx context.Context) ([]data.Letter, error) { return d.store.Letters(ctx) }

// Letter gives one letter and its bytes as they are sent.
func (d *Desk) Letter(ctx context.Context, id data.ID) (data.Letter, []byte, error) {
	l, raw, ok, err := d.store.Letter(ctx, id)
	if err == nil && !ok {
		err = data.Fault("", "no_letter", "ref", id).Because(data.ErrNotFound)
	}
	return l, raw, err
}

// lookFor is how long a letter that may have arrived is looked for on the server
// before it is sent again.
const lookFor = 10 * time.Minute

// TakeLetter claims the next letter that is due and marks it as sending, on the
// disk, before any connection is made. Its State is the one it had: "maybe" if
// a program died while sending it; where there is a mailbox to look in, it is
// looked for before that. Ok is false when nothing is due, or when someone else
// is sending. Every letter taken must be given back with LetterDone.
func (d *Desk) TakeLetter(ctx context.Context, holder string) (l data.Letter, raw []byte, ok bool, err error) {
	if ok, err := d.sending.take(); err != nil || !ok {
		return l, nil, false, err
	}
	defer func() {
		if !ok {
			d.sending.release()
		}
	}()
	next, err := d.store.NextLetter(ctx)
	if err != nil || next.IsZero() || next.After(d.Now()) {
		return l, nil, false, err
	}
	err = d.write(ctx, "send", func(t *store.Tx) (string, error) {
		if l, raw, ok, err = d.due(t); err != nil || !ok {
			return "", err
		}
		taken := l
		taken.State, taken.StartedAt, taken.NextAt = data.LetterSending, t.Now, t.Now
		if l.State == data.LetterSending {
			l.State = data.LetterMaybe
		}
		return "", t.SetLetter(taken, holder)
	})
	if err != nil || !ok {
		return l, nil, false, err
	}
	d.announceOutbox()
	return l, raw, true, nil
}

// due gives the letter to send next. One that a dead program left in "sending"
// is put off while it may yet be found on the server.
func (d *Desk) due(t *store.Tx) (l data.Letter, raw []byte, ok bool, err error) {
	for {
		l, raw, ok, err = t.Due()
		if err != nil || !ok || l.State != data.LetterSending || d.Settings().Mail.Inbox.Host == "" || !t.Now.Before(l.StartedAt.Add(lookFor)) {
			return l, raw, ok, err
		}
		t.Settle()
		l.State, l.NextAt, l.Tries = data.LetterMaybe, l.StartedAt.Add(lookFor), l.Tries+1
		fields := data.Fields{}
		put(fields, "state", data.EscalationMaybe)
		if err := errors.Join(t.SetLetter(l, ""), setEscalation(t, l.Escalation, fields)); err != nil {
			return l, nil, false, err
		}
	}
}

// LetterOutcome is how a try ended.
type LetterOutcome struct {
	State  data.LetterState // sent, deferred, failed, maybe, or queued (no connection: not a try)
	Reason string           // in the server's or the network's words
	NextAt time.Time        // of the next try, if there is one
	Tried  bool             // a server was reached
}

// LetterDone records how a try ended; it is the only way out of "sending". What
// it means for the escalation is written in the same transaction.
func (d *Desk) LetterDone(ctx context.Context, id data.ID, o LetterOutcome) error {
	err := d.onLetter(ctx, "send", id, func(t *store.Tx, l *data.Letter) error {
		t.Settle()
		l.State, l.Reason, l.NextAt = o.State, o.Reason, o.NextAt
		if o.Tried {
			l.Tries++
		}
		fields := data.Fields{}
		switch o.State {
		case data.LetterSent, data.LetterConfirmed:
			return d.left(t, l)
		case data.LetterFailed:
			put(fields, "state", data.EscalationFailed)
			put(fields, "reason", o.Reason)
		case data.LetterMaybe:
			put(fields, "state", data.EscalationMaybe)
		}
		return setEscalation(t, l.Escalation, fields)
	})
	d.sending.release()
	return err
}

// post puts a letter into the outbox, where it can be taken back for the delay
// set, or as one that was saved to a file and has left by that.
func (d *Desk) post(t *store.Tx, l data.Letter, written mail.Letter, eml []byte, state data.LetterState) error {
	l.ID, l.MessageID, l.From, l.To, l.Subject = data.NewID(t.Now), written.MessageID, written.From, []string{written.To}, written.Subject
	l.NextAt = t.Now.Add(d.Settings().SendsAfter())
	if err := t.Queue(l, eml); err != nil || state != data.LetterSaved {
		return err
	}
	l.State = state
	if err := d.left(t, &l); err != nil {
		return err
	}
	return t.SetLetter(l, "")
}

// left writes down that a letter has left the house, and that a copy of it is
// wanted among the sent mail.
func (d *Desk) left(t *store.Tx, l *data.Letter) error {
	l.SentAt = t.Now
	if l.State != data.LetterSaved && d.Settings().Mail.Files() {
		if err := t.WantCopy(l.ID); err != nil {
			return err
		}
	}
	fields := data.Fields{"reason": null}
	put(fields, "state", data.EscalationSentState)
	put(fields, "sent_at", t.Now)
	return setEscalation(t, l.Escalation, fields)
}

// ConfirmLetter settles a letter that went unanswered: it was found on the
// server. One that is not "maybe" any more is left as it is.
func (d *Desk) ConfirmLetter(ctx context.Context, id data.ID) error {
	return d.onLetter(ctx, "send", id, func(t *store.Tx, l *data.Letter) error {
		if l.State != data.LetterMaybe {
			return nil
		}
		t.Settle()
		l.State, l.Reason = data.LetterConfirmed, ""
		return d.left(t, l)
	})
}

// SaveLetter writes a letter to a file that mail programs open as a draft
// (X-Unsent: 1), for whoever has no server to send by. A letter that still
// waited counts as sent from then on: the person sends it. A file of that name
// is replaced.
func (d *Desk) SaveLetter(ctx context.Context, id data.ID, path string) error {
	l, raw, err := d.Letter(ctx, id)
	if err != nil {
		return err
	}
	if l.State == data.LetterSending {
		return data.Fault("", "letter_not_waiting", "state", string(l.State))
	}
	if err := unsent(path, raw); err != nil {
		return err
	}
	if !l.State.Waiting() && l.State != data.LetterFailed {
		return nil
	}
	return d.onLetter(ctx, "save", id, func(t *store.Tx, l *data.Letter) error {
		if l.State == data.LetterSending { // it was quicker
			return data.Fault("", "letter_not_waiting", "state", string(l.State))
		}
		t.Settle()
		l.State, l.Reason = data.LetterSaved, ""
		return d.left(t, l)
	})
}

// RetryLetter makes a letter due now. One that was saved for the person to send
// goes back to the post.
func (d *Desk) RetryLetter(ctx context.Context, id data.ID) error {
	return d.onLetter(ctx, "retry", id, func(t *store.Tx, l *data.Letter) error {
		if l.From == "" {
			return data.Fault("", "letter_no_sender")
		}
		switch l.State {
		case data.LetterSending, data.LetterSent, data.LetterConfirmed:
			return data.Fault("", "letter_not_waiting", "state", string(l.State))
		case data.LetterFailed, data.LetterDropped, data.LetterSaved, data.LetterBounced:
			l.State = data.LetterQueued
			fields := data.Fields{"reason": null}
			put(fields, "state", data.EscalationQueued)
			if err := setEscalation(t, l.Escalation, fields); err != nil {
				return err
			}
		}
		t.Settle()
		l.NextAt, l.Reason = t.Now, ""
		return nil
	})
}

// DropLetter takes a letter out of the post: it is never sent, and what was typed
// is a draft again. A case that was to be handed over by it comes back to whoever
// drops it.
func (d *Desk) DropLetter(ctx context.Context, id data.ID) error {
	return d.onLetter(ctx, "drop", id, func(t *store.Tx, l *data.Letter) error {
		if l.State == data.LetterSending || l.State.Left() || l.State == data.LetterDropped {
			return data.Fault("", "letter_not_waiting", "state", string(l.State))
		}
		t.Settle()
		l.State = data.LetterDropped
		fields := data.Fields{}
		put(fields, "state", data.EscalationDropped)
		if err := setEscalation(t, l.Escalation, fields); err != nil {
			return err
		}
		return errors.Join(sketchBack(t, *l), d.takeBack(t, *l))
	})
}

// takeBack returns a case to first line whose hand-over never left.
func (d *Desk) takeBack(t *store.Tx, l data.Letter) error {
	state, err := t.State(l.Escalation)
	if err != nil || !state.Exists() {
		return err
	}
	var e data.Escalation
	data.Fill(&e, state.Fields())
	ticket, err := ticketIn(t, l.Ticket)
	if err != nil || e.Mode != data.Transfer {
		return err
	}
	return d.handBack(t, ticket)
}

func setEscalation(t *store.Tx, id data.ID, fields data.Fields) error {
	if id == "" || len(fields) == 0 {
		return nil
	}
	_, err := t.Set("escalation", id, fields)
	return err
}

// onLetter is an act on one letter.
func (d *Desk) onLetter(ctx context.Context, act string, id data.ID, do func(*store.Tx, *data.Letter) error) error {
	err := d.write(ctx, act, func(t *store.Tx) (string, error) {
		l, _, ok, err := t.Letter(id)
		if err != nil {
			return "", err
		}
		if !ok {
			return "", data.Fault("", "no_letter", "ref", id).Because(data.ErrNotFound)
		}
		if err := do(t, &l); err != nil {
			return "", err
		}
		if err := t.SetLetter(l, ""); err != nil {
			return "", err
		}
		return l.Number, t.ForgetLetters(t.Now.Add(-keepLetters))
	})
	d.announceOutbox()
	return err
}

func (d *Desk) announceOutbox() {
	d.announce(Change{Entities: map[data.ID]bool{}, Kinds: map[string]bool{"outbox": true}})
}

// NextLetterAt is when the next letter falls due; zero if none waits.
func (d *Desk) NextLetterAt(ctx context.Context) (time.Time, error) {
	return d.store.NextLetter(ctx)
}

// CopiesDue lists the letters whose copies are to be put among the sent mail on
// the server now, oldest first.
func (d *Desk) CopiesDue(ctx context.Context) ([]data.ID, error) {
	return d.store.CopiesDue(ctx, d.Now())
}

// CopyOutcome is how filing a copy ended.
type CopyOutcome struct {
	State  data.CopyState
	Reason string    // in the server's or the network's words
	NextAt time.Time // of the next try while it waits
}

// CopyDone records how filing a copy ended. The letter itself is not touched.
func (d *Desk) CopyDone(ctx context.Context, id data.ID, o CopyOutcome) error {
	err := d.write(ctx, "send", func(t *store.Tx) (string, error) {
		return "", t.SetCopy(id, o.State, o.Reason, o.NextAt)
	})
	if err != nil {
		return fmt.Errorf("record the copy of letter %s: %w", id, err)
	}
	d.announceOutbox()
	return nil
}
