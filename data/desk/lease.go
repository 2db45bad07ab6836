package desk

import (
	"sync"

	"github.com/gofrs/flock"
)

// lease is the right to do what only one program at a time may do with a desk:
// send its mail, or fetch it. It is a lock on a file, so that a program that
// dies gives it up at once, and it is held only while something is under way,
// so that a command and an open window take turns.
type lease struct {
	sync.Mutex
	path string
	lock *flock.Flock
	held bool // here
}

// take tries to get the lease.
func (l *lease) take() (bool, error) {
	l.Lock()
	defer l.Unlock()
	if l.held {
		return false, nil
	}
	if l.lock == nil {
		l.lock = flock.New(l.path)
	}
	var err error
	l.held, err = l.lock.TryLock()
	return l.held, err
}

func (l *lease) release() {
	l.Lock()
	defer l.Unlock()
	l.held = false
	if l.lock != nil {
		l.lock.Unlock() // a lock that can't be given back goes with the process
	}
}

// HoldMailbox claims the desk's mailbox on the server; ok is false while someone
// else, another window or a command, is at it. Whoever got it gives it back with
// release.
func (d *Desk) HoldMailbox() (release func(), ok bool, err error) {
	ok, err = d.fetching.take()
	return d.fetching.release, ok, err
}
