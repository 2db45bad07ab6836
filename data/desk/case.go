package desk

import (
	"context"
	"errors"
	"slices"

	"firstline/data"
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
