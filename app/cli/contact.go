package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"firstline/data"
)

// contact finds the contact a command names: by its id, or by a fragment that only
// one contact has.
func (c *call) contact(ref string) (data.Contact, error) {
	known, err := c.desk.Contact(c.ctx, data.ID(ref))
	if !errors.Is(err, data.ErrNotFound) {
		return known, err
	}
	hits, findErr := c.desk.FindContacts(c.ctx, ref, 2)
	switch {
	case findErr != nil:
		return known, findErr
	case len(hits) == 0:
		return known, err
	case len(hits) > 1:
		return known, data.Fault("", "contact_unclear", "ref", ref)
	}
	return hits[0].Contact, nil
}

// contactLine prints a contact on one line of a table.
func contactLine(w io.Writer, k data.Contact, more ...string) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", k.ID, short(k.Name, 40), short(k.Organization, 30),
		strings.Join(slices.Concat(k.Phones, k.Emails), "  "), strings.Join(more, "  "))
}

// contactFound is a contact with how many tickets it has.
type contactFound struct {
	data.Contact
	Tickets int    `json:"tickets"`
	Open    int    `json:"open"`
	Reason  string `json:"reason,omitempty"` // why it may be the same person
}

func contactList(c *call) error {
	limit := c.limit(50)
	if err := c.parse(0, -1); err != nil {
		return err
	}
	hits, err := c.desk.FindContacts(c.ctx, strings.Join(c.args, " "), *limit)
	if err != nil {
		return err
	}
	list := []contactFound{}
	for _, h := range hits {
		list = append(list, contactFound{Contact: h.Contact, Tickets: h.Tickets, Open: h.Open})
	}
	return c.result(struct {
		Contacts []contactFound `json:"contacts"`
	}{list}, func(w io.Writer) {
		for _, k := range list {
			contactLine(w, k.Contact, c.words.Count("count.tickets", k.Tickets))
		}
	})
}

func contactShow(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	k, err := c.contact(c.args[0])
	if err != nil {
		return err
	}
	tickets, err := c.desk.ContactTickets(c.ctx, k.ID, 50)
	if err != nil {
		return err
	}
	alike, err := c.desk.AlikeContacts(c.ctx, k, 10)
	if err != nil {
		return err
	}
	merged, err := c.desk.MergedContacts(c.ctx, k.ID)
	if err != nil {
		return err
	}
	out := struct {
		data.Contact
		Tickets []data.Excerpt `json:"tickets"`
		Merged  []data.Contact `json:"merged"` // other records of the same person
		Alike   []contactFound `json:"alike"`
	}{k, some(tickets), some(merged), []contactFound{}}
	for _, a := range alike {
		out.Alike = append(out.Alike, contactFound{a.Contact, a.Tickets, a.Open, a.Reason})
	}
	return c.result(out, func(w io.Writer) {
		fields := data.FieldsOf(k)
		for _, name := range data.FieldNames(k) {
			if raw, ok := fields[name]; ok && name != "links" {
				fmt.Fprintf(w, "%s\t%s\n", c.words.Field(name), oneLine(c.words.Value(name, raw)))
			}
		}
		for _, m := range merged {
			contactLine(w, m, c.words.Choice("link", string(data.DuplicatedBy)))
		}
		for _, a := range alike {
			contactLine(w, a.Contact, c.words.Say("merge.alike."+a.Reason))
		}
		for _, x := range tickets {
			fmt.Fprintf(w, "%s\t%s\t%s\n", x.Number, c.words.Choice("status", string(x.Status)), short(x.Subject, 60))
		}
	})
}

func contactMerge(c *call) error {
	if err := c.parse(2, 2); err != nil {
		return err
	}
	from, err := c.contact(c.args[0])
	if err != nil {
		return err
	}
	if c.args[0] != string(from.ID) && c.merged(c.args[0]) {
		from.ID = data.ID(c.args[0]) // the desk will say what is wrong with that
	}
	into, err := c.contact(c.args[1])
	if err != nil {
		return err
	}
	k, err := c.desk.MergeContacts(c.ctx, from.ID, into.ID)
	if err != nil {
		return err
	}
	return c.result(k, func(w io.Writer) { contactLine(w, k) })
}

// merged says whether a reference is the id of a contact that was merged into another.
func (c *call) merged(ref string) bool {
	k, err := c.desk.Contact(c.ctx, data.ID(ref))
	return err == nil && string(k.ID) != ref
}

func contactUnmerge(c *call) error {
	later := c.later()
	if err := c.parse(1, 1); err != nil {
		return err
	}
	k, err := c.desk.UnmergeContact(c.ctx, data.ID(c.args[0]), *later)
	if err != nil {
		return err
	}
	return c.result(k, func(w io.Writer) { contactLine(w, k) })
}
