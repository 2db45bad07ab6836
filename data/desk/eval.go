package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"firstline/data"
	"firstline/data/search"
)

// FAQScore is how well questions found their articles.
type FAQScore = search.Result

// EvaluateFAQ loads articles (as ReadArticles reads them) into a scratch desk
// and asks it questions, one JSON object a line: {"q", "rel": [ids]}. It goes
// the way the screens go. The first learn questions of each article become
// solved tickets, and the rest are tested. Of a text that no article can hold as it
// is, what can be is measured: its beginning, with blanks for what is no sign.
func EvaluateFAQ(ctx context.Context, docs, queries io.Reader, learn int) (FAQScore, error) {
	if learn < 0 {
		return FAQScore{}, data.Fault("learn", "not_a_number", "value", learn)
	}
	dir, err := os.MkdirTemp("", "firstline-eval-*")
	if err != nil {
		return FAQScore{}, fmt.Errorf("make room for the scratch desk: %w", err)
	}
	defer os.RemoveAll(dir)
	d, err := Create(ctx, dir, data.Settings{Code: "EVAL", Name: "Scratch", Operator: "eval"})
	if err != nil {
		return FAQScore{}, err
	}
	defer d.Close()
	file, err := d.readArticles(ctx, docs, func(in *ImportedArticle) {
		in.Q, in.A, in.Category = fitting(in.Q), fitting(in.A), cut(fitting(in.Category), maxLine)
	})
	if err != nil {
		return FAQScore{}, err
	}
	added, _, err := d.ImportArticles(ctx, file)
	if err != nil {
		return FAQScore{}, err
	}
	questions, err := d.questions(ctx, queries)
	if err != nil {
		return FAQScore{}, err
	}
	if questions, err = d.solve(ctx, questions, learn); err != nil {
		return FAQScore{}, err
	}
	// The index is made before the clock runs, as it is when a window has been
	// open for a moment.
	if _, err := d.SearchArticles(ctx, "index", 1); err != nil {
		return FAQScore{}, err
	}
	var failed error
	score := search.Measure(added, questions, func(query string) []data.ID {
		hits, err := d.SearchArticles(ctx, query, 10)
		failed = errors.Join(failed, err)
		ids := make([]data.ID, len(hits))
		for i, h := range hits {
			ids[i] = h.Article.ID
		}
		return ids
	})
	return score, failed
}

// fitting is a text as an article can hold it.
func fitting(text string) string {
	return cut(strings.ReplaceAll(text, "\x00", " "), data.MaxArticle)
}

// questions reads a file of questions; their answers are named by reference.
func (d *Desk) questions(ctx context.Context, r io.Reader) ([]search.Question, error) {
	all, err := d.Articles(ctx, "")
	if err != nil {
		return nil, err
	}
	byRef := map[string]data.ID{}
	for _, a := range all {
		byRef[a.Ref] = a.ID
	}
	var list []search.Question
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	n := 1
	for ; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var in struct {
			Q   string            `json:"q"`
			Rel []json.RawMessage `json:"rel"`
		}
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			return nil, data.Fault("file", "bad_line", "line", n).Because(err)
		}
		q := search.Question{Text: fitting(in.Q)}
		for _, rel := range in.Rel {
			if id, ok := byRef[reference(rel)]; ok {
				q.Relevant = append(q.Relevant, id)
			}
		}
		list = append(list, q)
	}
	if err := lines.Err(); err != nil {
		return nil, data.Fault("file", "bad_line", "line", n).Because(err)
	}
	return list, nil
}

// solve opens and solves a ticket with each of the first n questions of every
// article, and gives the questions that are left.
func (d *Desk) solve(ctx context.Context, questions []search.Question, n int) ([]search.Question, error) {
	solved := map[data.ID]int{}
	var rest []search.Question
	for _, q := range questions {
		learns := false
		for _, id := range q.Relevant {
			learns = learns || solved[id] < n
		}
		if !learns || strings.TrimSpace(q.Text) == "" {
			rest = append(rest, q)
			continue
		}
		subject := []rune(q.Text)
		ticket, err := d.OpenTicket(ctx, Intake{Contact: data.Contact{Name: "Eval"}, Subject: string(subject[:min(len(subject), maxLine/4)])})
		if err != nil {
			return nil, err
		}
		for _, id := range q.Relevant {
			solved[id]++
		}
		if err := d.linkArticles(ctx, string(ticket.ID), q.Relevant, true); err != nil {
			return nil, err
		}
	}
	return rest, nil
}
