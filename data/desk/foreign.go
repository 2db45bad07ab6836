package desk

import (
	"strings"
	"time"

	"firstline/data"
	"firstline/data/packet"
	"firstline/data/store"
)

// A case of another desk comes as a packet: in a mail, or in a case report.
// Unless the desks are paired, its key is nobody's we know, so what it says is
// shown as from outside, and none of it counts as done here.

// mostForeign is how many entries of another desk's timeline are taken over.
const mostForeign = 500

// foreignTicket is the id of the ticket a packet of another desk opens here: the
// same for every packet of that desk about that case.
func foreignTicket(p packet.Packet) data.ID {
	desk, _, _ := strings.Cut(p.From, ".")
	return data.IDOf(p.Ticket.Ticket.OpenedAt, "foreign", desk, string(p.Ticket.Ticket.ID))
}

// foreign takes over what another desk says of a case. Who works on it and where
// it stands are this desk's own affair.
func foreign(ticket *data.Ticket, c data.Case) {
	from := c.Ticket
	ticket.ExternalRef = cut(from.Number, maxLine)
	ticket.Subject, ticket.Description = cut(from.Subject, maxLine), cut(from.Description, maxText)
	ticket.Symptom, ticket.Environment = cut(from.Symptom, maxText), cut(from.Environment, maxText)
	ticket.Category, ticket.Asset = cut(from.Category, maxLine), cut(from.Asset, maxLine)
	ticket.Service, ticket.Product, ticket.Site = cut(from.Service, maxLine), cut(from.Product, maxLine), cut(from.Site, maxLine)
	ticket.Workaround = cut(from.Workaround, maxText)
	if data.Check(data.Ticket{Type: from.Type, Impact: from.Impact, Urgency: from.Urgency}) == nil {
		if from.Type != "" {
			ticket.Type = from.Type
		}
		ticket.Impact, ticket.Urgency = from.Impact, from.Urgency
		ticket.Priority = data.PriorityOf(from.Impact, from.Urgency)
	}
}

// foreignContact makes the contact a case of another desk is about; "" if it
// names none.
func foreignContact(t *store.Tx, p packet.Packet) (data.ID, error) {
	desk, _, _ := strings.Cut(p.From, ".")
	r := p.Ticket.Requester
	contact, err := checkContact(data.Contact{Name: cut(r.Name, maxLine), Phones: r.Phones, Emails: r.Emails,
		Organization: cut(r.Organization, maxLine), Site: cut(r.Site, maxLine)})
	if err != nil {
		if contact, err = checkContact(data.Contact{Name: cut(r.Name, maxLine)}); err != nil {
			return "", nil
		}
	}
	id := data.IDOf(time.Time{}, "foreign contact", desk, string(r.ID), contact.Name)
	state, err := t.State(id)
	if err != nil || state.Exists() {
		return id, err
	}
	return id, t.OpenAs("contact", id, contact)
}

// tellForeign writes another desk's timeline, each entry with where it comes
// from; those that are here already are left out.
func tellForeign(t *store.Tx, in incoming, ticket data.ID) error {
	state, err := t.State(ticket)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, a := range state.Timeline() {
		if a.Origin != nil {
			known[a.Origin.Ticket+" "+a.Origin.Entry] = true
		}
	}
	number := cut(in.packet.Ticket.Ticket.Number, maxLine)
	told := 0
	for _, a := range in.packet.Ticket.Timeline {
		text := strings.TrimSpace(a.Text)
		if text == "" || a.Kind == data.SystemEvent || a.Kind == data.Attached || known[number+" "+a.ID] || checkText("text", text, maxText) != nil {
			continue
		}
		if told++; told > mostForeign {
			break
		}
		entry := data.Activity{Kind: a.Kind, Text: text, Internal: true, Mail: in.row.ID, Trust: data.TrustNone,
			Origin: &data.Origin{Ticket: number, Entry: a.ID, At: a.At, By: cut(a.By, maxLine)}}
		if data.Check(entry) != nil {
			entry.Kind = data.WorkNote // a newer desk's kind
		}
		if _, err := t.Note(ticket, entry); err != nil {
			return err
		}
	}
	return nil
}
