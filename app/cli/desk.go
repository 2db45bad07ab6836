package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"net/mail"
	"os"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/desk"
)

// letterAct is what can be done to a letter.
type letterAct = func(ctx context.Context, id data.ID) error

func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

func initDesk(c *call) error {
	var s data.Settings
	c.flags.StringVar(&s.Code, "code", "", "")
	c.flags.StringVar(&s.Name, "name", "", "")
	c.flags.StringVar(&s.Operator, "operator", "", "")
	c.flags.StringVar(&s.Language, "language", "", "")
	if err := c.parse(0, 0); err != nil {
		return err
	}
	if s.Operator == "" {
		s.Operator = userName()
	}
	var err error
	if c.desk, err = desk.Create(c.ctx, c.dir, s); err != nil {
		return err
	}
	c.words = c.desk.Words()
	s = c.desk.Settings()
	return c.result(struct {
		Dir      string `json:"dir"`
		Code     string `json:"code"`
		Name     string `json:"name"`
		Operator string `json:"operator"`
	}{c.desk.Dir(), s.Code, s.Name, s.Operator}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.made", "name", s.Name, "dir", c.desk.Dir()))
	})
}

// userName is who works here, as far as the system knows.
func userName() string {
	for _, name := range []string{"USER", "USERNAME", "LOGNAME"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return "operator"
}

// demo makes a sample desk in a folder of its own and has the window opened on
// it. With --json it only says where it is, for scripts.
func demo(c *call) error {
	lang := c.flags.String("language", c.words.Lang(), "")
	// --lang is what report and escalate call it.
	c.flags.StringVar(lang, "lang", *lang, "")
	if err := c.parse(0, 0); err != nil {
		return err
	}
	dir := c.dir
	if !c.dirGiven {
		var err error
		if dir, err = os.MkdirTemp("", "firstline-demo-*"); err != nil {
			return fmt.Errorf("make room for the sample desk: %w", err)
		}
	}
	var err error
	if c.desk, err = desk.CreateDemo(c.ctx, dir, *lang); err != nil {
		return err
	}
	c.words = c.desk.Words()
	if c.asJSON {
		return c.result(struct {
			Dir string `json:"dir"`
		}{dir}, nil)
	}
	c.open = dir
	return c.result(nil, func(w io.Writer) { fmt.Fprintln(w, c.words.Say("cli.demo.made", "dir", dir)) })
}

func settingsShow(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	s := c.desk.Settings()
	return c.result(s, func(w io.Writer) {
		fields := data.FieldsOf(s)
		for _, name := range data.FieldNames(s) {
			if raw, ok := fields[name]; ok {
				fmt.Fprintf(w, "%s\t%s\n", name, short(plain(raw), 100))
			}
		}
	})
}

func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// setting says where a named setting goes.
func (c *call) setting(s *data.Settings, name, value string) error {
	texts := accountTexts(&s.Mail)
	for key, into := range map[string]*string{
		"name": &s.Name, "operator": &s.Operator, "language": &s.Language, "theme": &s.Theme, "signature": &s.Signature,
		"letterhead.name": &s.Letterhead.Name, "letterhead.lines": &s.Letterhead.Lines, "letterhead.footer": &s.Letterhead.Footer,
	} {
		texts[key] = into
	}
	if into, ok := texts[name]; ok {
		*into = strings.TrimSpace(value)
		return nil
	}
	numbers := accountNumbers(&s.Mail)
	if into, ok := numbers[name]; ok {
		return number(name, value, into)
	}
	var err error
	switch name {
	case "mail.receive":
		return yesOrNo(name, value, &s.Mail.Inbox.Receive)
	case "acknowledge":
		return yesOrNo(name, value, &s.Acknowledge)
	case "mail.send_delay":
		s.SendDelay = new(int)
		return number(name, value, s.SendDelay)
	case "text_size":
		return number(name, value, &s.TextSize)
	case "backup_days":
		s.BackupDays = new(int)
		return number(name, value, s.BackupDays)
	case "mail.max_size":
		var megabytes int
		if err := number(name, value, &megabytes); err != nil {
			return err
		}
		s.Mail.Inbox.MaxSize = int64(megabytes) << 20
	case "mail.ca":
		raw := []byte{}
		if value != "" {
			if raw, err = os.ReadFile(value); err != nil {
				return unreadable(value, err)
			}
		}
		s.Mail.CA = string(raw)
	case "letterhead.logo":
		s.Letterhead.Logo = ""
		if value != "" {
			a, err := c.desk.KeepPicture(c.ctx, value)
			if err != nil {
				return err
			}
			s.Letterhead.Logo = a.SHA256
		}
	case "categories":
		s.Categories = nil
		for _, v := range strings.Split(value, ",") {
			if v = strings.TrimSpace(v); v != "" {
				s.Categories = append(s.Categories, v)
			}
		}
	case "synonyms":
		s.Synonyms = strings.Split(value, "\n")
	case "second_line":
		s.SecondLine = nil
		if strings.TrimSpace(value) == "" {
			return nil
		}
		list, err := mail.ParseAddressList(value)
		if err != nil {
			return data.Fault("second_line", "bad_address", "value", value)
		}
		for _, a := range list {
			s.SecondLine = append(s.SecondLine, data.Recipient{Name: a.Name, Address: a.Address})
		}
	default:
		known := []string{"acknowledge", "backup_days", "categories", "second_line", "synonyms", "text_size", "mail.ca", "mail.receive", "mail.send_delay", "mail.max_size", "letterhead.logo"}
		for _, names := range []iter.Seq[string]{maps.Keys(texts), maps.Keys(numbers), maps.Keys(accountSecrets)} {
			known = slices.AppendSeq(known, names)
		}
		return data.Fault(name, "unknown_field", "name", name, "fields", strings.Join(slices.Sorted(slices.Values(known)), ", "))
	}
	return nil
}

func settingsSet(c *call) error {
	if err := c.parse(2, 2); err != nil {
		return err
	}
	value, err := c.text(c.args[1])
	if err != nil {
		return err
	}
	if name, ok := accountSecrets[c.args[0]]; ok {
		if err := c.desk.KeepPassword(name, value); err != nil {
			return err
		}
		return c.result(struct{}{}, func(io.Writer) {})
	}
	s := c.desk.Settings()
	if err := c.setting(&s, c.args[0], value); err != nil {
		return err
	}
	if err := c.desk.SaveSettings(c.ctx, s); err != nil {
		return err
	}
	return c.result(c.desk.Settings(), func(io.Writer) {})
}

func backup(c *call) error {
	if err := c.parse(0, 1); err != nil {
		return err
	}
	path := ""
	if len(c.args) > 0 {
		path = c.args[0]
	}
	stepBack()
	path, err := c.desk.Backup(c.ctx, path, c.telling())
	if err != nil {
		return err
	}
	return c.result(struct {
		Path string `json:"path"`
	}{path}, func(w io.Writer) { fmt.Fprintln(w, c.words.Say("cli.written", "path", path)) })
}

func restore(c *call) error {
	replace := c.flags.Bool("replace", false, "")
	if err := c.parse(1, 1); err != nil {
		return err
	}
	var kept string
	var err error
	if c.desk, kept, err = desk.Restore(c.ctx, c.args[0], c.dir, *replace, c.telling()); err != nil {
		return err
	}
	c.words = c.desk.Words()
	return c.result(struct {
		Dir  string `json:"dir"`
		Kept string `json:"kept,omitempty"`
	}{c.desk.Dir(), kept}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.restored", "name", c.desk.Settings().Name, "dir", c.desk.Dir()))
		if kept != "" {
			fmt.Fprintln(w, c.words.Say("cli.restored.kept", "kept", kept))
		}
	})
}

// errFaults is a check that found something.
var errFaults = errors.New("the check found faults")

func check(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	stepBack()
	r, err := c.desk.Check(c.ctx, c.telling())
	if err != nil {
		return err
	}
	err = c.result(r, func(w io.Writer) {
		for _, f := range r.Faults {
			fmt.Fprintln(w, f)
		}
		if r.OK {
			fmt.Fprintln(w, c.words.Say("cli.sound", "tickets", r.Tickets, "operations", r.Operations, "attachments", r.Attachments))
		}
	})
	if err == nil && !r.OK {
		err = data.Fault("", "faults_found", "n", len(r.Faults)).Because(errFaults)
	}
	return err
}
