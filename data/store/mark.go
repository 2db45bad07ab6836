package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"firstline/data"
	"firstline/data/journal"
)

// Mark says how far the journal went when something was made of it.
type Mark struct {
	Pos  int64  `json:"pos"`
	Hash string `json:"hash"` // of the operation there: a desk restored from a backup goes on otherwise
}

// Mark gives where the journal ends.
func (s *Store) Mark(ctx context.Context) (m Mark, err error) {
	var body []byte
	err = s.ro.QueryRowContext(ctx, "SELECT pos, body FROM ops ORDER BY pos DESC LIMIT 1").Scan(&m.Pos, &body)
	m.Hash = journal.Hash(body)
	return m, explain(s.dir, err)
}

// Changed are the tickets and articles that operations speak of.
type Changed struct {
	Rows     map[int64]bool // of both
	Articles []data.ID
}

// ChangedSince gives what changed after a mark. ok is false where the journal
// never ended so, or where it is more than most.
func (s *Store) ChangedSince(ctx context.Context, m Mark, most int) (c Changed, ok bool, err error) {
	var body []byte
	err = s.ro.QueryRowContext(ctx, "SELECT body FROM ops WHERE pos = ?", m.Pos).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) || err == nil && journal.Hash(body) != m.Hash {
		return c, false, nil
	}
	if err != nil {
		return c, false, explain(s.dir, err)
	}
	rows, err := s.ro.QueryContext(ctx, `SELECT DISTINCT e.row, CASE e.kind WHEN 'article' THEN e.id ELSE '' END
		FROM ops o CROSS JOIN entities e ON e.row = o.entity WHERE o.pos > ? AND e.kind IN ('ticket', 'article') LIMIT ?`, m.Pos, most+1)
	if err != nil {
		return c, false, explain(s.dir, fmt.Errorf("read what changed: %w", err))
	}
	defer rows.Close()
	c.Rows = map[int64]bool{}
	for rows.Next() {
		var row int64
		var article data.ID
		if err := rows.Scan(&row, &article); err != nil {
			return c, false, err
		}
		if c.Rows[row] = true; article != "" {
			c.Articles = append(c.Articles, article)
		}
	}
	return c, len(c.Rows) <= most, explain(s.dir, rows.Err())
}
