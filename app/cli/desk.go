package cli

import (
	"fmt"
	"io"
	"os"

	"firstline/app/priority"
	"firstline/data"
	"firstline/data/desk"
)

func initDesk(c *call) error {
	var s data.Settings
	c.flags.StringVar(&s.Code, "code", "", "")
	c.flags.StringVar(&s.Name, "name", "", "")
	c.flags.StringVar(&s.Operator, "operator", "", "")
	c.language("language", &s.Language)
	if err := c.parse(0, 0, "code", "name"); err != nil {
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
	lang := c.words.Lang()
	c.language("language", &lang)
	c.language("lang", &lang) // as report and escalate call it
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
	if c.desk, err = desk.CreateDemo(c.ctx, dir, lang); err != nil {
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

func backup(c *call) error {
	if err := c.parse(0, 1); err != nil {
		return err
	}
	path := ""
	if len(c.args) > 0 {
		path = c.args[0]
	}
	priority.Last()
	path, err := c.desk.Backup(c.ctx, path, c.telling())
	if err != nil {
		return err
	}
	return c.written(path, struct {
		Path string `json:"path"`
	}{path})
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

func check(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	priority.Last()
	r, err := c.desk.Check(c.ctx, c.telling())
	if err != nil {
		return err
	}
	err = c.result(r, func(w io.Writer) {
		for _, f := range r.Faults {
			fmt.Fprintln(w, f)
		}
		if r.OK {
			fmt.Fprintln(w, c.words.Say("cli.sound", "tickets", c.words.Number(r.Tickets), "operations", c.words.Number(r.Operations), "attachments", c.words.Number(r.Attachments)))
		}
	})
	if err == nil && !r.OK {
		err = data.Fault("", "faults_found", "n", len(r.Faults))
	}
	return err
}
