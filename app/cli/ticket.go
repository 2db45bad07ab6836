package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

func intake(c *call) error {
	f := c.flags
	var in desk.Intake
	var phone, email string
	f.StringVar(&in.Contact.Name, "name", "", "")
	f.StringVar(&phone, "phone", "", "")
	f.StringVar(&email, "email", "", "")
	f.StringVar(&in.Contact.Organization, "organization", "", "")
	f.StringVar(&in.Contact.Site, "site", "", "")
	f.StringVar(&in.Subject, "subject", "", "")
	f.StringVar(&in.Description, "description", "", "")
	f.StringVar(&in.Category, "category", "", "")
	f.StringVar(&in.Environment, "environment", "", "")
	f.StringVar(&in.Asset, "asset", "", "")
	f.StringVar((*string)(&in.Channel), "channel", "", "")
	f.StringVar((*string)(&in.Type), "type", "", "")
	f.StringVar((*string)(&in.Impact), "impact", "", "")
	f.StringVar((*string)(&in.Urgency), "urgency", "", "")
	minutes := f.Float64("minutes", 0, "")
	if err := c.parse(0, 0); err != nil {
		return err
	}
	for _, text := range []*string{&in.Description, &in.Subject, &in.Environment} {
		var err error
		if *text, err = c.text(*text); err != nil {
			return err
		}
	}
	if in.Contact.Name == "" { // as the screen says it
		return data.Fault("caller", "required")
	}
	if phone != "" {
		in.Contact.Phones = []string{phone}
	}
	if email != "" {
		in.Contact.Emails = []string{email}
	}
	in.Seconds = int(*minutes * 60)
	if in.Seconds > 0 {
		in.StartedAt = c.desk.Now().Add(-time.Duration(in.Seconds) * time.Second)
	}
	t, err := c.desk.OpenTicket(c.ctx, in)
	if err != nil {
		return err
	}
	return c.ticket(t)
}

// ticket prints a ticket after an act on it.
func (c *call) ticket(t data.Ticket) error {
	return c.result(t, func(w io.Writer) {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.Number, c.words.Choice("status", string(t.Status)), c.words.Choice("priority", string(t.Priority)), one(t.Subject))
	})
}

func list(c *call) error {
	var q desk.ListQuery
	c.flags.StringVar((*string)(&q.View), "view", "", "")
	c.flags.StringVar(&q.Filter, "query", "", "")
	c.flags.StringVar(&q.Sort, "sort", "", "")
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
	if rows == nil {
		rows = []data.Excerpt{}
	}
	page := struct {
		Tickets []data.Excerpt    `json:"tickets"`
		Next    string            `json:"next"`
		Counts  map[data.View]int `json:"counts"`
	}{rows, next, counts}
	return c.result(page, func(w io.Writer) {
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

// shown is a case as show prints it: every field of the ticket beside its
// timeline and escalations.
func shown(k data.Case) map[string]any {
	out := map[string]any{}
	for name, value := range data.AllFieldsOf(k.Ticket) {
		out[name] = value
	}
	out["id"] = k.Ticket.ID
	out["requester"] = k.Requester
	if k.Affected != nil {
		out["affected_user"] = k.Affected
	}
	out["timeline"], out["attachments"], out["escalations"], out["articles"] = k.Timeline, k.Attachments, k.Escalations, k.Articles
	out["merged_into"], out["merged"] = k.MergedInto, append([]data.Merge{}, k.Merged...)
	out["updated_at"], out["overdue"], out["escalated"] = k.UpdatedAt, k.Overdue, k.Escalated()
	return out
}

func show(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	k, err := c.desk.Case(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	return c.result(shown(k), func(w io.Writer) { c.printCase(w, k) })
}

func (c *call) printCase(w io.Writer, k data.Case) {
	t := k.Ticket
	fmt.Fprintf(w, "%s  %s\n\n", t.Number, t.Subject)
	fmt.Fprintf(w, "%s\t%s\n", c.words.Field("caller"), strings.Join(append(append([]string{k.Requester.Name}, k.Requester.Phones...), k.Requester.Emails...), "  "))
	fields := data.AllFieldsOf(t)
	for _, name := range data.FieldNames(t) {
		if name == "number" || name == "subject" || name == "requester" || name == "description" || name == "articles" || name == "links" || string(fields[name]) == "null" {
			continue
		}
		fmt.Fprintf(w, "%s\t%s\n", c.words.Field(name), c.held(k, name, fields[name]))
	}
	if k.MergedInto != nil {
		fmt.Fprintln(w, c.words.Say("merge.into", "into", k.MergedInto.Number, "subject", one(k.MergedInto.Subject)))
	}
	for _, m := range k.Merged {
		fmt.Fprintf(w, "%s\t%s  %s\n", c.words.Choice("link", string(data.DuplicatedBy)), m.Number, one(m.Subject))
	}
	for _, e := range k.Escalations {
		fmt.Fprintf(w, "%s\t%s\n", c.words.Choice("mode", string(e.Mode)), strings.TrimSpace(fmt.Sprintf("%s  %s  %s", e.To, c.words.Choice("escalation_state", string(e.State)), e.Reason)))
	}
	for _, a := range k.Timeline {
		head := fmt.Sprintf("\n%s  %s  %s", c.words.DateTime(a.At), a.By, c.words.Choice("activity", string(a.Kind)))
		if a.Trust != "" {
			head += "  " + a.Address + "  [" + c.words.Choice("trust", string(a.Trust)) + "]"
		}
		if a.Delivery != nil {
			head += "  " + a.Address + "  [" + c.words.Choice("letter_state", string(a.Delivery.State)) + "]"
		}
		if a.Internal {
			head += "  [" + c.words.Say("word.internal") + "]"
		}
		if a.From != "" {
			head += "  [" + c.words.Say("merge.from", "number", a.From) + "]"
		} else if a.Origin != nil {
			head += "  [" + c.words.Say("merge.moved", "number", a.Origin.Ticket) + "]"
		}
		fmt.Fprintln(w, head)
		if a.Text != "" {
			fmt.Fprintln(w, "  "+strings.ReplaceAll(a.Text, "\n", "\n  "))
		}
		for _, ch := range a.Changes {
			fmt.Fprintf(w, "  %s\n", c.words.Labelled(ch.Field, cmp.Or(c.held(k, ch.Field, ch.From), "–")+" → "+cmp.Or(c.held(k, ch.Field, ch.To), "–")))
		}
		if a.Attachment != nil {
			fmt.Fprintf(w, "  %s (%s)\n", a.Attachment.Name, c.words.Size(a.Attachment.Size))
		}
	}
}

// held is what a field holds, in words: people and articles are called by their
// names, unless they are gone.
func (c *call) held(k data.Case, field string, raw json.RawMessage) string {
	switch field {
	case "requester", "affected_user":
		var id data.ID
		if json.Unmarshal(raw, &id) == nil && id != "" {
			if who, err := c.desk.Contact(c.ctx, id); err == nil {
				return one(who.Name)
			}
		}
	case "articles":
		var uses []data.Use
		if json.Unmarshal(raw, &uses) == nil {
			var titles []string
			for _, use := range uses {
				for _, known := range k.Articles {
					if known.Article.ID == use.Article {
						titles = append(titles, known.Article.Title)
					}
				}
			}
			return strings.Join(titles, ", ")
		}
	}
	return one(c.words.Value(field, raw))
}

func note(c *call) error {
	n := desk.Note{}
	text := c.flags.String("text", "", "")
	c.flags.StringVar((*string)(&n.Kind), "kind", "", "")
	internal := c.flags.Bool("internal", false, "")
	public := c.flags.Bool("public", false, "")
	minutes := c.flags.Float64("minutes", 0, "")
	if err := c.parse(1, 1); err != nil {
		return err
	}
	if *internal && *public {
		return usage("internal_or_public")
	}
	// A note is the desk's own business unless it is said to be public.
	n.Ticket, n.Internal, n.Seconds = c.args[0], !*public, int(*minutes*60)
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

func attach(c *call) error {
	if err := c.parse(2, -1); err != nil {
		return err
	}
	kept := []data.Attachment{}
	for _, path := range c.args[1:] {
		a, err := c.desk.AttachFile(c.ctx, c.args[0], path)
		if err != nil {
			return err
		}
		kept = append(kept, a)
	}
	return c.result(struct {
		Attachments []data.Attachment `json:"attachments"`
	}{kept}, func(w io.Writer) {
		for _, a := range kept {
			fmt.Fprintf(w, "%s\t%s\t%s\n", a.Name, c.words.Size(a.Size), a.SHA256[:16])
		}
	})
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
	c.flags.StringVar((*string)(&r.Code), "code", "", "")
	text := c.flags.String("text", "", "")
	article := c.flags.String("article", "", "")
	minutes := c.flags.Float64("minutes", 0, "")
	if err := c.parse(1, 1); err != nil {
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
	r.Ticket, r.Seconds = c.args[0], int(*minutes*60)
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
