package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/post"
)

// accountTexts are the account's settings that are text, by name.
func accountTexts(a *data.Account) map[string]*string {
	return map[string]*string{
		"mail.host": &a.Host, "mail.user": &a.User, "mail.from": &a.From, "mail.from_name": &a.FromName, "mail.security": (*string)(&a.Security),
		"mail.auth": (*string)(&a.Auth), "mail.provider": &a.OAuth.Provider, "mail.client_id": &a.OAuth.ClientID,
		"mail.device_url": &a.OAuth.DeviceURL, "mail.token_url": &a.OAuth.TokenURL, "mail.scope": &a.OAuth.Scope,
		"mail.inbox_host": &a.Inbox.Host, "mail.inbox_security": (*string)(&a.Inbox.Security), "mail.inbox_user": &a.Inbox.User,
		"mail.folder": &a.Inbox.Folder, "mail.since": &a.Inbox.Since, "mail.sent": &a.Inbox.Sent, "mail.filing": (*string)(&a.Inbox.Filing),
	}
}

// accountNumbers are those that are numbers.
func accountNumbers(a *data.Account) map[string]*int {
	return map[string]*int{"mail.port": &a.Port, "mail.inbox_port": &a.Inbox.Port}
}

// accountSecrets are those that lie in the safe, under their names there.
var accountSecrets = map[string]string{"mail.password": "mail", "mail.inbox_password": "inbox", "mail.client_secret": "mail.client_secret"}

// number reads a whole number; an empty text is none, 0.
func number(name, value string, into *int) (err error) {
	*into = 0
	if value = strings.TrimSpace(value); value != "" {
		if *into, err = strconv.Atoi(value); err != nil {
			return data.Fault(strings.TrimPrefix(name, "mail."), "not_a_number", "value", value)
		}
	}
	return nil
}

func yesOrNo(name, value string, into *bool) error {
	yes, ok := data.YesOrNo(value)
	if !ok && strings.TrimSpace(value) != "" {
		return data.Fault(strings.TrimPrefix(name, "mail."), "not_yes_or_no", "value", value)
	}
	*into = yes
	return nil
}

// settingsFind fills in the servers an address probably has.
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

// settingsSignIn has the person allow this desk to use the account, at the
// provider's page.
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

// settingsTest tries the account out and keeps what that teaches.
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
