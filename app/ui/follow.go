package ui

import (
	"sync"
	"time"

	"firstline/data/desk"
)

// followRest is the least time between two tellings: a mailbox that is being read
// brings many changes, which then come as one.
const followRest = 200 * time.Millisecond

// followed are the channels of all who follow a desk, for Idle.
var followed sync.Map // of <-chan desk.Change to nothing

// Follow tells a room on the UI goroutine what changes at the desk until it is
// ended, which is done on the UI goroutine, too.
func Follow(seat *Seat, tell func(desk.Change)) (end func()) {
	changes, stop := seat.Desk.Subscribe()
	followed.Store(changes, nil)
	over := false
	go func() {
		defer followed.Delete(changes)
		for c := range changes {
			seat.Do(func() {
				if !over {
					tell(c)
				}
			})
			time.Sleep(followRest)
		}
	}()
	return func() {
		over = true
		stop()
	}
}

// untold says whether a change of the desk still waits to be told.
func untold() bool {
	waits := false
	followed.Range(func(changes, _ any) bool {
		waits = len(changes.(<-chan desk.Change)) > 0
		return !waits
	})
	return waits
}

// Every does something on the UI goroutine again and again until it is ended
// there.
func Every(seat *Seat, pause time.Duration, do func()) (end func()) {
	over := false
	tick := time.NewTicker(pause)
	done := make(chan struct{})
	go func() {
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				seat.Do(func() {
					if !over {
						do()
					}
				})
			}
		}
	}()
	return func() {
		over = true
		close(done)
	}
}
