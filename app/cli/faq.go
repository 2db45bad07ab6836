package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

func faqAdd(c *call) error {
	var a data.Article
	f := c.flags
	f.StringVar(&a.Title, "title", "", "")
	f.StringVar(&a.Issue, "issue", "", "")
	f.StringVar(&a.Environment, "environment", "", "")
	f.StringVar(&a.Resolution, "resolution", "", "")
	f.StringVar(&a.Cause, "cause", "", "")
	f.StringVar(&a.Category, "category", "", "")
	f.StringVar(&a.Ref, "ref", "", "")
	oneOf(c, "lang", &a.Language, words.Bases())
	oneOf(c, "confidence", &a.Confidence, a.Confidence.Choices())
	oneOf(c, "audience", &a.Audience, a.Audience.Choices())
	tags := f.String("tags", "", "")
	if err := c.parse(0, 0, "title"); err != nil {
		return err
	}
	for _, text := range []*string{&a.Resolution, &a.Issue, &a.Cause, &a.Environment} {
		var err error
		if *text, err = c.text(*text); err != nil {
			return err
		}
	}
	a.Tags = strings.Split(*tags, ",")
	a, err := c.desk.SaveArticle(c.ctx, a, "")
	if err != nil {
		return err
	}
	return c.result(a, func(w io.Writer) { fmt.Fprintf(w, "%s\t%s\n", a.ID, a.Title) })
}

func faqShow(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	a, err := c.desk.FindArticle(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	return c.result(a, func(w io.Writer) {
		fmt.Fprintf(w, "%s\n%s · %s · %s\n", a.Title, c.words.Choice("confidence", string(a.Confidence)), c.words.Choice("audience", string(a.Audience)), a.Category)
		for _, part := range []struct{ field, text string }{{"issue", a.Issue}, {"environment", a.Environment}, {"resolution", a.Resolution}, {"cause", a.Cause}} {
			if part.text != "" {
				fmt.Fprintf(w, "\n%s\n%s\n", c.words.Field(part.field), part.text)
			}
		}
	})
}

func faqList(c *call) error {
	category := c.flags.String("category", "", "")
	if err := c.parse(0, 0); err != nil {
		return err
	}
	list, err := c.desk.Articles(c.ctx, *category)
	if err != nil {
		return err
	}
	return c.result(struct {
		Articles []data.Article `json:"articles"`
	}{some(list)}, func(w io.Writer) {
		for _, a := range list {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.ID, short(a.Category, 24), c.words.Choice("confidence", string(a.Confidence)), short(a.Title, 70))
		}
	})
}

// articleFound is an article found in the FAQ manual, as JSON prints it.
type articleFound struct {
	ID         data.ID         `json:"id"`
	Ref        string          `json:"ref,omitempty"`
	Title      string          `json:"title"`
	Score      float64         `json:"score"`
	Snippet    string          `json:"snippet"`
	Confidence data.Confidence `json:"confidence"`
	Uses       int             `json:"uses"`
}

func faqSearch(c *call) error {
	limit := c.limit(10)
	if err := c.parse(1, -1); err != nil {
		return err
	}
	return c.articles(c.desk.SearchArticles, strings.Join(c.args, " "), *limit)
}

func faqSuggest(c *call) error {
	text := c.flags.String("text", "", "")
	limit := c.limit(10)
	if err := c.parse(0, 0, "text"); err != nil {
		return err
	}
	said, err := c.text(*text)
	if err != nil {
		return err
	}
	return c.articles(c.desk.SuggestArticles, said, *limit)
}

// articles asks for at most limit articles and prints what was found.
func (c *call) articles(ask func(context.Context, string, int) ([]desk.ArticleHit, error), query string, limit int) error {
	started := time.Now()
	hits, err := ask(c.ctx, query, limit)
	if err != nil {
		return err
	}
	var list []articleFound
	for _, h := range hits {
		list = append(list, articleFound{h.Article.ID, h.Article.Ref, h.Article.Title, h.Score, forPrograms(h.Snippet), h.Article.Confidence, h.Uses})
	}
	return c.result(found(list, started), func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, c.words.Say("faq.nothing", "query", query))
		}
		for i, h := range list {
			fmt.Fprintf(w, "%s\t%.2f\t%s\n\t\t%s\n", h.ID, h.Score, short(h.Title, 70), c.forPeople(hits[i].Snippet))
		}
	})
}

func faqLink(c *call) error {
	tried := c.flags.Bool("tried", false, "")
	if err := c.parse(2, 2); err != nil {
		return err
	}
	a, err := c.desk.FindArticle(c.ctx, c.args[1])
	if err != nil {
		return err
	}
	if err := c.desk.LinkArticle(c.ctx, c.args[0], a.ID, !*tried); err != nil {
		return err
	}
	k, err := c.desk.Case(c.ctx, c.args[0])
	if err != nil {
		return err
	}
	return c.ticket(k.Ticket)
}

func faqImport(c *call) error {
	if err := c.parse(1, 1); err != nil {
		return err
	}
	in, err := c.input(c.args[0])
	if err != nil {
		return err
	}
	defer in.Close()
	file, err := c.desk.ReadArticles(c.ctx, in)
	if err != nil {
		return err
	}
	added, changed, err := c.desk.ImportArticles(c.ctx, file, c.telling())
	if err != nil {
		return err
	}
	return c.result(struct {
		Added   int `json:"added"`
		Changed int `json:"changed"`
	}{added, changed}, func(w io.Writer) {
		fmt.Fprintln(w, c.words.Say("cli.imported", "added", added, "changed", changed))
	})
}

func faqExport(c *call) error {
	if err := c.parse(0, 1); err != nil {
		return err
	}
	if len(c.args) == 0 || c.args[0] == "-" {
		_, err := c.desk.ExportArticles(c.ctx, c.out)
		return err
	}
	path, n := c.args[0], 0
	err := writeFile(path, func(w io.Writer) (err error) {
		n, err = c.desk.ExportArticles(c.ctx, w)
		return err
	})
	if err != nil {
		return err
	}
	return c.written(path, struct {
		Path     string `json:"path"`
		Articles int    `json:"articles"`
	}{path, n})
}
