package words

import "strings"

// Choice names a value of a choice field: key "choice.<kind>.<value>", e.g.
// Choice("status", "in_progress"). Kind is the field name: type, channel,
// status, level (impact and urgency), priority, resolution_code, activity,
// relation, confidence, audience, governance, mode, escalation_state,
// letter_state, security, view, link, language, theme. The value itself where
// there is no word for it.
func (p *Printer) Choice(kind, value string) string {
	if s, ok := p.table["choice."+kind+"."+value]; ok {
		return s.other.plain
	}
	return value
}

// choiceKinds are the kinds of choice a field may hold, where the field is not
// called what the kind is.
var choiceKinds = map[string][]string{
	"impact":    {"level"},
	"urgency":   {"level"},
	"preferred": {"channel"},
	"kind":      {"relation", "activity", "link"},
	"state":     {"escalation_state", "letter_state"},
}

// Value names what a field holds, by the field's own name: Value("impact",
// "high") is "High", Value("major", "true") is "Yes". What is no choice comes
// back as it is.
func (p *Printer) Value(field, value string) string {
	kinds, ok := choiceKinds[field]
	if !ok {
		kinds = []string{field}
	}
	for _, kind := range kinds {
		if s, ok := p.table["choice."+kind+"."+value]; ok {
			return s.other.plain
		}
	}
	switch value {
	case "true":
		return p.Say("word.yes")
	case "false":
		return p.Say("word.no")
	}
	return value
}

// Field names a field of a noun: key "field.<name>". A field without a word is
// named by its own name.
func (p *Printer) Field(name string) string {
	if s, ok := p.table["field."+name]; ok {
		return s.other.plain
	}
	if i := strings.LastIndexByte(name, '.'); i >= 0 { // "mail.host"
		return p.Field(name[i+1:])
	}
	return name
}

// typed lists choices for a person who has to type one: what is typed, with its
// word in brackets where that is another (data.ParseField takes "In progress"
// for in_progress).
func (p *Printer) typed(field string, values []string) string {
	list := make([]string, len(values))
	for i, value := range values {
		word := p.Value(field, value)
		switch {
		case strings.ReplaceAll(strings.ToLower(word), " ", "_") == value:
			list[i] = word
		default:
			list[i] = value + " (" + word + ")"
		}
	}
	return strings.Join(list, ", ")
}
