package cli

import (
	"fmt"
	"io"

	"firstline/data/desk"
)

func reply(c *call) error {
	var r desk.ReplyRequest
	var files repeated
	f := c.flags
	f.StringVar(&r.To, "to", "", "")
	f.StringVar(&r.ToName, "to-name", "", "")
	f.StringVar(&r.Subject, "subject", "", "")
	c.language("lang", &r.Language)
	f.Var(&files, "file", "")
	text := f.String("text", "", "")
	template := f.String("template", "", "")
	dry := f.String("dry-run", "", "")
	if err := c.parse(1, 1); err != nil {
		return err
	}
	r.Ticket = c.args[0]
	var err error
	if r.Text, err = c.text(*text); err != nil {
		return err
	}
	if *template != "" {
		if r.Text, err = c.template(*template); err != nil {
			return err
		}
	}
	if r.Files, err = c.attached(r.Ticket, files); err != nil {
		return err
	}
	if *dry != "" {
		p, err := c.desk.PreviewReply(c.ctx, r)
		if err != nil {
			return err
		}
		return c.writePreview(*dry, p, nil)
	}
	a, err := c.desk.Reply(c.ctx, r)
	if err != nil {
		return err
	}
	return c.result(a, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.words.Choice("activity", string(a.Kind)), a.Address, c.words.Choice("letter_state", string(a.Delivery.State)))
	})
}

// template finds a reply template by name.
func (c *call) template(name string) (string, error) {
	var known []string
	for _, t := range c.desk.ReplyTemplates(c.words.Lang()) {
		if t.Name == name {
			return t.Text, nil
		}
		known = append(known, t.Name)
	}
	return "", notOneOf("template", name, known)
}
