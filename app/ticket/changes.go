package ticket

import (
	"encoding/json"
	"strings"

	"firstline/data"
	"firstline/data/words"
)

// mention is someone or something a change speaks of by id.
type mention struct {
	id      data.ID
	contact bool // else an article
}

// mentions finds the ids in a timeline's changes, to be given names.
func mentions(timeline []data.Activity) []mention {
	var found []mention
	for _, a := range timeline {
		for _, c := range a.Changes {
			for _, raw := range []json.RawMessage{c.From, c.To} {
				switch c.Field {
				case "requester", "affected_user":
					var id data.ID
					if json.Unmarshal(raw, &id) == nil && id != "" {
						found = append(found, mention{id, true})
					}
				case "articles":
					for _, use := range uses(raw) {
						found = append(found, mention{use.Article, false})
					}
				}
			}
		}
	}
	return found
}

func uses(raw json.RawMessage) []data.Use {
	var list []data.Use
	if json.Unmarshal(raw, &list) != nil {
		return nil // nothing there
	}
	return list
}

// longestValue is how much of a text a line about its change shows, in letters.
const longestValue = 70

// changed writes what an act changed, in one line.
func changed(p *words.Printer, changes []data.Change, names map[data.ID]string) string {
	parts, changes := p.Merges(changes)
	for _, c := range changes {
		if c.Field == "articles" {
			parts = append(parts, linked(p, uses(c.From), uses(c.To), names)...)
			continue
		}
		from, to := held(p, c.Field, c.From, names), held(p, c.Field, c.To, names)
		parts = append(parts, p.Say("ticket.change", "field", p.Field(c.Field), "from", from, "to", to))
	}
	return strings.Join(parts, "; ")
}

// held is a value of a field in a few words.
func held(p *words.Printer, field string, raw json.RawMessage, names map[data.ID]string) string {
	if field == "requester" || field == "affected_user" {
		var id data.ID
		if json.Unmarshal(raw, &id) == nil && names[id] != "" {
			return names[id]
		}
	}
	value := strings.Join(strings.Fields(p.Value(field, raw)), " ")
	if value == "" {
		return "–"
	}
	return brief(value, longestValue)
}

// linked writes which articles came and which went.
func linked(p *words.Printer, from, to []data.Use, names map[data.ID]string) []string {
	title := func(id data.ID) string {
		if names[id] == "" {
			return string(id)
		}
		return brief(names[id], longestValue)
	}
	has := func(list []data.Use, u data.Use) (same, other bool) {
		for _, v := range list {
			same = same || v == u
			other = other || v.Article == u.Article
		}
		return
	}
	var parts []string
	for _, u := range to {
		if same, _ := has(from, u); same {
			continue
		}
		key := "ticket.change.tried"
		switch {
		case u.Helped:
			key = "ticket.change.solved"
		case u.Open:
			key = "ticket.change.linked"
		}
		parts = append(parts, p.Say(key, "title", title(u.Article)))
	}
	for _, u := range from {
		if _, stays := has(to, u); !stays {
			parts = append(parts, p.Say("ticket.change.unlinked", "title", title(u.Article)))
		}
	}
	return parts
}
