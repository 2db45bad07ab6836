package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"firstline/data"
)

// shown is a case as JSON prints it: every field of the ticket, beside its timeline,
// escalations and the rest of what belongs to it.
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
	out["merged_into"], out["merged"] = k.MergedInto, some(k.Merged)
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

// elsewhere are the fields that a case shows elsewhere than among the fields: in its
// title or in the timeline.
var elsewhere = []string{"number", "subject", "requester", "description", "articles", "links"}

// printCase prints a case for people: the fields that hold something, merges and
// escalations, and the timeline.
func (c *call) printCase(w io.Writer, k data.Case) {
	t := k.Ticket
	fmt.Fprintf(w, "%s  %s\n\n", t.Number, t.Subject)
	fmt.Fprintf(w, "%s\t%s\n", c.words.Field("caller"), strings.Join(slices.Concat([]string{k.Requester.Name}, k.Requester.Phones, k.Requester.Emails), "  "))
	fields := data.AllFieldsOf(t)
	for _, name := range data.FieldNames(t) {
		if string(fields[name]) != "null" && !slices.Contains(elsewhere, name) {
			fmt.Fprintf(w, "%s\t%s\n", c.words.Field(name), c.held(k, name, fields[name]))
		}
	}
	if k.MergedInto != nil {
		fmt.Fprintln(w, c.words.Say("merge.into", "into", k.MergedInto.Number, "subject", oneLine(k.MergedInto.Subject)))
	}
	for _, m := range k.Merged {
		fmt.Fprintf(w, "%s\t%s  %s\n", c.words.Choice("link", string(data.DuplicatedBy)), m.Number, oneLine(m.Subject))
	}
	for _, e := range k.Escalations {
		fmt.Fprintf(w, "%s\t%s\n", c.words.Choice("mode", string(e.Mode)), strings.TrimSpace(fmt.Sprintf("%s  %s  %s", e.To, c.words.Choice("escalation_state", string(e.State)), e.Reason)))
	}
	for _, a := range k.Timeline {
		c.printEntry(w, k, a)
	}
}

// printEntry prints one entry of a timeline: what happened, what is to be known of
// it in square brackets, and its text.
func (c *call) printEntry(w io.Writer, k data.Case, a data.Activity) {
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
	if whence := c.words.Whence(a); whence != "" {
		head += "  [" + whence + "]"
	}
	fmt.Fprintln(w, head)
	if a.Text != "" {
		fmt.Fprintln(w, "  "+strings.ReplaceAll(a.Text, "\n", "\n  "))
	}
	told, changes := c.words.Merges(a.Changes)
	for _, sentence := range told {
		fmt.Fprintln(w, "  "+sentence)
	}
	for _, ch := range changes {
		fmt.Fprintf(w, "  %s\n", c.words.Labelled(ch.Field, cmp.Or(c.held(k, ch.Field, ch.From), "–")+" → "+cmp.Or(c.held(k, ch.Field, ch.To), "–")))
	}
	if a.Attachment != nil {
		fmt.Fprintf(w, "  %s (%s)\n", a.Attachment.Name, c.words.Size(a.Attachment.Size))
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
				return oneLine(who.Name)
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
	return oneLine(c.words.Value(field, raw))
}
