package cli

import (
	"fmt"
	"io"
	"slices"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
)

// inboxFetch fetches what is new and says what became of it.
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
	}{append([]data.Mail{}, got.Mails...), got.Failed}, func(w io.Writer) {
		c.rows(w, got.Mails)
		fmt.Fprintln(w, c.words.Count("cli.fetched", len(got.Mails)))
	})
	if fetchErr != nil { // what came before it broke off is told all the same
		return fetchErr
	}
	if err == nil && got.Failed > 0 {
		err = data.Fault("", "not_understood", "n", got.Failed)
	}
	return err
}

// inboxList lists mails, newest first.
func inboxList(c *call) error {
	q := desk.MailQuery{}
	c.flags.BoolVar(&q.Waiting, "waiting", false, "")
	limit := c.limit(50)
	ticket := c.flags.String("ticket", "", "")
	state := c.flags.String("state", "", "")
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
	if *state != "" {
		if choices := data.MailState("").Choices(); !slices.Contains(choices, *state) {
			return usage("arguments")
		}
		q.States = []data.MailState{data.MailState(*state)}
	}
	mails, err := c.desk.Mails(c.ctx, q)
	if err != nil {
		return err
	}
	return c.mails(mails)
}
