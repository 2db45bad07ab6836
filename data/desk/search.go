package desk

import (
	"context"
	"strings"

	"firstline/data"
	"firstline/data/search"
)

// Hit is one find of the search over everything: Kind is "ticket", "contact" or
// "article". Snippet is marked as in ArticleHit.
type Hit struct {
	Kind    string  `json:"kind"`
	ID      data.ID `json:"id"`
	Number  string  `json:"number,omitempty"`
	Title   string  `json:"title"`
	Snippet string  `json:"snippet"`
	Score   float64 `json:"score"`
}

// candidates is how many of the newest matching texts are ranked (measured:
// 2 to 11 ms at a million tickets, where ranking all of them takes seconds).
const candidates = 500

// Search finds tickets, articles and contacts, best first within each, and
// tickets first.
func (d *Desk) Search(ctx context.Context, query string, limit int) ([]Hit, error) {
	query = strings.TrimSpace(query)
	if query == "" {
		return nil, nil
	}
	tickets, err := d.searchTickets(ctx, query, limit)
	if err != nil {
		return nil, err
	}
	articles, err := d.SearchArticles(ctx, query, limit)
	if err != nil {
		return nil, err
	}
	contacts, err := d.FindContacts(ctx, query, min(limit, 5))
	if err != nil {
		return nil, err
	}
	// Many tickets must not crowd out the article or the person that was meant.
	articles = articles[:min(len(articles), max(3, limit/3))]
	hits := tickets[:min(len(tickets), max(limit-len(articles)-len(contacts), limit/3))]
	for _, h := range articles {
		hits = append(hits, Hit{Kind: "article", ID: h.Article.ID, Title: h.Article.Title, Snippet: h.Snippet, Score: h.Score})
	}
	for _, h := range contacts {
		c := h.Contact
		hits = append(hits, Hit{Kind: "contact", ID: c.ID, Title: c.Name,
			Snippet: strings.Join(tidy(append(append([]string{c.Organization}, c.Phones...), c.Emails...)), " · ")})
	}
	return hits[:min(len(hits), limit)], nil
}

func (d *Desk) searchTickets(ctx context.Context, query string, limit int) ([]Hit, error) {
	var hits []Hit
	seen := map[data.ID]bool{}
	if id, err := d.store.TicketID(ctx, query); err != nil {
		return nil, err
	} else if id != "" { // its number was typed
		c, err := d.Case(ctx, string(id))
		if err != nil {
			return nil, err
		}
		seen[id] = true
		hits = append(hits, Hit{Kind: "ticket", ID: id, Number: c.Ticket.Number, Title: c.Ticket.Subject,
			Snippet: search.Snippet(c.Ticket.Description, query, "", snippetWidth), Score: 1000})
	}
	found, err := d.store.FindTexts(ctx, search.Match(query, true), candidates)
	if err != nil {
		return nil, err
	}
	texts := make([]search.Candidate, len(found))
	for i, f := range found {
		texts[i] = search.Candidate{Text: f.Text, At: f.At}
	}
	var ranked []Hit
	for _, r := range search.Rank(search.Parse(query), texts, d.Now(), candidates) {
		f := found[r.Index]
		if seen[f.Ticket] {
			continue // its best text came first
		}
		seen[f.Ticket] = true
		ranked = append(ranked, Hit{Kind: "ticket", ID: f.Ticket, Number: f.Number, Title: f.Subject,
			Snippet: search.Snippet(unmarked.Replace(f.Text), query, "", snippetWidth), Score: r.Score})
	}
	hits = append(hits, ranked...)
	return d.lead(ctx, hits[:min(len(hits), limit)])
}
