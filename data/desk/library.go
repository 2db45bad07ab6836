package desk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// library is the FAQ manual as the search sees it: an index in memory, made on
// first use or read from where it was kept. What changed since is read again, by
// whatever program it was changed: one solved ticket teaches one article, however
// many there are.
type library struct {
	mu       sync.Mutex
	index    *search.Library
	mark     store.Mark     // how far it knows the journal
	kept     store.Mark     // and did when it was kept
	learned  int            // articles since then
	synonyms []string       // the desk's own, as the index knows them
	work     sync.WaitGroup // what goes on in the background
}

// manualFile is where the index is kept, so that a program that was just started
// need not make it anew. Whoever removes it loses a second or two.
const manualFile = "manual.index"

// The index is kept again when there is so much it would have to catch up on.
var keepArticles = 16 // a test learns less

const (
	keepOperations = 500
	mostChanged    = 2000 // tickets and articles from which on everything is read again
)

// weights are what an article's confidence adds to how well it matches (KCS:
// trust what was validated by reuse).
var weights = map[data.Confidence]float64{data.WorkInProgress: 0.9, data.NotValidated: 1, data.Validated: 1.1}

// ReadManual has the manual ready, so that whoever searches first need not wait
// for it (measured: to make three thousand articles with what tickets taught
// them findable takes over a second, once).
func (d *Desk) ReadManual(ctx context.Context) error {
	_, err := d.ready(ctx)
	return err
}

// ready gives the index with all that was saved before.
func (d *Desk) ready(ctx context.Context) (*search.Library, error) {
	l := &d.library
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.index == nil {
		l.open(filepath.Join(d.dir, manualFile))
	}
	l.learn(d.Settings().Synonyms)
	now, err := d.store.Mark(ctx)
	if err != nil || l.index != nil && now == l.mark {
		return l.index, err
	}
	lessons, gone, err := d.lessons(ctx)
	if err != nil {
		return nil, err
	}
	l.load(lessons, gone)
	l.mark = now
	if l.learned >= keepArticles || now.Pos-l.kept.Pos >= keepOperations {
		l.kept, l.learned = now, 0
		l.work.Go(func() { keep(l.index, filepath.Join(d.dir, manualFile), now) })
	}
	return l.index, nil
}

// lessons gives what there is to learn since the index was brought up to date,
// and the articles it has that are gone unless they are among the lessons.
func (d *Desk) lessons(ctx context.Context) (lessons []store.Lesson, gone map[data.ID]bool, err error) {
	l := &d.library
	gone = map[data.ID]bool{}
	changed, ok, err := d.store.ChangedSince(ctx, l.mark, mostChanged)
	if err != nil {
		return nil, nil, err
	}
	if !ok || l.index == nil {
		if l.index != nil {
			for doc := range l.index.Docs {
				gone[doc.ID] = true
			}
		}
		lessons, err = d.store.Lessons(ctx)
		return lessons, gone, err
	}
	rows := slices.Collect(maps.Keys(changed.Rows))
	for doc := range l.index.Docs { // what a ticket does not use any more forgets its words
		if slices.ContainsFunc(doc.From, func(row int64) bool { return changed.Rows[row] }) {
			gone[doc.ID] = true
			rows = append(rows, doc.Row)
		}
	}
	for _, id := range changed.Articles {
		gone[id] = true
	}
	lessons, err = d.store.LessonsOf(ctx, rows)
	return lessons, gone, err
}

// open reads the index as it was kept, if it was.
func (l *library) open(path string) {
	file, err := os.Open(path)
	if err != nil {
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return
	}
	index, note, err := search.ReadEdition(file, info.Size())
	var mark store.Mark
	if err != nil || json.Unmarshal([]byte(note), &mark) != nil {
		return // it is made anew
	}
	l.index, l.mark, l.kept, l.synonyms = index, mark, mark, nil
}

// keep writes the index where it is looked for next time. Where that is not
// possible, it is made anew then; one that two programs wrote at once is no whole
// one, and not read.
func keep(index *search.Library, path string, mark store.Mark) {
	note, err := json.Marshal(mark)
	if err != nil {
		return
	}
	part := path + ".part"
	file, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	if errors.Join(index.Print(file, string(note)), file.Close()) != nil || os.Rename(part, path) != nil {
		os.Remove(part)
	}
}

// load puts lessons into the index, and takes out what is gone. Where many of its
// articles changed, it is made anew: to put one in the place of another takes ten
// times as long as to put it behind all others (measured).
func (l *library) load(lessons []store.Lesson, gone map[data.ID]bool) {
	complete := true // the lessons are of all there are
	if l.index != nil {
		for doc := range l.index.Docs {
			complete = complete && gone[doc.ID]
		}
	}
	var all, changed []search.Doc
	for _, lesson := range lessons {
		if lesson.Article.Confidence == data.Archived {
			gone[lesson.Article.ID] = true
			continue
		}
		doc := docOf(lesson)
		delete(gone, doc.ID)
		all = append(all, doc)
		if !l.has(doc) {
			changed = append(changed, doc)
		}
	}
	if l.index != nil {
		maps.DeleteFunc(gone, func(id data.ID, _ bool) bool { _, ok := l.index.Doc(id); return !ok })
	}
	const many = 4
	if l.index == nil || complete && many*(len(changed)+len(gone)) > l.index.Len() {
		l.index, changed, gone = search.New(), all, nil
		if groups, err := Synonyms(l.synonyms); err == nil {
			l.index.SetSynonyms(groups)
		}
	}
	for _, doc := range changed {
		l.index.Put(doc)
	}
	for id := range gone {
		l.index.Remove(id)
	}
	l.learned += len(changed) + len(gone)
}

// has says whether the index has a doc just as it is.
func (l *library) has(doc search.Doc) bool {
	if l.index == nil {
		return false
	}
	old, ok := l.index.Doc(doc.ID)
	return ok && reflect.DeepEqual(old, doc)
}

// docOf is an article, with what was learned of it, as the index knows it.
func docOf(lesson store.Lesson) search.Doc {
	a := lesson.Article
	doc := search.Doc{ID: a.ID, Row: lesson.Row, Title: a.Title, Body: articleText(a), Lang: a.Language, Weight: trust(lesson.ArticleUse)}
	if a.Title == beginning(a.Resolution) {
		doc.Title = "" // it only repeats the answer, and would count those words twice
	}
	for _, w := range lesson.Said {
		doc.From = append(doc.From, w.Ticket)
		if w.Helped {
			doc.Learned = append(doc.Learned, w.Subject)
		}
	}
	doc.Learned = tidy(doc.Learned)
	return doc
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

// thesaurus gives the words that mean the same at this desk.
func (d *Desk) thesaurus() search.Thesaurus {
	t := &d.same
	t.mu.Lock()
	defer t.mu.Unlock()
	if lines := d.Settings().Synonyms; t.words == nil || !slices.Equal(lines, t.lines) {
		groups, _ := Synonyms(lines) // without those another desk's program wrote, if need be
		t.lines, t.words = lines, search.NewThesaurus(groups)
	}
	return t.words
}

// thesaurus is that of the synonyms a desk had when it was made.
type thesaurus struct {
	mu    sync.Mutex
	lines []string
	words search.Thesaurus
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
	told := u.Helped + u.Vain
	if told == 0 {
		return weight
	}
	sure := float64(told) / float64(told+fewUses)
	helped := float64(u.Helped) / float64(told)
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
	Marked  string // the title, marked as the snippet is
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
	return d.articlesBy(ctx, (*search.Library).Search, query, limit)
}

func (d *Desk) articlesBy(ctx context.Context, find func(*search.Library, string, int) []search.Hit, query string, limit int) ([]ArticleHit, error) {
	index, err := d.ready(ctx)
	if err != nil || strings.TrimSpace(query) == "" {
		return nil, err
	}
	found := find(index, query, limit)
	ids := make([]data.ID, len(found))
	for i, h := range found {
		ids[i] = h.ID
	}
	uses, err := d.store.ArticlesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	articles := map[data.ID]store.ArticleUse{}
	for _, u := range uses {
		articles[u.Article.ID] = u
	}
	meant := search.Parse(index.Meant(query))
	pens := map[string]search.Highlighter{} // by language
	var hits []ArticleHit
	for _, h := range found {
		u, ok := articles[h.ID]
		if !ok {
			continue // it was taken back meanwhile
		}
		pen, ok := pens[u.Article.Language]
		if !ok {
			pen = meant.Highlighter(u.Article.Language)
			pens[u.Article.Language] = pen
		}
		doc, _ := index.Doc(h.ID)
		hits = append(hits, ArticleHit{Article: u.Article, Score: h.Score, Uses: u.Uses, Instead: h.Repaired,
			Marked: whole(pen, u.Article.Title), Snippet: why(u.Article, doc.Learned, pen)})
	}
	return hits, nil
}

// whole marks all of a title.
func whole(pen search.Highlighter, title string) string {
	return pen.Snippet(title, utf8.RuneCountInString(title))
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
		snippet := query.Snippet(strings.TrimPrefix(unmarked.Replace("\n"+text), "\n"), snippetWidth)
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
// note. They have more in common with it than common words.
func (d *Desk) SuggestArticles(ctx context.Context, text string, limit int) ([]ArticleHit, error) {
	if len([]rune(strings.TrimSpace(text))) < 3 {
		return nil, nil
	}
	return d.articlesBy(ctx, (*search.Library).Suggest, text, limit)
}
