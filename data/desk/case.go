package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/store"
)

// Case gives a ticket with everything that belongs to it.
func (d *Desk) Case(ctx context.Context, ref string) (data.Case, error) {
	c := data.Case{Timeline: []data.Activity{}, Attachments: []data.Attachment{}, Escalations: []data.Escalation{}, Articles: []data.CaseUse{}}
	row, state, err := d.store.Ticket(ctx, ref)
	if err == nil && row == 0 {
		err = noTicket(ref)
	}
	if err != nil {
		return c, err
	}
	c.Ticket = state.Ticket()
	c.UpdatedAt, c.Overdue = state.Updated, c.Ticket.Overdue(d.Now())
	c.Timeline = append(c.Timeline, state.Timeline()...)
	for _, a := range c.Timeline {
		if a.Attachment != nil {
			c.Attachments = append(c.Attachments, *a.Attachment)
		}
	}
	if c.Requester, err = d.contactOr(ctx, c.Ticket.Requester); err != nil {
		return c, err
	}
	if c.Ticket.AffectedUser != "" {
		affected, err := d.contactOr(ctx, c.Ticket.AffectedUser)
		if err != nil {
			return c, err
		}
		c.Affected = &affected
	}
	escalations, err := d.store.TicketEscalations(ctx, row)
	if err != nil {
		return c, err
	}
	c.Escalations = append(c.Escalations, escalations...)
	if err := d.addArticles(ctx, &c, c.Ticket.Articles); err != nil {
		return c, err
	}
	if err := d.readThrough(ctx, &c, state); err != nil {
		return c, err
	}
	return c, d.addDeliveries(ctx, &c)
}

// addDeliveries says of the mails sent how their letters fare. A letter that left
// long ago is no longer in the outbox.
func (d *Desk) addDeliveries(ctx context.Context, c *data.Case) error {
	var ids []string
	for _, a := range c.Timeline {
		if a.Sent() {
			ids = append(ids, a.MessageID)
		}
	}
	deliveries, err := d.store.Deliveries(ctx, ids)
	if err != nil {
		return err
	}
	for i := range c.Timeline {
		if delivery, ok := deliveries[c.Timeline[i].MessageID]; ok && c.Timeline[i].Mail == "" {
			c.Timeline[i].Delivery = &delivery
		}
	}
	return nil
}

// addArticles adds articles a ticket is linked to, each once.
func (d *Desk) addArticles(ctx context.Context, c *data.Case, uses []data.Use) error {
	for _, use := range uses {
		if slices.ContainsFunc(c.Articles, func(k data.CaseUse) bool { return k.Article.ID == use.Article }) {
			continue
		}
		article := data.Article{ID: use.Article}
		ok, err := d.store.Load(ctx, store.Articles, use.Article, &article)
		if err != nil {
			return err
		}
		if ok {
			c.Articles = append(c.Articles, data.CaseUse{Article: article, Helped: use.Helped, Open: use.Open})
		}
	}
	return nil
}

// contactOr gives a contact, or an empty one with the id where it is gone.
func (d *Desk) contactOr(ctx context.Context, id data.ID) (data.Contact, error) {
	c, err := d.Contact(ctx, id)
	if errors.Is(err, data.ErrNotFound) {
		return data.Contact{ID: id}, nil
	}
	return c, err
}

// ListQuery asks for a list of tickets.
type ListQuery struct {
	View   data.View
	Filter string // every word must be in the ticket, its notes or its caller
	Sort   string // one of SortColumns; the last change unless told otherwise
	Asc    bool
	Limit  int    // List only; 50 unless told otherwise
	After  string // List only: where the last page ended
	Soon   bool   // List only: what a filter finds in very many tickets is looked for among the newest
}

// SortColumns names what a list may be sorted by.
func SortColumns() []string { return store.SortColumns() }

func (d *Desk) query(q ListQuery) (store.Query, error) {
	if q.View == "" {
		q.View = data.OpenView
	}
	if err := data.Check(struct {
		View data.View `json:"view"`
	}{q.View}); err != nil {
		return store.Query{}, err
	}
	return store.Query{View: q.View, Mine: d.Settings().Operator, Now: d.Now(), Filter: q.Filter, Sort: q.Sort, Asc: q.Asc, Soon: q.Soon}, nil
}

// Order gives the rows of a list in order: eight bytes a ticket, to be loaded
// with Excerpts as they come into sight.
func (d *Desk) Order(ctx context.Context, q ListQuery) ([]int64, error) {
	query, err := d.query(q)
	if err != nil {
		return nil, err
	}
	return d.store.Order(ctx, query)
}

// followed is how many changed tickets are put into their places one by one.
const followed = 200

// Reorder gives the order that Order would, from an order of before and what
// changed since: of a million tickets, some milliseconds instead of a second.
func (d *Desk) Reorder(ctx context.Context, q ListQuery, order []int64, c Change) ([]int64, error) {
	// The other views are of few tickets, and time, letters and mails move them.
	large := q.View == data.OpenView || q.View == data.MineView || q.View == data.AllView
	named := !c.Foreign && !c.Kinds["desk"] && (!c.Kinds["contact"] || q.Sort != "caller") && len(c.Entities) <= followed
	if !large || !named || strings.TrimSpace(q.Filter) != "" {
		return d.Order(ctx, q)
	}
	query, err := d.query(q)
	if err != nil {
		return nil, err
	}
	return d.store.Reorder(ctx, query, order, slices.Collect(maps.Keys(c.Entities)))
}

// Excerpts loads tickets by row, in the order asked; rows that are gone are left
// out.
func (d *Desk) Excerpts(ctx context.Context, rows []int64) ([]data.Excerpt, error) {
	return d.store.Excerpts(ctx, rows, d.Now())
}

// List gives one page of a list and where the next begins ("" at the end).
func (d *Desk) List(ctx context.Context, q ListQuery) (rows []data.Excerpt, next string, err error) {
	query, err := d.query(q)
	if err != nil {
		return nil, "", err
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	return d.store.List(ctx, query, q.Limit, q.After)
}

// Counts tells how many tickets each view holds.
func (d *Desk) Counts(ctx context.Context) (map[data.View]int, error) {
	return d.store.Counts(ctx, d.Settings().Operator, d.Now())
}

// Fact is one operation on a ticket, for those who want to see exactly what was
// written.
type Fact struct {
	At    time.Time       `json:"at"`
	By    string          `json:"by"`
	Act   data.ID         `json:"act"`
	Kind  string          `json:"kind"`
	Field string          `json:"field,omitempty"`
	Value json.RawMessage `json:"value,omitempty"`
	Hash  string          `json:"hash"`
}

// History gives every operation on a ticket, oldest first.
func (d *Desk) History(ctx context.Context, ref string) ([]Fact, error) {
	id, err := d.ticketID(ctx, ref)
	if err != nil {
		return nil, err
	}
	bodies, err := d.store.Bodies(ctx, id)
	if err != nil {
		return nil, err
	}
	facts := make([]Fact, len(bodies))
	for i, body := range bodies {
		o, err := journal.Decode(body)
		if err != nil {
			return nil, fmt.Errorf("history of %s: %w", ref, err)
		}
		facts[i] = Fact{At: o.At, By: o.By, Act: o.Act, Kind: string(o.Kind), Field: o.Field, Value: o.Value, Hash: journal.Hash(body)}
	}
	return facts, nil
}
