package store

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// What belongs to a merged ticket or contact is kept with the one it was merged
// into, so that lists, counts and finds need not know of merges: an
// escalation's row names the ticket that stands for its own, a ticket's the
// contact that stands for its requester.

// Root follows merges from a ticket or contact to the one that stands for it
// now. Two desks may have merged two into each other: then it ends where it
// began.
func (t *Tx) Root(id data.ID) (data.ID, error) {
	return Root(id, t.State)
}

// Root follows merges with whatever folds an entity.
func Root(id data.ID, fold func(data.ID) (*journal.State, error)) (data.ID, error) {
	seen := map[data.ID]bool{}
	for at := id; ; {
		seen[at] = true
		state, err := fold(at)
		if err != nil {
			return id, err
		}
		link, merged := state.Merged()
		switch {
		case !merged || link.To == "":
			return at, nil
		case seen[link.To]:
			return id, nil
		}
		at = link.To
	}
}

// rootBefore is what stood for an entity before this transaction, "" where it
// was itself or did not exist.
func (t *Tx) rootBefore(e *entity) (data.ID, error) {
	link, merged := e.state.Without(func(o journal.Op) bool {
		return slices.ContainsFunc(e.fresh, func(f journal.Op) bool { return f.Author == o.Author && f.Seq == o.Seq })
	}).Merged()
	if !merged {
		return "", nil
	}
	return t.Root(link.To)
}

// tied says whether this transaction may have merged or unmerged the entity: one
// that has links.
func (e *entity) tied() bool {
	return slices.ContainsFunc(e.fresh, func(o journal.Op) bool { return o.Field == "links" || o.Field == "status" }) &&
		slices.ContainsFunc(e.state.Ops(), func(o journal.Op) bool {
			return o.Field == "links" || o.Kind == journal.Open && bytes.Contains(o.Value, []byte(`"links"`))
		})
}

// moveEscalations gives the escalations of a ticket that was merged or unmerged
// to the ticket that stands for theirs now.
func (t *Tx) moveEscalations(e *entity) error {
	if !e.tied() {
		return nil
	}
	before, err := t.rootBefore(e)
	if err != nil {
		return err
	}
	link, merged := e.state.Merged()
	if before == "" && !merged {
		return nil
	}
	touched := []int64{e.row}
	if before != "" {
		old, err := t.entity("ticket", before)
		if err != nil {
			return err
		}
		touched = append(touched, old.row)
	}
	for _, from := range touched[:len(touched):len(touched)] {
		rows, err := t.tx.QueryContext(t.ctx, "SELECT fields FROM escalations WHERE ticket = ?", from)
		if err != nil {
			return err
		}
		list, err := gather[string](rows)
		if err != nil {
			return err
		}
		own := map[data.ID]bool{}
		for _, raw := range list {
			var e data.Escalation
			if err := fill(&e, raw); err != nil {
				return err
			}
			own[e.Ticket] = true
		}
		for ticket := range own {
			to, err := t.rootRow("ticket", ticket)
			if err != nil {
				return err
			}
			if to != from {
				err = t.exec("UPDATE escalations SET ticket = ? WHERE ticket = ? AND json_extract(fields, '$.ticket') = ?", to, from, string(ticket))
			}
			if err != nil {
				return err
			}
		}
	}
	if merged {
		to, err := t.rootRow("ticket", link.To)
		if err != nil {
			return err
		}
		touched = append(touched, to)
	}
	for _, ticket := range touched {
		if err := t.recountEscalated(t.at(ticket)); err != nil {
			return err
		}
	}
	return nil
}

// rootRow is the row of what stands for an entity.
func (t *Tx) rootRow(kind string, id data.ID) (int64, error) {
	root, err := t.Root(id)
	if err != nil {
		return 0, err
	}
	e, err := t.entity(kind, root)
	if err != nil {
		return 0, err
	}
	return e.row, nil
}

// moveTickets shows the tickets of a contact that was merged or unmerged under
// the contact that stands for their requester now.
func (t *Tx) moveTickets(e *entity) error {
	if !e.tied() {
		return nil
	}
	link, merged := e.state.Merged()
	if merged {
		to, err := t.rootRow("contact", link.To)
		if err != nil {
			return err
		}
		_, name, err := t.caller(link.To)
		if err != nil {
			return err
		}
		if err := t.exec("UPDATE tickets SET requester = ?, caller = ?, caller_key = ? WHERE requester = ?", to, name, sortKey(name), e.row); err != nil {
			return err
		}
		if err := t.showCaller(to, name); err != nil {
			return err
		}
	}
	before, err := t.rootBefore(e)
	if err != nil || before == "" {
		return err
	}
	old, err := t.entity("contact", before)
	if err != nil {
		return err
	}
	rows, err := t.tx.QueryContext(t.ctx, "SELECT row FROM tickets WHERE requester = ?", old.row)
	if err != nil {
		return err
	}
	tickets, err := gather[int64](rows)
	if err != nil {
		return err
	}
	for _, ticket := range tickets {
		own, err := t.state(t.at(ticket))
		if err != nil {
			return err
		}
		var requester data.ID
		json.Unmarshal(own.Fields()["requester"], &requester) // it has one: that is how it was found
		to, name, err := t.caller(requester)
		if err != nil {
			return err
		}
		if to == any(old.row) {
			continue
		}
		if err := t.exec("UPDATE tickets SET requester = ?, caller = ?, caller_key = ? WHERE row = ?", to, name, sortKey(name), ticket); err != nil {
			return err
		}
		if err := t.show(ticket); err != nil {
			return err
		}
	}
	return nil
}

// TicketsSince lists the tickets a contact opened since a moment.
func (t *Tx) TicketsSince(contact data.ID, since time.Time) ([]data.ID, error) {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT id FROM tickets WHERE requester = (SELECT row FROM entities WHERE id = ?) AND opened >= ? ORDER BY row",
		string(contact), since.UnixMilli())
	if err != nil {
		return nil, err
	}
	return gather[data.ID](rows)
}

// Reattach adds a file to a ticket that was first attached to another; mail is
// the one it came with, if any.
func (t *Tx) Reattach(ticket data.ID, a data.Attachment, mail data.ID, origin data.Origin) error {
	raw, err := json.Marshal(journal.Attached{Attachment: a, Origin: &origin, Mail: mail})
	if err != nil {
		return err
	}
	_, err = t.append("ticket", ticket, journal.Attach, "", raw)
	return err
}

// MoveDraft gives a draft another key, unless there is a draft of that key: then
// both stay.
func (t *Tx) MoveDraft(from, to string) error {
	return t.exec("UPDATE OR IGNORE drafts SET key = ? WHERE key = ?", to, from)
}
