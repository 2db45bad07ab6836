package words

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Choice names a value of a field with a list of choices: Choice("status", "in_progress")
// has the key "choice.status.in_progress". The kind is the name of the field: type,
// channel, status, impact, urgency, priority, resolution_code, activity, relation,
// confidence, audience, governance, mode, escalation_state, letter_state, mail_state,
// trust, copy, security, auth, filing, view, link, theme. (Impact and urgency have the same
// values, but in Spanish one is alto and the other alta.) A language is called what it
// calls itself. A value without a word is given as it is.
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

// choiceKinds are the kinds of choice in fields that are called otherwise than their kind.
var choiceKinds = map[string][]string{
	"preferred": {"channel"},
	"kind":      {"relation", "activity", "link"},
	"state":     {"escalation_state", "letter_state", "mail_state"},
}

// Value writes what a field holds, given as JSON (as in a data.Change): choices by their
// names, moments as day and time, yes and no, lists with commas. An empty field is "". An
// id stays an id, for only the desk knows whom it means.
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

// word names a choice by the field that holds it; a value that is no choice comes back as it
// is.
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

// Field names a field of a noun: its key is "field.<name>", where only the last part of a
// name such as "mail.host" counts. A field without a word is called by its own name.
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

// typed lists choices for a person who has to type one: each as it is typed, followed by its
// word in brackets where that differs (data.ParseField takes "In progress" for
// in_progress).
func (p *Printer) typed(field string, values []string) string {
	list := make([]string, len(values))
	for i, value := range values {
		word := p.word(field, value)
		if list[i] = word; strings.ReplaceAll(strings.ToLower(word), " ", "_") != value {
			list[i] = value + " (" + word + ")"
		}
	}
	return strings.Join(list, ", ")
}
