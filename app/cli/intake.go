package cli

import (
	"fmt"
	"io"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

func intake(c *call) error {
	f := c.flags
	var in desk.Intake
	var phone, email string
	f.StringVar(&in.Contact.Name, "name", "", "")
	f.StringVar(&phone, "phone", "", "")
	f.StringVar(&email, "email", "", "")
	f.StringVar(&in.Contact.Organization, "organization", "", "")
	f.StringVar(&in.Contact.Site, "site", "", "")
	f.StringVar(&in.Subject, "subject", "", "")
	f.StringVar(&in.Description, "description", "", "")
	f.StringVar(&in.Category, "category", "", "")
	f.StringVar(&in.Environment, "environment", "", "")
	f.StringVar(&in.Asset, "asset", "", "")
	oneOf(c, "channel", &in.Channel, in.Channel.Choices())
	oneOf(c, "type", &in.Type, in.Type.Choices())
	oneOf(c, "impact", &in.Impact, in.Impact.Choices())
	oneOf(c, "urgency", &in.Urgency, in.Urgency.Choices())
	seconds := c.minutes()
	propose := f.Bool("propose", false, "")
	if err := c.parse(0, 0, "name", "subject"); err != nil {
		return err
	}
	for _, text := range []*string{&in.Description, &in.Subject, &in.Environment} {
		var err error
		if *text, err = c.text(*text); err != nil {
			return err
		}
	}
	if phone != "" {
		in.Contact.Phones = []string{phone}
	}
	if email != "" {
		in.Contact.Emails = []string{email}
	}
	switch {
	case *propose:
		return c.propose(in)
	case in.Contact.Name == "": // as the screen says it
		return data.Fault("caller", "required")
	}
	in.Seconds = *seconds
	if in.Seconds > 0 {
		in.StartedAt = c.desk.Now().Add(-time.Duration(in.Seconds) * time.Second)
	}
	t, err := c.desk.OpenTicket(c.ctx, in)
	if err != nil {
		return err
	}
	return c.ticket(t)
}

// proposed is how many contacts and tickets are proposed, as on the screen.
const proposed = 5

// propose says who the caller may be and which tickets may be about the same, each with
// the reason, and logs nothing.
func (c *call) propose(in desk.Intake) error {
	alike, err := c.desk.AlikeContacts(c.ctx, in.Contact, proposed)
	if err != nil {
		return err
	}
	list := []contactFound{}
	var caller data.ID
	for _, a := range alike {
		list = append(list, contactFound{a.Contact, a.Tickets, a.Open, a.Reason})
		if caller == "" && a.Reason != "similar_name" {
			caller = a.Contact.ID
		}
	}
	same, err := c.desk.Duplicates(c.ctx, caller, in.Subject, proposed)
	if err != nil {
		return err
	}
	return c.result(struct {
		Contacts []contactFound   `json:"contacts"`
		Tickets  []desk.Duplicate `json:"tickets"`
	}{list, some(same)}, func(w io.Writer) {
		for _, k := range list {
			contactLine(w, k.Contact, c.words.Say("merge.alike."+k.Reason))
		}
		for _, t := range same {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", t.Number, c.words.Choice("status", string(t.Status)), short(t.Subject, 48), short(t.Caller, 24), c.words.Say("intake."+t.Reason))
		}
	})
}
