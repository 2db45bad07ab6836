package words

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Choice names a value of a choice field: key "choice.<kind>.<value>", e.g.
// Choice("status", "in_progress"). Kind is the field name: type, channel,
// status, impact, urgency (or level for either, but in Spanish an impact is
// alto and an urgency alta), priority, resolution_code, activity,
// relation, confidence, audience, governance, mode, escalation_state,
// letter_state, mail_state, trust, copy, security, auth, filing, view, link, theme. A language is
// named in its own words. The value itself where there is no word for it.
func (p *Printer) Choice(kind, value string) string {
	word, _ := p.choice(kind, value)
	return word
}

func (p *Printer) choice(kind, value string) (word string, ok bool) {
	if s, ok := p.table["choice."+kind+"."+value]; ok {
		return s.general.plain, true
	}
	if kind == "language" {
		if name, ok := ownName(value); ok {
			return name, true
		}
	}
	return value, false
}

// choiceKinds are the kinds of choice a field may hold, where the field is not
// called what the kind is.
var choiceKinds = map[string][]string{
	"preferred": {"channel"},
	"kind":      {"relation", "activity", "link"},
	"state":     {"escalation_state", "letter_state", "mail_state"},
}

// Value writes what a field holds, given as JSON (the two sides of a
// data.Change): choices by their names, moments as day and time, yes and no,
// lists with commas. A field that holds nothing is no text. An id stays an id:
// whom it means, only the desk knows.
func (p *Printer) Value(field string, raw json.RawMessage) string {
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return string(raw)
	}
	return p.held(field, value)
}

func (p *Printer) held(field string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return p.DateTime(at)
		}
		return p.word(field, v)
	case bool:
		if v {
			return p.Say("word.yes")
		}
		return p.Say("word.no")
	case []any:
		list := make([]string, len(v))
		for i := range v {
			list[i] = p.held(field, v[i])
		}
		return strings.Join(list, ", ")
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	raw, _ := json.Marshal(value) // it has just been read from JSON
	return string(raw)
}

// word is the name of a choice, by the name of the field that holds it; what is
// no choice comes back as it is.
func (p *Printer) word(field, value string) string {
	kinds, ok := choiceKinds[field]
	if !ok {
		kinds = []string{field}
	}
	for _, kind := range kinds {
		if word, ok := p.choice(kind, value); ok {
			return word
		}
	}
	return value
}

// Field names a field of a noun: key "field.<name>"; of a part ("mail.host")
// the last name counts. A field without a word is named by its own name.
func (p *Printer) Field(name string) string {
	if s, ok := p.table["field."+name]; ok {
		return s.general.plain
	}
	if s, ok := p.table["field."+name[strings.LastIndexByte(name, '.')+1:]]; ok {
		return s.general.plain
	}
	return name
}

// Labelled writes what a field holds after the field's name: "Status: New", in
// French "Statut : Nouveau".
func (p *Printer) Labelled(name, value string) string {
	return p.Say("word.labelled", "field", p.Field(name), "value", value)
}

// typed lists choices for a person who has to type one: what is typed, with its
// word in brackets where that is another (data.ParseField takes "In progress"
// for in_progress).
func (p *Printer) typed(field string, values []string) string {
	list := make([]string, len(values))
	for i, value := range values {
		word := p.word(field, value)
		switch {
		case strings.ReplaceAll(strings.ToLower(word), " ", "_") == value:
			list[i] = word
		default:
			list[i] = value + " (" + word + ")"
		}
	}
	return strings.Join(list, ", ")
}
