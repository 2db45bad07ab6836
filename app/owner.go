package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// owner is the right to show a desk in a window: a lock on a file in its folder,
// which a program that dies gives up at once. A second window that is wanted
// leaves a file instead, by which the first comes forward.
type owner struct {
	lock  *flock.Flock
	raise string
}

// claim takes the right. It is false if another window has it, which has then
// been asked to come forward.
func (o *owner) claim(dir string) (bool, error) {
	lock, raise := flock.New(filepath.Join(dir, "window.lock")), filepath.Join(dir, "raise")
	here, err := lock.TryLock()
	if err != nil {
		return false, fmt.Errorf("see whether the desk in %s has a window: %w", dir, err)
	}
	if !here {
		return false, os.WriteFile(raise, nil, 0o600)
	}
	o.lock, o.raise = lock, raise
	os.Remove(raise) // left by a start that nobody heard
	return true, nil
}

// hear calls forward whenever another start asks for it, until ctx ends.
func (o *owner) hear(ctx context.Context, forward func()) {
	every(ctx, time.Second, func() {
		if os.Remove(o.raise) == nil {
			forward()
		}
	})
}

// release gives up the right.
func (o *owner) release() {
	if o.lock != nil {
		o.lock.Unlock() // a lock that can't be given back goes with the program
	}
}
