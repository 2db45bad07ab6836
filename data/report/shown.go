package report

import (
	"slices"

	"firstline/data"
)

// private are the fields that a desk keeps to itself.
var private = []string{"priority_reason", "tags", "watchers", "group", "support_level"}

// shown is the case as a report may show it: without what was withdrawn and, unless the
// internal part is asked for, without internal entries and what belongs to them (files,
// escalations), the fields the desk keeps to itself and internal articles. A report is
// made of nothing else, so this is the one place to look for leaks.
func shown(c data.Case, internal bool) data.Case {
	hide := func(a data.Activity) bool {
		ofAnother := a.Kind == data.SystemEvent && a.From != "" // what became of the fields of a ticket that was merged
		return a.Withdrawn || a.Internal && !internal || ofAnother
	}

	all := c.Timeline
	c.Timeline = nil
	files, escalations := map[string]bool{}, map[data.ID]bool{} // whether an entry about them is shown
	for _, a := range all {
		visible := !hide(a)
		if a.Attachment != nil {
			files[a.Attachment.SHA256] = files[a.Attachment.SHA256] || visible
		}
		if a.Escalation != "" {
			escalations[a.Escalation] = escalations[a.Escalation] || visible
		}
		if !visible {
			continue
		}
		if len(a.Changes) > 0 && !internal {
			a.Changes = slices.DeleteFunc(slices.Clone(a.Changes), func(ch data.Change) bool { return slices.Contains(private, ch.Field) })
		}
		if a.Kind == data.SystemEvent && len(a.Changes) == 0 && a.Text == "" {
			continue
		}
		c.Timeline = append(c.Timeline, a)
	}
	c.Attachments = slices.DeleteFunc(slices.Clone(c.Attachments), func(a data.Attachment) bool {
		visible, mentioned := files[a.SHA256]
		return mentioned && !visible
	})
	c.Escalations = slices.DeleteFunc(slices.Clone(c.Escalations), func(e data.Escalation) bool {
		visible, mentioned := escalations[e.ID]
		return mentioned && !visible
	})
	if internal {
		return c
	}
	c.Articles = slices.DeleteFunc(slices.Clone(c.Articles), func(u data.CaseUse) bool { return u.Article.Audience == "internal" })
	c.Ticket.PriorityReason, c.Ticket.Tags, c.Ticket.Watchers, c.Ticket.Group, c.Ticket.SupportLevel = "", nil, nil, "", 0
	c.Requester.Notes = ""
	if c.Affected != nil {
		affected := *c.Affected
		affected.Notes = ""
		c.Affected = &affected
	}
	return c
}
