package app

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// loop is the way to the UI goroutine. Fyne runs what it is given only once its
// window is drawn; what comes before that is run here, so that the first frame
// shows tickets and not the wait for them.
type loop struct {
	mu      sync.Mutex
	running bool // Fyne's loop has taken over
	early   []func()
	came    chan struct{}
}

func newLoop() *loop { return &loop{came: make(chan struct{}, 1)} }

// do runs f on the UI goroutine, from anywhere.
func (l *loop) do(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.running {
		fyne.Do(f)
		return
	}
	l.early = append(l.early, f)
	select {
	case l.came <- struct{}{}:
	default:
	}
}

// runUntil runs what came, on the UI goroutine, until ready or within is over,
// and leaves the rest to Fyne.
func (l *loop) runUntil(ready func() bool, within time.Duration) {
	over := time.After(within)
	for waiting := true; waiting && !ready(); {
		select {
		case <-l.came:
			l.run()
		case <-over:
			waiting = false
		}
	}
	l.handOver()
}

// handOver leaves what came and what comes to Fyne, which runs it once its own
// loop does. It does so from another goroutine, because on this one Fyne would
// run it at once.
func (l *loop) handOver() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.running = true
		for _, f := range l.early {
			fyne.Do(f)
		}
		l.early = nil
	}()
	<-done
}

func (l *loop) run() {
	l.mu.Lock()
	early := l.early
	l.early = nil
	l.mu.Unlock()
	for _, f := range early {
		f()
	}
}

// every calls f again and again until ctx ends.
func every(ctx context.Context, pause time.Duration, f func()) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			f()
		}
	}
}
