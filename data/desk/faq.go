package desk

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"sort"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// reviewAfter is when an article asks to be looked at again, unless another date
// is given (KCS: content has a review date).
const reviewAfter = 365 * 24 * time.Hour

func checkArticle(a data.Article) (data.Article, error) {
	a.Title, a.Category = strings.TrimSpace(a.Title), strings.TrimSpace(a.Category)
	a.Tags = tidy(a.Tags)
	if a.Title == "" {
		return a, data.Fault("title", "required")
	}
	for _, f := range []struct {
		name, value string
		max         int
	}{{"title", a.Title, maxLine}, {"category", a.Category, maxLine}, {"issue", a.Issue, data.MaxArticle}, {"environment", a.Environment, data.MaxArticle},
		{"resolution", a.Resolution, data.MaxArticle}, {"cause", a.Cause, data.MaxArticle}, {"flag", a.Flag, maxLine}} {
		if err := checkText(f.name, f.value, f.max); err != nil {
			return a, err
		}
	}
	return a, data.Check(a)
}

// complete fills in what a new article is given without being asked.
func (d *Desk) complete(a data.Article) data.Article {
	if a.Confidence == "" {
		// KCS: without a resolution it is work in progress.
		a.Confidence = data.NotValidated
		if strings.TrimSpace(a.Resolution) == "" {
			a.Confidence = data.WorkInProgress
		}
	}
	if a.Audience == "" {
		a.Audience = "internal"
	}
	if a.Governance == "" {
		a.Governance = "experience"
	}
	if a.Language == "" {
		a.Language = search.Detect(a.Title + "\n" + a.Resolution)
	}
	if a.Language == "" {
		a.Language = d.Words().Base()
	}
	if a.Owner == "" {
		a.Owner = d.Settings().Operator
	}
	if a.ReviewAt.IsZero() {
		a.ReviewAt = d.Now().Add(reviewAfter).Truncate(24 * time.Hour)
	}
	return a
}

// SaveArticle makes an article (without an id) or changes one; draft is the key
// of the draft that this completes, or "".
func (d *Desk) SaveArticle(ctx context.Context, a data.Article, draft string) (data.Article, error) {
	a, err := checkArticle(a)
	if err != nil {
		return a, err
	}
	if a.ID == "" {
		a = d.complete(a)
	} else if _, err := d.Article(ctx, a.ID); err != nil {
		return a, err
	}
	err = d.write(ctx, "article", func(t *store.Tx) (string, error) {
		if a.ID == "" {
			if a.ID, err = t.Open("article", a); err != nil {
				return "", err
			}
		} else if _, err := t.Set("article", a.ID, data.AllFieldsOf(a)); err != nil {
			return "", err
		}
		return "", t.DropDraft(draft)
	})
	return a, err
}

// Article gives one article.
func (d *Desk) Article(ctx context.Context, id data.ID) (data.Article, error) {
	a := data.Article{ID: id}
	ok, err := d.store.Load(ctx, store.Articles, id, &a)
	if err == nil && !ok {
		err = data.Fault("", "no_article", "ref", id).Because(data.ErrNotFound)
	}
	return a, err
}

// FindArticle gives an article by id or by the reference it was imported with.
func (d *Desk) FindArticle(ctx context.Context, ref string) (data.Article, error) {
	id, err := d.store.ArticleByRef(ctx, ref)
	if err != nil {
		return data.Article{}, err
	}
	return d.Article(ctx, cmp.Or(id, data.ID(ref)))
}

// ArticleFromTicket writes the draft of an article from a case (KCS: capture in
// the workflow): its subject, symptom, environment and resolution. Nothing is
// saved.
func (d *Desk) ArticleFromTicket(ctx context.Context, ref string) (data.Article, error) {
	c, err := d.Case(ctx, ref)
	if err != nil {
		return data.Article{}, err
	}
	t := c.Ticket
	return d.complete(data.Article{Title: t.Subject, Issue: cmp.Or(t.Symptom, t.Description), Environment: t.Environment,
		Resolution: cmp.Or(t.ResolutionNotes, t.Workaround), Cause: t.RootCause, Category: t.Category, Tags: t.Tags, FromTicket: t.ID}), nil
}

// Articles lists the articles of a category (all of them for ""), by title,
// archived ones last.
func (d *Desk) Articles(ctx context.Context, category string) ([]data.Article, error) {
	list, err := d.store.Articles(ctx)
	if err != nil {
		return nil, err
	}
	if category != "" {
		list = slices.DeleteFunc(list, func(a data.Article) bool { return a.Category != category })
	}
	sort.SliceStable(list, func(i, j int) bool {
		return list[i].Confidence != data.Archived && list[j].Confidence == data.Archived
	})
	return list, nil
}

// CategoryCount is a category of the FAQ manual and how many articles it holds.
type CategoryCount struct {
	Name  string
	Count int
}

// ArticleCategories lists the categories in use, by name.
func (d *Desk) ArticleCategories(ctx context.Context) ([]CategoryCount, error) {
	all, err := d.store.Articles(ctx)
	return Categories(all), err
}

// Categories lists the categories articles stand in, by name.
func Categories(articles []data.Article) []CategoryCount {
	counts := map[string]int{}
	for _, a := range articles {
		counts[a.Category]++
	}
	var list []CategoryCount
	for name, n := range counts {
		list = append(list, CategoryCount{name, n})
	}
	sort.Slice(list, func(i, j int) bool { return search.Fold(list[i].Name) < search.Fold(list[j].Name) })
	return list
}

// ArticleUses lists the tickets an article is linked to, newest first.
func (d *Desk) ArticleUses(ctx context.Context, id data.ID, limit int) ([]data.Excerpt, error) {
	return d.store.ArticleTickets(ctx, id, limit, d.Now())
}

// ImportedArticle is one line of an article file: a question and its answer.
type ImportedArticle struct {
	ID       json.RawMessage `json:"id"` // text or number
	Q        string          `json:"q"`
	A        string          `json:"a"`
	Lang     string          `json:"lang,omitempty"`
	Category string          `json:"category,omitempty"`
	Tags     []string        `json:"tags,omitempty"`
}

// ArticleFile is what a file of articles holds: read, and nothing written yet.
type ArticleFile struct {
	New, Known int // how many the desk lacks, and how many it has under their reference

	articles []data.Article
}

// longestLine is the most bytes of a line that are read of a file of articles or
// questions: more than any article may have, so that one that is too long is told
// so.
const longestLine = 16 << 20

// ReadArticles reads one JSON object a line: {"id","q","a","lang"} and
// optionally "category" and "tags". The id is kept as the article's reference.
func (d *Desk) ReadArticles(ctx context.Context, r io.Reader) (ArticleFile, error) {
	return d.readArticles(ctx, r, func(*ImportedArticle) {})
}

// readArticles does so, with each article as mend leaves it.
func (d *Desk) readArticles(ctx context.Context, r io.Reader, mend func(*ImportedArticle)) (ArticleFile, error) {
	var file ArticleFile
	there, err := d.store.AllArticles(ctx)
	if err != nil {
		return file, err
	}
	known := map[string]bool{}
	for _, u := range there {
		known[u.Article.Ref], known[string(u.Article.ID)] = true, true
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		var in ImportedArticle
		if err := json.Unmarshal([]byte(line), &in); err != nil {
			return file, data.Fault("file", "bad_line", "line", n).Because(err)
		}
		mend(&in)
		a := data.Article{Ref: reference(in.ID), Title: in.Q, Resolution: in.A, Language: cmp.Or(search.Language(in.Lang), in.Lang), Category: in.Category, Tags: in.Tags}
		if strings.TrimSpace(a.Title) == "" { // without a question, the answer's beginning names it
			a.Title = beginning(a.Resolution)
		}
		if len(a.Title) > maxLine { // a long question is the issue, its beginning the title
			a.Issue, a.Title = a.Title, cut(a.Title, maxLine)
		}
		if a, err = checkArticle(a); err != nil {
			return file, data.Fault("file", "bad_line", "line", n).Because(err)
		}
		file.articles = append(file.articles, a)
		if known[a.Ref] && a.Ref != "" {
			file.Known++
		} else {
			file.New++
		}
		known[a.Ref] = true
	}
	if err := lines.Err(); err != nil {
		return file, data.Fault("file", "bad_line", "line", len(file.articles)+1).Because(err)
	}
	if len(file.articles) == 0 {
		return file, data.Fault("file", "import_empty")
	}
	return file, nil
}

// reference reads the id of an article in a file: text, a number, or none.
func reference(raw json.RawMessage) string {
	var id string
	if json.Unmarshal(raw, &id) != nil {
		return string(raw)
	}
	return id
}

// ImportArticles writes what was read, all of it or nothing; an article that is
// known already is brought up to date. Whoever wants to hear how far it is gives
// tell.
func (d *Desk) ImportArticles(ctx context.Context, file ArticleFile, tell ...func(done, total int)) (added, changed int, err error) {
	say := telling(tell)
	err = d.write(ctx, "import", func(t *store.Tx) (string, error) {
		for i, a := range file.articles {
			if err := ctx.Err(); err != nil {
				return "", err
			}
			say(i, len(file.articles))
			id, err := t.ArticleByRef(a.Ref)
			if err != nil {
				return "", err
			}
			if id == "" {
				if _, err := t.Open("article", d.complete(a)); err != nil {
					return "", err
				}
				added++
				continue
			}
			if a.Ref == string(id) { // it was exported here
				a.Ref = ""
			}
			set, err := t.Set("article", id, data.FieldsOf(a))
			if err != nil {
				return "", err
			}
			if set {
				changed++
			}
		}
		return "", nil
	})
	if err != nil {
		return 0, 0, err
	}
	d.library.work.Go(func() { d.ReadManual(context.WithoutCancel(ctx)) }) // whoever searches first need not wait
	return added, changed, nil
}

// titleWidth is how many letters of an answer make a title.
const titleWidth = 80

// beginning gives the first words of a text.
func beginning(text string) string {
	words := strings.Fields(text)
	title := ""
	for _, w := range words {
		if len([]rune(title))+len([]rune(w)) >= titleWidth {
			return title + "…"
		}
		title = strings.TrimSpace(title + " " + w)
	}
	return title
}

// ExportArticles writes every article as ReadArticles reads them, and says how
// many.
func (d *Desk) ExportArticles(ctx context.Context, w io.Writer) (int, error) {
	list, err := d.Articles(ctx, "")
	if err != nil {
		return 0, err
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for i, a := range list {
		id, err := json.Marshal(cmp.Or(a.Ref, string(a.ID)))
		if err != nil {
			return i, err
		}
		if err := out.Encode(ImportedArticle{ID: id, Q: a.Title, A: a.Resolution, Lang: a.Language, Category: a.Category, Tags: a.Tags}); err != nil {
			return i, err
		}
	}
	return len(list), nil
}
