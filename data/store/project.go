package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/search"
)

// project brings the tables up to date with every entity the act touched.
func (t *Tx) project() error {
	for _, row := range t.touched {
		state, err := t.state(row)
		if err != nil {
			return err
		}
		switch t.kinds[row] {
		case "ticket":
			err = t.projectTicket(row, state)
		case "contact":
			err = t.projectContact(row, state)
		case "article":
			err = t.projectArticle(row, state)
		case "escalation":
			err = t.projectEscalation(row, state)
		case "mail":
			err = t.projectMail(row, state)
		}
		if err != nil {
			return fmt.Errorf("bring %s %s up to date: %w", t.kinds[row], t.ids[row], err)
		}
	}
	return t.count()
}

func (t *Tx) exec(query string, args ...any) error {
	_, err := t.tx.ExecContext(t.ctx, query, args...)
	return err
}

func (t *Tx) projectTicket(row int64, state *journal.State) error {
	if !state.Gone() {
		if err := t.moveEscalations(row, state); err != nil {
			return err
		}
	}
	if !state.Gone() && !t.wroteFields(row) {
		if err := t.exec("UPDATE tickets SET updated = ? WHERE row = ?", state.Updated.UnixMilli(), row); err != nil {
			return err
		}
		if err := t.projectTexts(row, data.Ticket{}, state); err != nil {
			return err
		}
		return t.projectCodes(row, state)
	}
	if before, ok := t.prior[row]; ok && !t.born[row] && before.Exists() && !before.Gone() && !t.wrote(row, "requester") {
		ticket := state.Ticket()
		if err := t.changeTicket(row, before.Ticket(), ticket, state.Updated); err != nil {
			return err
		}
		return t.projectRest(row, ticket, state)
	}
	was, err := t.ticketRow(row)
	if err != nil {
		return err
	}
	if state.Gone() {
		for _, query := range []string{
			"DELETE FROM uses WHERE ticket = ?",
			"DELETE FROM codes WHERE ticket = ? AND escalation = ''",
			"DELETE FROM text_index WHERE rowid IN (SELECT row FROM texts WHERE entity = ?)",
			"DELETE FROM texts WHERE entity = ?",
			"DELETE FROM unindexed WHERE entity = ?",
		} {
			if err := t.exec(query, row); err != nil {
				return err
			}
		}
		return t.putTicket(row, was, nil)
	}
	ticket := state.Ticket()
	var escalated, answerBy any
	switch {
	case was != nil:
		escalated, answerBy = was.get("escalated"), was.get("answer_by") // moved with the escalations
	case t.opened[row]:
		escalated, answerBy = flag(false), int64(noDue) // none can name it yet
	default:
		escalated, answerBy, err = t.escalated(row)
	}
	if err != nil {
		return err
	}
	is, err := t.newTicketRow(row, was, ticket, state, escalated, answerBy)
	if err != nil {
		return err
	}
	if err := t.putTicket(row, was, is); err != nil {
		return err
	}
	if err := t.projectRest(row, ticket, state); err != nil {
		return err
	}
	delete(t.born, row)
	return nil
}

// projectRest brings up to date what there is of a ticket beside its row.
func (t *Tx) projectRest(row int64, ticket data.Ticket, state *journal.State) error {
	if err := t.projectUses(row, ticket); err != nil {
		return err
	}
	if err := t.projectTexts(row, ticket, state); err != nil {
		return err
	}
	return t.projectCodes(row, state)
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
	var r int64
	r, err = t.entity("contact", id) // it may come later, from another desk
	if err != nil {
		return nil, "", err
	}
	if name, ok := t.names[r]; ok {
		return r, name, nil
	}
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

// wrote says whether this transaction may have changed a field of an entity.
func (t *Tx) wrote(row int64, field string) bool {
	return slices.ContainsFunc(t.fresh[row], func(o journal.Op) bool {
		return o.Field == field || o.Kind == journal.Open || o.Kind == journal.Withdraw && o.Field == ""
	})
}

// wroteFields says whether this transaction may have changed any, rather than
// only entries of the timeline.
func (t *Tx) wroteFields(row int64) bool {
	return slices.ContainsFunc(t.fresh[row], func(o journal.Op) bool {
		return !(o.Kind == journal.Note || o.Kind == journal.Attach || o.Kind == journal.Rewrite || o.Kind == journal.Withdraw && o.Field != "")
	})
}

func (t *Tx) projectUses(row int64, ticket data.Ticket) error {
	if !t.wrote(row, "articles") && !t.wrote(row, "subject") {
		return nil
	}
	if !t.born[row] {
		if err := t.exec("DELETE FROM uses WHERE ticket = ?", row); err != nil {
			return err
		}
	}
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
		if err := t.exec("INSERT OR REPLACE INTO uses (article, ticket, helped, said) VALUES (?,?,?,?)", article, row, helped, ticket.Subject); err != nil {
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

func (t *Tx) projectContact(row int64, state *journal.State) error {
	t.people[row] = nil // until there is something
	delete(t.names, row)
	if state.Gone() {
		if err := t.exec("DELETE FROM contacts WHERE row = ?", row); err != nil {
			return err
		}
		return t.exec("UPDATE tickets SET caller = '', caller_key = '' WHERE requester = ?", row)
	}
	var c data.Contact
	fields := state.Fields()
	data.Fill(&c, fields)
	if _, merged := c.MergedInto(); merged { // found as the one it was merged into
		if err := t.exec("DELETE FROM contacts WHERE row = ?", row); err != nil {
			return err
		}
		return t.moveTickets(row, state)
	}
	err := t.exec("INSERT OR REPLACE INTO contacts (row, name, folded, fields) VALUES (?,?,?,?)", row, c.Name, search.Fold(c.Name), object(fields))
	t.people[row], t.names[row] = &c, c.Name
	if err == nil && !t.born[row] {
		err = t.exec("UPDATE tickets SET caller = ?, caller_key = ? WHERE requester = ? AND caller <> ?", c.Name, sortKey(c.Name), row, c.Name)
	}
	if err != nil {
		return err
	}
	return t.moveTickets(row, state)
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

func (t *Tx) projectArticle(row int64, state *journal.State) error {
	if state.Gone() {
		return t.exec("DELETE FROM articles WHERE row = ?", row)
	}
	var a data.Article
	fields := state.Fields()
	data.Fill(&a, fields)
	t.taught = append(t.taught, a)
	return t.exec("INSERT OR REPLACE INTO articles (row, ref, title, category, fields) VALUES (?,?,?,?,?)",
		row, a.Ref, a.Title, a.Category, object(fields))
}

func (t *Tx) projectEscalation(row int64, state *journal.State) error {
	var e data.Escalation
	fields := state.Fields()
	data.Fill(&e, fields)
	ticket, err := t.rootRow("ticket", e.Ticket)
	if err != nil {
		return err
	}
	if state.Gone() {
		err = t.exec("DELETE FROM escalations WHERE row = ?", row)
	} else {
		err = t.exec("INSERT OR REPLACE INTO escalations (row, ticket, state, fields) VALUES (?,?,?,?)", row, ticket, string(e.State), object(fields))
	}
	if err == nil {
		err = t.projectCode(e, string(state.ID), state.Gone())
	}
	if err != nil {
		return err
	}
	return t.recountEscalated(ticket)
}

// object writes fields as one JSON object, names in order.
func object(fields data.Fields) string {
	raw, err := json.Marshal(fields)
	if err != nil {
		return "{}" // fields come from JSON and go back to it
	}
	return string(raw)
}
