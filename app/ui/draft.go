package ui

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// draftPause is how long after the first key that is not on disk yet the draft
// is written. With the time of one commit it stays under half a second.
const draftPause = 350 * time.Millisecond

// keeper is the part of the desk that keeps drafts.
type keeper interface {
	SaveDraft(ctx context.Context, key, body string) error
	DropDraft(ctx context.Context, key string) error
}

// Drafter writes what is being typed to disk, at most half a second behind the
// keys and off the UI goroutine. It is used on the UI goroutine.
type Drafter struct {
	do     func(func())
	keeper keeper
	fail   func(error)
	key    string

	body  func() string // what to write; nil: nothing new
	pause *time.Timer

	mu      sync.Mutex // what the writer takes from here
	next    *draftJob
	writing bool
	failed  bool // told once, until a write succeeds
}

// draftJob is one thing to do: write a body, or drop the draft.
type draftJob struct {
	body string
	drop bool
}

// drafts counts the writers at work, for SettleDrafts.
var drafts atomic.Int32

// NewDrafter keeps drafts under a key such as "note:<ticket id>".
func NewDrafter(seat *Seat, key string) *Drafter {
	return newDrafter(seat.Do, seat.Desk, seat.Fail, key)
}

func newDrafter(do func(func()), k keeper, fail func(error), key string) *Drafter {
	return &Drafter{do: do, keeper: k, fail: fail, key: key}
}

// Key is the draft's key, which the act that completes it is told.
func (d *Drafter) Key() string { return d.key }

// Changed says that something was typed; body gives what to keep and is called
// on the UI goroutine when it is time to write. A body of "" drops the draft.
func (d *Drafter) Changed(body func() string) {
	d.body = body
	if d.pause == nil {
		d.pause = time.AfterFunc(draftPause, func() { d.do(d.Flush) })
	}
}

// Flush hands what is not written yet to the writer at once: for Leave, before
// another ticket is shown, and at the end. It does not wait; SettleDrafts does.
func (d *Drafter) Flush() {
	if d.pause != nil {
		d.pause.Stop()
		d.pause = nil
	}
	if d.body == nil {
		return
	}
	body := d.body()
	d.body = nil
	d.hand(&draftJob{body: body, drop: body == ""})
}

// Drop forgets what is not written and drops the draft: when the act it was for
// has been done, or is given up.
func (d *Drafter) Drop() {
	if d.pause != nil {
		d.pause.Stop()
		d.pause = nil
	}
	d.body = nil
	d.hand(&draftJob{drop: true})
}

// hand gives the writer its next job; one that waits is overtaken.
func (d *Drafter) hand(j *draftJob) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.next = j
	if !d.writing {
		d.writing = true
		drafts.Add(1)
		go d.write()
	}
}

// write does jobs, the newest always last, until there is none.
func (d *Drafter) write() {
	defer drafts.Add(-1)
	for {
		d.mu.Lock()
		j := d.next
		d.next = nil
		if j == nil {
			d.writing = false
			d.mu.Unlock()
			return
		}
		d.mu.Unlock()
		var err error
		if j.drop {
			err = d.keeper.DropDraft(context.Background(), d.key)
		} else {
			err = d.keeper.SaveDraft(context.Background(), d.key, j.body)
		}
		d.mu.Lock()
		tell := err != nil && !d.failed
		d.failed = err != nil
		d.mu.Unlock()
		if tell {
			d.do(func() { d.fail(err) })
		}
	}
}

// SettleDrafts waits until every draft handed over is on disk, but no longer
// than within, and says whether all are: for the end of the program, after the
// rooms' Leave.
func SettleDrafts(within time.Duration) bool {
	for end := time.Now().Add(within); drafts.Load() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}
