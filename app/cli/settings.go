package cli

import (
	"fmt"
	"io"
	"maps"
	"net/mail"
	"os"
	"slices"
	"strconv"
	"strings"

	"firstline/data"
)

func settingsShow(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	s := c.desk.Settings()
	return c.result(s, func(w io.Writer) {
		for _, one := range c.settings(&s) {
			if one.held != "" {
				fmt.Fprintf(w, "%s\t%s\t%s\n", one.name, c.words.Field(one.name), short(one.held, 100))
			}
		}
	})
}

// secrets are the settings that lie in the safe, with their names there.
var secrets = map[string]string{"mail.password": "mail", "mail.inbox_password": "inbox", "mail.client_secret": "mail.client_secret"}

func settingsSet(c *call) error {
	if err := c.parse(2, 2); err != nil {
		return err
	}
	name := c.args[0]
	value, err := c.text(c.args[1])
	if err != nil {
		return err
	}
	if kept, ok := secrets[name]; ok {
		if err := c.desk.KeepPassword(kept, value); err != nil {
			return err
		}
		return c.done()
	}
	s := c.desk.Settings()
	names := slices.Collect(maps.Keys(secrets))
	for _, one := range c.settings(&s) {
		if one.put == nil {
			continue
		}
		names = append(names, one.name)
		if one.name != name {
			continue
		}
		if err := one.put(value); err != nil {
			return err
		}
		if err := c.desk.SaveSettings(c.ctx, s); err != nil {
			return err
		}
		return c.result(c.desk.Settings(), func(io.Writer) {})
	}
	slices.Sort(names)
	return data.Fault(name, "unknown_field", "name", name, "fields", strings.Join(names, ", "))
}

// setting is one of a desk's settings: what it holds, as people read it, and what puts a
// typed value into it, unless that needs the window.
type setting struct {
	name, held string
	put        func(value string) error
}

// settings are all of them, by the names that are typed.
func (c *call) settings(s *data.Settings) []setting {
	m, in, paper := &s.Mail, &s.Mail.Inbox, &s.Letterhead
	tested := ""
	if at := m.Knows().At; !at.IsZero() {
		tested = c.words.DateTime(at)
	}
	return []setting{
		{"code", s.Code, nil},
		text("name", &s.Name),
		text("operator", &s.Operator),
		c.choice("language", "language", &s.Language),
		c.choice("theme", "theme", &s.Theme),
		number("text_size", &s.TextSize),
		{"categories", strings.Join(s.Categories, ", "), func(v string) error { s.Categories = split(v); return nil }},
		{"second_line", addresses(s.SecondLine), func(v string) (err error) { s.SecondLine, err = recipients(v); return err }},
		{"synonyms", strings.Join(s.Synonyms, "; "), func(v string) error { s.Synonyms = strings.Split(v, "\n"); return nil }},
		{"words", strings.Join(s.Words, ", "), nil},
		{"templates", names(s.Templates), nil},
		{"replies", names(s.Replies), nil},
		text("signature", &s.Signature),
		c.yesOrNo("acknowledge", &s.Acknowledge),
		optional("backup_days", &s.BackupDays),

		text("letterhead.name", &paper.Name),
		text("letterhead.lines", &paper.Lines),
		text("letterhead.footer", &paper.Footer),
		{"letterhead.logo", c.yes(paper.Logo != ""), func(v string) (err error) { paper.Logo, err = c.logo(v); return err }},

		text("mail.from", &m.From),
		text("mail.from_name", &m.FromName),
		text("mail.host", &m.Host),
		number("mail.port", &m.Port),
		c.choice("mail.security", "security", (*string)(&m.Security)),
		text("mail.user", &m.User),
		c.choice("mail.auth", "auth", (*string)(&m.Auth)),
		{"mail.ca", c.yes(m.CA != ""), func(v string) (err error) { m.CA, err = authority(v); return err }},
		optional("mail.send_delay", &s.SendDelay),
		text("mail.provider", &m.OAuth.Provider),
		text("mail.client_id", &m.OAuth.ClientID),
		text("mail.device_url", &m.OAuth.DeviceURL),
		text("mail.token_url", &m.OAuth.TokenURL),
		text("mail.scope", &m.OAuth.Scope),

		c.yesOrNo("mail.receive", &in.Receive),
		text("mail.inbox_host", &in.Host),
		number("mail.inbox_port", &in.Port),
		c.choice("mail.inbox_security", "security", (*string)(&in.Security)),
		text("mail.inbox_user", &in.User),
		text("mail.folder", &in.Folder),
		text("mail.since", &in.Since),
		{"mail.max_size", figures(int(in.MaxSize >> 20)), func(v string) error {
			var megabytes int
			err := number("mail.max_size", &megabytes).put(v)
			in.MaxSize = int64(megabytes) << 20
			return err
		}},
		text("mail.sent", &in.Sent),
		c.choice("mail.filing", "filing", (*string)(&in.Filing)),
		{"mail.learned", tested, nil},
	}
}

func text(name string, into *string) setting {
	return setting{name, *into, func(value string) error {
		*into = strings.TrimSpace(value)
		return nil
	}}
}

// choice is a text that is called something.
func (c *call) choice(name, kind string, into *string) setting {
	s := text(name, into)
	s.held = c.words.Choice(kind, *into)
	return s
}

// number is a whole number; an empty text is 0, which is nothing.
func number(name string, into *int) setting {
	return setting{name, figures(*into), func(value string) (err error) {
		*into = 0
		if value = strings.TrimSpace(value); value != "" {
			if *into, err = strconv.Atoi(value); err != nil {
				return data.Fault(name, "not_a_number", "value", value)
			}
		}
		return nil
	}}
}

func figures(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// optional is a whole number that may be unsaid, which is not 0.
func optional(name string, into **int) setting {
	s := setting{name: name, put: func(value string) error {
		*into = new(int)
		return number(name, *into).put(value)
	}}
	if *into != nil {
		s.held = strconv.Itoa(**into)
	}
	return s
}

// yes is the word for what there is.
func (c *call) yes(there bool) string {
	if there {
		return c.words.Say("word.yes")
	}
	return ""
}

// yesOrNo is a yes or a no; an empty text is no.
func (c *call) yesOrNo(name string, into *bool) setting {
	return setting{name, c.yes(*into), func(value string) error {
		yes, ok := data.YesOrNo(value)
		if !ok && strings.TrimSpace(value) != "" {
			return data.Fault(name, "not_yes_or_no", "value", value)
		}
		*into = yes
		return nil
	}}
}

// names are what templates are called.
func names(templates []data.Template) string {
	var list []string
	for _, t := range templates {
		list = append(list, t.Name)
	}
	return strings.Join(list, ", ")
}

// split is what stands between the commas of a text.
func split(value string) []string {
	var list []string
	for _, v := range strings.Split(value, ",") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// recipients reads a list of addresses, with or without names (RFC 5322).
func recipients(value string) ([]data.Recipient, error) {
	if strings.TrimSpace(value) == "" {
		return nil, nil
	}
	addresses, err := mail.ParseAddressList(value)
	if err != nil {
		return nil, data.Fault("second_line", "bad_address", "value", value)
	}
	var list []data.Recipient
	for _, a := range addresses {
		list = append(list, data.Recipient{Name: a.Name, Address: a.Address})
	}
	return list, nil
}

// addresses is such a list for people: names are written as they are.
func addresses(list []data.Recipient) string {
	var texts []string
	for _, r := range list {
		texts = append(texts, strings.TrimSpace(r.Name+" <"+r.Address+">"))
	}
	return strings.Join(texts, ", ")
}

// logo keeps the picture in a file and gives its hash; "" for no file.
func (c *call) logo(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	a, err := c.desk.KeepPicture(c.ctx, path)
	return a.SHA256, err
}

// authority reads certificates (PEM) from a file; "" for no file.
func authority(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", unreadable(path, err)
	}
	return string(raw), nil
}
