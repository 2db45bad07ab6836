package desk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/store"
)

// fixed are the fields of a ticket that follow from what is done to it and are
// not set by hand.
var fixed = map[string]bool{"number": true, "opened_at": true, "first_response_at": true, "resolved_at": true,
	"closed_at": true, "priority_reason": true, "links": true, "articles": true, "unread": true, "revoked": true}

// SetFields changes fields of a ticket in one act; ref is its number or id, the
// values are what a person types (data.ParseField). A status follows
// data.Status.Next, and resolving goes through Resolve; a priority other than
// the matrix gives needs a reason.
func (d *Desk) SetFields(ctx context.Context, ref string, values map[string]string, reason string) (data.Ticket, error) {
	want, err := d.parse(ctx, values)
	if err != nil {
		return data.Ticket{}, err
	}
	return d.change(ctx, "set", ref, "", func(t data.Ticket) (data.Fields, error) {
		return d.settle(t, want, strings.TrimSpace(reason))
	}, nil)
}

// parse reads what a person typed for fields of a ticket.
func (d *Desk) parse(ctx context.Context, values map[string]string) (data.Fields, error) {
	want := data.Fields{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if fixed[name] {
			return nil, data.Fault(name, "not_settable", "name", name)
		}
		raw, err := data.ParseField(data.Ticket{}, name, values[name])
		if err != nil {
			return nil, err
		}
		want[name] = raw
	}
	if id := data.ID(strings.TrimSpace(values["requester"])); id != "" {
		if _, err := d.Contact(ctx, id); err != nil {
			return nil, err
		}
	}
	return want, nil
}

// change is an act on one ticket: decide says which fields take which values,
// from the ticket as it stands in the transaction; more does the rest.
func (d *Desk) change(ctx context.Context, act, ref, draft string, decide func(data.Ticket) (data.Fields, error), more func(*store.Tx, data.Ticket) error) (data.Ticket, error) {
	return d.changeFound(ctx, act, ref, findIn, draft, decide, more)
}

// changeFound is the same with find to say which ticket a reference means.
func (d *Desk) changeFound(ctx context.Context, act, ref string, find func(*store.Tx, string) (data.ID, error), draft string,
	decide func(data.Ticket) (data.Fields, error), more func(*store.Tx, data.Ticket) error) (after data.Ticket, err error) {
	err = d.write(ctx, act, func(t *store.Tx) (string, error) {
		id, err := find(t, ref)
		if err != nil {
			return "", err
		}
		if after, err = changeIn(t, id, decide); err != nil {
			return "", err
		}
		if more != nil {
			if err := more(t, after); err != nil {
				return "", err
			}
		}
		return after.Number, t.DropDraft(draft)
	})
	return after, err
}

// changeIn is the change of one ticket inside an act.
func changeIn(t *store.Tx, id data.ID, decide func(data.Ticket) (data.Fields, error)) (data.Ticket, error) {
	before, err := ticketIn(t, id)
	if err != nil {
		return before, err
	}
	if err := notMerged(t, before); err != nil {
		return before, err
	}
	want, err := decide(before)
	if err != nil {
		return before, err
	}
	if changed, err := t.Set("ticket", id, want); err != nil || !changed {
		return before, err
	}
	after, err := ticketIn(t, id)
	if err != nil {
		return before, err
	}
	return after, checkTicket(after)
}

// ticketID finds a ticket by number or id.
func (d *Desk) ticketID(ctx context.Context, ref string) (data.ID, error) {
	id, err := d.store.TicketID(ctx, ref)
	return found(id, ref, err)
}

// findIn finds a ticket by number or id inside a transaction, which has what it
// reads at hand; another connection must read anew after every save.
func findIn(t *store.Tx, ref string) (data.ID, error) {
	id, err := t.TicketID(ref)
	return found(id, ref, err)
}

func found(id data.ID, ref string, err error) (data.ID, error) {
	if err == nil && id == "" {
		err = noTicket(ref)
	}
	return id, err
}

func noTicket(ref string) error {
	return data.Fault("", "no_ticket", "ref", ref).Because(data.ErrNotFound)
}

// ticketIn reads a ticket inside a transaction.
func ticketIn(t *store.Tx, id data.ID) (data.Ticket, error) {
	state, err := t.State(id)
	if err != nil {
		return data.Ticket{ID: id}, err
	}
	ticket := state.Ticket()
	ticket.ID = id // also of one there is nothing of yet
	return ticket, nil
}

// settle completes a change of fields with what follows from it, and refuses
// what may not be.
func (d *Desk) settle(before data.Ticket, want data.Fields, reason string) (data.Fields, error) {
	after := before
	for name, raw := range want {
		if string(raw) == "null" {
			clearField(&after, name)
		}
	}
	data.Fill(&after, want)
	if after.Status != before.Status {
		if err := d.step(before, &after, want); err != nil {
			return nil, err
		}
	}
	if err := prioritise(before, &after, want, reason); err != nil {
		return nil, err
	}
	if _, said := want["due_at"]; !said && after.Priority != before.Priority && before.DueAt.Equal(before.OpenedAt.Add(before.Priority.Target())) {
		put(want, "due_at", before.OpenedAt.Add(after.Priority.Target()))
	}
	return want, nil
}

// clearField empties one field of a ticket.
func clearField(t *data.Ticket, name string) {
	fields := data.FieldsOf(*t)
	delete(fields, name)
	id := t.ID
	*t = data.Ticket{ID: id}
	data.Fill(t, fields)
}

// step takes a ticket from one status to the next.
func (d *Desk) step(before data.Ticket, after *data.Ticket, want data.Fields) error {
	next := after.Status
	switch {
	case next == data.Merged || before.Status == data.Merged:
		return data.Fault("status", "status_merged")
	case next == data.Resolved:
		return data.Fault("status", "resolve_first")
	case !before.Status.May(next):
		var allowed []string
		for _, s := range before.Status.Next() {
			if s != data.Resolved {
				allowed = append(allowed, string(s))
			}
		}
		return data.Fault("status", "status_step", "from", string(before.Status), "to", string(next), "allowed", strings.Join(allowed, ", "))
	case next == data.Scheduled && after.ScheduledFor.IsZero():
		return data.Fault("scheduled_for", "required")
	}
	switch {
	case next == data.Closed || next == data.Cancelled:
		put(want, "closed_at", d.Now())
	case before.Status.Category() == data.Done: // it reopens
		want["resolved_at"], want["closed_at"] = null, null
	}
	return nil
}

var null = json.RawMessage("null")

// put sets a field of a change.
func put(want data.Fields, name string, value any) {
	if t, ok := value.(time.Time); ok {
		value = t.UTC().Truncate(time.Millisecond)
	}
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err) // only plain values are put
	}
	want[name] = raw
}

// prioritise keeps impact, urgency and priority in step (ITIL's matrix). An
// override stays, with its reason, until impact and urgency say the same or the
// priority is cleared.
func prioritise(before data.Ticket, after *data.Ticket, want data.Fields, reason string) error {
	matrix := data.PriorityOf(after.Impact, after.Urgency)
	_, asked := want["priority"]
	switch {
	case asked && after.Priority != "" && after.Priority != matrix:
		if reason == "" {
			return data.Fault("priority", "reason_needed")
		}
		if err := checkText("priority_reason", reason, maxLine); err != nil {
			return err
		}
		put(want, "priority_reason", reason)
		return nil
	case !asked && before.PriorityReason != "" && before.Priority != matrix:
		return nil // the override stands
	}
	after.Priority = matrix
	put(want, "priority", string(matrix))
	want["priority_reason"] = null
	return nil
}

// Resolution ends a ticket: a code and a text that says what solved it, or why
// nothing did (ITIL: both are required to resolve).
type Resolution struct {
	Ticket  string
	Code    data.ResolutionCode
	Text    string
	Seconds int
	Article data.ID // the article that solved it, if one did
	Draft   string
}

// Resolve ends a ticket.
func (d *Desk) Resolve(ctx context.Context, r Resolution) (data.Ticket, error) {
	r.Text = strings.TrimSpace(r.Text)
	switch {
	case r.Code == "":
		return data.Ticket{}, data.Fault("resolution_code", "required")
	case r.Text == "":
		return data.Ticket{}, data.Fault("resolution_notes", "required")
	}
	if err := checkText("resolution_notes", r.Text, data.MaxNote); err != nil {
		return data.Ticket{}, err
	}
	if r.Article != "" {
		if _, err := d.Article(ctx, r.Article); err != nil {
			return data.Ticket{}, err
		}
	}
	return d.change(ctx, "resolve", r.Ticket, r.Draft, func(t data.Ticket) (data.Fields, error) {
		if t.Status != data.Resolved && !t.Status.May(data.Resolved) {
			return nil, data.Fault("status", "status_step", "from", string(t.Status), "to", string(data.Resolved), "allowed", string(data.InProgress))
		}
		want := data.Fields{}
		put(want, "status", data.Resolved)
		put(want, "resolution_code", r.Code)
		put(want, "resolution_notes", r.Text)
		put(want, "resolved_at", d.Now())
		if r.Article != "" {
			put(want, "articles", withUse(t.Articles, data.Use{Article: r.Article, Helped: true}))
		}
		return want, nil
	}, func(t *store.Tx, ticket data.Ticket) error {
		_, err := t.Note(ticket.ID, data.Activity{Kind: data.ResolutionNote, Text: r.Text, Seconds: r.Seconds})
		return err
	})
}

// withUse links an article to a list of uses, in place of what was said of it
// before.
func withUse(uses []data.Use, use data.Use) []data.Use {
	return append(withoutUse(uses, use.Article), use)
}

// withoutUse is a list of uses without an article.
func withoutUse(uses []data.Use, article data.ID) []data.Use {
	list := []data.Use{}
	for _, u := range uses {
		if u.Article != article {
			list = append(list, u)
		}
	}
	return list
}

// LinkArticle ties an article to a ticket; helped says that it solved the case.
func (d *Desk) LinkArticle(ctx context.Context, ref string, article data.ID, helped bool) error {
	return d.linkArticles(ctx, ref, []data.ID{article}, helped)
}

func (d *Desk) linkArticles(ctx context.Context, ref string, articles []data.ID, helped bool) error {
	for _, id := range articles {
		if _, err := d.Article(ctx, id); err != nil {
			return err
		}
	}
	_, err := d.change(ctx, "link", ref, "", func(t data.Ticket) (data.Fields, error) {
		uses, want := t.Articles, data.Fields{}
		for _, id := range articles {
			uses = withUse(uses, data.Use{Article: id, Helped: helped})
		}
		put(want, "articles", uses)
		return want, nil
	}, nil)
	return err
}

// UnlinkArticle takes an article off a ticket.
func (d *Desk) UnlinkArticle(ctx context.Context, ref string, article data.ID) error {
	_, err := d.change(ctx, "unlink", ref, "", func(t data.Ticket) (data.Fields, error) {
		want := data.Fields{}
		put(want, "articles", withoutUse(t.Articles, article))
		return want, nil
	}, nil)
	return err
}
