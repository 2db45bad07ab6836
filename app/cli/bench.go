package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"firstline/data/bench"
)

// measure makes desks of some sizes and prints how fast they are.
func measure(c *call) error {
	tickets := c.flags.String("tickets", "10000", "")
	keep := c.flags.String("keep", "", "")
	if err := c.parse(0, 0); err != nil {
		return err
	}
	var sizes []int
	for _, text := range strings.Split(*tickets, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return usage("bad_value", "flag", "--tickets", "value", *tickets)
		}
		sizes = append(sizes, n)
	}
	r, err := bench.Measure(c.ctx, bench.Options{Tickets: sizes, Keep: *keep, Progress: c.benchProgress})
	if err != nil {
		return err
	}
	return c.result(r, func(w io.Writer) { c.benchTable(w, r) })
}

// benchProgress says on standard error what is going on.
func (c *call) benchProgress(p bench.Progress) {
	switch {
	case c.asJSON:
	case p.Part != bench.Seeding:
		fmt.Fprintln(c.err, c.words.Say("bench.measuring", "part", p.Part, "tickets", p.Tickets))
	case p.Done%max(p.Tickets/10, 1000) == 0:
		fmt.Fprintln(c.err, c.words.Say("bench.making", "done", p.Done, "all", p.Tickets))
	}
}

// benchTable prints a table for each size, and one of how they compare.
func (c *call) benchTable(w io.Writer, r bench.Result) {
	m := r.Machine
	fmt.Fprintf(w, "%s · %d × %s · %s · %s · %s\n", c.words.DateTime(r.At), m.CPUs, m.CPU, m.OS, m.Go, c.words.Say("bench.load", "load", figure(m.Load)))
	for _, run := range r.Runs {
		fmt.Fprintf(w, "\n%s\tp50\tp95\t\t%s\t\n", c.words.Count("bench.tickets", run.Tickets), c.words.Say("bench.bar"))
		for _, row := range run.Rows {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c.benchName(row.Key), figure(row.P50), figure(row.P95), row.Unit,
				c.benchBar(row), c.verdict(row.OK), short(row.Detail, 40))
		}
	}
	if len(r.Growth) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s", c.words.Say("bench.growth"))
	for _, run := range r.Runs {
		fmt.Fprintf(w, "\t%s", c.words.Number(run.Tickets))
	}
	fmt.Fprintf(w, "\t%s\t%s\t\n", c.words.Say("bench.factor"), c.words.Say("bench.bar"))
	for _, g := range r.Growth {
		fmt.Fprint(w, c.benchName(g.Key))
		for _, p := range g.P50 {
			fmt.Fprintf(w, "\t%s", figure(p))
		}
		fmt.Fprintf(w, "\t%s\t< %s\t%s\n", figure(g.Factor), figure(g.Bar), c.verdict(&g.OK))
	}
}

// benchName is what was measured, in words: its own, or those of its group with the name of
// a view.
func (c *call) benchName(key string) string {
	if c.words.Has("bench." + key) {
		return c.words.Say("bench." + key)
	}
	group, view, _ := strings.Cut(key, ".")
	return c.words.Say("bench."+group, "view", c.words.Choice("view", view))
}

// benchBar is what a row is held to, and in which of its two figures.
func (c *call) benchBar(r bench.Row) string {
	if r.OK == nil {
		return ""
	}
	figureHeld := "p95"
	if r.Median() {
		figureHeld = "p50"
	}
	return figureHeld + " ≤ " + figure(r.Bar)
}

func (c *call) verdict(ok *bool) string {
	switch {
	case ok == nil:
		return ""
	case *ok:
		return c.words.Say("bench.ok")
	}
	return c.words.Say("bench.over")
}

// figure is a number with about three digits, as many as mean something.
func figure(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}
