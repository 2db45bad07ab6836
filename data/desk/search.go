package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// Hit is one find of the search over everything: Kind is "ticket", "contact" or
// "article". Snippet is marked as in ArticleHit.
type Hit struct {
	Kind    string  `json:"kind"`
	ID      data.ID `json:"id"`
	Number  string  `json:"number,omitempty"`
	Title   string  `json:"title"`
	Marked  string  `json:"-"` // the title, marked as the snippet is
	Snippet string  `json:"snippet"`
	Score   float64 `json:"score"` // about 0 to 1: how much of what was asked it has

	Caller string      `json:"caller,omitempty"` // of a ticket, like its status
	Status data.Status `json:"status,omitempty"`
}

// Finds is what a search found, best first.
type Finds struct {
	Hits    []Hit
	Instead string   // what was searched for instead, where a word is unknown here; else ""
	More    bool     // looking Far may find more
	Reading bool     // the manual is still being read: asked again after ReadManual, its articles are found, too
	Unknown []string // values of fields that nothing can have
}

// Reach says how far a search goes.
type Reach = store.Reach

// Near is for someone who types, Far for someone who asks for more and waits.
var (
	Near = store.Near
	Far  = store.Far
)

// Search finds tickets by their texts, notes, callers and file names, articles,
// and contacts.
func (d *Desk) Search(ctx context.Context, typed string, limit int, reach Reach) (Finds, error) {
	var finds Finds
	limit = max(limit, 0)
	q := search.Parse(strings.TrimSpace(typed))
	q.Same = d.thesaurus()
	if q.Empty() && len(q.Fields)+len(q.Except) == 0 && q.Excluded() == "" {
		return finds, nil
	}
	finds.Unknown = q.Unknown(d.Now().Local())
	everything := len(q.Fields)+len(q.Except) == 0 // those are a ticket's
	began := time.Now()
	ready, understood, answered := make(chan struct{}), make(chan search.Query, 1), make(chan articles, 1)
	asking, done := context.WithCancel(ctx)
	defer done()
	if everything { // while the tickets are looked for, and read
		d.library.work.Go(func() {
			d.ReadManual(ctx)
			close(ready)
			select {
			case q := <-understood:
				answered <- d.findArticles(asking, q, limit)
			case <-asking.Done():
			}
		})
	}
	tickets, found, err := d.findTickets(ctx, q, limit, reach, func(q search.Query) { understood <- q })
	if err != nil {
		return finds, err
	}
	finds.Instead, finds.More = found.Instead, found.More
	lists := [][]Hit{tickets}
	if everything {
		people, err := d.findPeople(ctx, found.Query, limit)
		if err != nil {
			return finds, err
		}
		select {
		case <-ready:
			a := <-answered
			if a.err != nil {
				return finds, a.err
			}
			if len(tickets)+len(people) == 0 && finds.Instead == "" {
				finds.Instead = a.instead
			}
			lists = append(lists, a.hits)
		case <-ctx.Done():
			return finds, ctx.Err()
		case <-time.After(3*reach.Time - time.Since(began)): // the tickets' time, and half as much again
			finds.Reading = true
		}
		if onlyNumbers(found.Query) { // whose they are, before what they called about
			lists = slices.Insert(lists, 0, people)
		} else {
			lists = append(lists, people)
		}
	}
	finds.Hits = mix(lists, limit)
	pen := found.Query.Highlighter("")
	for i, h := range finds.Hits {
		if h.Marked == "" {
			finds.Hits[i].Marked = whole(pen, h.Title)
		}
	}
	return finds, nil
}

// onlyNumbers says whether a query is numbers and serials alone.
func onlyNumbers(q search.Query) bool {
	_, words := q.Lookups()
	return len(words) > 0 && !slices.ContainsFunc(words, func(l search.Lookup) bool { return !l.Number() })
}

// behind is what a hit counts less than the one before it of its kind: many
// tickets must not crowd out the article or the person that was meant.
const behind = 0.05

// mix puts hits of several kinds into one order.
func mix(lists [][]Hit, limit int) []Hit {
	type placed struct {
		Hit
		value float64
	}
	var all []placed
	for _, list := range lists {
		value := 1.0
		for i, h := range list {
			value = min(value, h.Score-behind*float64(i))
			all = append(all, placed{h, value})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(b.value, a.value) })
	var hits []Hit
	for _, p := range all[:min(len(all), limit)] {
		hits = append(hits, p.Hit)
	}
	return hits
}

// findTickets gives the tickets a query means, best first.
func (d *Desk) findTickets(ctx context.Context, q search.Query, limit int, reach Reach, understood func(search.Query)) ([]Hit, store.Finds, error) {
	began := time.Now()
	finds, err := d.store.Find(ctx, q, reach, d.Now(), understood)
	if err != nil {
		return nil, finds, err
	}
	var hits []Hit
	if id, err := d.store.TicketID(ctx, q.Text); err != nil {
		return nil, finds, err
	} else if id != "" { // its number was typed
		c, err := d.Case(ctx, string(id))
		if err != nil {
			return nil, finds, err
		}
		hits = append(hits, Hit{Kind: "ticket", ID: c.Ticket.ID, Number: c.Ticket.Number, Title: c.Ticket.Subject, Caller: c.Requester.Name, Status: c.Ticket.Status,
			Snippet: finds.Query.Snippet(unmarked.Replace(c.Ticket.Description), "", snippetWidth), Score: 1})
	}
	texts := make([]search.Candidate, len(finds.Tickets))
	for i, f := range finds.Tickets {
		texts[i] = search.Candidate{Title: f.Number + " " + f.Subject + " " + f.Caller, Text: f.Text, At: f.At}
	}
	ranked := search.Rank(finds.Query, texts, d.Now(), limit)
	finds.More = finds.More || len(texts) > limit
	for _, r := range ranked {
		f := finds.Tickets[r.Index]
		if f.Text == "" && time.Since(began) < 2*reach.Time { // its subject or its caller said enough
			if f.Text, err = d.store.OwnText(ctx, f.Row); err != nil {
				return nil, finds, err
			}
		}
		h := Hit{Kind: "ticket", ID: f.Ticket, Number: f.Number, Title: f.Subject, Snippet: ticketSnippet(f, finds.Query), Score: r.Share, Caller: f.Caller, Status: f.Status}
		if f.Status == data.Merged {
			if h, err = d.lead(ctx, h); err != nil {
				return nil, finds, err
			}
		}
		if !slices.ContainsFunc(hits, func(other Hit) bool { return other.ID == h.ID }) {
			hits = append(hits, h)
		}
	}
	return hits, finds, nil
}

// ticketSnippet shows why a ticket was found. Its number stands beside it and its
// subject above it, so they are part of it only where they are why.
func ticketSnippet(f store.Found, q search.Query) string {
	text := strings.TrimPrefix(f.Text, f.Number+"\n")
	if q.Text == "" {
		text = strings.Replace(text, f.Subject+"\n", "", 1)
	}
	snippet := q.Snippet(unmarked.Replace(text), "", snippetWidth)
	if q.Text != "" && !strings.ContainsRune(snippet, search.HitStart) {
		snippet = q.Snippet(unmarked.Replace(f.Text), "", snippetWidth)
	}
	return snippet
}

// articles are those that were found, best first, and what was searched for instead.
type articles struct {
	hits    []Hit
	instead string
	err     error
}

// findArticles gives the articles a query means.
func (d *Desk) findArticles(ctx context.Context, q search.Query, limit int) articles {
	found, err := d.SearchArticles(ctx, q.Text, limit)
	if err != nil || len(found) == 0 {
		return articles{err: err}
	}
	var hits []Hit
	texts := make([]search.Candidate, len(found))
	for i, h := range found {
		texts[i] = search.Candidate{Title: h.Article.Title, Text: articleText(h.Article)}
	}
	_, words := q.Lookups()
	exact := onlyNumbers(q)
	mark := search.NewMarker(q, words)
	shares := map[int]float64{}
	for _, r := range search.Rank(q, texts, d.Now(), len(texts)) {
		shares[r.Index] = r.Share
	}
	for i, h := range found {
		if !q.Allows(texts[i].Title + "\n" + texts[i].Text) {
			continue
		}
		if exact && mark.In(h.Snippet) == 0 { // one letter of a serial says nothing
			continue
		}
		hits = append(hits, Hit{Kind: "article", ID: h.Article.ID, Title: h.Article.Title, Marked: h.Marked, Snippet: h.Snippet, Score: min(1, max(shares[i], h.Score))})
	}
	return articles{hits, found[0].Instead, nil}
}

// findPeople gives the contacts a query means: those with all of its words, else
// those with most of them.
func (d *Desk) findPeople(ctx context.Context, q search.Query, limit int) ([]Hit, error) {
	text := strings.Join(q.Terms, " ")
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > mostOfPerson {
		return nil, nil
	}
	found, err := d.FindContacts(ctx, text, min(limit, mostPeople))
	if err != nil {
		return nil, err
	}
	share := 1.0
	if len(found) == 0 && len(words) > 1 {
		if found, share, err = d.nearlyNamed(ctx, words); err != nil {
			return nil, err
		}
	}
	var hits []Hit
	for _, h := range found {
		c := h.Contact
		hits = append(hits, Hit{Kind: "contact", ID: c.ID, Title: c.Name, Snippet: q.Snippet(c.Line(), "", snippetWidth), Score: share})
	}
	return hits, nil
}

// mostPeople is how many contacts a search shows: who is not among them needs
// more of a name.
const mostPeople = 8

// mostOfPerson is how many words may mean a person: a name, a house, a street.
const mostOfPerson = 8

// nearlyNamed gives the contacts that have most of some words, at least half of
// those that are more than common ones, and the share of all words they have. One
// of them begins a word of theirs: "scanner tor" means nobody at Teekontor.
func (d *Desk) nearlyNamed(ctx context.Context, words []string) ([]ContactHit, float64, error) {
	var meant []string
	for _, w := range words {
		if w = search.Fold(w); len([]rune(w)) >= 3 && !search.Common(w, "") {
			meant = append(meant, w)
		}
	}
	list, most, err := d.store.NearlyNamed(ctx, meant, mostPeople)
	if err != nil || 2*most < len(meant) {
		return nil, 0, err
	}
	list = slices.DeleteFunc(list, func(h ContactHit) bool {
		text := search.Fold(store.ContactText(h.Contact))
		return !slices.ContainsFunc(meant, func(w string) bool { return beginsWord(text, w) })
	})
	return list, float64(most) / float64(len(words)), nil
}

// beginsWord says whether a word of a text begins so; a fragment with figures, of a
// phone number or an address, may stand anywhere.
func beginsWord(text, w string) bool {
	if strings.ContainsAny(w, "0123456789") {
		return strings.Contains(text, w)
	}
	for at := 0; ; {
		i := strings.Index(text[at:], w)
		if i < 0 {
			return false
		}
		at += i
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); !unicode.IsLetter(before) {
			return true
		}
		at += len(w)
	}
}
