// Package cli is the desk without a window: the same acts through the same door,
// for scripts and checks. Results go to standard output, messages to standard
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
	"strings"
	"syscall"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// command is one thing the command line can do.
type command struct {
	name  string // one word, or two: "faq add"
	usage string // what it takes
	run   func(*call) error
	where place
}

// place is where a command runs: at a desk, which is opened for it, or anywhere.
type place int

const (
	atDesk place = iota
	anywhere
)

// commands lists all of them, in the order help shows them.
func commands() []command {
	return []command{
		{"init", `--code MAD --name "…" [--operator N] [--language L]`, initDesk, anywhere},
		{"demo", "[--language L]", demo, anywhere},
		{"intake", "--name N --subject S [--phone P] [--email E] [--organization O] [--channel C] [--description -] [--category C] [--environment E] [--asset A] [--type T] [--impact high|medium|low] [--urgency …] [--minutes M] [--propose]", intake, atDesk},
		{"list", "[--view open|mine|overdue|escalated|unread|unanswered|all] [--query Q] [--sort COLUMN] [--ascending] [--limit N] [--after CURSOR]", listTickets, atDesk},
		{"show", "NUMBER", show, atDesk},
		{"search", "QUERY [--limit N] [--all]", searchAll, atDesk},
		{"note", "NUMBER --text - [--internal|--public] [--kind K] [--minutes M]", note, atDesk},
		{"attach", "NUMBER FILE…", attach, atDesk},
		{"set", "NUMBER FIELD VALUE [--reason R]", set, atDesk},
		{"resolve", "NUMBER --code CODE --text - [--article ID] [--minutes M]", resolve, atDesk},
		{"merge", "NUMBER INTO", merge, atDesk},
		{"unmerge", "NUMBER [--later here|there]", unmerge, atDesk},
		{"undo", "", undo, atDesk},
		{"history", "NUMBER", history, atDesk},
		{"contact list", "[FRAGMENT] [--limit N]", contactList, atDesk},
		{"contact show", "ID|FRAGMENT", contactShow, atDesk},
		{"contact merge", "ID|FRAGMENT INTO", contactMerge, atDesk},
		{"contact unmerge", "ID [--later here|there]", contactUnmerge, atDesk},
		{"faq add", "--title T [--resolution -] [--issue I] [--environment E] [--cause C] [--category C] [--tags a,b] [--lang L] [--confidence C] [--audience A]", faqAdd, atDesk},
		{"faq show", "ID", faqShow, atDesk},
		{"faq list", "[--category C]", faqList, atDesk},
		{"faq search", "QUERY [--limit N]", faqSearch, atDesk},
		{"faq suggest", "--text - [--limit N]", faqSuggest, atDesk},
		{"faq link", "NUMBER ID [--tried]", faqLink, atDesk},
		{"faq import", "FILE.jsonl|-", faqImport, atDesk},
		{"faq export", "[FILE.jsonl]", faqExport, atDesk},
		{"faq eval", "--docs FILE.jsonl --queries FILE.jsonl [--learn K]", faqEval, anywhere},
		{"escalate", "NUMBER --to ADDRESS --mode consult|transfer --question - [--to-name N] [--answer-by TIME] [--file NAME]… [--attach-internal] [--lang L] [--dry-run FILE.eml]", escalate, atDesk},
		{"reply", "NUMBER --text - [--template NAME] [--to ADDRESS] [--to-name N] [--subject S] [--file NAME]… [--lang L] [--dry-run FILE.eml]", reply, atDesk},
		{"inbox fetch", "", inboxFetch, atDesk},
		{"inbox list", "[--waiting] [--ticket NUMBER] [--state STATE] [--limit N]", inboxList, atDesk},
		{"inbox place", "ID NUMBER", inboxPlace, atDesk},
		{"inbox new", "ID", inboxNew, atDesk},
		{"inbox unplace", "ID", inboxUnplace, atDesk},
		{"inbox discard", "ID", inboxDiscard, atDesk},
		{"inbox revoke", "CODE", inboxRevoke, atDesk},
		{"outbox list", "", outboxList, atDesk},
		{"outbox send", "", outboxSend, atDesk},
		{"outbox retry", "ID|NUMBER", outboxRetry, atDesk},
		{"outbox drop", "ID|NUMBER", outboxDrop, atDesk},
		{"outbox save", "ID|NUMBER FILE.eml", outboxSave, atDesk},
		{"mail open", "FILE", mailOpen, atDesk},
		{"mail read", "FILE|-", mailRead, anywhere},
		{"report", "NUMBER -o FILE.pdf [--lang L] [--internal]", report, atDesk},
		{"settings", "", settingsShow, atDesk},
		{"settings set", "NAME VALUE|-", settingsSet, atDesk},
		{"settings find", "ADDRESS", settingsFind, atDesk},
		{"settings signin", "", settingsSignIn, atDesk},
		{"settings test", "", settingsTest, atDesk},
		{"backup", "[FILE.zip]", backup, atDesk},
		{"restore", "FILE.zip [--replace]", restore, anywhere},
		{"check", "", check, atDesk},
		{"bench", "[--tickets N,…] [--keep DIR]", measure, anywhere},
	}
}

// named finds the command that arguments begin with: the one of most words.
func named(args []string) (found command, ok bool) {
	for _, cmd := range commands() {
		words := strings.Fields(cmd.name)
		if len(words) <= len(args) && slices.Equal(words, args[:len(words)]) && len(cmd.name) > len(found.name) {
			found, ok = cmd, true
		}
	}
	return found, ok
}

// errUsage is underneath every error of wrong usage.
var errUsage = errors.New("wrong usage")

func usage(key string, pairs ...any) error {
	return data.Fault("", "usage_"+key, pairs...).Because(errUsage)
}

// Main runs one command and gives the exit code. If open is not empty, the window
// is to be opened on the desk in that folder.
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

// complain says on standard error what went wrong: one sentence, or one object.
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

// run finds the command and runs it, at its desk if it needs one.
func (c *call) run(args []string) error {
	args, err := c.common(args)
	switch {
	case err != nil:
		return err
	case len(args) == 0 || len(args) == 1 && args[0] == "help" || args[0] == "--help" || args[0] == "-h":
		return c.help()
	case args[0] == "help":
		return c.explain(args[1:])
	}
	for i, arg := range args {
		if (arg == "--help" || arg == "-h") && (i == 0 || !strings.HasPrefix(args[i-1], "-")) { // else it is a flag's value
			return c.explain(args[:i])
		}
	}
	var ok bool
	if c.cmd, ok = named(args); !ok {
		return usage("unknown_command", "name", strings.Join(args[:min(2, len(args))], " "))
	}
	c.args = args[len(strings.Fields(c.cmd.name)):]
	c.flags = flag.NewFlagSet(c.cmd.name, flag.ContinueOnError)
	if c.dir == "" {
		if c.dir, err = desk.DefaultDir(); err != nil {
			return err
		}
	}
	if c.cmd.where == atDesk {
		if c.desk, c.closed = desk.Open(c.ctx, c.dir); c.closed == nil {
			c.words = c.desk.Words()
		}
	}
	return c.cmd.run(c)
}

// help lists the commands and what each does.
func (c *call) help() error {
	all := c.explained(func(command) bool { return true })
	return c.result(all, func(w io.Writer) {
		fmt.Fprintf(w, "%s\n  firstline\t%s\n", c.words.Say("cli.help"), c.words.Say("cli.window"))
		for _, cmd := range all {
			fmt.Fprintf(w, "  firstline %s\t%s\n", cmd.Name, cmd.About)
		}
		fmt.Fprintln(w, "\n"+c.words.Say("cli.everywhere"))
	})
}

// explanation is a command in words.
type explanation struct {
	Name  string `json:"name"`
	Usage string `json:"usage"`
	About string `json:"about"`
}

// explained puts commands into words.
func (c *call) explained(which func(command) bool) (list []explanation) {
	for _, cmd := range commands() {
		if which(cmd) {
			list = append(list, explanation{cmd.name, cmd.usage, c.words.Say("cli." + strings.ReplaceAll(cmd.name, " ", "."))})
		}
	}
	return list
}

// explain says what a command does and takes, or all commands of a group ("faq").
func (c *call) explain(words []string) error {
	list := c.explained(func(cmd command) bool {
		name := strings.Fields(cmd.name)
		n := min(len(name), len(words))
		return slices.Equal(name[:n], words[:n])
	})
	if len(list) == 0 {
		return usage("unknown_command", "name", strings.Join(words, " "))
	}
	return c.result(list, func(w io.Writer) {
		for _, cmd := range list {
			fmt.Fprintf(w, "firstline %s %s\n    %s\n", cmd.Name, cmd.Usage, cmd.About)
		}
	})
}
