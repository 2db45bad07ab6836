package desk

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// library is the FAQ manual as the search sees it: an index in memory, made on
// first use. A change reads again only the articles it touches: one solved
// ticket teaches one article, however many there are.
type library struct {
	mu       sync.Mutex
	index    *search.Library
	articles map[data.ID]store.ArticleUse
	docs     map[data.ID]search.Doc
	heard    map[data.ID][]int64 // tickets whose words an article has
	synonyms []string            // the desk's own, as the index knows them

	news    sync.Mutex       // never held for long: a save waits for it
	unread  bool             // all of it may have changed
	touched map[data.ID]bool // articles, and tickets that may use some
}

// stale says what the index holds may have changed: all of it, or what has to do
// with some entities.
func (l *library) stale(entities map[data.ID]bool) {
	l.news.Lock()
	defer l.news.Unlock()
	if entities == nil || len(l.touched)+len(entities) > mostTouched {
		l.unread = true
		return
	}
	for id := range entities {
		if l.touched == nil {
			l.touched = map[data.ID]bool{}
		}
		l.touched[id] = true
	}
}

// changed gives what stale was told since, once.
func (l *library) changed() (all bool, touched map[data.ID]bool) {
	l.news.Lock()
	defer l.news.Unlock()
	all, touched = l.unread, l.touched
	l.unread, l.touched = false, nil
	return all, touched
}

// mostTouched is from how many changed entities on all is read again.
const mostTouched = 2000

// weights are what an article's confidence adds to how well it matches (KCS:
// trust what was validated by reuse).
var weights = map[data.Confidence]float64{data.WorkInProgress: 0.9, data.NotValidated: 1, data.Validated: 1.1}

// ReadManual has the manual ready, so that whoever searches first need not wait
// for it (measured: three thousand articles with what tickets taught them take
// about a second).
func (d *Desk) ReadManual(ctx context.Context) error {
	_, err := d.ready(ctx)
	return err
}

// ready gives the index and the articles in it.
func (d *Desk) ready(ctx context.Context) (*search.Library, error) {
	l := &d.library
	l.mu.Lock()
	defer l.mu.Unlock()
	l.learn(d.Settings().Synonyms)
	all, touched := l.changed()
	if l.index != nil && !all && len(touched) == 0 {
		return l.index, nil
	}
	var lessons []store.Lesson
	var err error
	gone := map[data.ID]bool{} // what is not among the lessons is not there any more
	if all = all || l.index == nil; all {
		lessons, err = d.store.Lessons(ctx)
		for id := range l.docs {
			gone[id] = true
		}
	} else {
		var rows []int64
		ids := slices.Collect(maps.Keys(touched))
		if rows, err = d.store.Rows(ctx, ids); err == nil {
			changed := map[int64]bool{}
			for _, row := range rows {
				changed[row] = true
			}
			for id, heard := range l.heard { // what a ticket does not use any more forgets its words
				if slices.ContainsFunc(heard, func(row int64) bool { return changed[row] }) {
					gone[id] = true
				}
			}
			lessons, err = d.store.LessonsOf(ctx, append(ids, slices.Collect(maps.Keys(gone))...))
			for _, id := range ids {
				if _, ok := l.docs[id]; ok {
					gone[id] = true
				}
			}
		}
	}
	if err != nil { // to be read next time
		if all {
			touched = nil
		}
		l.stale(touched)
		return nil, err
	}
	l.load(lessons, gone)
	return l.index, nil
}

// article gives an article of the index with its uses and the wordings it
// learned.
func (l *library) article(id data.ID) (store.ArticleUse, []string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	u, ok := l.articles[id]
	return u, l.docs[id].Learned, ok
}

// load puts lessons into the index, and takes out what is gone.
func (l *library) load(lessons []store.Lesson, gone map[data.ID]bool) {
	if l.index == nil {
		l.index = search.New()
		l.articles, l.docs, l.heard = map[data.ID]store.ArticleUse{}, map[data.ID]search.Doc{}, map[data.ID][]int64{}
		groups, err := Synonyms(l.synonyms)
		if err == nil {
			l.index.SetSynonyms(groups)
		}
	}
	for _, lesson := range lessons {
		a := lesson.Article
		if a.Confidence == data.Archived {
			if _, ok := l.docs[a.ID]; ok {
				gone[a.ID] = true
			}
			continue
		}
		delete(gone, a.ID)
		doc := search.Doc{ID: a.ID, Title: a.Title, Body: articleText(a), Lang: a.Language, Weight: trust(lesson.ArticleUse)}
		if a.Title == beginning(a.Resolution) {
			doc.Title = "" // it only repeats the answer, and would count those words twice
		}
		l.heard[a.ID] = nil
		for _, w := range lesson.Said {
			l.heard[a.ID] = append(l.heard[a.ID], w.Ticket)
			if w.Helped {
				doc.Learned = append(doc.Learned, w.Subject)
			}
		}
		doc.Learned = tidy(doc.Learned)
		l.articles[a.ID] = lesson.ArticleUse
		if !reflect.DeepEqual(l.docs[a.ID], doc) {
			l.docs[a.ID] = doc
			l.index.Put(doc)
		}
	}
	for id := range gone {
		delete(l.docs, id)
		delete(l.articles, id)
		delete(l.heard, id)
		l.index.Remove(id)
	}
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
	if l.index != nil {
		l.index.SetSynonyms(groups)
	}
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
	index, err := d.ready(ctx)
	if err != nil || strings.TrimSpace(query) == "" {
		return nil, err
	}
	meant := search.Parse(index.Meant(query))
	pens := map[string]search.Highlighter{} // by language
	var hits []ArticleHit
	for _, h := range index.Search(query, limit) {
		u, learned, ok := d.library.article(h.ID)
		if !ok {
			continue
		}
		pen, ok := pens[u.Article.Language]
		if !ok {
			pen = meant.Highlighter(u.Article.Language)
			pens[u.Article.Language] = pen
		}
		hits = append(hits, ArticleHit{Article: u.Article, Score: h.Score, Uses: u.Uses, Instead: h.Repaired,
			Snippet: why(u.Article, learned, pen)})
	}
	return hits, nil
}

// why shows what a query found an article by: the text that says most of the
// query's words, be it one of the article's or what a caller said whom it
// helped. For the title, which is shown anyway, it is the answer's beginning.
func why(a data.Article, learned []string, query search.Highlighter) string {
	texts := append([]string{a.Resolution, a.Title, a.Issue, a.Environment, a.Cause, strings.Join(a.Tags, ", "), a.Category}, learned...)
	if a.Resolution == "" {
		texts[0], texts[2] = a.Issue, ""
	}
	var answer, best string
	most := -1
	for i, text := range texts {
		snippet := query.Snippet(unmarked.Replace(text), snippetWidth)
		said := map[string]bool{}
		for _, p := range search.Marked(snippet) {
			if p.Hit {
				said[search.Fold(p.Text)] = true
			}
		}
		switch i {
		case 0:
			answer = snippet
		case 1:
			snippet = answer
		}
		if len(said) > most {
			best, most = snippet, len(said)
		}
	}
	return best
}

// SuggestArticles proposes articles for a text being written: a subject, a
// note.
func (d *Desk) SuggestArticles(ctx context.Context, text string, limit int) ([]ArticleHit, error) {
	if len([]rune(strings.TrimSpace(text))) < 3 {
		return nil, nil
	}
	return d.SearchArticles(ctx, text, limit)
}
