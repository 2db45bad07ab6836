package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"firstline/data"
)

// Lesson is what an article's uses teach about it.
type Lesson struct {
	ArticleUse
	Said []Wording // of the tickets it was used for, the newest first
}

// Wording is how a caller said what an article may answer: the subject of a
// ticket.
type Wording struct {
	Ticket  int64 // its row
	Subject string
	Helped  bool
}

// mostWordings is how many tickets are heard for one article: the newest say how
// callers speak now, and more would teach it nothing (five give most of it).
const mostWordings = 20

// Lessons gives every article with what it was taught.
func (s *Store) Lessons(ctx context.Context) ([]Lesson, error) {
	uses, err := s.AllArticles(ctx)
	if err != nil {
		return nil, err
	}
	return s.lessons(ctx, uses)
}

// LessonsOf gives those of articles, by row, and of the articles that tickets
// use, as far as they still exist.
func (s *Store) LessonsOf(ctx context.Context, rows []int64) ([]Lesson, error) {
	uses, err := s.articleUses(ctx, `articles a JOIN entities e USING (row) WHERE a.row IN (
		SELECT value FROM json_each(?1) UNION SELECT u.article FROM json_each(?1) j CROSS JOIN uses u ON u.ticket = j.value)`, rowsParam(rows))
	if err != nil {
		return nil, err
	}
	return s.lessons(ctx, uses)
}

// ArticlesOf gives articles that still exist with how often each was used, in no
// order.
func (s *Store) ArticlesOf(ctx context.Context, ids []data.ID) ([]ArticleUse, error) {
	return s.articleUses(ctx, "json_each(?) j CROSS JOIN entities e ON e.id = j.value CROSS JOIN articles a ON a.row = e.row", idsParam(ids))
}

func (s *Store) lessons(ctx context.Context, uses []ArticleUse) ([]Lesson, error) {
	list := make([]Lesson, len(uses))
	for i, u := range uses {
		list[i].ArticleUse = u
		if u.Uses == 0 {
			continue
		}
		rows, err := s.ro.QueryContext(ctx, "SELECT ticket, said, helped = 1 FROM uses WHERE article = ? ORDER BY ticket DESC LIMIT ?", u.Row, mostWordings)
		if err != nil {
			return nil, explain(s.dir, fmt.Errorf("read how an article was used: %w", err))
		}
		for rows.Next() {
			var w Wording
			if err := rows.Scan(&w.Ticket, &w.Subject, &w.Helped); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			list[i].Said = append(list[i].Said, w)
		}
		if err := rows.Err(); err != nil {
			return nil, explain(s.dir, err)
		}
	}
	return list, nil
}

// idsParam is ids as SQLite's json_each reads them.
func idsParam(ids []data.ID) string {
	raw, err := json.Marshal(append([]data.ID{}, ids...))
	if err != nil {
		panic(err) // strings
	}
	return string(raw)
}
