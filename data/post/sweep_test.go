package post

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"firstline/data"
)

// dyingConn is a connection that dies after so many bytes out or in (a negative
// number: never). Bytes up to the cut arrive.
type dyingConn struct {
	net.Conn
	mu      sync.Mutex
	out, in int // still to pass
}

var errCut = fmt.Errorf("cut: %w", io.ErrUnexpectedEOF)

// pass says how many of n bytes still get through.
func (c *dyingConn) pass(left *int, n int) (most int, dies bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if *left < 0 {
		return n, false
	}
	most = min(n, *left)
	*left -= most
	return most, *left == 0
}

func (c *dyingConn) Write(p []byte) (int, error) {
	most, dies := c.pass(&c.out, len(p))
	n, err := c.Conn.Write(p[:most])
	if dies {
		c.Conn.Close()
	}
	if err == nil && n < len(p) {
		err = errCut
	}
	return n, err
}

func (c *dyingConn) Read(p []byte) (int, error) {
	c.mu.Lock()
	if c.in >= 0 && len(p) > c.in {
		p = p[:c.in]
	}
	c.mu.Unlock()
	if len(p) == 0 {
		return 0, errCut
	}
	n, err := c.Conn.Read(p)
	if _, dies := c.pass(&c.in, n); dies {
		c.Conn.Close()
	}
	return n, err
}

// counter counts what goes over a connection that lives.
type counter struct {
	net.Conn
	out, in *atomic.Int64
}

func (c counter) Write(p []byte) (int, error) {
	c.out.Add(int64(len(p)))
	return c.Conn.Write(p)
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.in.Add(int64(n))
	return n, err
}

// The connection is cut at every byte, either way. Whatever happens, the
// letter is accepted or still waits, is the same every time, and "maybe" is said
// exactly when the server may have it.
func TestCutAnywhere(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	dialer := net.Dialer{}
	var out, in atomic.Int64
	// attempt sends one letter over a given kind of connection.
	attempt := func(wrap func(net.Conn) net.Conn) (*fakeDesk, data.ID, *Office) {
		d := newDesk(s.account, "secret")
		o := New(d)
		o.route.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return wrap(c), nil
		}
		id := d.queue("second@example.org")
		o.SendDue(context.Background())
		return d, id, o
	}
	var safeOut, safeIn int64 // when TLS was set up
	s.answer(func() {
		s.hook = func(at string) {
			if at == "auth" {
				safeOut, safeIn = out.Load(), in.Load()
			}
		}
	})
	d, id, _ := attempt(func(c net.Conn) net.Conn { return counter{c, &out, &in} })
	s.answer(func() { s.hook = nil })
	wants(t, d, id, data.LetterSent, 1, 0)

	start, cuts, twice := time.Now(), 0, 0
	states := map[data.LetterState]int{}
	try := func(cutOut, cutIn int) {
		cuts++
		at := fmt.Sprintf("cut after %d bytes out, %d in", cutOut, cutIn)
		s.answer(func() { s.got = nil })
		d, id, o := attempt(func(c net.Conn) net.Conn { return &dyingConn{Conn: c, out: cutOut, in: cutIn} })
		l := d.letter(id)
		states[l.State]++
		switch l.State {
		case data.LetterSent:
		case data.LetterQueued:
			if l.Tries != 0 {
				t.Errorf("%s: no connection counted as a try", at)
			}
		case data.LetterDeferred, data.LetterMaybe:
			if l.Tries != 1 || l.NextAt.IsZero() {
				t.Errorf("%s: %+v", at, l)
			}
		default:
			t.Errorf("%s: %s: %s", at, l.State, l.Reason)
		}
		if l.State == data.LetterMaybe { // the server may still be reading
			for range 200 {
				if len(s.accepted()) > 0 {
					break
				}
				time.Sleep(time.Millisecond)
			}
		}
		if n := len(s.accepted()); (l.State == data.LetterSent || l.State == data.LetterMaybe) != (n == 1) || n > 1 {
			t.Errorf("%s: %s, accepted %d times", at, l.State, n)
		}
		if l.State.Waiting() { // the network is back
			o.route = direct
			d.later(24 * time.Hour)
			o.SendDue(context.Background())
			if l := d.letter(id); l.State != data.LetterSent {
				t.Errorf("%s: afterwards %s: %s", at, l.State, l.Reason)
			}
		}
		got := s.accepted()
		if len(got) == 2 {
			twice++
		}
		for _, raw := range got {
			if !bytes.Equal(raw, d.bytes[id]) {
				t.Errorf("%s: other bytes arrived: %q", at, raw)
			}
		}
	}
	// Every byte from when one signs in, every few where TLS is set up.
	const stride = 8
	for n := int64(0); n < out.Load()+4; n++ {
		if n > safeOut-200 || n%stride == 0 {
			try(int(n), -1)
		}
	}
	for n := int64(0); n < in.Load()+4; n++ {
		if n > safeIn-200 || n%stride == 0 {
			try(-1, int(n))
		}
	}
	for _, state := range []data.LetterState{data.LetterSent, data.LetterQueued, data.LetterDeferred, data.LetterMaybe} {
		if states[state] == 0 {
			t.Errorf("no cut ended in %s: %v", state, states)
		}
	}
	t.Logf("%d cuts of %d bytes out and %d in: %v, %d arrived twice, in %v", cuts, out.Load(), in.Load(), states, twice, time.Since(start).Round(time.Millisecond))
}

// hole is a connection on which nothing more comes or goes after so many bytes,
// and nobody says so.
type hole struct {
	net.Conn
	mu      sync.Mutex
	out, in int
}

func (h *hole) Write(p []byte) (int, error) {
	h.mu.Lock()
	most := min(len(p), h.out)
	h.out -= most
	h.mu.Unlock()
	if n, err := h.Conn.Write(p[:most]); err != nil {
		return n, err
	}
	return len(p), nil
}

func (h *hole) Read(p []byte) (int, error) {
	for {
		n, err := h.Conn.Read(p)
		h.mu.Lock()
		most := min(n, h.in)
		h.in -= most
		h.mu.Unlock()
		if err != nil || most > 0 {
			return most, err
		}
	}
}

// Silence at any point ends by itself, and when the network is back the letter
// leaves.
func TestSilenceAnywhere(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	const ever, stride = 1 << 30, 173
	check := func(out, in int) {
		s.answer(func() { s.got = nil })
		d := newDesk(s.account, "secret")
		o := New(d)
		const limit = 80 * time.Millisecond
		o.route = route{connect: limit, command: limit, answer: limit, write: limit,
			dial: func(ctx context.Context, network, address string) (net.Conn, error) {
				c, err := direct.dial(ctx, network, address)
				return &hole{Conn: c, out: out, in: in}, err
			}}
		id := d.queue("second@example.org")
		start := time.Now()
		o.SendDue(context.Background())
		l := d.letter(id)
		if took := time.Since(start); took > 5*time.Second || !l.State.Waiting() && l.State != data.LetterSent || l.State == data.LetterSending {
			t.Errorf("silence after %d bytes out, %d in: %s after %v", out, in, l.State, took)
		}
		if l.State.Waiting() {
			o.route = direct
			d.later(time.Hour)
			o.SendDue(context.Background())
			wants(t, d, id, data.LetterSent, l.Tries+1, 0)
		}
	}
	for n := 0; n < 2100; n += stride {
		check(n, ever)
		check(ever, n)
	}
}

// A letter that is stuck on the way over a network that is gone is cut off once
// another is there, and leaves by that.
func TestStuckLetterIsCut(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	const ever = 1 << 30
	for _, at := range []int{0, 500, 1500, 1800} {
		s.answer(func() { s.got = nil })
		d := newDesk(s.account, "secret")
		o := New(d)
		o.stalled = 50 * time.Millisecond
		o.route.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dial(ctx, network, address)
			return &hole{Conn: c, out: ever, in: at}, err
		}
		id := d.queue("second@example.org")
		done := make(chan struct{})
		go func() { o.SendDue(context.Background()); close(done) }()
		eventually(t, "under way", func() bool { return o.Status().Sending != "" })
		start := time.Now()
		for cut := false; !cut; {
			select {
			case <-done:
				cut = true
			case <-time.After(10 * time.Millisecond):
				o.cutStuck()
			}
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("silence from byte %d on: free after %v", at, took)
		}
		if l := d.letter(id); !l.State.Waiting() && l.State != data.LetterSent {
			t.Errorf("silence from byte %d on: %s", at, l.State)
		}
		o.route = direct
		d.later(time.Hour)
		o.SendDue(context.Background())
		wants(t, d, id, data.LetterSent, d.letter(id).Tries, 0)
	}
	if o := New(newDesk(data.Account{}, "")); o.cutStuck() {
		t.Error("nothing is under way")
	}
}
