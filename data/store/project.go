package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/search"
)

// project brings the tables up to date with every entity the act touched.
func (t *Tx) project() error {
	for _, e := range t.touched {
		_, err := t.state(e)
		if err != nil {
			return err
		}
		switch e.kind {
		case "ticket":
			err = t.projectTicket(e)
		case "contact":
			err = t.projectContact(e)
		case "article":
			err = t.projectArticle(e)
		case "escalation":
			err = t.projectEscalation(e)
		case "mail":
			err = t.projectMail(e)
		}
		if err != nil {
			return fmt.Errorf("bring %s %s up to date: %w", e.kind, e.id, err)
		}
	}
	return t.count()
}

func (t *Tx) exec(query string, args ...any) error {
	_, err := t.tx.ExecContext(t.ctx, query, args...)
	return err
}

func (t *Tx) projectTicket(e *entity) error {
	state := e.state
	if state.Gone() {
		was, err := t.ticketRow(e)
		if err != nil {
			return err
		}
		for _, query := range []string{
			"DELETE FROM uses WHERE ticket = ?",
			"DELETE FROM codes WHERE ticket = ? AND escalation = ''",
			"DELETE FROM text_index WHERE rowid IN (SELECT row FROM texts WHERE entity = ?)",
			"DELETE FROM texts WHERE entity = ?",
			"DELETE FROM unindexed WHERE entity = ?",
		} {
			if err := t.exec(query, e.row); err != nil {
				return err
			}
		}
		return t.putTicket(e, was, nil)
	}
	if err := t.moveEscalations(e); err != nil {
		return err
	}
	var err error
	switch {
	case !e.wroteFields():
		for _, table := range []string{"tickets", "excerpts"} {
			if err == nil {
				err = t.exec("UPDATE "+table+" SET updated = ? WHERE row = ?", state.Updated.UnixMilli(), e.row)
			}
		}
	case e.prior != nil && e.prior.Exists() && !e.prior.Gone() && !e.born && !e.wrote("requester"):
		err = t.changeTicket(e)
	default:
		err = t.renewTicket(e)
	}
	if err == nil {
		err = t.projectUses(e)
	}
	if err == nil {
		err = t.projectTexts(e)
	}
	if err == nil {
		err = t.projectCodes(e)
	}
	e.born = false
	return err
}

// pendingStates are the states in which second line owes an answer.
var pendingStates = func() string {
	var quoted []string
	for _, s := range data.EscalationState("").Choices() {
		if data.EscalationState(s).Pending() {
			quoted = append(quoted, "'"+s+"'")
		}
	}
	return strings.Join(quoted, ",")
}()

// milliseconds is how a time is kept; none is NULL.
func milliseconds(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func (t *Tx) caller(id data.ID) (row any, name string, err error) {
	if id == "" {
		return nil, "", nil
	}
	e, err := t.entity("contact", id) // it may come later, from another desk
	if err != nil {
		return nil, "", err
	}
	if e.name != nil {
		return e.row, *e.name, nil
	}
	r := e.row
	find := func() error {
		return t.tx.QueryRowContext(t.ctx, "SELECT name FROM contacts WHERE row = ?", r).Scan(&name)
	}
	if err = find(); errors.Is(err, sql.ErrNoRows) { // merged into another, perhaps
		if r, err = t.rootRow("contact", id); err == nil {
			err = find()
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return r, "", nil
	}
	return r, name, err
}

func (t *Tx) projectUses(e *entity) error {
	if !e.wrote("articles") && !e.wrote("subject") {
		return nil
	}
	if !e.born {
		if err := t.exec("DELETE FROM uses WHERE ticket = ?", e.row); err != nil {
			return err
		}
	}
	ticket := e.state.Ticket()
	for _, use := range ticket.Articles {
		article, err := t.entity("article", use.Article)
		if err != nil {
			return err
		}
		helped := 0
		switch {
		case use.Open:
			helped = 2
		case use.Helped:
			helped = 1
		}
		if err := t.exec("INSERT OR REPLACE INTO uses (article, ticket, helped, said) VALUES (?,?,?,?)", article.row, e.row, helped, ticket.Subject); err != nil {
			return err
		}
	}
	return nil
}

// recount notes what a ticket is no longer and what it is now counted among.
func (t *Tx) recount(before, after []string) {
	for _, name := range before {
		t.counted[name]--
	}
	for _, name := range after {
		t.counted[name]++
	}
}

// count writes what recount noted.
func (t *Tx) count() error {
	var args, less []any
	for name, n := range t.counted {
		if n != 0 {
			args = append(args, name, n)
		}
		if n < 0 {
			less = append(less, name)
		}
	}
	clear(t.counted)
	if args == nil {
		return nil
	}
	err := t.exec("INSERT INTO counts (name, n) VALUES (?,?)"+strings.Repeat(",(?,?)", len(args)/2-1)+" ON CONFLICT (name) DO UPDATE SET n = n + excluded.n", args...)
	if err == nil && less != nil {
		err = t.exec("DELETE FROM counts WHERE n = 0 AND name IN ("+marks(len(less))+")", less...)
	}
	if err != nil {
		return fmt.Errorf("count tickets: %w", err)
	}
	return nil
}

func (t *Tx) projectContact(e *entity) error {
	e.name = nil // until there is one
	if e.state.Gone() {
		if err := t.exec("DELETE FROM contacts WHERE row = ?", e.row); err != nil {
			return err
		}
		if err := t.exec("UPDATE tickets SET caller = '', caller_key = '' WHERE requester = ?", e.row); err != nil {
			return err
		}
		return t.showCaller(e.row, "")
	}
	var c data.Contact
	fields := e.state.Fields()
	data.Fill(&c, fields)
	if _, merged := c.MergedInto(); merged { // found as the one it was merged into
		if err := t.exec("DELETE FROM contacts WHERE row = ?", e.row); err != nil {
			return err
		}
		return t.moveTickets(e)
	}
	put := "INSERT OR REPLACE"
	if e.born {
		put = "INSERT"
	}
	err := t.exec(put+" INTO contacts (row, name, folded, fields) VALUES (?,?,?,?)", e.row, c.Name, search.Fold(c.Name), object(fields))
	e.name = &c.Name
	if err == nil && !e.born {
		err = t.exec("UPDATE tickets SET caller = ?, caller_key = ? WHERE requester = ? AND caller <> ?", c.Name, sortKey(c.Name), e.row, c.Name)
		if err == nil {
			err = t.showCaller(e.row, c.Name)
		}
	}
	if err != nil {
		return err
	}
	return t.moveTickets(e)
}

// ContactText is what a contact can be found by: name, organisation, site,
// addresses, and phone numbers as digits only.
func ContactText(c data.Contact) string {
	parts := []string{c.Name, c.Organization, c.Site, c.Department}
	parts = append(parts, c.Emails...)
	for _, p := range c.Phones {
		parts = append(parts, digits(p))
	}
	return search.Fold(strings.Join(parts, "\n"))
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

func (t *Tx) projectArticle(e *entity) error {
	if e.state.Gone() {
		return t.exec("DELETE FROM articles WHERE row = ?", e.row)
	}
	var a data.Article
	fields := e.state.Fields()
	data.Fill(&a, fields)
	return t.exec("INSERT OR REPLACE INTO articles (row, ref, title, category, fields) VALUES (?,?,?,?,?)",
		e.row, a.Ref, a.Title, a.Category, object(fields))
}

func (t *Tx) projectEscalation(e *entity) error {
	var x data.Escalation
	fields := e.state.Fields()
	data.Fill(&x, fields)
	ticket, err := t.rootRow("ticket", x.Ticket)
	if err != nil {
		return err
	}
	if e.state.Gone() {
		err = t.exec("DELETE FROM escalations WHERE row = ?", e.row)
	} else {
		err = t.exec("INSERT OR REPLACE INTO escalations (row, ticket, state, fields) VALUES (?,?,?,?)", e.row, ticket, string(x.State), object(fields))
	}
	if err == nil {
		err = t.projectCode(x, string(e.state.ID), e.state.Gone())
	}
	if err != nil {
		return err
	}
	return t.recountEscalated(t.at(ticket))
}

// object writes fields as one JSON object, names in order.
func object(fields data.Fields) string {
	raw := []byte{'{'}
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		if i > 0 {
			raw = append(raw, ',')
		}
		value := fields[name]
		if !data.IsCompact(value) {
			var err error
			if value, err = json.Marshal(value); err != nil {
				return "{}" // fields come from JSON and go back to it
			}
		}
		raw = append(append(data.AppendText(raw, name), ':'), value...)
	}
	return string(append(raw, '}'))
}
