package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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
	people []asked // of the caller
	driven bool    // the callers are known and not many
	few    []int64 // then all tickets that fit, the newest first, where those are not many either
	none   bool    // nothing can fit
}

// asked is a field of a ticket's record, or of its caller's, that must hold one of
// some values, or none of them.
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

// inText are the fields whose values stand in a ticket's own text.
var inText = map[string]bool{"service": true, "product": true, "asset": true, "ref": true, "description": true, "tag": true}

// readFields turns the fields of the query into a filter. What neither a row nor
// a contact tells is looked up in the ticket's text like a phrase, if it stands
// there, and then in the field itself.
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
	if not := f.q.Excluded(); not != "" && len(f.words)+len(f.phrases) == 0 {
		f.and("NOT "+textOf, not)
	}
	return f.findFew()
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
			from, to, ok := search.Span(v, f.now.Local())
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
		return f.askCaller(field, values, except)
	default:
		if !except && inText[field] {
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

// mostAsked is from how many callers on each ticket's own is looked at (measured:
// to list so many takes ten milliseconds).
const mostAsked = 15_000

// askCaller asks for tickets of callers whose field holds one of some values.
func (f *finder) askCaller(field string, values []string, except bool) error {
	var callers []int64
	var matches []string
	all := true
	a := asked{field: field, values: values, except: except}
	for _, v := range values {
		words := contactWords(v)
		some, err := f.contactsWith(f.ctx, words, mostAsked)
		if err != nil {
			return err
		}
		callers = append(callers, some...)
		all = all && len(some) < mostAsked
		matches = append(matches, "("+contactMatch(words)+")")
	}
	f.demands.people = append(f.demands.people, a)
	switch few := len(callers) < mostContacts; {
	case except: // who is not meant is seen when all is known of them
	case all && few:
		f.demands.driven = true
		callers, err := f.holding(a, callers)
		if err != nil {
			return err
		}
		f.and("t.requester IN (SELECT value FROM json_each(?))", rowsParam(callers))
	case all: // the plus keeps SQLite from listing all their tickets first
		f.and("+t.requester IN (SELECT value FROM json_each(?))", rowsParam(callers))
	case !slices.Contains(matches, "()"):
		f.and("EXISTS (SELECT 1 FROM contact_text WHERE contact_text MATCH ? AND rowid = t.requester)", strings.Join(matches, " OR "))
	default: // too short for the index
		f.finds.More = true
		f.and("+t.requester IN (SELECT value FROM json_each(?))", rowsParam(callers))
	}
	return nil
}

// findFew lists the tickets that fit where the caller leaves few of them: then
// those with a word need not be looked for among all that have it.
func (f *finder) findFew() error {
	if !f.demands.driven {
		return nil
	}
	limited, cancel := context.WithTimeout(f.ctx, f.reach.Time)
	defer cancel()
	rows, err := f.ro.QueryContext(limited, "SELECT t.row FROM tickets t WHERE "+strings.Join(f.demands.where, " AND ")+" ORDER BY +t.row DESC LIMIT ?",
		append(slices.Clone(f.demands.args), f.reach.Texts+1)...)
	if err == nil {
		f.demands.few, err = gather[int64](rows)
	}
	switch {
	case err != nil && limited.Err() != nil && f.ctx.Err() == nil, len(f.demands.few) > f.reach.Texts:
		f.demands.few = nil
		return nil
	case err != nil:
		return fmt.Errorf("list a caller's tickets: %w", err)
	}
	f.demands.none = f.demands.none || len(f.demands.few) == 0
	return nil
}

// holding gives those of some contacts that hold what is asked of a caller.
func (f *finder) holding(a asked, contacts []int64) (list []int64, err error) {
	for _, row := range contacts {
		var raw string
		if err := f.ro.QueryRowContext(f.ctx, "SELECT fields FROM contacts WHERE row = ?", row).Scan(&raw); err != nil {
			return nil, fmt.Errorf("read a contact: %w", err)
		}
		holds, err := a.heldBy(raw)
		if err != nil {
			return nil, err
		}
		if holds {
			list = append(list, row)
		}
	}
	return list, nil
}

// callerFits says whether a ticket's caller holds what is asked of them.
func (f *finder) callerFits(ticket int64) (bool, error) {
	if len(f.demands.people) == 0 {
		return true, nil
	}
	raw := "{}"
	err := f.ro.QueryRowContext(f.ctx, "SELECT c.fields FROM tickets t JOIN contacts c ON c.row = t.requester WHERE t.row = ?", ticket).Scan(&raw)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("read a contact: %w", err)
	}
	for _, a := range f.demands.people {
		if holds, err := a.heldBy(raw); err != nil || holds == a.except {
			return false, err
		}
	}
	return true, nil
}

// heldBy says whether the fields of a contact hold all words of one of the values.
func (a asked) heldBy(raw string) (bool, error) {
	var fields data.Fields
	if err := json.Unmarshal([]byte(raw), &fields); err != nil {
		return false, fmt.Errorf("read a contact: %w", err)
	}
	for _, name := range reachedBy[a.field] {
		text := withoutApostrophes(search.Fold(string(fields[name])))
		if a.field == "phone" {
			text = digits(text)
		}
		for _, v := range a.values {
			words := contactWords(v)
			if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, withoutApostrophes(w)) }) {
				return true, nil
			}
		}
	}
	return false, nil
}

func withoutApostrophes(s string) string {
	return strings.ReplaceAll(apostrophes.Replace(s), "'", "")
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
