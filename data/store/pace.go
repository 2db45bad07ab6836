package store

import (
	"context"
	"database/sql"
	"runtime"
	"sync/atomic"
	"time"
)

// use is when somebody last asked or changed anything through this program.
type use struct{ last atomic.Int64 }

func (u *use) note() { u.last.Store(time.Now().UnixNano()) }

func (u *use) lately() bool { return time.Since(time.Unix(0, u.last.Load())) < lately }

// readers are the connections that people's questions go through.
type readers struct {
	*sql.DB
	used *use
}

func (r readers) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	r.used.note()
	return r.DB.QueryContext(ctx, query, args...)
}

func (r readers) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	r.used.note()
	return r.DB.QueryRowContext(ctx, query, args...)
}

const (
	lately   = time.Second          // somebody who did something then is at work
	stretch  = 2 * time.Millisecond // long work goes on for so long
	restsFor = 3                    // times as long as it worked, while somebody is at work
)

// Pace is the pace of long work such as a check or a backup: it steps back while
// somebody works at the desk. It belongs to one goroutine.
type Pace struct {
	used  *use
	began time.Time // the present stretch
}

// Pace is for work that begins now.
func (s *Store) Pace() *Pace { return &Pace{&s.used, time.Now()} }

// Breathe is called by long work after each piece of it, which takes a
// millisecond or so. It returns when the work may go on, or why it may not.
func (p *Pace) Breathe(ctx context.Context) error {
	worked := time.Since(p.began)
	if worked < stretch {
		return nil
	}
	if p.used.lately() {
		rest := time.NewTimer(restsFor * worked)
		select {
		case <-rest.C:
		case <-ctx.Done():
			rest.Stop()
		}
	} else {
		runtime.Gosched() // left alone, it has the processor for 10 ms at a time
	}
	p.began = time.Now()
	return ctx.Err()
}
