package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
)

// names collects a flag that may be given more than once.
type names []string

func (n *names) String() string     { return strings.Join(*n, ", ") }
func (n *names) Set(v string) error { *n = append(*n, v); return nil }

func escalate(c *call) error {
	var r desk.EscalationRequest
	var files names
	f := c.flags
	f.StringVar(&r.To, "to", "", "")
	f.StringVar(&r.ToName, "to-name", "", "")
	f.StringVar((*string)(&r.Mode), "mode", "", "")
	f.StringVar(&r.Language, "lang", "", "")
	f.BoolVar(&r.IncludeInternal, "attach-internal", false, "")
	f.Var(&files, "file", "")
	question := f.String("question", "", "")
	by := f.String("answer-by", "", "")
	dry := f.String("dry-run", "", "")
	if err := c.parse(1, 1); err != nil {
		return err
	}
	r.Ticket = c.args[0]
	var err error
	if r.Question, err = c.text(*question); err != nil {
		return err
	}
	if *by != "" {
		if r.AnswerBy, err = data.ParseTime(*by); err != nil {
			return data.Fault("answer_by", "not_a_time", "value", *by)
		}
	}
	if r.Files, err = c.named(r.Ticket, files); err != nil {
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

// named finds a ticket's attachments by their names or hashes.
func (c *call) named(ref string, files []string) ([]string, error) {
	if len(files) == 0 {
		return nil, nil
	}
	k, err := c.desk.Case(c.ctx, ref)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, name := range files {
		hash := ""
		for _, a := range k.Attachments {
			if a.Name == name || a.SHA256 == name {
				hash = a.SHA256
			}
		}
		if hash == "" {
			return nil, data.Fault("files", "no_file", "name", name)
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

func (c *call) preview(r desk.EscalationRequest, path string) error {
	p, err := c.desk.PreviewEscalation(c.ctx, r)
	if err != nil {
		return err
	}
	c.warn(p.Handover)
	return c.writePreview(path, p.EML, p.From, p.To, p.Subject, p.Text, p.Parts, p.Handover.Gaps())
}

// writePreview writes a mail to a file as it would be sent, and says what it is.
func (c *call) writePreview(path string, eml []byte, from, to, subject, text string, parts []data.Attachment, gaps []string) error {
	err := writeFile(path, func(w io.Writer) error {
		_, err := w.Write(eml)
		return err
	})
	if err != nil {
		return err
	}
	return c.result(struct {
		Path    string            `json:"path"`
		From    string            `json:"from"`
		To      string            `json:"to"`
		Subject string            `json:"subject"`
		Text    string            `json:"text"`
		Parts   []data.Attachment `json:"parts"`
		Size    int               `json:"size"`
		Gaps    []string          `json:"gaps,omitempty"`
	}{path, from, to, subject, text, parts, len(eml), gaps}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.written", "path", path))
	})
}

func outboxList(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	letters, err := c.desk.Letters(c.ctx)
	if err != nil {
		return err
	}
	if letters == nil {
		letters = []data.Letter{}
	}
	return c.result(struct {
		Letters []data.Letter `json:"letters"`
	}{letters}, func(w io.Writer) {
		for _, l := range letters {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Number, strings.Join(l.To, ", "), c.words.Choice("letter_state", string(l.State)), c.words.DateTime(l.QueuedAt), short(l.Reason, 60))
		}
	})
}

// outboxSend sends what is due, and what was just written. Letters that wait are no failure; one that
// failed for good is.
func outboxSend(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	office := post.New(c.desk)
	sent, sendErr := office.SendNow(c.ctx)
	if err := office.FileCopies(c.ctx); err != nil { // the letters have left all the same
		fmt.Fprintln(c.err, "firstline:", c.words.Error(err))
	}
	letters, err := c.desk.Letters(c.ctx)
	if err != nil {
		return err
	}
	waiting := 0
	for _, l := range letters {
		if l.State.Waiting() {
			waiting++
		}
	}
	err = c.result(struct {
		Sent    int `json:"sent"`
		Waiting int `json:"waiting"`
	}{sent, waiting}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.sent", "sent", sent, "waiting", waiting))
	})
	if sendErr != nil {
		return sendErr
	}
	return err
}

// letter finds a letter by id, or the newest of a ticket by its number: the
// first of n arguments.
func (c *call) letter(n int) (data.ID, error) {
	if err := c.parse(n, n); err != nil {
		return "", err
	}
	letters, err := c.desk.Letters(c.ctx)
	if err != nil {
		return "", err
	}
	for _, l := range letters {
		if string(l.ID) == c.args[0] || strings.EqualFold(l.Number, c.args[0]) {
			return l.ID, nil
		}
	}
	return "", data.Fault("", "no_letter", "ref", c.args[0]).Because(data.ErrNotFound)
}

func outboxRetry(c *call) error { return c.onLetter(c.desk.RetryLetter) }

func outboxDrop(c *call) error { return c.onLetter(c.desk.DropLetter) }

// outboxSave writes a letter to a file for the person to send.
func outboxSave(c *call) error {
	return c.onLetterOf(2, func(ctx context.Context, id data.ID) error { return c.desk.SaveLetter(ctx, id, c.args[1]) })
}

func (c *call) onLetter(do letterAct) error { return c.onLetterOf(1, do) }

func (c *call) onLetterOf(arguments int, do letterAct) error {
	id, err := c.letter(arguments)
	if err != nil {
		return err
	}
	if err := do(c.ctx, id); err != nil {
		return err
	}
	l, _, err := c.desk.Letter(c.ctx, id)
	if err != nil {
		return err
	}
	return c.result(l, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\n", l.Number, c.words.Choice("letter_state", string(l.State)))
	})
}

func report(c *call) error {
	path := c.flags.String("o", "", "")
	lang := c.flags.String("lang", "", "")
	internal := c.flags.Bool("internal", false, "")
	if err := c.parse(1, 1); err != nil {
		return err
	}
	if *path == "" {
		return usage("no_value", "flag", "-o")
	}
	pdf, err := c.desk.Report(c.ctx, c.args[0], *lang, *internal)
	if err != nil {
		return err
	}
	if *path == "-" {
		_, err := c.out.Write(pdf)
		return err
	}
	err = writeFile(*path, func(w io.Writer) error {
		_, err := w.Write(pdf)
		return err
	})
	if err != nil {
		return err
	}
	return c.result(struct {
		Path   string `json:"path"`
		Size   int    `json:"size"`
		SHA256 string `json:"sha256"`
	}{*path, len(pdf), hashOf(pdf)}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.written", "path", *path))
	})
}
