package ui

import (
	"time"

	"firstline/data/desk"
)

// followRest is how long at the least is between two tellings: a mailbox that is
// read brings many changes, which then come as one.
const followRest = 200 * time.Millisecond

// Follow tells a room on the UI goroutine what changes at the desk, until it is
// ended, which is done on the UI goroutine, too.
func Follow(seat *Seat, tell func(desk.Change)) (end func()) {
	changes, stop := seat.Desk.Subscribe()
	over := false
	go func() {
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

// Every does something on the UI goroutine time and again, until it is ended
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
