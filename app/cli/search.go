package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"firstline/data/desk"
)

// searchAll searches everything; with --all it goes as far as a search goes, and
// shows all that it finds.
func searchAll(c *call) error {
	limit := c.limit(0)
	all := c.flags.Bool("all", false, "")
	if err := c.parse(1, -1); err != nil {
		return err
	}
	reach := desk.Near
	if *all || *limit > reach.Tickets {
		reach = desk.Far
	}
	if *limit == 0 {
		*limit = 20
		if *all {
			*limit = reach.Tickets
		}
	}
	started := time.Now()
	query := strings.Join(c.args, " ")
	finds, err := c.desk.Search(c.ctx, query, *limit, reach)
	if err == nil && finds.Reading {
		if err = c.desk.ReadManual(c.ctx); err == nil {
			finds, err = c.desk.Search(c.ctx, query, *limit, reach)
		}
	}
	if err != nil {
		return err
	}
	for i := range finds.Hits {
		if c.asJSON {
			finds.Hits[i].Snippet = forPrograms(finds.Hits[i].Snippet)
		}
	}
	return c.result(everythingFound{found(finds.Hits, started), finds.Instead, finds.More, finds.Unknown}, func(w io.Writer) {
		if finds.Instead != "" {
			fmt.Fprintln(w, c.words.Say("shell.search.instead", "query", finds.Instead))
		}
		if len(finds.Unknown) > 0 {
			fmt.Fprintln(w, c.words.Say("shell.search.unknown", "value", strings.Join(finds.Unknown, ", ")))
		}
		for _, h := range finds.Hits {
			fmt.Fprintf(w, "%s\t%s\t%s\n\t\t%s\n", c.words.Say("cli.kind."+h.Kind), h.Number, short(h.Title, 70), c.forPeople(h.Snippet))
		}
		switch {
		case len(finds.Hits) == 0 && !finds.More && len(finds.Unknown) == 0:
			fmt.Fprintln(w, c.words.Say("shell.search.none", "query", query))
		case finds.More && *limit >= desk.Far.Tickets:
			fmt.Fprintln(w, c.words.Say("shell.search.end", "n", len(finds.Hits)))
		case finds.More:
			fmt.Fprintln(w, c.words.Say("cli.search.more"))
		}
	})
}

// everythingFound is what the search over everything prints: Instead is what was
// searched for where a word is unknown here, More says that --all or a larger
// --limit may find more, Unknown lists the values that no field has.
type everythingFound struct {
	hitsFound[desk.Hit]
	Instead string   `json:"instead,omitempty"`
	More    bool     `json:"more,omitempty"`
	Unknown []string `json:"unknown,omitempty"`
}

// hitsFound is what every search prints.
type hitsFound[T any] struct {
	Hits []T     `json:"hits"`
	MS   float64 `json:"ms"`
}

func found[T any](hits []T, started time.Time) hitsFound[T] {
	return hitsFound[T]{some(hits), float64(time.Since(started).Microseconds()) / 1000}
}

// forPrograms writes what a search marked in a snippet as Markdown does.
func forPrograms(snippet string) string {
	return strings.NewReplacer("\x02", "**", "\x03", "**").Replace(snippet)
}

// forPeople writes it bold on a terminal, and plain elsewhere, as much as fits a
// line.
func (c *call) forPeople(snippet string) string {
	snippet = short(snippet, 90)
	if strings.Count(snippet, "\x02") > strings.Count(snippet, "\x03") {
		snippet += "\x03" // it was cut within
	}
	on, off := "", ""
	if out, ok := c.out.(*os.File); ok && isTerminal(out) {
		on, off = "\x1b[1m", "\x1b[22m"
	}
	return strings.NewReplacer("\x02", on, "\x03", off).Replace(snippet)
}
