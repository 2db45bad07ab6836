package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/journal"
)

// State folds one entity. One that does not exist has no operations.
func (s *Store) State(ctx context.Context, id data.ID) (*journal.State, error) {
	row, err := s.folds.find(ctx, s.ro, id)
	if err != nil || row == 0 {
		return journal.Fold(nil), explain(s.dir, err)
	}
	state, err := s.folds.state(ctx, s.ro, row, ever)
	return state, explain(s.dir, err)
}

// Bodies gives the operations on an entity as they were written, in the order
// they came to this desk.
func (s *Store) Bodies(ctx context.Context, id data.ID) ([][]byte, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT body FROM ops WHERE entity = (SELECT row FROM entities WHERE id = ?) ORDER BY pos", string(id))
	if err != nil {
		return nil, explain(s.dir, err)
	}
	return gather[[]byte](rows)
}

// gather reads a one-column result.
func gather[T any](rows *sql.Rows) ([]T, error) {
	defer rows.Close()
	var list []T
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// numbers reads the numbers n that a query selects, all in one row: where there are
// thousands, each in one of its own takes longer than it takes to find them.
func numbers(ctx context.Context, q querier, query string, args ...any) ([]int64, error) {
	var text string
	if err := q.QueryRowContext(ctx, "SELECT coalesce(group_concat(n, ' '), '') FROM ("+query+")", args...).Scan(&text); err != nil || text == "" {
		return nil, err
	}
	list := make([]int64, 0, 1+strings.Count(text, " "))
	for digits := range strings.SplitSeq(text, " ") {
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// TicketID finds a ticket by number or id; "" if there is none.
func (s *Store) TicketID(ctx context.Context, ref string) (data.ID, error) {
	_, id, err := findTicket(ctx, s.ro, ref)
	return id, explain(s.dir, err)
}

// TicketID is the same inside a transaction.
func (t *Tx) TicketID(ref string) (data.ID, error) {
	if t.folds.knows(data.ID(ref)) { // a ticket lately opened, by its id
		if state, err := t.State(data.ID(ref)); err != nil || state.Entity == "ticket" && !state.Gone() {
			return data.ID(ref), err
		}
	}
	row, id, err := findTicket(t.ctx, t.tx, ref)
	if err == nil && id != "" {
		t.found[id] = t.at(row)
	}
	return id, err
}

func findTicket(ctx context.Context, q querier, ref string) (row int64, id data.ID, err error) {
	err = scanTicket(ctx, q, ref, "t.row, t.id", &row, &id)
	return row, id, err
}

// scanTicket reads columns of a ticket found by number or id; where there is none,
// nothing is read.
func scanTicket(ctx context.Context, q querier, ref, columns string, into ...any) error {
	ref = strings.TrimSpace(ref)
	err := q.QueryRowContext(ctx, "SELECT "+columns+" FROM tickets t WHERE number = ? UNION ALL SELECT "+columns+
		" FROM entities e JOIN tickets t USING (row) WHERE e.id = ? LIMIT 1", strings.ToUpper(ref), ref).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// Ticket finds a ticket by number or id and folds it; its row is 0 if there is none.
// Nothing is read for it but where it is, its operations and the pages that every
// change of it, and taking it over, rewrites, lest a save wait for the disk (measured
// at a million tickets with nothing in memory: a note .5 ms instead of .8, another
// owner .6 instead of 1.0, while a ticket opened again takes no longer than before).
func (s *Store) Ticket(ctx context.Context, ref string) (row int64, state *journal.State, err error) {
	var near bool
	if err := scanTicket(ctx, s.ro, ref, "t.row, "+besideTicket, &row, &near); err != nil || row == 0 {
		return 0, nil, explain(s.dir, err)
	}
	state, err = s.folds.state(ctx, s.ro, row, ever)
	return row, state, explain(s.dir, err)
}

// besideTicket reads a ticket's row and its places in two orders.
const besideTicket = `EXISTS (SELECT 1 FROM tickets u INDEXED BY tickets_by_updated WHERE u.done = t.done AND u.updated = t.updated AND u.row = t.row)
	AND EXISTS (SELECT 1 FROM tickets u INDEXED BY tickets_by_owner WHERE u.done = t.done AND u.owner_key = t.owner_key AND u.row = t.row)`

// Expect reads the pages that a new ticket of a caller (who may be none yet) will stand in,
// in the order of callers and of subjects, as Ticket does for one that is there: it is
// asked while somebody types.
func (s *Store) Expect(ctx context.Context, caller data.ID, subject, owner string) error {
	var near int
	row, err := s.folds.find(ctx, s.ro, caller)
	if err == nil {
		err = s.ro.QueryRowContext(ctx, besideNew, owner, sortKey(subject), row).Scan(&near)
	}
	return explain(s.dir, err)
}

// besideNew reads an open ticket's places by subject and by caller, in the order of all
// and of its owner's.
const besideNew = `WITH near (owner, subject, caller) AS (SELECT ?, ?, coalesce((SELECT caller_key FROM tickets WHERE requester = ? LIMIT 1), ''))
	SELECT EXISTS (SELECT 1 FROM tickets t INDEXED BY tickets_by_subject WHERE t.done = 0 AND t.subject_key >= near.subject)
	+ EXISTS (SELECT 1 FROM tickets t INDEXED BY tickets_mine_by_subject WHERE t.done = 0 AND t.owner = near.owner AND t.subject_key >= near.subject)
	+ EXISTS (SELECT 1 FROM tickets t INDEXED BY tickets_by_caller WHERE t.done = 0 AND t.caller_key >= near.caller)
	+ EXISTS (SELECT 1 FROM tickets t INDEXED BY tickets_mine_by_caller WHERE t.done = 0 AND t.owner = near.owner AND t.caller_key >= near.caller) FROM near`

// noun is a table whose rows hold a noun's fields as one JSON object.
type noun string

// The tables of nouns.
const (
	Contacts    noun = "contacts"
	Articles    noun = "articles"
	Escalations noun = "escalations"
)

// Load reads one noun by id into into; ok is false if there is none.
func (s *Store) Load(ctx context.Context, table noun, id data.ID, into any) (ok bool, err error) {
	var raw string
	row, err := s.folds.find(ctx, s.ro, id)
	if err == nil {
		err = s.ro.QueryRowContext(ctx, "SELECT fields FROM "+string(table)+" WHERE row = ?", row).Scan(&raw)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, explain(s.dir, fmt.Errorf("load from %s: %w", table, err))
	}
	return true, fill(into, raw)
}

func fill(into any, raw string) error {
	if _, err := data.FillObject(into, []byte(raw)); err != nil {
		return fmt.Errorf("read fields: %w", err)
	}
	return nil
}

// each runs a query whose rows are an id, a noun's fields and, in more, further
// columns.
func (s *Store) each(ctx context.Context, query string, args []any, row func(id data.ID, fields string) error, more ...any) error {
	rows, err := s.ro.QueryContext(ctx, query, args...)
	if err != nil {
		return explain(s.dir, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id data.ID
		var fields string
		if err := rows.Scan(append([]any{&id, &fields}, more...)...); err != nil {
			return err
		}
		if err := row(id, fields); err != nil {
			return err
		}
	}
	return explain(s.dir, rows.Err())
}

// ArticleUse is an article with the number of tickets it is linked to.
type ArticleUse struct {
	Article data.Article
	Uses    int
	Helped  int // of those, the ones it solved
	Vain    int // the ones it was tried on in vain; nobody has said yet of the others
	Row     int64
}

// Articles gives every article, in order of title.
func (s *Store) Articles(ctx context.Context) ([]data.Article, error) {
	var list []data.Article
	err := s.each(ctx, "SELECT e.id, a.fields FROM articles a CROSS JOIN entities e USING (row) ORDER BY a.title COLLATE NOCASE, a.row", nil,
		func(id data.ID, fields string) error {
			a := data.Article{ID: id}
			if err := fill(&a, fields); err != nil {
				return err
			}
			list = append(list, a)
			return nil
		})
	return list, err
}

// AllArticles is Articles with how often each was used, which takes longer: at a
// million tickets most of it.
func (s *Store) AllArticles(ctx context.Context) ([]ArticleUse, error) {
	return s.articleUses(ctx, "articles a CROSS JOIN entities e USING (row) ORDER BY a.title COLLATE NOCASE, a.row")
}

func (s *Store) articleUses(ctx context.Context, which string, args ...any) ([]ArticleUse, error) {
	var list []ArticleUse
	var u ArticleUse
	err := s.each(ctx, `SELECT e.id, a.fields, a.row, (SELECT count(*) FROM uses WHERE article = a.row), (SELECT count(*) FROM uses WHERE article = a.row AND helped = 1), (SELECT count(*) FROM uses WHERE article = a.row AND helped = 0) FROM `+which, args,
		func(id data.ID, fields string) error {
			u.Article = data.Article{ID: id}
			if err := fill(&u.Article, fields); err != nil {
				return err
			}
			list = append(list, u)
			return nil
		}, &u.Row, &u.Uses, &u.Helped, &u.Vain)
	return list, err
}

const articleByRef = `SELECT e.id FROM articles a JOIN entities e USING (row) WHERE a.ref = ?1 AND a.ref <> ''
	UNION ALL SELECT e.id FROM entities e JOIN articles a USING (row) WHERE e.id = ?1 LIMIT 1`

// ArticleByRef finds an article by the id it had where it was imported from, or by
// its own; "" if there is none.
func (s *Store) ArticleByRef(ctx context.Context, ref string) (data.ID, error) {
	var id data.ID
	err := s.ro.QueryRowContext(ctx, articleByRef, ref).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, explain(s.dir, err)
}

// ArticleTickets lists the tickets an article is linked to, newest first.
func (s *Store) ArticleTickets(ctx context.Context, article data.ID, limit int, now time.Time) ([]data.Excerpt, error) {
	return s.excerpts(ctx, now, `tickets t JOIN uses u ON u.ticket = t.row WHERE u.article = (SELECT row FROM entities WHERE id = ?) ORDER BY t.updated DESC LIMIT ?`, string(article), limit)
}

// ContactTickets lists the tickets of a contact, the last opened first.
func (s *Store) ContactTickets(ctx context.Context, contact data.ID, limit int, now time.Time) ([]data.Excerpt, error) {
	return s.excerpts(ctx, now, `tickets t WHERE t.requester = (SELECT row FROM entities WHERE id = ?) ORDER BY t.row DESC LIMIT ?`, string(contact), limit)
}

// TicketEscalations gives the escalations of a ticket by its row, oldest first.
func (s *Store) TicketEscalations(ctx context.Context, ticket int64) ([]data.Escalation, error) {
	var list []data.Escalation
	err := s.each(ctx, "SELECT e.id, x.fields FROM escalations x JOIN entities e USING (row) WHERE x.ticket = ? ORDER BY x.row", []any{ticket},
		func(id data.ID, fields string) error {
			e := data.Escalation{ID: id}
			if err := fill(&e, fields); err != nil {
				return err
			}
			list = append(list, e)
			return nil
		})
	return list, err
}

// ArticleByRef is the same inside a transaction.
func (t *Tx) ArticleByRef(ref string) (data.ID, error) {
	var id data.ID
	err := t.tx.QueryRowContext(t.ctx, articleByRef, ref).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}
