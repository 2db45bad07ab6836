package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
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
	var ticket data.Ticket
	data.Fill(&ticket, state.Fields())
	var escalated, answerBy any
	if was != nil {
		escalated, answerBy = was.get("escalated"), was.get("answer_by") // moved with the escalations
	} else if escalated, answerBy, err = t.escalated(row); err != nil {
		return err
	}
	is, err := t.newTicketRow(row, was, ticket, state, escalated, answerBy)
	if err != nil {
		return err
	}
	if err := t.putTicket(row, was, is); err != nil {
		return err
	}
	if err := t.projectUses(row, ticket); err != nil {
		return err
	}
	if err := t.projectTexts(row, ticket, state); err != nil {
		return err
	}
	if err := t.projectCodes(row, state); err != nil {
		return err
	}
	delete(t.born, row)
	return nil
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
		if err := t.exec("INSERT OR REPLACE INTO uses (article, ticket, helped, said) VALUES (?,?,?,?)", article, row, use.Helped, ticket.Subject); err != nil {
			return err
		}
	}
	return nil
}

// projectTexts keeps the search index: the ticket's own text whenever a field
// changed, an entry's when it is written, rewritten, withdrawn or brought back.
func (t *Tx) projectTexts(row int64, ticket data.Ticket, state *journal.State) error {
	own := false
	var entries []string
	changed := func(entry string) {
		if !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	for _, o := range t.fresh[row] {
		switch {
		case o.Kind == journal.Note || o.Kind == journal.Attach:
			changed(o.Entry())
		case o.Kind == journal.Rewrite || o.Kind == journal.Withdraw && o.Field != "":
			changed(o.Field)
		case o.Kind == journal.Withdraw: // the whole ticket came back
			own = true
			for _, a := range state.Timeline() {
				if a.Kind != data.SystemEvent {
					changed(a.ID)
				}
			}
		default:
			own = true
		}
	}
	for _, entry := range entries {
		if err := t.indexEntry(row, entry, state); err != nil {
			return err
		}
	}
	if own {
		t.texts = append(t.texts, text{row, 0, 0, TicketText(ticket), t.born[row]})
	}
	return nil
}

// indexEntry makes an entry findable as it stands now; a withdrawn one is not.
func (t *Tx) indexEntry(row int64, entry string, state *journal.State) error {
	o, ok := state.Source(entry)
	if !ok {
		return nil // what it speaks of has not come yet
	}
	pos, fresh, err := t.position(row, entry)
	if err != nil {
		return err
	}
	if state.Withdrawn(entry) {
		t.texts = append(t.texts, text{row, pos, pos, "", fresh})
		return nil
	}
	source, _, err := t.position(row, o.Entry())
	if err != nil {
		return err
	}
	t.texts = append(t.texts, text{row, pos, source, o.Text(), fresh})
	return nil
}

// position finds an operation by the name of its entry, and says whether it is
// one of this transaction.
func (t *Tx) position(entity int64, entry string) (pos int64, fresh bool, err error) {
	author, number, _ := strings.Cut(entry, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, false, fmt.Errorf("find entry %s: %w", entry, err)
	}
	if pos, fresh = t.places[place{entity, author, seq}]; fresh {
		return pos, true, nil
	}
	err = t.tx.QueryRowContext(t.ctx, "SELECT pos FROM ops WHERE entity = ? AND author = (SELECT row FROM authors WHERE author = ?) AND seq = ?", entity, author, seq).Scan(&pos)
	return pos, false, err
}

// TicketText is what a ticket's own fields add to the search.
func TicketText(t data.Ticket) string {
	return strings.Join([]string{t.Number, t.ExternalRef, t.Subject, t.Description, t.Symptom, t.Environment, t.Summary,
		t.Category, t.Service, t.Product, t.Asset, t.ResolutionNotes, t.RootCause, t.Workaround, strings.Join(t.Tags, " ")}, "\n")
}

// text is a text to be found by: a ticket's own (pos and source 0) or that of an
// entry, with the operation that holds it. An empty one is taken out; a fresh
// one replaces none.
type text struct {
	entity, pos, source int64
	plain               string
	fresh               bool
}

// indexAll brings the search index up to date, after all else: a statement
// that may have to be taken back makes FTS5 write out what it has gathered, and
// a hundred small pieces of index cost more than all else (measured: a third of
// a bulk's time).
func (t *Tx) indexAll() error {
	for i, x := range indexed(t.texts) {
		if err := t.index(t.texts[i], x); err != nil {
			return fmt.Errorf("index a text: %w", err)
		}
	}
	t.texts = t.texts[:0]
	for row, words := range t.people {
		if !t.born[row] {
			if err := t.exec("DELETE FROM contact_text WHERE rowid = ?", row); err != nil {
				return err
			}
		}
		if words != "" {
			if err := t.exec("INSERT INTO contact_text (rowid, text) VALUES (?,?)", row, words); err != nil {
				return err
			}
		}
	}
	clear(t.people)
	return t.keepWords()
}

// indexedText is a text as the index holds it, and the words it is spelt with.
type indexedText struct {
	words string
	spelt []string
}

// indexed gives the texts as the index holds them, many at once on all
// processors.
func indexed(texts []text) []indexedText {
	list := make([]indexedText, len(texts))
	workers := min(runtime.NumCPU(), 1+len(texts)/100)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(texts); i += workers {
				plain := texts[i].plain
				list[i].words = search.IndexText(plain, search.Detect(plain))
				if texts[i].pos == 0 { // nobody looks for a part of a ticket's number
					_, plain, _ = strings.Cut(plain, "\n")
				}
				list[i].spelt = search.Spelt(plain)
			}
		})
	}
	all.Wait()
	return list
}

func (t *Tx) index(x text, as indexedText) error {
	was := false
	if !x.fresh {
		var err error
		if was, err = t.unindex(x.entity, x.pos); err != nil {
			return err
		}
	}
	if as.words == "" {
		return nil
	}
	t.learnWords(as.spelt, !was)
	result, err := t.tx.ExecContext(t.ctx, "INSERT INTO texts (entity, pos, source) VALUES (?,?,?)", x.entity, x.pos, x.source)
	if err != nil {
		return err
	}
	row, err := result.LastInsertId()
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO text_index (rowid, words) VALUES (?,?)", row, as.words)
}

// unindex takes a text out of the index and says whether it was there.
func (t *Tx) unindex(entity, pos int64) (bool, error) {
	var old int64
	err := t.tx.QueryRowContext(t.ctx, "SELECT row FROM texts WHERE entity = ? AND pos = ?", entity, pos).Scan(&old)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = t.exec("DELETE FROM text_index WHERE rowid = ?", old)
	}
	if err == nil {
		err = t.exec("DELETE FROM texts WHERE row = ?", old)
	}
	return err == nil, err
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
	for name, n := range t.counted {
		if n == 0 {
			continue
		}
		err := t.exec("INSERT INTO counts (name, n) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n", name, n)
		if err == nil && n < 0 {
			err = t.exec("DELETE FROM counts WHERE name = ? AND n = 0", name)
		}
		if err != nil {
			return fmt.Errorf("count %s: %w", name, err)
		}
	}
	clear(t.counted)
	return nil
}

func (t *Tx) projectContact(row int64, state *journal.State) error {
	t.people[row] = "" // until there is something
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
	t.knowContact(row, c)
	if err == nil && !t.born[row] {
		err = t.exec("UPDATE tickets SET caller = ?, caller_key = ? WHERE requester = ? AND caller <> ?", c.Name, sortKey(c.Name), row, c.Name)
	}
	if err != nil {
		return err
	}
	return t.moveTickets(row, state)
}

// knowContact has a contact found by its words.
func (t *Tx) knowContact(row int64, c data.Contact) {
	t.people[row] = ContactText(c)
	t.learnWords(search.Spelt(c.Name+"\n"+c.Organization+"\n"+c.Site), false)
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
	t.knowArticle(a)
	return t.exec("INSERT OR REPLACE INTO articles (row, ref, title, category, fields) VALUES (?,?,?,?,?)",
		row, a.Ref, a.Title, a.Category, object(fields))
}

// knowArticle has an article's words known to those who type them.
func (t *Tx) knowArticle(a data.Article) {
	t.learnWords(search.Spelt(strings.Join([]string{a.Title, a.Issue, a.Environment, a.Resolution, a.Cause}, "\n")), false)
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
