package post

import (
	"context"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// pulse is a connection that knows when something last went over it.
type pulse struct {
	net.Conn
	last atomic.Int64 // nanoseconds since 1970
}

func newPulse(c net.Conn) *pulse {
	p := &pulse{Conn: c}
	p.beat(1)
	return p
}

func (p *pulse) beat(n int) {
	if n > 0 {
		p.last.Store(time.Now().UnixNano())
	}
}

func (p *pulse) Read(b []byte) (int, error) {
	n, err := p.Conn.Read(b)
	p.beat(n)
	return n, err
}

func (p *pulse) Write(b []byte) (int, error) {
	n, err := p.Conn.Write(b)
	p.beat(n)
	return n, err
}

// silent is for how long nothing went over the connection.
func (p *pulse) silent() time.Duration { return time.Since(time.Unix(0, p.last.Load())) }

// stalled is how long nothing may go over a connection, after the computer woke up or
// another network appeared, before it counts as a connection over the old network.
const stalled = 20 * time.Second

// feel notices when the computer has slept or another network is there. A letter stuck on
// a connection over the old network is cut off: the system would keep hoping for a
// quarter of an hour.
func (o *Office) feel(ctx context.Context, told chan<- struct{}) {
	tick := time.NewTicker(o.every)
	defer tick.Stop()
	network, doubt := addresses(), false
	for {
		before := time.Now().Round(0) // by the wall clock: the monotonic one stands still while the computer sleeps
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		was := network
		network = addresses()
		if time.Now().Round(0).Sub(before) > o.every+time.Minute || network != was && network != "" {
			doubt = true
			nudge(told)
			nudge(o.wake)
		}
		if doubt {
			doubt = o.cutStuck()
		}
	}
}

// cutStuck cuts off the letter under way if nothing has moved for too long, and says
// whether that may still become necessary.
func (o *Office) cutStuck() (undecided bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.line == nil {
		return false
	}
	if o.line.silent() < o.stalled {
		return true
	}
	o.line.Close()
	return false
}

// watch remembers the connection a letter goes over; nil once it is done.
func (o *Office) watch(line *pulse) {
	o.mu.Lock()
	o.line = line
	o.mu.Unlock()
}

// nudge fills a channel of one slot.
func nudge(slot chan<- struct{}) {
	select {
	case slot <- struct{}{}:
	default:
	}
}

// addresses are this computer's, which tell one network from another.
func addresses() string {
	list, err := net.InterfaceAddrs()
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, a := range list {
		b.WriteString(a.String() + " ")
	}
	return b.String()
}
