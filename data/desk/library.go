package desk

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// library is the FAQ manual as the search sees it: an index in memory, made on
// first use and brought up to date when articles, or what they solved, change.
type library struct {
	mu       sync.Mutex
	index    *search.Library
	docs     map[data.ID]search.Doc
	articles map[data.ID]store.ArticleUse
	synonyms []string // the desk's own, as the index knows them
	fresh    bool
}

// stale says that something the index holds may have changed.
func (l *library) stale() {
	l.mu.Lock()
	l.fresh = false
	l.mu.Unlock()
}

// weights are what an article's confidence adds to how well it matches (KCS:
// trust what was validated by reuse).
var weights = map[data.Confidence]float64{data.WorkInProgress: 0.9, data.NotValidated: 1, data.Validated: 1.1}

// ready gives the index and the articles in it.
func (d *Desk) ready(ctx context.Context) (*search.Library, map[data.ID]store.ArticleUse, error) {
	l := &d.library
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fresh {
		return l.index, l.articles, nil
	}
	l.fresh = true // what changes from here on makes it stale again
	all, err := d.store.AllArticles(ctx)
	if err == nil {
		var wordings map[data.ID][]string
		if wordings, err = d.store.Wordings(ctx); err == nil {
			l.load(all, wordings)
			l.learn(d.Settings().Synonyms)
		}
	}
	if err != nil {
		l.fresh = false
	}
	return l.index, l.articles, err
}

func (l *library) load(all []store.ArticleUse, wordings map[data.ID][]string) {
	if l.index == nil {
		l.index, l.docs = search.New(), map[data.ID]search.Doc{}
	}
	articles := make(map[data.ID]store.ArticleUse, len(all))
	for _, u := range all {
		a := u.Article
		if a.Confidence == data.Archived {
			continue
		}
		articles[a.ID] = u
		title := a.Title
		if title == beginning(a.Resolution) {
			title = "" // it only repeats the answer, and would count those words twice
		}
		doc := search.Doc{ID: a.ID, Title: title, Body: articleText(a), Learned: wordings[a.ID], Lang: a.Language, Weight: trust(u)}
		if !reflect.DeepEqual(l.docs[a.ID], doc) {
			l.docs[a.ID] = doc
			l.index.Put(doc)
		}
	}
	for id := range l.docs {
		if _, ok := articles[id]; !ok {
			delete(l.docs, id)
			l.index.Remove(id)
		}
	}
	l.articles = articles
}

// learn tells the index the desk's own synonyms.
func (l *library) learn(lines []string) {
	if slices.Equal(lines, l.synonyms) {
		return
	}
	groups, err := Synonyms(lines)
	if err != nil {
		return // another desk's program wrote them; without is better than nothing found
	}
	l.synonyms = lines
	l.index.SetSynonyms(groups)
}

// How much it counts what became of the tickets an article was linked to: at
// most so much up for those it solved and down for those it was tried on in
// vain. Words decide, this settles what they leave open.
const (
	mostTrust = 0.06
	mostDoubt = 0.15
	fewUses   = 3 // so many uses say half of it
)

// trust weighs an article by its confidence and by how its uses ended.
func trust(u store.ArticleUse) float64 {
	weight, ok := weights[u.Article.Confidence]
	if !ok {
		weight = 1
	}
	if u.Uses == 0 {
		return weight
	}
	sure := float64(u.Uses) / float64(u.Uses+fewUses)
	helped := float64(u.Helped) / float64(u.Uses)
	return weight * (1 + sure*(mostTrust*helped-mostDoubt*(1-helped)))
}

// articleText is what an article can be found by besides its title.
func articleText(a data.Article) string {
	var parts []string
	for _, p := range []string{a.Issue, a.Environment, a.Resolution, a.Cause, strings.Join(a.Tags, " "), a.Category} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n\n")
}

// ArticleHit is an article found. The words that matched stand in the snippet
// between the characters U+0002 and U+0003; Instead is what was searched for
// where a word was not known.
type ArticleHit struct {
	Article data.Article
	Score   float64
	Snippet string
	Uses    int // tickets it is linked to
	Instead string
}

// snippetWidth is how many characters of an article a hit shows.
const snippetWidth = 160

// unmarked takes Markdown's signs off a text that is shown in a line.
var unmarked = strings.NewReplacer("**", "", "*", "", "`", "", "\n#", "\n", "\n> ", "\n", "\n- ", "\n• ")

// SearchArticles finds articles by what someone would ask, best first.
func (d *Desk) SearchArticles(ctx context.Context, query string, limit int) ([]ArticleHit, error) {
	index, articles, err := d.ready(ctx)
	if err != nil || strings.TrimSpace(query) == "" {
		return nil, err
	}
	var hits []ArticleHit
	for _, h := range index.Search(query, limit) {
		u, ok := articles[h.ID]
		if !ok {
			continue
		}
		body := u.Article.Resolution
		if body == "" {
			body = u.Article.Issue
		}
		hits = append(hits, ArticleHit{Article: u.Article, Score: h.Score, Uses: u.Uses, Instead: h.Repaired,
			Snippet: search.Snippet(unmarked.Replace(body), query, u.Article.Language, snippetWidth)})
	}
	return hits, nil
}

// SuggestArticles proposes articles for a text being written: a subject, a
// note.
func (d *Desk) SuggestArticles(ctx context.Context, text string, limit int) ([]ArticleHit, error) {
	if len([]rune(strings.TrimSpace(text))) < 3 {
		return nil, nil
	}
	return d.SearchArticles(ctx, text, limit)
}
