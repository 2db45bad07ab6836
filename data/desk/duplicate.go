package desk

import (
	"context"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/search"
)

// Duplicate is a ticket that may be the same case. Reason is "same_caller",
// "same_words" or "same_both".
type Duplicate struct {
	data.Excerpt
	Reason string `json:"reason"`
}

// duplicateWindow is how far back a case may be reported twice.
const duplicateWindow = 14 * 24 * time.Hour

// alike is how much two subjects must share to be proposed as one case.
const alike = 0.5

// ownTickets is how many of a caller's tickets are compared, the newest.
const ownTickets = 50

// Duplicates proposes recent tickets of the same caller that are not done, and
// recent ones whose subject says the same, best first. It looks at no more
// tickets than a search does.
func (d *Desk) Duplicates(ctx context.Context, contact data.ID, subject string, limit int) ([]Duplicate, error) {
	now := d.Now()
	subject = strings.TrimSpace(subject)
	var list []Duplicate
	seen := map[data.ID]bool{}
	add := func(x data.Excerpt, reason string) {
		if !seen[x.ID] && len(list) < limit && x.Status != data.Merged { // a merged one's story goes on elsewhere
			seen[x.ID] = true
			list = append(list, Duplicate{x, reason})
		}
	}
	if err := d.store.Expect(ctx, contact, subject, d.Settings().Operator); err != nil {
		return nil, err
	}
	var own []data.Excerpt
	if contact != "" {
		var err error
		if own, err = d.store.ContactTickets(ctx, contact, ownTickets, now); err != nil {
			return nil, err
		}
	}
	mine := map[data.ID]bool{}
	for _, x := range own {
		mine[x.ID] = true
		if subject != "" && now.Sub(x.UpdatedAt) < duplicateWindow && search.SameWords(x.Subject, subject) >= alike {
			add(x, "same_both")
		}
	}
	if len(strings.Fields(subject)) >= 2 {
		finds, err := d.store.Find(ctx, search.Saying(subject), Near, now, nil)
		if err != nil {
			return nil, err
		}
		var rows []int64
		for _, f := range finds.Tickets {
			if !mine[f.Ticket] && now.Sub(f.At) < duplicateWindow && search.SameWords(f.Subject, subject) >= alike {
				rows = append(rows, f.Row)
			}
		}
		said, err := d.store.Excerpts(ctx, rows, now)
		if err != nil {
			return nil, err
		}
		for _, x := range said {
			if now.Sub(x.OpenedAt) < duplicateWindow {
				add(x, "same_words")
			}
		}
	}
	for _, x := range own {
		if x.Status.Category() != data.Done {
			add(x, "same_caller")
		}
	}
	return list, nil
}
