package cli

import (
	"fmt"
	"io"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
)

// inboxFetch fetches what is new and prints what became of it.
func inboxFetch(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	got, fetchErr := post.New(c.desk).FetchMail(c.ctx)
	if fetchErr != nil && len(got.Mails) == 0 {
		return fetchErr
	}
	err := c.result(struct {
		Mails  []data.Mail `json:"mails"`
		Failed int         `json:"failed"`
	}{some(got.Mails), got.Failed}, func(w io.Writer) {
		c.rows(w, got.Mails)
		fmt.Fprintln(w, c.words.Count("cli.fetched", len(got.Mails)))
	})
	if fetchErr != nil { // what had come before it broke off is printed all the same
		return fetchErr
	}
	if err == nil && got.Failed > 0 {
		err = data.Fault("", "not_understood", "n", got.Failed)
	}
	return err
}

// inboxList lists mails, newest first.
func inboxList(c *call) error {
	var q desk.MailQuery
	c.flags.BoolVar(&q.Waiting, "waiting", false, "")
	limit := c.limit(50)
	ticket := c.flags.String("ticket", "", "")
	var state data.MailState
	oneOf(c, "state", &state, state.Choices())
	if err := c.parse(0, 0); err != nil {
		return err
	}
	q.Limit = *limit
	if *ticket != "" {
		k, err := c.desk.Case(c.ctx, *ticket)
		if err != nil {
			return err
		}
		q.Ticket = k.Ticket.ID
	}
	if state != "" {
		q.States = []data.MailState{state}
	}
	mails, err := c.desk.Mails(c.ctx, q)
	if err != nil {
		return err
	}
	return c.mails(mails)
}

// mails prints mails, and where they are.
func (c *call) mails(mails []data.Mail) error {
	return c.result(struct {
		Mails []data.Mail `json:"mails"`
	}{some(mails)}, func(w io.Writer) { c.rows(w, mails) })
}

// rows prints a line for each mail.
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

// decided prints a mail after a decision about it.
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

// onMail does something to the mail named by the only argument, and prints how that stands
// then.
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
	if err := c.desk.RevokeCode(c.ctx, c.args[0]); err != nil {
		return err
	}
	return c.done()
}
