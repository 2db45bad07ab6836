package ui

import "context"

// FileQuestion is what the system's file dialog asks for.
type FileQuestion struct {
	Title, Confirm string
	Many           bool   // more than one may be chosen
	New            string // the path proposed for a file to be written; "": files that are there are asked for
}

// Chooser opens the system's own file dialog. It is called on the UI goroutine;
// what it returns waits for the answer off it: the paths chosen, none if it was
// cancelled, and false where the system has no such dialog.
type Chooser func(q FileQuestion) func(ctx context.Context) (paths []string, ok bool)

// AskFiles asks for files in the system's own dialog, or does otherwise where it
// has none. Whoever needs a file asks package files.
func AskFiles(s *Seat, q FileQuestion, take func(paths []string), otherwise func()) {
	if s.Files == nil {
		otherwise()
		return
	}
	type answer struct {
		paths []string
		ok    bool
	}
	wait := s.Files(q)
	Load(s, &s.asking, func(ctx context.Context) (a answer, err error) {
		a.paths, a.ok = wait(ctx)
		return a, nil
	}, func(a answer) {
		switch {
		case !a.ok:
			otherwise()
		case len(a.paths) > 0:
			take(a.paths)
		}
	})
}
