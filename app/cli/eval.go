package cli

import (
	"fmt"
	"io"

	"firstline/data/desk"
)

// faqEval measures how well a search finds the right article, with articles and questions
// from files.
func faqEval(c *call) error {
	docs := c.flags.String("docs", "", "")
	queries := c.flags.String("queries", "", "")
	learn := c.flags.Uint("learn", 0, "")
	if err := c.parse(0, 0, "docs", "queries"); err != nil {
		return err
	}
	var files []io.Reader
	for _, path := range []string{*docs, *queries} {
		file, err := c.input(path)
		if err != nil {
			return err
		}
		defer file.Close()
		files = append(files, file)
	}
	r, err := desk.EvaluateFAQ(c.ctx, files[0], files[1], int(*learn))
	if err != nil {
		return err
	}
	return c.result(r, func(w io.Writer) {
		fmt.Fprintf(w, "MRR@10\t%.3f\nhit@1\t%.3f\nhit@5\t%.3f\nhit@10\t%.3f\np50\t%.2f ms\np95\t%.2f ms\n%s\n",
			r.MRR10, r.Hit1, r.Hit5, r.Hit10, r.P50, r.P95, c.words.Say("cli.asked", "queries", r.Queries, "docs", r.Docs))
	})
}
