package desk

import (
	"context"
	"encoding/json"

	"firstline/data"
	"firstline/data/store"
)

// nameChanges puts names in place of the ids in a timeline's changes: people
// know a caller or an article by name.
func (d *Desk) nameChanges(ctx context.Context, timeline []data.Activity) error {
	for i := range timeline {
		for j := range timeline[i].Changes {
			c := &timeline[i].Changes[j]
			for _, raw := range []*json.RawMessage{&c.From, &c.To} {
				named, err := d.named(ctx, c.Field, *raw)
				if err != nil {
					return err
				}
				*raw = named
			}
		}
	}
	return nil
}

func (d *Desk) named(ctx context.Context, field string, raw json.RawMessage) (json.RawMessage, error) {
	var name any
	switch field {
	case "requester", "affected_user":
		var id data.ID
		if json.Unmarshal(raw, &id) != nil || id == "" {
			return raw, nil
		}
		c, err := d.contactOr(ctx, id)
		if err != nil || c.Name == "" {
			return raw, err
		}
		name = c.Name
	case "articles":
		var uses []data.Use
		if json.Unmarshal(raw, &uses) != nil {
			return raw, nil
		}
		titles := []string{}
		for _, use := range uses {
			var a data.Article
			if _, err := d.store.Load(ctx, store.Articles, use.Article, &a); err != nil {
				return nil, err
			}
			if a.Title == "" {
				a.Title = string(use.Article)
			}
			titles = append(titles, a.Title)
		}
		name = titles
	default:
		return raw, nil
	}
	return json.Marshal(name)
}
