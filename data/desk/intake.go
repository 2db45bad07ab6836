package desk

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/store"
)

// Intake is a call, a visit or a mail taken down. Only a caller and a subject
// are required.
type Intake struct {
	ContactID   data.ID      // an existing contact; phones and emails of Contact are added to it
	Contact     data.Contact // or a new one, of which only the name is required
	Type        data.TicketType
	Channel     data.Channel
	Subject     string
	Description string
	Category    string
	Environment string
	Asset       string
	Impact      data.Level
	Urgency     data.Level
	StartedAt   time.Time
	Seconds     int     // how long the call took
	Article     data.ID // an article used during the call
	Draft       string  // key of the draft this act completes
}

// The longest texts of a ticket, in bytes.
const (
	maxLine = 500
	maxText = data.MaxNote
)

// OpenTicket records the caller, the problem and the ticket in one act. Without
// a contact id, a contact of the same name is taken if it shares a phone or an
// address with the one given, or if none was given; else it is made.
func (d *Desk) OpenTicket(ctx context.Context, in Intake) (data.Ticket, error) {
	now := d.Now()
	ticket := data.Ticket{
		Type: in.Type, Channel: in.Channel, Status: data.New,
		Subject: strings.TrimSpace(in.Subject), Description: strings.TrimSpace(in.Description),
		Category: strings.TrimSpace(in.Category), Environment: strings.TrimSpace(in.Environment), Asset: strings.TrimSpace(in.Asset),
		Impact: in.Impact, Urgency: in.Urgency, SupportLevel: 1,
		Owner: d.Settings().Operator, OpenedAt: now.Truncate(time.Millisecond),
	}
	if ticket.Type == "" {
		ticket.Type = data.Incident
	}
	if ticket.Channel == "" {
		ticket.Channel = data.Phone
	}
	ticket.Priority = data.PriorityOf(ticket.Impact, ticket.Urgency)
	ticket.DueAt = ticket.OpenedAt.Add(ticket.Priority.Target())
	if ticket.Channel != data.Email {
		ticket.FirstResponseAt = ticket.OpenedAt // whoever calls has been answered
	}
	if err := checkTicket(ticket); err != nil {
		return data.Ticket{}, err
	}
	if in.Seconds < 0 {
		return data.Ticket{}, data.Fault("seconds", "not_a_number", "value", in.Seconds)
	}
	known, said, err := d.caller(ctx, in)
	if err != nil {
		return data.Ticket{}, err
	}
	if in.Article != "" {
		if _, err := d.Article(ctx, in.Article); err != nil {
			return data.Ticket{}, err
		}
		ticket.Articles = []data.Use{{Article: in.Article, Open: true}}
	}
	err = d.write(ctx, "intake", func(t *store.Tx) (string, error) {
		contact, err := meet(t, known, said)
		if err != nil {
			return "", err
		}
		ticket.Requester, ticket.Organization, ticket.Site = contact.ID, contact.Organization, contact.Site
		ticket.Number = fmt.Sprintf("%s-%d", d.Settings().Code, t.NextNumber())
		if ticket.ID, err = t.Open("ticket", ticket); err != nil {
			return "", err
		}
		if _, err := t.Note(ticket.ID, data.Activity{Kind: ticket.Channel.FirstActivity(), Text: ticket.Description,
			StartedAt: in.StartedAt.UTC(), Seconds: in.Seconds, Address: firstOf(in.Contact.Phones)}); err != nil {
			return "", err
		}
		return ticket.Number, t.DropDraft(in.Draft)
	})
	if err != nil {
		return data.Ticket{}, err
	}
	return ticket, nil
}

// firstOf is the first of several texts; "" if there are none.
func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// checkTicket says what is wrong with a ticket.
func checkTicket(t data.Ticket) error {
	if t.Subject == "" {
		return data.Fault("subject", "required")
	}
	for _, f := range []struct {
		name, value string
		max         int
	}{
		{"subject", t.Subject, maxLine}, {"category", t.Category, maxLine}, {"asset", t.Asset, maxLine}, {"owner", t.Owner, maxLine},
		{"description", t.Description, maxText}, {"environment", t.Environment, maxText}, {"symptom", t.Symptom, maxText},
		{"summary", t.Summary, maxText}, {"resolution_notes", t.ResolutionNotes, maxText}, {"root_cause", t.RootCause, maxText},
		{"workaround", t.Workaround, maxText},
	} {
		if err := checkText(f.name, f.value, f.max); err != nil {
			return err
		}
	}
	return data.Check(t)
}

// checkText says what is wrong with a text of at most max bytes.
func checkText(field, value string, max int) error {
	if len(value) > max {
		return data.Fault(field, "too_long", "max", max)
	}
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		return data.Fault(field, "not_text")
	}
	return nil
}

// caller says which contact an intake is about, "" if it is a new one, and what
// the intake says of it.
func (d *Desk) caller(ctx context.Context, in Intake) (known data.ID, said data.Contact, err error) {
	said = in.Contact
	said.Phones, said.Emails = tidy(said.Phones), tidy(said.Emails)
	if in.ContactID != "" {
		return in.ContactID, said, nil
	}
	if said, err = checkContact(said); err != nil {
		return "", said, err
	}
	namesakes, err := d.store.ContactsNamed(ctx, said.Name)
	for _, c := range namesakes {
		if len(said.Phones)+len(said.Emails) == 0 || shareReach(c, said) {
			return c.ID, said, err
		}
	}
	return "", said, err
}

// meet gives the contact who calls, with what was said of it added as it stands
// in the transaction, or made if it is new.
func meet(t *store.Tx, id data.ID, said data.Contact) (c data.Contact, err error) {
	if id == "" {
		said.ID, err = t.Open("contact", said)
		return said, err
	}
	// Most often nothing new is said, and the history of the contact is of no
	// interest.
	if c, known, err := t.Contact(id); err != nil || known && reflect.DeepEqual(c, enrich(c, said)) {
		return c, err
	}
	root, err := t.Root(id)
	if err != nil {
		return c, err
	}
	state, err := t.State(root)
	if err != nil {
		return c, err
	}
	if state.Entity != "contact" || state.Gone() {
		return c, data.Fault("", "no_contact", "ref", id).Because(data.ErrNotFound)
	}
	data.Fill(&c, state.Fields())
	c.ID = root
	if c, err = checkContact(enrich(c, said)); err == nil {
		_, err = t.Set("contact", root, data.FieldsOf(c))
	}
	return c, err
}

// enrich adds what a caller said to what is known; nothing known is replaced.
func enrich(known, said data.Contact) data.Contact {
	for _, p := range said.Phones {
		if !slices.ContainsFunc(known.Phones, func(q string) bool { return data.PhoneKey(p) == data.PhoneKey(q) }) {
			known.Phones = append(known.Phones, p)
		}
	}
	for _, e := range said.Emails {
		if !slices.ContainsFunc(known.Emails, func(q string) bool { return strings.EqualFold(e, q) }) {
			known.Emails = append(known.Emails, e)
		}
	}
	if known.Organization == "" {
		known.Organization = said.Organization
	}
	if known.Site == "" {
		known.Site = said.Site
	}
	return known
}

// shareReach says whether two contacts have a phone number or an address in common.
func shareReach(a, b data.Contact) bool {
	for _, p := range b.Phones {
		if slices.ContainsFunc(a.Phones, func(q string) bool { return data.PhoneKey(p) == data.PhoneKey(q) }) {
			return true
		}
	}
	for _, e := range b.Emails {
		if slices.ContainsFunc(a.Emails, func(q string) bool { return strings.EqualFold(e, q) }) {
			return true
		}
	}
	return false
}
