package ui

import (
	"context"
	"errors"
	"time"
)

// Job is long work under way: its name, how much of it is done, and the way to
// stop it. The shell shows it in the status line.
type Job struct {
	Name        string // "Backing up the desk"
	Done, Total int    // Total 0: nobody knows how much there is
	Over        bool
	Cancel      func()
}

// tellEvery is how often a job's progress reaches the screen.
const tellEvery = 100 * time.Millisecond

// Work runs long work beside the window, with its progress in the status line
// and a way to stop it there. tell may be called as often as one likes, from the
// work's own goroutine. Both ends come back on the UI goroutine: show gets what
// came out; what went wrong goes to the seat, and work that was stopped is said
// to be.
func Work[T any](seat *Seat, name string, work func(ctx context.Context, tell func(done, total int)) (T, error), show func(T)) {
	ctx, cancel := context.WithCancel(context.Background())
	job := &Job{Name: name, Cancel: cancel}
	report := func() {
		if seat.Working != nil {
			seat.Working(job)
		}
	}
	report()
	var told time.Time
	tell := func(done, total int) {
		if time.Since(told) < tellEvery {
			return
		}
		told = time.Now()
		seat.Do(func() {
			if !job.Over {
				job.Done, job.Total = done, total
				report()
			}
		})
	}
	asked.Add(1)
	go func() {
		defer asked.Add(-1)
		result, err := work(ctx, tell)
		seat.Do(func() {
			cancel()
			job.Over = true
			report()
			switch {
			case errors.Is(err, context.Canceled):
				seat.Notify(seat.Words.Error(err))
			case err != nil:
				seat.Fail(err)
			default:
				show(result)
			}
		})
	}()
}
