// Firstline is an offline support desk: calls taken down in under a minute, an
// FAQ manual beside them, escalation by mail with a case report. Without
// arguments it opens its window; with a command it does that and ends.
package main

import (
	"fmt"
	"os"
	"strings"

	"firstline/app"
	"firstline/app/cli"
	"firstline/data/desk"
)

func main() {
	dir, window := wantsWindow(os.Args[1:])
	if !window {
		var code int
		code, dir = cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
		if dir == "" {
			os.Exit(code)
		}
	}
	os.Exit(show(dir))
}

// wantsWindow says whether the arguments name no command: there are none, or
// only --desk DIR.
func wantsWindow(args []string) (dir string, window bool) {
	switch {
	case len(args) == 0:
		return "", true
	case len(args) == 2 && (args[0] == "--desk" || args[0] == "-desk"):
		return args[1], true
	case len(args) == 1:
		for _, flag := range []string{"--desk=", "-desk="} {
			if dir, ok := strings.CutPrefix(args[0], flag); ok {
				return dir, true
			}
		}
	}
	return "", false
}

// show opens the window on a desk, the usual one if dir is empty.
func show(dir string) int {
	var err error
	if dir == "" {
		dir, err = desk.DefaultDir()
	}
	if err == nil {
		err = app.Run(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "firstline:", err)
	}
	return app.ExitCode(err)
}
