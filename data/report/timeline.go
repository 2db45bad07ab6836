package report

import (
	"encoding/json"
	"fmt"
	"strings"

	"firstline/data"
)

// moments is the room for day and time, to the left of what happened then.
const moments = 104.0

// timeline is what happened, oldest first.
func (r *report) timeline() {
	if len(r.Case.Timeline) == 0 {
		return
	}
	r.section(r.words.Say("word.timeline"))
	first := true
	for _, a := range r.Case.Timeline {
		if tellsNothing(a) {
			continue
		}
		if !first {
			r.space(page, 9)
		}
		first = false
		if a.Kind == data.SystemEvent && a.Text == "" {
			r.changes(a)
		} else {
			r.entry(a)
		}
	}
}

// tellsNothing says whether an entry is only about articles, which have a section of
// their own.
func tellsNothing(a data.Activity) bool {
	for _, ch := range a.Changes {
		if ch.Field != "articles" {
			return false
		}
	}
	return a.Kind == data.SystemEvent && a.Text == "" && len(a.Changes) > 0
}

// happening is the column beside the moments. That of an internal entry cannot be
// mistaken for any other.
func (r *report) happening(a data.Activity) column {
	c := page.inset(moments, 0)
	if a.Internal {
		return c.over(band{c.x - 10, c.w + 10, paleAmber}).over(band{c.x - 10, 3, amber}).inset(0, 8)
	}
	return c
}

// entry sets a call, a note or a mail: who did what, and the text.
func (r *report) entry(a data.Activity) {
	w := r.words
	c := r.happening(a)
	var head []span
	if a.Internal {
		head = append(head, span{text: w.Say("report.internal") + "  ", cut: bold, ink: &amber})
	}
	head = append(head, span{text: r.line(w.Choice("activity", string(a.Kind))), cut: bold})
	var facts []string
	if f := a.Attachment; f != nil {
		head = append(head, span{text: "   " + r.line(f.Name)})
		facts = append(facts, r.kindOf(*f), w.Size(f.Size))
	}
	if by := r.line(a.By); by != "" {
		facts = append(facts, by)
	}
	if a.Seconds > 0 {
		facts = append(facts, w.Duration(a.Seconds))
	}
	if address := r.line(a.Address); address != "" {
		facts = append(facts, address)
	}
	if whence := r.line(w.Whence(a)); whence != "" {
		facts = append(facts, whence)
	}
	if n := len(a.Edits); n > 0 {
		facts = append(facts, w.Say("report.edited", "at", w.DateTime(a.Edits[n-1].At)))
	}
	if len(facts) > 0 {
		head = append(head, span{text: "   " + strings.Join(facts, " · "), ink: &grey})
	}
	title := cellOf(c, body, head...)
	r.need((float64(min(len(title.lines), 4)) + 1.7) * body.leading) // some of its text stays with it
	if a.Internal {
		r.space(c, 4)
	}
	r.row(r.moment(a), title)
	for _, ch := range a.Changes {
		r.text(c, body, r.change(ch)...)
	}
	switch same := r.saidAbove(a.Text); {
	case strings.TrimSpace(a.Text) == "":
	case same != "":
		r.text(c, small, span{text: w.Say("report.said_above", "field", w.Field(same))})
	default:
		r.space(c, 1.5)
		r.note(c, a.Text)
	}
	if a.Internal {
		r.space(c, 5)
	}
}

// changes sets an entry that is only about fields, in as few lines as possible.
func (r *report) changes(a data.Activity) {
	c := r.happening(a)
	var spans []span
	if a.Internal {
		spans = append(spans, span{text: r.words.Say("report.internal") + "  ", cut: bold, ink: &amber})
	}
	told, changes := r.words.Merges(a.Changes)
	var lines [][]span
	for _, sentence := range told {
		lines = append(lines, []span{{text: r.line(sentence)}})
	}
	for _, ch := range changes {
		lines = append(lines, r.change(ch))
	}
	for i, line := range lines {
		if i > 0 {
			spans = append(spans, span{text: "\n"})
		}
		spans = append(spans, line...)
	}
	if by := r.line(a.By); by != "" {
		spans = append(spans, span{text: "   " + by, ink: &grey})
	}
	r.row(r.moment(a), cellOf(c, body, spans...))
}

func (r *report) moment(a data.Activity) cell {
	return cellOf(column{x: marginLeft, w: moments - 12}, style{size: 8.5, leading: body.leading, ink: grey}, span{text: r.words.DateTime(a.At)})
}

// change says what became of a field; where that means nothing outside the desk, only
// that it changed.
func (r *report) change(ch data.Change) []span {
	name := r.line(r.words.Field(ch.Field))
	from, knownFrom := r.value(ch.Field, ch.From)
	to, knownTo := r.value(ch.Field, ch.To)
	if !knownFrom || !knownTo {
		return []span{{text: r.words.Say("report.changed", "field", name)}}
	}
	return []span{{text: r.words.Say("word.labelled", "field", name, "value", ""), ink: &grey}, {text: from}, {text: " → ", ink: &grey}, {text: to}}
}

// value is what a field held, short enough for a line; known is false where that would
// be an id.
func (r *report) value(field string, raw json.RawMessage) (text string, known bool) {
	switch field {
	case "requester", "affected_user":
		var id data.ID
		if len(raw) > 0 && json.Unmarshal(raw, &id) == nil && id != "" {
			for _, c := range []*data.Contact{&r.Case.Requester, r.Case.Affected} {
				if c != nil && c.ID == id && c.Name != "" {
					return r.line(c.Name), true
				}
			}
			return "", false
		}
	case "links", "articles":
		return "", false
	}
	if len(raw) > 0 {
		text = shorten(r.line(r.words.Value(field, raw)), 120)
	}
	if text == "" {
		text = "–"
	}
	return text, true
}

// saidAbove names the section that already holds the very same text: what a caller said
// is both the ticket's description and its first entry.
func (r *report) saidAbove(text string) string {
	t := r.Case.Ticket
	text = strings.TrimSpace(text)
	for _, f := range []fact{{"description", t.Description}, {"resolution", t.ResolutionNotes}} {
		if len(text) > 60 && text == strings.TrimSpace(f.value) {
			return f.name
		}
	}
	return ""
}

// escalations lists the questions and hand-overs to second line.
func (r *report) escalations() {
	if len(r.Case.Escalations) == 0 {
		return
	}
	w := r.words
	r.section(w.Say("word.escalations"))
	for i, e := range r.Case.Escalations {
		if i > 0 {
			r.space(page, 10)
		}
		r.need(4 * body.leading)
		to := r.line(e.To)
		if name := r.line(e.ToName); name != "" && name != to {
			to = fmt.Sprintf("%s <%s>", name, to)
		}
		r.text(page, body,
			span{text: r.line(w.Choice("mode", string(e.Mode))), cut: bold}, span{text: "   " + to},
			span{text: "   " + r.line(w.Choice("escalation_state", string(e.State))), cut: bold, ink: &teal})
		var facts []string
		for _, f := range []fact{
			{"at", w.DateTime(e.At)}, {"sent_at", w.DateTime(e.SentAt)}, {"answer_by", w.DateTime(e.AnswerBy)}, {"by", e.By}, {"reason", e.Reason},
		} {
			if value := r.line(f.value); value != "" {
				facts = append(facts, w.Labelled(f.name, value))
			}
		}
		r.text(page, small, span{text: strings.Join(facts, " · ")})
		if strings.TrimSpace(e.Question) != "" {
			r.space(page, 2)
			r.note(page, e.Question)
		}
	}
}
