package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"firstline/data"
	"firstline/data/search"
)

// demands are what the fields of a query ask of a ticket: conditions on its row,
// and values that only its whole record tells.
type demands struct {
	where  []string
	args   []any
	record []asked
	none   bool // nothing can fit
}

// asked is a field of a ticket's record that must hold one of some values, or
// none of them.
type asked struct {
	field  string
	values []string // folded
	except bool
}

// codes are the fields whose values are codes and stand in a ticket's row.
var codes = map[string]func(value string) any{
	"status":   func(v string) any { return v },
	"channel":  func(v string) any { return v },
	"priority": func(v string) any { return data.Priority(v).Rank() },
}

// reachedBy are the fields that belong to the caller, and those of a contact
// they may be found in.
var reachedBy = map[string][]string{
	"caller": {"name", "organization"}, "organization": {"organization"}, "site": {"site"}, "phone": {"phones"}, "email": {"emails"},
}

// inRow are the texts that stand in a ticket's row.
var inRow = map[string]bool{"owner": true, "category": true, "subject": true, "number": true}

// readFields turns the fields of the query into a filter. What neither a row nor
// a contact tells must stand in the ticket's text, so that it is looked up there
// like a phrase, and then in the field itself.
func (f *finder) readFields() error {
	for field, values := range f.q.Fields {
		if err := f.ask(field, values, false); err != nil {
			return err
		}
	}
	for field, values := range f.q.Except {
		if err := f.ask(field, values, true); err != nil {
			return err
		}
	}
	return nil
}

func (f *finder) ask(field string, values []string, except bool) error {
	not := ""
	if except {
		not = "NOT "
	}
	switch code := codes[field]; {
	case code != nil:
		var args []any
		for _, v := range values {
			args = append(args, code(v))
		}
		f.and("t."+field+" "+not+"IN ("+marks(len(args))+")", args...)
	case field == "since" || field == "until":
		for _, v := range values {
			from, to, ok := search.Span(v, f.now)
			switch {
			case !ok:
				f.demands.none = true
				f.and("0")
			case (field == "since") != except:
				f.and("t.updated >= ?", from.UnixMilli())
			default:
				f.and("t.opened < ?", to.UnixMilli())
			}
		}
	case inRow[field]:
		var likes []string
		var args []any
		for _, v := range values {
			column, pattern := field, roughly(v)
			if field == "owner" {
				column, pattern = "owner_key", "%"+likeEscaper.Replace(search.Fold(v))+"%"
			}
			likes, args = append(likes, "t."+column+" LIKE ? ESCAPE '\\'"), append(args, pattern)
		}
		if !except { // what is excluded must fit exactly
			f.and("("+strings.Join(likes, " OR ")+")", args...)
		}
		f.record(field, values, except)
	case reachedBy[field] != nil:
		rows, err := f.contactsOf(field, values)
		if err != nil {
			return err
		}
		raw, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		f.and("coalesce(t.requester, 0) "+not+"IN (SELECT value FROM json_each(?))", string(raw))
	default:
		if !except {
			var l search.Lookup
			for _, v := range values {
				l.Phrase(v)
				if _, words := search.Parse(v).Lookups(); len(words) == 1 { // a fragment will do
					if _, err := f.widen(&words[0]); err != nil {
						return err
					}
					l.OrAs(words[0])
				}
			}
			f.phrases = append(f.phrases, l)
		}
		f.record(field, values, except)
	}
	return nil
}

func (f *finder) and(condition string, args ...any) {
	f.demands.where, f.demands.args = append(f.demands.where, condition), append(f.demands.args, args...)
}

func (f *finder) record(field string, values []string, except bool) {
	a := asked{field: recordName(field), except: except}
	for _, v := range values {
		a.values = append(a.values, search.Fold(v))
	}
	f.demands.record = append(f.demands.record, a)
}

// recordName is what a ticket's record calls a field of a query.
func recordName(field string) string {
	switch field {
	case "tag":
		return "tags"
	case "ref":
		return "external_ref"
	case "code":
		return "resolution_code"
	case "level":
		return "support_level"
	}
	return field
}

// fit says whether a ticket's fields hold what is asked of them.
func (f demands) fit(fields data.Fields) bool {
	for _, a := range f.record {
		text := search.Fold(string(fields[a.field]))
		holds := false
		for _, v := range a.values {
			holds = holds || strings.Contains(text, v)
		}
		if holds == a.except {
			return false
		}
	}
	return true
}

// contactsOf gives the contacts whose field holds one of the values.
func (f *finder) contactsOf(field string, values []string) ([]int64, error) {
	rows := []int64{0}
	for _, v := range values {
		words := contactWords(v)
		some, err := f.contactsWith(f.ctx, words, mostContacts)
		if err != nil {
			return nil, err
		}
		for _, row := range some {
			var raw string
			if err := f.ro.QueryRowContext(f.ctx, "SELECT fields FROM contacts WHERE row = ?", row).Scan(&raw); err != nil {
				return nil, fmt.Errorf("read a contact: %w", err)
			}
			var fields data.Fields
			if err := json.Unmarshal([]byte(raw), &fields); err != nil {
				return nil, err
			}
			for _, name := range reachedBy[field] {
				text := search.Fold(string(fields[name]))
				if field == "phone" {
					text = digits(text)
				}
				holds := len(words) > 0
				for _, w := range words {
					holds = holds && strings.Contains(text, w)
				}
				if holds {
					rows = append(rows, row)
					break
				}
			}
		}
	}
	return rows, nil
}

// roughly is a pattern for values that hold a text whatever its case and
// accents; it lets through more.
func roughly(value string) string {
	return "%" + strings.Map(func(r rune) rune {
		if r >= 0x80 || strings.ContainsRune("aeiouyncszgl", r) {
			return '_'
		}
		return r
	}, likeEscaper.Replace(search.Fold(value))) + "%"
}
