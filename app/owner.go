package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"firstline/data"
)

// owner is the right to show a desk in a window: a lock on a file in its folder,
// which a program that dies gives up at once. A second window that is wanted
// leaves a file instead, by which the first comes forward.
type owner struct {
	lock  *flock.Flock
	raise string
}

// errElsewhere is a desk that has a window already.
var errElsewhere = errors.New("another window has it")

// claim takes the right. It is errElsewhere if another window has it, which has
// then been asked to come forward, at a ticket if one is named.
func (o *owner) claim(dir, ticket string) error {
	lock, raise := flock.New(filepath.Join(dir, "window.lock")), filepath.Join(dir, "raise")
	here, err := lock.TryLock()
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("see whether the desk in %s has a window: %w", dir, err)
	case err != nil:
		return data.Fault("", "read_only_desk", "dir", dir).Because(err)
	case !here:
		if err := leave(raise, ticket); err != nil {
			return err
		}
		return data.Fault("", "open_elsewhere", "dir", dir).Because(errElsewhere)
	}
	o.lock, o.raise = lock, raise
	os.Remove(raise) // left by a start that nobody heard
	return nil
}

// leave puts a file in place whole: who looks for it must not find half of it.
func leave(path, text string) error {
	half := path + ".new"
	if err := os.WriteFile(half, []byte(text), 0o600); err != nil {
		return err
	}
	return os.Rename(half, path)
}

// hear calls forward whenever another start asks for it, with the ticket it
// names, until ctx ends.
func (o *owner) hear(ctx context.Context, forward func(ticket string)) {
	every(ctx, time.Second, func() {
		text, err := os.ReadFile(o.raise)
		if err == nil && os.Remove(o.raise) == nil {
			forward(string(text))
		}
	})
}

// release gives up the right.
func (o *owner) release() {
	if o.lock != nil {
		o.lock.Unlock() // a lock that can't be given back goes with the program
	}
}
