package cli

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"firstline/data/desk"
	"firstline/data/words"
)

// call is one command being run.
type call struct {
	ctx      context.Context
	cmd      command
	flags    *flag.FlagSet
	args     []string // positional
	dir      string   // of the desk
	dirGiven bool     // by --desk: a sample desk goes there, too
	asJSON   bool
	desk     *desk.Desk
	closed   error // why the desk could not be opened
	words    *words.Printer
	in       io.Reader
	out, err io.Writer
	open     string // folder of the desk the window is to open afterwards
	read     bool   // standard input has been used
}

// common takes --desk DIR and --json out of the arguments, wherever they stand.
func (c *call) common(args []string) ([]string, error) {
	var rest []string
	for i := 0; i < len(args); i++ {
		name, value, inline := strings.Cut(args[i], "=")
		switch name {
		case "--json", "-json":
			c.asJSON = true
		case "--desk", "-desk":
			if !inline {
				if i++; i == len(args) {
					return nil, usage("no_value", "flag", "--desk")
				}
				value = args[i]
			}
			c.dir, c.dirGiven = value, true
		case "--":
			return append(rest, args[i:]...), nil
		default:
			rest = append(rest, args[i])
		}
	}
	return rest, nil
}

// largestText is the most that is read of a text on standard input, in bytes.
const largestText = 8 << 20

// text is what a flag or an argument says; "-" stands for standard input, which
// can be read once.
func (c *call) text(value string) (string, error) {
	if value != "-" {
		return value, nil
	}
	if c.read {
		return "", usage("stdin_twice")
	}
	c.read = true
	raw, err := io.ReadAll(io.LimitReader(c.in, largestText))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	return strings.TrimRight(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n"), nil
}

// result prints what a command gives: the value as JSON, or what plain writes, in
// which tabs separate the columns of a table.
func (c *call) result(value any, plain func(w io.Writer)) error {
	if !c.asJSON {
		w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
		plain(w)
		return w.Flush()
	}
	out := json.NewEncoder(c.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	if err := out.Encode(value); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

// done is the result of a command that has nothing to print.
func (c *call) done() error { return c.result(struct{}{}, func(io.Writer) {}) }

// written is the result of a command that wrote a file.
func (c *call) written(path string, value any) error {
	return c.result(value, func(w io.Writer) { fmt.Fprintln(w, c.words.Say("cli.written", "path", path)) })
}

// some is a list as JSON shows it: empty it is [], never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// oneLine is a value on one line of a table.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// short is a value on one line of a table, of at most n letters.
func short(s string, n int) string {
	r := []rune(oneLine(s))
	if len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return string(r)
}
