package app

import (
	"strings"
	"testing"
)

// What opens the window, and what a link to a ticket leads to.
func TestLinksOpenTheWindow(t *testing.T) {
	for args, want := range map[string]struct {
		dir, ticket string
		window      bool
	}{
		"":                                 {window: true},
		"firstline:MAD-1042":               {ticket: "MAD-1042", window: true},
		"firstline://MAD-1042/":            {ticket: "MAD-1042", window: true},
		"--desk /a firstline:MAD-1":        {dir: "/a", ticket: "MAD-1", window: true},
		"firstline:MAD-1 --desk=/a":        {dir: "/a", ticket: "MAD-1", window: true},
		"firstline:MAD-1 firstline:MAD-2":  {},
		"--desk":                           {},
		"list firstline:MAD-1":             {},
		"http://example.org/firstline:AB1": {},
	} {
		dir, ticket, window := ForWindow(strings.Fields(args))
		if dir != want.dir && want.window || ticket != want.ticket && want.window || window != want.window {
			t.Errorf("%q: the desk %q, the ticket %q, a window: %v", args, dir, ticket, window)
		}
	}
}
