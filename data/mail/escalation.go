package mail

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/words"
)

// Escalation is what the mail of an escalation is made of.
type Escalation struct {
	Case       data.Case
	Escalation data.Escalation // its mode, recipient, question and token
	Settings   data.Settings   // who writes
	Words      *words.Printer  // in which language
	Files      []File          // what is attached, in order
}

// longestStep is how much of a note the mail quotes, in letters; the report has all of it.
const longestStep = 1200

// escalationSubject is the subject: the reply code, what the mail is and the ticket's
// number. Subjects are read by everyone on the way, so nothing of the customer's is in it.
func escalationSubject(e Escalation) string {
	return code(e) + " " + e.Words.Say("mail.subject", "number", e.Case.Ticket.Number)
}

// code is the reply code as mails show it.
func code(e Escalation) string { return "[#" + e.Escalation.Token + "]" }

// EscalationLetter makes the letter, for Write to write. Its Message-ID is the
// escalation's.
func EscalationLetter(e Escalation, at time.Time) Letter {
	account := e.Settings.Mail
	return Letter{
		From: account.From, FromName: account.FromName,
		To: e.Escalation.To, ToName: e.Escalation.ToName, ReplyTo: account.ReplyTo(e.Escalation.Token),
		Date: at, MessageID: e.Escalation.MessageID,
		Subject: escalationSubject(e), Text: escalationText(e),
		Headers: [][2]string{{"Auto-Submitted", "no"}, {"X-Deskpost", "1"}, {"X-Deskpost-Hops", "0"}},
		Files:   e.Files,
	}
}

// escalationText is the text of the mail: first what is wanted, then the case in short,
// what was tried, what is attached and how to answer. Withdrawn entries are always left
// out, internal ones unless the escalation includes them.
func escalationText(e Escalation) string {
	w, esc, ticket := e.Words, e.Escalation, e.Case.Ticket
	var p page
	if esc.ToName != "" {
		p.paragraph(w.Say("mail.greeting", "name", esc.ToName))
	} else {
		p.paragraph(w.Say("mail.greeting.nobody"))
	}
	opening, question := "mail.consult", "mail.section.question"
	if esc.Mode == data.Transfer {
		opening, question = "mail.transfer", "mail.section.request"
	}
	p.paragraph(w.Say(opening, "number", ticket.Number))
	p.section(w.Say(question), readable(esc.Question, e.Files, w))
	if !esc.AnswerBy.IsZero() {
		p.paragraph(w.Say("mail.answer_by", "at", esc.AnswerBy, "zone", esc.AnswerBy.Local().Format("MST"))) // they may live by another clock
	}
	p.section(w.Say("mail.section.case"), e.inShort())
	p.section(w.Field("description"), readable(ticket.Description, e.Files, w))
	p.section(w.Field("symptom"), readable(ticket.Symptom, e.Files, w))
	p.section(w.Field("environment"), ticket.Environment)
	steps := e.steps()
	if steps == "" {
		steps = w.Say("mail.steps.none")
	}
	p.section(w.Say("mail.section.steps"), steps)
	p.section(w.Say("mail.section.result"), e.result())
	p.section(w.Say("mail.section.attached"), e.attached())
	p.section(w.Say("mail.section.answer"), w.Say("mail.answer.how", "code", code(e)))
	p.paragraph(strings.Join(filled(signature, e.Settings.Operator, e.Settings.Name, code(e)), "\n"))
	return p.String()
}

// inShort lists what is known of the case, a line each.
func (e Escalation) inShort() string {
	w, t := e.Words, e.Case.Ticket
	var lines []string
	say := func(field, value string) {
		if value != "" {
			lines = append(lines, w.Labelled(field, oneLine(value)))
		}
	}
	choice := func(kind, value string) string {
		if value == "" {
			return ""
		}
		return w.Choice(kind, value)
	}
	say("number", t.Number)
	say("subject", t.Subject)
	say("caller", e.person(e.Case.Requester))
	if e.Case.Affected != nil {
		say("affected_user", e.person(*e.Case.Affected))
	}
	say("priority", choice("priority", string(t.Priority)))
	say("impact", choice("impact", string(t.Impact)))
	say("urgency", choice("urgency", string(t.Urgency)))
	if t.Major {
		lines = append(lines, w.Say("word.major"))
	}
	say("category", strings.Join(filled(t.Category, t.Subcategory), " / "))
	say("service", t.Service)
	say("product", t.Product)
	say("asset", t.Asset)
	say("status", choice("status", string(t.Status)))
	say("opened_at", w.DateTime(t.OpenedAt))
	say("due_at", w.DateTime(t.DueAt))
	return strings.Join(lines, "\n")
}

// person names someone. Only a transfer says how to reach them: whoever is asked for
// advice need not call the customer.
func (e Escalation) person(c data.Contact) string {
	about := filled(c.Organization, c.Site, c.Department)
	if e.Escalation.Mode == data.Transfer {
		about = append(about, filled(append(slices.Clone(c.Phones), c.Emails...)...)...)
	}
	if c.Name == "" || len(about) == 0 {
		return c.Name
	}
	return c.Name + " (" + strings.Join(about, ", ") + ")"
}

// steps quotes the timeline's notes and calls, oldest first.
func (e Escalation) steps() string {
	var p page
	for _, a := range e.Case.Timeline {
		text := strings.TrimSpace(readable(a.Text, e.Files, e.Words))
		if text == "" || a.Withdrawn || a.Internal && !e.Escalation.IncludeInternal ||
			a.Kind != data.CustomerContact && !slices.Contains(data.NoteKinds(), a.Kind) {
			continue
		}
		if utf8.RuneCountInString(text) > longestStep {
			text = string([]rune(text)[:longestStep]) + " " + e.Words.Say("mail.cut")
		}
		head := "* " + e.Words.DateTime(a.At) + ", " + e.Words.Choice("activity", string(a.Kind))
		if a.Internal {
			head += " (" + e.Words.Say("word.internal") + ")"
		}
		if strings.TrimSpace(a.Text) != strings.TrimSpace(e.Case.Ticket.Description) { // which was read above
			head += "\n" + text
		}
		p.paragraph(head)
	}
	return p.String()
}

// result is what has come of it so far.
func (e Escalation) result() string {
	t := e.Case.Ticket
	var lines []string
	for _, part := range [][2]string{{"workaround", t.Workaround}, {"root_cause", t.RootCause}, {"known_error", t.KnownError}, {"resolution_notes", t.ResolutionNotes}} {
		if text := strings.TrimSpace(readable(part[1], e.Files, e.Words)); text != "" {
			lines = append(lines, e.Words.Labelled(part[0], text))
		}
	}
	return strings.Join(lines, "\n")
}

// attached lists the files that go along.
func (e Escalation) attached() string {
	var lines []string
	for _, f := range e.Files {
		line := "* " + e.Words.Say("mail.attached", "name", fileName(f.Name), "size", e.Words.Size(int64(len(f.Bytes))))
		if f.Type == data.PacketType {
			line += " – " + e.Words.Say("mail.attached.packet")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// page is a text of paragraphs with an empty line between them.
type page struct{ strings.Builder }

func (p *page) paragraph(text string) {
	if text = strings.TrimRight(tidy(text), " "); text == "" {
		return
	}
	if p.Len() > 0 {
		p.WriteString("\n\n")
	}
	p.WriteString(text)
}

// section is a paragraph under a heading, which is left out if there is no text.
func (p *page) section(heading, text string) {
	if text = strings.TrimSpace(tidy(text)); text != "" {
		p.paragraph(strings.ToUpper(heading) + "\n" + text)
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// filled are those of the texts that are not empty.
func filled(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return strings.TrimSpace(s) == "" })
}
