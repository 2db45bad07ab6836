// Firstline is an offline support desk: calls taken down in under a minute, an
// FAQ manual beside them, escalation by mail with a case report. Without
// arguments it opens its window; with a command it does that and ends.
package main

import (
	"fmt"
	"os"

	"firstline/app"
	"firstline/app/cli"
	"firstline/assets"
	"firstline/data/desk"
)

func main() {
	if texts := os.Getenv("FIRSTLINE_ASSETS"); texts != "" { // a language someone is at work on
		assets.Add(os.DirFS(texts))
	}
	dir, ticket, window := app.ForWindow(os.Args[1:])
	if !window {
		app.CollectGarbage()
		var code int
		code, dir = command(os.Args[1:])
		if dir == "" {
			os.Exit(code)
		}
	}
	os.Exit(show(dir, ticket))
}

// command runs one command. Fyne binds the main goroutine to its thread, where
// every wait for another goroutine costs a change of threads (measured: filling a
// desk took three times as long).
func command(args []string) (code int, open string) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		code, open = cli.Main(args, os.Stdin, os.Stdout, os.Stderr)
	}()
	<-done
	return code, open
}

// show opens the window on a desk, the usual one if dir is empty, at a ticket if
// one is named.
func show(dir, ticket string) int {
	var err error
	if dir == "" {
		dir, err = desk.DefaultDir()
	}
	if err == nil {
		err = app.Run(dir, ticket)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "firstline:", err)
	}
	return app.ExitCode(err)
}
