package store

import (
	"context"
	"fmt"
	"slices"

	"firstline/data/search"
)

// derivedTables lists the tables a check compares and a rebuild makes again,
// beside those of the search (searchTables).
var derivedTables = []string{"tickets", "contacts", "articles", "escalations", "uses", "counts", "mails", "codes", "excerpts"}

var searchTables = []string{"unindexed", "texts", "text_index", "contact_text", "words", "word_index"}

// derivedKinds are the kinds of entities that have a table of their own.
// Contacts come first because tickets show their names, and escalations because
// tickets count them.
var derivedKinds = []string{"contact", "article", "escalation", "ticket", "mail"}

// perRebuild is how many entities are folded at once in a rebuild.
const perRebuild = 2000

// rebuild makes the derived tables again from the operations, which known reads,
// in tables that are empty. index is told what is to be indexed after each so
// many entities.
func rebuild(ctx context.Context, tx transaction, known *folds, index func(*Tx) error) error {
	for _, kind := range derivedKinds {
		rows, err := tx.QueryContext(ctx, "SELECT row FROM entities WHERE kind = ? AND row IN (SELECT entity FROM ops) ORDER BY row", kind)
		if err != nil {
			return err
		}
		entities, err := gather[int64](rows)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(entities, perRebuild) {
			if err := ctx.Err(); err != nil {
				return err
			}
			// The driver starts a goroutine for every statement that may be cancelled.
			t := newTx(context.WithoutCancel(ctx), tx, known)
			for _, row := range batch {
				e := t.at(row)
				state, err := t.state(e)
				if err != nil {
					return err
				}
				e.fresh, e.born = state.Ops(), true
				t.touch(e, state.ID, kind)
			}
			if err := t.project(); err != nil {
				return err
			}
			if err := index(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// Rebuild makes the tables again from the journal: what a check that found them
// wrong asks for.
func (s *Store) Rebuild(ctx context.Context) error {
	return explain(s.dir, inOne(ctx, s.rw, func(tx transaction) error {
		for _, table := range slices.Concat(searchTables, derivedTables) {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table); err != nil {
				return fmt.Errorf("empty %s: %w", table, err)
			}
		}
		return rebuild(ctx, tx, newFolds(), (*Tx).indexAll)
	}))
}

// listTexts says which texts there are to be found, without the index of their
// words, which takes longer than all else to make.
func (t *Tx) listTexts() error {
	for _, x := range t.texts {
		if !hasWords(x.read()) {
			continue
		}
		if err := t.exec("INSERT INTO texts (entity, pos, source) VALUES (?,?,?)", x.entity, x.pos, x.source); err != nil {
			return err
		}
	}
	t.texts = t.texts[:0]
	return nil
}

// hasWords says whether a text has a word to be found by; mostly its beginning
// tells, where a second word shows that the first is whole.
func hasWords(text string) bool {
	const enough = 60
	return len(text) > enough && len(search.Words(text[:enough])) > 1 || search.IndexText(text, "") != ""
}
