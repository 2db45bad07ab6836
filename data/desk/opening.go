package desk

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/store"
)

// open makes the ticket of a mail. Its id follows from the mail, so that two
// desks that read one mailbox make the same; where there is such a ticket and it
// tells of something else by now, the mail gets another.
func (d *Desk) open(t *store.Tx, in incoming) (data.ID, error) {
	contact, err := d.writer(t, in)
	if err != nil {
		return "", err
	}
	settings := d.Settings()
	ticket := data.Ticket{Type: data.Incident, Channel: data.Email, Status: data.New, SupportLevel: 1, Requester: contact.ID,
		Organization: contact.Organization, Site: contact.Site, OpenedAt: in.row.At.Truncate(time.Millisecond), Unread: true,
		Subject: strings.TrimSpace(cut(in.row.Subject, maxLine)), Priority: data.PriorityOf("", "")}
	switch {
	case in.failed != nil:
		ticket.Subject = cut(d.Words().Say("mail.unreadable", "subject", in.row.Subject), maxLine)
		ticket.Description = d.Words().Say("mail.unreadable.says")
	default:
		ticket.Subject, ticket.Description = strings.TrimSpace(cut(in.msg.Subject, maxLine)), said(in.msg)
		if in.packet != nil && !in.ours {
			foreign(&ticket, in.packet.Ticket)
			if ticket.AffectedUser, err = foreignContact(t, *in.packet); err != nil {
				return "", err
			}
			if ticket.Requester == "" { // it came as a file
				ticket.Requester, ticket.AffectedUser = ticket.AffectedUser, ""
			}
		}
	}
	if ticket.Subject == "" {
		ticket.Subject = d.Words().Say("mail.no_subject")
	}
	ticket.DueAt = ticket.OpenedAt.Add(ticket.Priority.Target())
	if err := checkTicket(ticket); err != nil {
		return "", err
	}
	ticket.Number = fmt.Sprintf("%s-%d", settings.Code, t.NextNumber())
	id := in.ticketID()
	state, err := t.State(id)
	if err != nil {
		return "", err
	}
	if state.Exists() {
		id = data.NewID(t.Now)
	}
	return id, t.OpenAs("ticket", id, ticket)
}

// writer finds or makes the contact who wrote a mail. A known one learns the
// language if none is known; a new one gets an id that follows from the address.
func (d *Desk) writer(t *store.Tx, in incoming) (data.Contact, error) {
	contact, known, err := contactWith(t, in.sender.Address)
	if err != nil {
		return contact, err
	}
	if known {
		if contact.Language == "" && in.msg.Language != "" {
			fields := data.Fields{}
			put(fields, "language", in.msg.Language)
			_, err = t.Set("contact", contact.ID, fields)
		}
		return contact, err
	}
	contact = data.Contact{Name: strings.Join(strings.Fields(cut(cmp.Or(in.sender.Name, in.sender.Address), maxLine)), " "), Language: in.msg.Language, Preferred: data.Email}
	if data.CheckAddress("", in.sender.Address) == nil {
		contact.Emails = []string{in.sender.Address}
	}
	if contact, err = checkContact(contact); err != nil {
		return data.Contact{}, nil // nothing in it to make a contact of
	}
	id := data.IDOf(time.Time{}, "contact", strings.ToLower(in.sender.Address))
	state, err := t.State(id)
	if err != nil {
		return contact, err
	}
	if state.Exists() { // it was taken back, or has another address by now
		id = data.NewID(t.Now)
	}
	contact.ID = id
	return contact, t.OpenAs("contact", id, contact)
}

// contactWith finds the contact of an address.
func contactWith(t *store.Tx, address string) (data.Contact, bool, error) {
	if address == "" {
		return data.Contact{}, false, nil
	}
	return t.ContactWith(address)
}
