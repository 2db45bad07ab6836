package cli

import (
	"fmt"
	"io"

	"firstline/data"
	"firstline/data/desk"
)

func escalate(c *call) error {
	var r desk.EscalationRequest
	var files repeated
	f := c.flags
	f.StringVar(&r.To, "to", "", "")
	f.StringVar(&r.ToName, "to-name", "", "")
	oneOf(c, "mode", &r.Mode, r.Mode.Choices())
	c.language("lang", &r.Language)
	c.moment("answer-by", &r.AnswerBy)
	f.BoolVar(&r.IncludeInternal, "attach-internal", false, "")
	f.Var(&files, "file", "")
	question := f.String("question", "", "")
	dry := f.String("dry-run", "", "")
	if err := c.parse(1, 1, "to", "question"); err != nil {
		return err
	}
	r.Ticket = c.args[0]
	var err error
	if r.Question, err = c.text(*question); err != nil {
		return err
	}
	if r.Files, err = c.attached(r.Ticket, files); err != nil {
		return err
	}
	if *dry != "" {
		return c.preview(r, *dry)
	}
	gaps, err := c.desk.Handover(c.ctx, r.Ticket)
	if err != nil {
		return err
	}
	e, err := c.desk.Escalate(c.ctx, r)
	if err != nil {
		return err
	}
	c.warn(gaps)
	return c.result(struct {
		data.Escalation
		Gaps []string `json:"gaps,omitempty"`
	}{e, gaps.Gaps()}, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.words.Choice("mode", string(e.Mode)), e.To, c.words.Choice("escalation_state", string(e.State)))
	})
}

// warn says on standard error what a good hand-over lacks.
func (c *call) warn(h data.Handover) {
	for _, gap := range h.Gaps() {
		fmt.Fprintln(c.err, "firstline:", c.words.Say("cli.gap", "what", c.words.Say("handover."+gap)))
	}
}

// preview writes the mail of an escalation to a file instead of sending it.
func (c *call) preview(r desk.EscalationRequest, path string) error {
	p, err := c.desk.PreviewEscalation(c.ctx, r)
	if err != nil {
		return err
	}
	c.warn(p.Handover)
	return c.writePreview(path, p, p.Handover.Gaps())
}
