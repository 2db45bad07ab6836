package packet

import (
	"slices"

	"firstline/data"
)

// Public is a case as it may leave the house: a copy without anything that was
// withdrawn or replaced, and, unless internal is set, without internal notes and
// all that hints at them. What only we use (reply codes, complaints about an
// article) stays here in any case.
func Public(c data.Case, internal bool) data.Case {
	kept, cut := files{}, files{}
	timeline := []data.Activity{}
	for _, a := range c.Timeline {
		if a.Withdrawn || a.Internal && !internal {
			cut.add(a.Attachment)
			continue
		}
		kept.add(a.Attachment)
		a.Edits = nil // the text that was replaced was taken back
		a.MessageID, a.Code, a.Mail, a.Reason, a.Detail, a.Trust, a.Delivery = "", "", "", "", "", "", nil
		if !internal {
			a.Changes = slices.DeleteFunc(slices.Clone(a.Changes), func(ch data.Change) bool { return ch.Field == "priority_reason" })
			if a.Kind == data.SystemEvent && a.Text == "" && len(a.Changes) == 0 {
				continue
			}
		}
		timeline = append(timeline, a)
	}
	c.Timeline = timeline

	// A file whose only entries stay here stays here, name and all.
	c.Attachments = slices.DeleteFunc(append([]data.Attachment{}, c.Attachments...), func(a data.Attachment) bool {
		return cut[a.SHA256] && !kept[a.SHA256]
	})

	escalations := []data.Escalation{}
	for _, e := range c.Escalations {
		if e.IncludeInternal && !internal {
			continue // it was asked on the strength of internal notes
		}
		e.Token, e.MessageID, e.Reason = "", "", ""
		e.Files = slices.DeleteFunc(slices.Clone(e.Files), func(sha string) bool { return cut[sha] && !kept[sha] })
		escalations = append(escalations, e)
	}
	c.Escalations = escalations

	articles := []data.CaseUse{}
	c.Ticket.Articles = slices.Clone(c.Ticket.Articles)
	for _, use := range c.Articles {
		if use.Article.Audience == "internal" && !internal {
			c.Ticket.Articles = slices.DeleteFunc(c.Ticket.Articles, func(u data.Use) bool { return u.Article == use.Article.ID })
			continue
		}
		use.Article.Flag = ""
		articles = append(articles, use)
	}
	c.Articles = articles

	c.Ticket.Unread, c.Ticket.Revoked = false, nil
	if !internal {
		c.Ticket.PriorityReason = ""
		c.Requester.Notes = ""
		if c.Affected != nil {
			affected := *c.Affected
			affected.Notes = ""
			c.Affected = &affected
		}
	}
	return c
}

// files are attachments by their hash.
type files map[string]bool

func (f files) add(a *data.Attachment) {
	if a != nil {
		f[a.SHA256] = true
	}
}
