package desk

import "context"

// Drafts are texts not yet saved, by the key of the editor that holds them:
// "intake", "note:<ticket id>". They are the desk's own business and never in
// the journal.

// SaveDraft keeps a draft durably.
func (d *Desk) SaveDraft(ctx context.Context, key, body string) error {
	return d.store.SaveDraft(ctx, key, body, d.Now())
}

// Draft reads a draft, "" if there is none.
func (d *Desk) Draft(ctx context.Context, key string) (string, error) { return d.store.Draft(ctx, key) }

// DropDraft forgets a draft.
func (d *Desk) DropDraft(ctx context.Context, key string) error { return d.store.DropDraft(ctx, key) }
