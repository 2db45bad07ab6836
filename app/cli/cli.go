// Package cli is the desk without a window: the same acts by the same door, for
// scripts and checks. Results go to standard output, messages to standard
// error; the exit code is 0 for success, 1 for failure and 2 for wrong usage.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// command is one word of the command line. Its description is the word
// "cli.<name>", with dots for spaces.
type command struct {
	name  string
	usage string
	run   func(*call) error
	// bare commands are about no desk yet.
	bare bool
}

// commands lists everything, in the order help shows it.
func commands() []command {
	return []command{
		{"init", `--code MAD --name "…" [--operator N] [--language L]`, initDesk, true},
		{"demo", "[--language L]", demo, true},
		{"intake", "--name N --subject S [--phone P] [--email E] [--organization O] [--channel C] [--description -] [--category C] [--environment E] [--asset A] [--type T] [--impact high|medium|low] [--urgency …] [--minutes M]", intake, false},
		{"list", "[--view open|mine|overdue|escalated|unread|unanswered|all] [--query Q] [--sort COLUMN] [--ascending] [--limit N] [--after CURSOR]", list, false},
		{"show", "NUMBER", show, false},
		{"search", "QUERY [--limit N] [--all]", searchAll, false},
		{"note", "NUMBER --text - [--internal|--public] [--kind K] [--minutes M]", note, false},
		{"attach", "NUMBER FILE…", attach, false},
		{"set", "NUMBER FIELD VALUE [--reason R]", set, false},
		{"resolve", "NUMBER --code CODE --text - [--article ID] [--minutes M]", resolve, false},
		{"merge", "NUMBER INTO", merge, false},
		{"unmerge", "NUMBER [--later here|there]", unmerge, false},
		{"undo", "", undo, false},
		{"history", "NUMBER", history, false},
		{"contact list", "[FRAGMENT] [--limit N]", contactList, false},
		{"contact show", "ID|FRAGMENT", contactShow, false},
		{"contact merge", "ID|FRAGMENT INTO", contactMerge, false},
		{"contact unmerge", "ID [--later here|there]", contactUnmerge, false},
		{"faq add", "--title T [--resolution -] [--issue I] [--environment E] [--cause C] [--category C] [--tags a,b] [--lang L] [--confidence C] [--audience A]", faqAdd, false},
		{"faq show", "ID", faqShow, false},
		{"faq list", "[--category C]", faqList, false},
		{"faq search", "QUERY [--limit N]", faqSearch, false},
		{"faq suggest", "--text - [--limit N]", faqSuggest, false},
		{"faq link", "NUMBER ID [--tried]", faqLink, false},
		{"faq import", "FILE.jsonl|-", faqImport, false},
		{"faq export", "[FILE.jsonl]", faqExport, false},
		{"faq eval", "--docs FILE.jsonl --queries FILE.jsonl [--learn K]", faqEval, true},
		{"escalate", "NUMBER --to ADDRESS --mode consult|transfer --question - [--to-name N] [--answer-by TIME] [--file NAME]… [--attach-internal] [--lang L] [--dry-run FILE.eml]", escalate, false},
		{"reply", "NUMBER --text - [--template NAME] [--to ADDRESS] [--to-name N] [--subject S] [--file NAME]… [--lang L] [--dry-run FILE.eml]", reply, false},
		{"inbox fetch", "", inboxFetch, false},
		{"inbox list", "[--waiting] [--ticket NUMBER] [--state STATE] [--limit N]", inboxList, false},
		{"inbox place", "ID NUMBER", inboxPlace, false},
		{"inbox new", "ID", inboxNew, false},
		{"inbox unplace", "ID", inboxUnplace, false},
		{"inbox discard", "ID", inboxDiscard, false},
		{"inbox revoke", "CODE", inboxRevoke, false},
		{"outbox list", "", outboxList, false},
		{"outbox send", "", outboxSend, false},
		{"outbox retry", "ID|NUMBER", outboxRetry, false},
		{"outbox drop", "ID|NUMBER", outboxDrop, false},
		{"outbox save", "ID|NUMBER FILE.eml", outboxSave, false},
		{"mail open", "FILE", mailOpen, false},
		{"mail read", "FILE|-", mailRead, true},
		{"report", "NUMBER -o FILE.pdf [--lang L] [--internal]", report, false},
		{"settings", "", settingsShow, false},
		{"settings set", "NAME VALUE|-", settingsSet, false},
		{"settings find", "ADDRESS", settingsFind, false},
		{"settings signin", "", settingsSignIn, false},
		{"settings test", "", settingsTest, false},
		{"backup", "[FILE.zip]", backup, false},
		{"restore", "FILE.zip [--replace]", restore, true},
		{"check", "", check, false},
		{"bench", "[--tickets N,…] [--keep DIR]", measure, true},
	}
}

// errUsage is underneath every error of wrong usage.
var errUsage = errors.New("wrong usage")

func usage(key string, pairs ...any) error {
	return data.Fault("", "usage_"+key, pairs...).Because(errUsage)
}

// call is one command being run.
type call struct {
	ctx   context.Context
	cmd   command
	flags *flag.FlagSet
	args  []string // positional
	dir   string
	// dirGiven says that --desk was, so that a sample desk goes there.
	dirGiven bool
	asJSON   bool
	desk     *desk.Desk
	words    *words.Printer
	in       io.Reader
	out      io.Writer
	err      io.Writer
	open     string // folder of the desk the window is to open afterwards
	read     bool   // standard input was used
}

// Main runs one command. If open is not empty, the window is to be opened on
// that folder.
func Main(args []string, in io.Reader, out, errs io.Writer) (code int, open string) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := &call{ctx: ctx, words: words.For(words.System()), in: in, out: out, err: errs}
	err := c.run(args)
	if c.desk != nil {
		err = errors.Join(err, c.desk.Close())
	}
	if err == nil {
		return 0, c.open
	}
	c.complain(err)
	if errors.Is(err, errUsage) {
		return 2, ""
	}
	return 1, ""
}

// complain says what went wrong: one sentence, or one object.
func (c *call) complain(err error) {
	sentence := c.words.Error(err)
	if !c.asJSON {
		fmt.Fprintln(c.err, "firstline:", sentence)
		if errors.Is(err, errUsage) && c.cmd.name != "" {
			fmt.Fprintln(c.err, "  firstline", c.cmd.name, c.cmd.usage)
		}
		return
	}
	var p *data.Problem
	fault := struct {
		Error string `json:"error"`
		Key   string `json:"key,omitempty"`
		Field string `json:"field,omitempty"`
	}{Error: sentence}
	if errors.As(err, &p) {
		fault.Key, fault.Field = p.Key, p.Field
	}
	json.NewEncoder(c.err).Encode(fault)
}

func (c *call) run(args []string) error {
	args, err := c.common(args)
	if err != nil {
		return err
	}
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return c.help()
	}
	for i, arg := range args {
		if (arg == "--help" || arg == "-h") && (i == 0 || !strings.HasPrefix(args[i-1], "-")) { // else it is a flag's value
			return c.explain(args[:i])
		}
	}
	var found bool
	for _, cmd := range commands() {
		name := strings.Fields(cmd.name)
		if len(name) <= len(args) && strings.Join(args[:len(name)], " ") == cmd.name && len(cmd.name) > len(c.cmd.name) {
			c.cmd, found = cmd, true
		}
	}
	if !found {
		return usage("unknown_command", "name", strings.Join(args[:min(2, len(args))], " "))
	}
	args = args[len(strings.Fields(c.cmd.name)):]
	c.flags = flag.NewFlagSet(c.cmd.name, flag.ContinueOnError)
	c.flags.SetOutput(io.Discard)
	c.args = args
	if c.dir == "" {
		if c.dir, err = desk.DefaultDir(); err != nil {
			return err
		}
	}
	if !c.cmd.bare {
		if c.desk, err = desk.Open(c.ctx, c.dir); err != nil {
			return err
		}
		c.words = c.desk.Words()
	}
	return c.cmd.run(c)
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

// parse reads the flags a command has declared, with the positional arguments
// wherever they stand, and wants between least and most of those (most < 0: any
// number).
func (c *call) parse(least, most int) error {
	args := c.args
	c.args = nil
	for len(args) > 0 {
		if err := c.flags.Parse(args); err != nil {
			return usage("flags", "detail", err.Error())
		}
		rest := c.flags.Args()
		if len(rest) == 0 {
			break
		}
		if n := len(args) - len(rest); n > 0 && args[n-1] == "--" {
			c.args = append(c.args, rest...)
			break
		}
		c.args = append(c.args, rest[0])
		args = rest[1:]
	}
	if len(c.args) < least || most >= 0 && len(c.args) > most {
		return usage("arguments")
	}
	return nil
}

// limit declares --limit, how many results are printed at most.
func (c *call) limit(usual int) *int {
	limit := usual
	c.flags.Func("limit", "", func(value string) error {
		n, err := strconv.ParseUint(value, 10, 31)
		if err != nil {
			return errors.New("not a number of results")
		}
		limit = int(n)
		return nil
	})
	return &limit
}

// text reads what a flag or argument says; "-" is standard input, once.
func (c *call) text(value string) (string, error) {
	if value != "-" {
		return value, nil
	}
	if c.read {
		return "", usage("stdin_twice")
	}
	c.read = true
	raw, err := io.ReadAll(io.LimitReader(c.in, 8<<20))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	return strings.TrimRight(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n"), nil
}

// result prints what a command gives: the value as JSON, or what plain writes.
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

func (c *call) help() error {
	fmt.Fprintln(c.out, c.words.Say("cli.help"))
	w := tabwriter.NewWriter(c.out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "  firstline\t%s\n", c.words.Say("cli.window"))
	for _, cmd := range commands() {
		fmt.Fprintf(w, "  firstline %s\t%s\n", cmd.name, c.words.Say("cli."+strings.ReplaceAll(cmd.name, " ", ".")))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(c.out, "\n"+c.words.Say("cli.everywhere"))
	return nil
}

// explain says what a command does and what it takes, or those of a group
// ("faq").
func (c *call) explain(words []string) error {
	found := false
	for _, cmd := range commands() {
		name := strings.Fields(cmd.name)
		n := min(len(name), len(words))
		if !slices.Equal(name[:n], words[:n]) {
			continue
		}
		found = true
		fmt.Fprintf(c.out, "firstline %s %s\n    %s\n", cmd.name, cmd.usage, c.words.Say("cli."+strings.ReplaceAll(cmd.name, " ", ".")))
	}
	if !found {
		return usage("unknown_command", "name", strings.Join(words, " "))
	}
	return nil
}

// one is a value on one line of a table.
func one(s string) string { return strings.Join(strings.Fields(s), " ") }

// short cuts a value for a table.
func short(s string, n int) string {
	r := []rune(one(s))
	if len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return string(r)
}
