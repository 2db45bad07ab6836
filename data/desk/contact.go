package desk

import (
	"context"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/store"
)

// checkContact tidies a contact and says what is wrong with it.
func checkContact(c data.Contact) (data.Contact, error) {
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	if c.Name == "" {
		return c, data.Fault("name", "required")
	}
	c.Phones, c.Emails = tidy(c.Phones), tidy(c.Emails)
	for _, p := range c.Phones {
		if err := data.CheckPhone("phones", p); err != nil {
			return c, err
		}
	}
	for _, e := range c.Emails {
		if err := data.CheckAddress("emails", e); err != nil {
			return c, err
		}
	}
	for _, f := range []struct{ name, value string }{{"name", c.Name}, {"organization", c.Organization}, {"site", c.Site}, {"department", c.Department}} {
		if err := checkText(f.name, f.value, maxLine); err != nil {
			return c, err
		}
	}
	if err := checkText("notes", c.Notes, maxText); err != nil {
		return c, err
	}
	return c, data.Check(c)
}

// tidy are texts without blanks around them, each once and none empty.
func tidy(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// SaveContact makes a contact (without an id) or changes one.
func (d *Desk) SaveContact(ctx context.Context, c data.Contact) (data.Contact, error) {
	c, err := checkContact(c)
	if err != nil {
		return c, err
	}
	if c.ID != "" {
		if _, err := d.ownContact(ctx, c.ID); err != nil {
			return c, err
		}
	}
	err = d.write(ctx, "contact", func(t *store.Tx) (string, error) {
		if c.ID == "" {
			c.ID, err = t.Open("contact", c)
			return "", err
		}
		want := data.AllFieldsOf(c)
		delete(want, "links") // those are made by merging
		_, err := t.Set("contact", c.ID, want)
		return "", err
	})
	return c, err
}

// Contact gives one contact: of a merged one, the one that stands for it.
func (d *Desk) Contact(ctx context.Context, id data.ID) (data.Contact, error) {
	c := data.Contact{ID: id}
	ok, err := d.store.Load(ctx, store.Contacts, id, &c)
	if err == nil && !ok {
		if c.ID, err = d.root(ctx, id); err == nil && c.ID != id {
			ok, err = d.store.Load(ctx, store.Contacts, c.ID, &c)
		}
	}
	if err == nil && !ok {
		err = data.Fault("", "no_contact", "ref", id).Because(data.ErrNotFound)
	}
	return c, err
}

// ContactHit is a contact found, with how many tickets it has and how many of
// them are not done.
type ContactHit = store.ContactCount

// FindContacts finds contacts by any fragment of name, organisation, address or
// phone number.
func (d *Desk) FindContacts(ctx context.Context, fragment string, limit int) ([]ContactHit, error) {
	return d.store.FindContacts(ctx, fragment, limit)
}

// ContactTickets lists a contact's tickets, newest first.
func (d *Desk) ContactTickets(ctx context.Context, contact data.ID, limit int) ([]data.Excerpt, error) {
	contact, err := d.root(ctx, contact)
	if err != nil {
		return nil, err
	}
	return d.store.ContactTickets(ctx, contact, limit, d.Now())
}
