package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"firstline/data"
	"firstline/data/desk"
)

// ticket prints a ticket after an act on it.
func (c *call) ticket(t data.Ticket) error {
	return c.result(t, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.Number, c.words.Choice("status", string(t.Status)), c.words.Choice("priority", string(t.Priority)), oneLine(t.Subject))
	})
}

func listTickets(c *call) error {
	var q desk.ListQuery
	oneOf(c, "view", &q.View, q.View.Choices())
	c.flags.StringVar(&q.Filter, "query", "", "")
	oneOf(c, "sort", &q.Sort, desk.SortColumns())
	c.flags.BoolVar(&q.Asc, "ascending", false, "")
	limit := c.limit(50)
	c.flags.StringVar(&q.After, "after", "", "")
	if err := c.parse(0, 0); err != nil {
		return err
	}
	q.Limit = *limit
	rows, next, err := c.desk.List(c.ctx, q)
	if err != nil {
		return err
	}
	counts, err := c.desk.Counts(c.ctx)
	if err != nil {
		return err
	}
	page := struct {
		Tickets []data.Excerpt    `json:"tickets"`
		Next    string            `json:"next"`
		Counts  map[data.View]int `json:"counts"`
	}{some(rows), next, counts}
	return c.result(page, func(w io.Writer) {
		if q.Filter != "" && len(rows) == 0 {
			fmt.Fprintln(w, c.words.Say("shell.search.none", "query", q.Filter))
		}
		for _, x := range rows {
			flags := ""
			if x.Overdue {
				flags += c.words.Say("word.overdue") + " "
			}
			if x.Escalated {
				flags += c.words.Say("word.escalated") + " "
			}
			if x.Unanswered {
				flags += c.words.Choice("view", "unanswered") + " "
			}
			if x.Unread {
				flags += c.words.Choice("view", "unread")
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", x.Number, c.words.Choice("priority", string(x.Priority)), c.words.Choice("status", string(x.Status)),
				short(x.Subject, 48), short(x.Caller, 24), c.words.Brief(x.UpdatedAt, c.desk.Now()), strings.TrimSpace(flags))
		}
		if next != "" {
			fmt.Fprintf(w, "--after %s\n", next)
		}
	})
}

func note(c *call) error {
	var n desk.Note
	text := c.flags.String("text", "", "")
	var kinds []string
	for _, k := range data.NoteKinds() {
		kinds = append(kinds, string(k))
	}
	oneOf(c, "kind", &n.Kind, kinds)
	internal := c.flags.Bool("internal", false, "")
	public := c.flags.Bool("public", false, "")
	seconds := c.minutes()
	if err := c.parse(1, 1, "text"); err != nil {
		return err
	}
	if *internal && *public {
		return usage("internal_or_public")
	}
	// A note is the desk's own business unless it is said to be public.
	n.Ticket, n.Internal, n.Seconds = c.args[0], !*public, *seconds
	var err error
	if n.Text, err = c.text(*text); err != nil {
		return err
	}
	a, err := c.desk.AddNote(c.ctx, n)
	if err != nil {
		return err
	}
	return c.result(a, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\t%s\n", c.words.DateTime(a.At), c.words.Choice("activity", string(a.Kind)), short(a.Text, 60))
	})
}

// attach attaches files, one after the other. What can be stays, and is printed, also
// where one cannot.
func attach(c *call) error {
	if err := c.parse(2, -1); err != nil {
		return err
	}
	kept, failed := c.desk.AttachFiles(c.ctx, c.args[0], c.args[1:])
	if len(kept) == 0 {
		return failed
	}
	return errors.Join(failed, c.result(struct {
		Attachments []data.Attachment `json:"attachments"`
	}{kept}, func(w io.Writer) {
		for _, a := range kept {
			fmt.Fprintf(w, "%s\t%s\t%s\n", a.Name, c.words.Size(a.Size), a.SHA256[:16])
		}
	}))
}

func set(c *call) error {
	reason := c.flags.String("reason", "", "")
	if err := c.parse(3, 3); err != nil {
		return err
	}
	value, err := c.text(c.args[2])
	if err != nil {
		return err
	}
	t, err := c.desk.SetFields(c.ctx, c.args[0], map[string]string{c.args[1]: value}, *reason)
	if err != nil {
		return err
	}
	return c.ticket(t)
}

func resolve(c *call) error {
	var r desk.Resolution
	oneOf(c, "code", &r.Code, r.Code.Choices())
	text := c.flags.String("text", "", "")
	article := c.flags.String("article", "", "")
	seconds := c.minutes()
	if err := c.parse(1, 1, "code", "text"); err != nil {
		return err
	}
	var err error
	if r.Text, err = c.text(*text); err != nil {
		return err
	}
	if *article != "" {
		a, err := c.desk.FindArticle(c.ctx, *article)
		if err != nil {
			return err
		}
		r.Article = a.ID
	}
	r.Ticket, r.Seconds = c.args[0], *seconds
	t, err := c.desk.Resolve(c.ctx, r)
	if err != nil {
		return err
	}
	return c.ticket(t)
}

func undo(c *call) error {
	if err := c.parse(0, 0); err != nil {
		return err
	}
	u, err := c.desk.Undo(c.ctx)
	if err != nil {
		return err
	}
	return c.result(u, func(w io.Writer) { fmt.Fprintln(w, c.words.Say("undone."+u.Act, "number", u.Number)) })
}

func history(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	facts, err := c.desk.History(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	return c.result(struct {
		Facts []desk.Fact `json:"facts"`
	}{facts}, func(w io.Writer) {
		for _, f := range facts {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.words.DateTime(f.At), f.By, f.Kind, f.Field, short(string(f.Value), 80))
		}
	})
}
