package cli

import (
	"encoding/json"
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
		fields := data.FieldsOf(s)
		for _, name := range data.FieldNames(s) {
			if raw, ok := fields[name]; ok {
				fmt.Fprintf(w, "%s\t%s\n", name, short(unquoted(raw), 100))
			}
		}
	})
}

// unquoted is a JSON string without its quotes, and any other value as it is.
func unquoted(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
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
	known := c.setters(&s)
	set, ok := known[name]
	if !ok {
		names := slices.AppendSeq(slices.Collect(maps.Keys(known)), maps.Keys(secrets))
		slices.Sort(names)
		return data.Fault(name, "unknown_field", "name", name, "fields", strings.Join(names, ", "))
	}
	if err := set(value); err != nil {
		return err
	}
	if err := c.desk.SaveSettings(c.ctx, s); err != nil {
		return err
	}
	return c.result(c.desk.Settings(), func(io.Writer) {})
}

// setters puts typed values into settings, by the names of the settings.
func (c *call) setters(s *data.Settings) map[string]func(value string) error {
	m, in, paper := &s.Mail, &s.Mail.Inbox, &s.Letterhead
	return map[string]func(string) error{
		"name": text(&s.Name), "operator": text(&s.Operator), "language": text(&s.Language), "theme": text(&s.Theme),
		"text_size": number("text_size", &s.TextSize), "signature": text(&s.Signature), "acknowledge": yesOrNo("acknowledge", &s.Acknowledge),
		"backup_days": func(v string) error { s.BackupDays = new(int); return number("backup_days", s.BackupDays)(v) },
		"categories":  func(v string) error { s.Categories = split(v); return nil },
		"synonyms":    func(v string) error { s.Synonyms = strings.Split(v, "\n"); return nil },
		"second_line": func(v string) (err error) { s.SecondLine, err = recipients(v); return err },

		"letterhead.name": text(&paper.Name), "letterhead.lines": text(&paper.Lines), "letterhead.footer": text(&paper.Footer),
		"letterhead.logo": func(v string) (err error) { paper.Logo, err = c.logo(v); return err },

		"mail.host": text(&m.Host), "mail.port": number("port", &m.Port), "mail.security": text((*string)(&m.Security)), "mail.user": text(&m.User),
		"mail.from": text(&m.From), "mail.from_name": text(&m.FromName), "mail.auth": text((*string)(&m.Auth)),
		"mail.ca":         func(v string) (err error) { m.CA, err = authority(v); return err },
		"mail.send_delay": func(v string) error { s.SendDelay = new(int); return number("send_delay", s.SendDelay)(v) },
		"mail.provider":   text(&m.OAuth.Provider), "mail.client_id": text(&m.OAuth.ClientID), "mail.device_url": text(&m.OAuth.DeviceURL),
		"mail.token_url": text(&m.OAuth.TokenURL), "mail.scope": text(&m.OAuth.Scope),

		"mail.receive": yesOrNo("receive", &in.Receive), "mail.inbox_host": text(&in.Host), "mail.inbox_port": number("inbox_port", &in.Port),
		"mail.inbox_security": text((*string)(&in.Security)), "mail.inbox_user": text(&in.User), "mail.folder": text(&in.Folder),
		"mail.since": text(&in.Since), "mail.sent": text(&in.Sent), "mail.filing": text((*string)(&in.Filing)),
		"mail.max_size": func(v string) error {
			var megabytes int
			err := number("max_size", &megabytes)(v)
			in.MaxSize = int64(megabytes) << 20
			return err
		},
	}
}

func text(into *string) func(string) error {
	return func(value string) error {
		*into = strings.TrimSpace(value)
		return nil
	}
}

// number reads a whole number; an empty text is 0.
func number(field string, into *int) func(string) error {
	return func(value string) (err error) {
		*into = 0
		if value = strings.TrimSpace(value); value != "" {
			if *into, err = strconv.Atoi(value); err != nil {
				return data.Fault(field, "not_a_number", "value", value)
			}
		}
		return nil
	}
}

// yesOrNo reads a yes or a no; an empty text is no.
func yesOrNo(field string, into *bool) func(string) error {
	return func(value string) error {
		yes, ok := data.YesOrNo(value)
		if !ok && strings.TrimSpace(value) != "" {
			return data.Fault(field, "not_yes_or_no", "value", value)
		}
		*into = yes
		return nil
	}
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
