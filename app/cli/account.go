package cli

import (
	"fmt"
	"io"
	"time"

	"firstline/data"
	"firstline/data/post"
)

// settingsFind finds the servers that an address probably has and makes them the desk's.
func settingsFind(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	if err := data.CheckAddress("from", c.args[0]); err != nil {
		return err
	}
	s := c.desk.Settings()
	found := post.Discover(c.ctx, c.args[0])
	found.FromName, found.CA, found.Inbox.Receive = s.Mail.FromName, s.Mail.CA, s.Mail.Inbox.Receive
	s.Mail = found
	if err := c.desk.SaveSettings(c.ctx, s); err != nil {
		return err
	}
	return c.result(found, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s:%d\t%s\n", c.words.Field("host"), found.Host, found.Port, found.Security)
		fmt.Fprintf(w, "%s\t%s:%d\t%s\n", c.words.Field("inbox_host"), found.Inbox.Host, found.Inbox.Port, found.Inbox.Security)
		fmt.Fprintf(w, "%s\t%s\n", c.words.Field("since"), found.Inbox.Since)
	})
}

// settingsSignIn has the person allow this desk to use the account, on the provider's page.
func settingsSignIn(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	s := c.desk.Settings()
	err := post.Authorize(c.ctx, c.desk, s.Mail, func(d post.DeviceCode) {
		fmt.Fprintln(c.err, c.words.Say("cli.account.code", "url", d.URL, "code", d.Code))
	})
	if err != nil {
		return err
	}
	if s.Mail.Auth != data.ByOAuth {
		s.Mail.Auth = data.ByOAuth
		if err := c.desk.SaveSettings(c.ctx, s); err != nil {
			return err
		}
	}
	return c.result(struct{}{}, func(w io.Writer) { fmt.Fprintln(w, c.words.Say("cli.account.allowed")) })
}

// settingsTest tries out the account, and keeps what that teaches.
func settingsTest(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	s := c.desk.Settings()
	if !s.Mail.Ready() {
		return data.Fault("host", "no_account")
	}
	keys, err := post.New(c.desk).Keys(c.ctx, s.Mail)
	if err != nil {
		return err
	}
	r, err := post.Probe(c.ctx, s.Mail, keys, c.words, func(step string) {
		if !c.asJSON {
			fmt.Fprintln(c.err, c.words.Say("cli.account."+step))
		}
	})
	if err != nil {
		return err
	}
	if r.Echo != nil {
		s = c.desk.Settings()
		s.Mail.Learns(r.Learned(time.Now().UTC().Truncate(time.Second)))
		if err := c.desk.SaveSettings(c.ctx, s); err != nil {
			return err
		}
	}
	return c.result(r, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.account.works"))
		if r.Inbox != nil {
			fmt.Fprintln(w, c.words.Count("cli.account.inbox", r.Inbox.Mails))
		}
		if e := r.Echo; e != nil {
			yes := map[bool]string{true: c.words.Say("word.yes"), false: c.words.Say("word.no")}
			fmt.Fprintln(w, c.words.Say("cli.account.learned", "took", c.words.Duration(max(1, int(e.Took.Round(time.Second)/time.Second))),
				"plus", yes[e.PlusAddress], "files", yes[e.FilesSent], "ids", yes[e.NewID]))
		}
	})
}
