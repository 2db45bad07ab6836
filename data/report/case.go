package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"firstline/data"
)

// joined puts a separator between those texts that are not empty.
func joined(texts []string, separator string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" }), separator)
}

// letterhead sets the top of the first page.
func (r *report) letterhead() {
	top := r.y
	name := r.line(r.Letterhead.Name)
	if name == "" {
		name = r.line(r.DeskName)
	}
	left, right := 0.0, 0.0 // heights
	if logo, err := readPicture(r.Logo); err == nil {
		w, h := fit(logo, 170, 46)
		r.place(r.pdf, "logo", logo, marginLeft, top, w, h)
		left = h
	}
	x, st := marginLeft, style{size: 15, leading: 20, cut: bold, ink: black}
	if left > 0 && name != "" {
		st.size, st.leading = 10.5, 14
		r.writeRight(name, st, top+10, textWidth/2)
		right = st.leading
	} else if name != "" {
		half := column{x: x, w: textWidth * 0.55}
		r.text(half, st, span{text: name})
		left = r.y - top
	}
	for _, l := range strings.Split(r.clean(r.Letterhead.Lines), "\n") {
		if l = oneLine(l); l != "" && right < 140 { // more would be a letter, not a letterhead
			r.writeRight(l, small, top+right+9, textWidth*0.42)
			right += small.leading
		}
	}
	if left+right > 0 {
		r.y = max(r.y, top+max(left, right)+12)
		r.surface(marginLeft, r.y, textWidth, 1.6, teal)
		r.y += 22
	}
}

// title names the case and says how it stands.
func (r *report) title() {
	t := r.Case.Ticket
	kicker := style{size: 9, leading: 14, cut: bold, ink: teal}
	r.text(page, kicker, span{text: joined([]string{r.words.Say("report.title"), r.line(t.Number)}, " · ")})
	r.space(page, 2)
	r.text(page, subject, span{text: r.line(t.Subject)})
	r.space(page, 7)

	x := marginLeft
	chip := func(text string, filled bool) {
		if text == "" {
			return
		}
		st := style{size: 8.5, cut: bold, ink: black}
		if filled {
			st.ink = white
		}
		text = fitting(text, st, textWidth-16)
		w := widthOf(text, st) + 16
		if x+w > marginLeft+textWidth {
			x = marginLeft
			r.y += 22
		}
		r.need(22)
		if filled {
			r.pdf.SetFillColor(teal.r, teal.g, teal.b)
			r.pdf.RoundedRect(x, r.y, w, 17, 4, "1234", "F")
		} else {
			r.pdf.SetDrawColor(hairline.r-30, hairline.g-30, hairline.b-30)
			r.pdf.SetLineWidth(0.8)
			r.pdf.RoundedRect(x, r.y, w, 17, 4, "1234", "D")
		}
		r.forget()
		r.write(text, st, x+8, r.y+11.7, w)
		x += w + 6
	}
	chip(r.line(r.words.Choice("status", string(t.Status))), true)
	chip(r.line(r.words.Choice("priority", string(t.Priority))), false)
	if t.Major {
		chip(r.words.Say("word.major"), false)
	}
	if r.Case.Overdue {
		chip(r.words.Say("word.overdue"), false)
	}
	if r.Case.Escalated() {
		chip(r.words.Say("word.escalated"), false)
	}
	if x > marginLeft {
		r.y += 26
	}
	made := r.words.Say("report.made", "at", r.words.DateTime(r.MadeAt))
	if by := r.line(r.Operator); by != "" {
		made = r.words.Say("report.made_by", "at", r.words.DateTime(r.MadeAt), "by", by)
	}
	r.text(page, small, span{text: joined([]string{made, r.words.Say("report.times", "zones", r.zones())}, " · ")})
	if r.Internal {
		r.space(page, 8)
		r.internalBand(page)
		r.y -= 8
	}
}

// internalBand says, across a column, that this report is not for customers.
func (r *report) internalBand(c column) {
	st := style{size: 8.5, leading: 13, cut: bold, ink: amber}
	in := c.boxed(paleAmber, amber)
	r.space(in, 3)
	r.text(in, st, span{text: r.words.Say("report.internal_report")})
	r.space(in, 3)
}

// fact is one named value of a case.
type fact struct{ name, value string }

// grid is a section of facts in two columns, those without a value left out.
func (r *report) grid(title string, left, right []fact) {
	const gutter, names = 24.0, 92.0
	width := (textWidth - gutter) / 2
	columns := [2][]fact{}
	for i, facts := range [2][]fact{left, right} {
		for _, f := range facts {
			if f.value = strings.TrimSpace(r.clean(f.value)); f.value != "" {
				columns[i] = append(columns[i], f)
			}
		}
	}
	if len(columns[0])+len(columns[1]) == 0 {
		return
	}
	r.section(title)
	for row := range max(len(columns[0]), len(columns[1])) {
		var cells []cell
		for i, facts := range columns {
			if row < len(facts) {
				x := marginLeft + float64(i)*(width+gutter)
				cells = append(cells,
					cellOf(column{x: x, w: names}, label, span{text: facts[row].name}),
					cellOf(column{x: x + names + 8, w: width - names - 8}, body, span{text: facts[row].value}))
			}
		}
		r.row(cells...)
		r.space(page, 2)
	}
}

// caseData sets the ticket's fields: on the left what it is about, on the right how it
// went.
func (r *report) caseData() {
	t, w := r.Case.Ticket, r.words
	spent := 0
	for _, a := range r.Case.Timeline {
		spent += max(a.Seconds, 0)
	}
	time := ""
	if spent > 0 {
		time = w.Duration(spent)
	}
	level := ""
	if t.SupportLevel > 0 {
		level = strconv.Itoa(t.SupportLevel)
	}
	r.grid(w.Say("report.case_data"), []fact{
		{w.Field("type"), w.Choice("type", string(t.Type))},
		{w.Field("channel"), w.Choice("channel", string(t.Channel))},
		{w.Field("category"), joined([]string{t.Category, t.Subcategory}, " / ")},
		{w.Field("service"), t.Service},
		{w.Field("product"), t.Product},
		{w.Field("asset"), t.Asset},
		{w.Field("impact"), w.Choice("impact", string(t.Impact))},
		{w.Field("urgency"), w.Choice("urgency", string(t.Urgency))},
		{w.Field("priority_reason"), t.PriorityReason},
		{w.Field("external_ref"), t.ExternalRef},
		{w.Field("tags"), strings.Join(t.Tags, ", ")},
	}, []fact{
		{w.Field("owner"), t.Owner},
		{w.Field("group"), t.Group},
		{w.Field("support_level"), level},
		{w.Field("opened_at"), w.DateTime(t.OpenedAt)},
		{w.Field("first_response_at"), w.DateTime(t.FirstResponseAt)},
		{w.Field("due_at"), w.DateTime(t.DueAt)},
		{w.Field("promised_update_at"), w.DateTime(t.PromisedUpdateAt)},
		{w.Field("scheduled_for"), w.DateTime(t.ScheduledFor)},
		{w.Field("resolved_at"), w.DateTime(t.ResolvedAt)},
		{w.Field("closed_at"), w.DateTime(t.ClosedAt)},
		{w.Say("report.time_spent"), time},
		{w.Field("watchers"), strings.Join(t.Watchers, ", ")},
	})
}

// people sets who asked and, if that is someone else, who has the trouble.
func (r *report) people() {
	r.person(r.words.Field("requester"), r.Case.Requester, r.Case.Ticket)
	if a := r.Case.Affected; a != nil && a.ID != r.Case.Requester.ID {
		r.person(r.words.Field("affected_user"), *a, data.Ticket{})
	}
}

// person sets a contact under a heading; the ticket may name another organisation or
// site than the contact's own.
func (r *report) person(role string, c data.Contact, t data.Ticket) {
	w := r.words
	r.grid(role, []fact{
		{w.Field("name"), c.Name},
		{w.Field("organization"), cmp.Or(t.Organization, c.Organization)},
		{w.Field("department"), c.Department},
		{w.Field("site"), cmp.Or(t.Site, c.Site)},
		{w.Field("relation"), w.Choice("relation", string(c.Kind))},
	}, []fact{
		{w.Field("phone"), strings.Join(c.Phones, "\n")},
		{w.Field("email"), strings.Join(c.Emails, "\n")},
		{w.Field("preferred"), w.Choice("channel", string(c.Preferred))},
		{w.Field("language"), w.Choice("language", c.Language)},
		{w.Field("notes"), c.Notes},
	})
}

// texts sets the ticket's longer texts, each under a heading of its own.
func (r *report) texts() {
	t := r.Case.Ticket
	for _, f := range []fact{
		{"summary", t.Summary}, {"description", t.Description}, {"symptom", t.Symptom}, {"environment", t.Environment},
	} {
		if strings.TrimSpace(f.value) != "" {
			r.section(r.words.Field(f.name))
			r.note(page, f.value)
		}
	}
}

// resolution sets the box that says how the case ended, or how to live with it.
func (r *report) resolution() {
	t, w := r.Case.Ticket, r.words
	parts := []fact{
		{"", t.ResolutionNotes}, {"root_cause", t.RootCause}, {"workaround", t.Workaround}, {"known_error", t.KnownError},
	}
	if t.ResolutionCode == "" && !slices.ContainsFunc(parts, func(f fact) bool { return f.value != "" }) {
		return
	}
	r.section(w.Field("resolution"))
	box := page.boxed(paleTeal, teal)
	r.space(box, 9)
	if t.ResolutionCode != "" {
		head := []span{{text: r.line(w.Choice("resolution_code", string(t.ResolutionCode))), cut: bold}}
		if !t.ResolvedAt.IsZero() {
			head = append(head, span{text: "   " + w.DateTime(t.ResolvedAt), ink: &grey})
		}
		st := body
		st.size, st.leading = 10.5, 15
		r.text(box, st, head...)
	}
	for _, f := range parts {
		if strings.TrimSpace(f.value) == "" {
			continue
		}
		r.space(box, 4)
		if f.name != "" {
			r.need(3 * body.leading)
			r.text(box, label, span{text: w.Field(f.name)})
		}
		r.note(box, f.value)
	}
	r.space(box, 9)
}
