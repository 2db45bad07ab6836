package desk

import (
	"context"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/store"
)

// Note is one case note to add: a call, a finding, a message to the customer.
type Note struct {
	Ticket    string            // number or id
	Kind      data.ActivityKind // a work note unless told otherwise
	Text      string            // Markdown, at most data.MaxNote bytes
	Internal  bool              // never leaves the house unless asked for
	Seconds   int
	StartedAt time.Time
	Address   string // phone number or address of the other side
	Draft     string // key of the draft this act completes
}

// AddNote appends a note to a ticket's timeline.
func (d *Desk) AddNote(ctx context.Context, n Note) (data.Activity, error) {
	a := data.Activity{Kind: n.Kind, Text: strings.TrimSpace(n.Text), Internal: n.Internal, Seconds: n.Seconds,
		StartedAt: n.StartedAt.UTC(), Address: n.Address, By: d.Settings().Operator}
	if a.Kind == "" {
		a.Kind = data.WorkNote
	}
	if a.Text == "" {
		return a, data.Fault("text", "required")
	}
	if err := checkText("text", a.Text, data.MaxNote); err != nil {
		return a, err
	}
	if a.Seconds < 0 {
		return a, data.Fault("seconds", "not_a_number", "value", a.Seconds)
	}
	if err := data.Check(a); err != nil {
		return a, err
	}
	_, err := d.changeFound(ctx, "note", n.Ticket, standingIn, n.Draft, func(t data.Ticket) (data.Fields, error) {
		want := data.Fields{}
		if t.FirstResponseAt.IsZero() && !a.Internal {
			put(want, "first_response_at", d.Now())
		}
		return want, nil
	}, func(t *store.Tx, ticket data.Ticket) (err error) {
		a.At = t.Now
		a.ID, err = t.Note(ticket.ID, a)
		return err
	})
	return a, err
}

// EditNote replaces a note's text; the old one is kept in its edits.
func (d *Desk) EditNote(ctx context.Context, ref, note, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return data.Fault("text", "required")
	}
	if err := checkText("text", text, data.MaxNote); err != nil {
		return err
	}
	return d.onEntry(ctx, "edit", ref, note, func(t *store.Tx, ticket data.ID, a data.Activity) error {
		if a.Text == text {
			return nil
		}
		return t.Rewrite(ticket, a.ID, text)
	})
}

// WithdrawNote takes an entry out of the timeline and out of all reports; the
// journal keeps it, and undo brings it back.
func (d *Desk) WithdrawNote(ctx context.Context, ref, note string) error {
	return d.onEntry(ctx, "withdraw", ref, note, func(t *store.Tx, ticket data.ID, a data.Activity) error {
		return t.Withdraw("ticket", ticket, a.ID, true)
	})
}

// onEntry is an act on one entry of a ticket's timeline.
func (d *Desk) onEntry(ctx context.Context, act, ref, entry string, do func(*store.Tx, data.ID, data.Activity) error) error {
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return err
	}
	id, entry = entryOf(id, entry)
	return d.write(ctx, act, func(t *store.Tx) (string, error) {
		state, err := t.State(id)
		if err != nil {
			return "", err
		}
		for _, a := range state.Timeline() {
			if a.ID == entry && a.Kind != data.SystemEvent {
				return text(state.Fields(), "number"), do(t, id, a)
			}
		}
		return "", data.Fault("", "no_note", "ref", entry).Because(data.ErrNotFound)
	})
}
