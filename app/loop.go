package app

import (
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
	l.mu.Lock()
	l.running = true
	l.mu.Unlock()
	l.run()
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
