package cli

import (
	"fmt"
	"io"

	"firstline/data"
)

// mailOpen takes in a message, a mailbox or a case of another desk from a file.
func mailOpen(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	mails, err := c.desk.OpenMailFile(c.ctx, c.args[0], nil)
	if err != nil {
		return err
	}
	return c.mails(mails)
}

// mails prints mails and where they are.
func (c *call) mails(mails []data.Mail) error {
	if mails == nil {
		mails = []data.Mail{}
	}
	return c.result(struct {
		Mails []data.Mail `json:"mails"`
	}{mails}, func(w io.Writer) { c.rows(w, mails) })
}

// rows writes a line for each mail.
func (c *call) rows(w io.Writer, mails []data.Mail) {
	for _, m := range mails {
		number := m.Number
		if number == "" {
			number = m.ProposedNumber
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", m.ID, c.words.Choice("mail_state", string(m.State)), number, m.From, short(m.Subject, 50),
			c.placed(m))
	}
}

// placed says why a mail is where it is.
func (c *call) placed(m data.Mail) string {
	if m.Reason == "" {
		return ""
	}
	return c.words.Say("placed."+m.Reason, "detail", m.Detail)
}

// decided prints a mail after somebody decided about it.
func (c *call) decided(id data.ID) error {
	m, err := c.desk.Mail(c.ctx, id)
	if err != nil {
		return err
	}
	return c.result(m, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\n", c.words.Choice("mail_state", string(m.State)), m.Number)
	})
}

func inboxPlace(c *call) error {
	if err := c.parse(2, 2); err != nil {
		return err
	}
	id := data.ID(c.args[0])
	if err := c.desk.PlaceMail(c.ctx, id, c.args[1]); err != nil {
		return err
	}
	return c.decided(id)
}

func inboxNew(c *call) error {
	return c.onMail(func(id data.ID) error {
		_, err := c.desk.NewTicketFromMail(c.ctx, id)
		return err
	})
}

func inboxDiscard(c *call) error {
	return c.onMail(func(id data.ID) error { return c.desk.DiscardMail(c.ctx, id) })
}

func inboxUnplace(c *call) error {
	return c.onMail(func(id data.ID) error { return c.desk.UnplaceMail(c.ctx, id) })
}

func (c *call) onMail(do func(data.ID) error) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	id := data.ID(c.args[0])
	if err := do(id); err != nil {
		return err
	}
	return c.decided(id)
}

// inboxRevoke takes a reply code back.
func inboxRevoke(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	return c.desk.RevokeCode(c.ctx, c.args[0])
}
