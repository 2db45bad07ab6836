package ui

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// memory keeps drafts and how late each was.
type memory struct {
	mu     sync.Mutex
	drafts map[string]string
	writes int
	err    error
	slow   time.Duration
}

func (m *memory) SaveDraft(_ context.Context, key, body string) error {
	time.Sleep(m.slow)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	if m.err == nil {
		m.drafts[key] = body
	}
	return m.err
}

func (m *memory) DropDraft(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.drafts, key)
	return nil
}

func (m *memory) get(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.drafts[key]
}

// loop is a UI goroutine for a test.
func loop(t *testing.T) (do func(func())) {
	queue := make(chan func(), 100)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for {
			select {
			case f := <-queue:
				f()
			case <-stop:
				return
			}
		}
	}()
	t.Cleanup(func() { close(stop); wg.Wait() })
	return func(f func()) { queue <- f }
}

// and waits until f has run there.
func and(do func(func()), f func()) {
	done := make(chan struct{})
	do(func() { f(); close(done) })
	<-done
}

// However long one types without a pause, what was typed half a second ago is
// kept, with few writes. Time is the test's own.
func TestDraftsAreHalfASecondBehindAtMost(t *testing.T) { synctest.Test(t, halfASecondBehind) }

func halfASecondBehind(t *testing.T) {
	do := loop(t)
	m := &memory{drafts: map[string]string{}, slow: 5 * time.Millisecond}
	d := newDrafter(do, m, func(err error) { t.Error(err) }, "note:1")
	typed := map[string]time.Time{"": time.Now()}
	text := ""
	for start := time.Now(); time.Since(start) < 1500*time.Millisecond; time.Sleep(30 * time.Millisecond) {
		and(do, func() {
			text += "x"
			d.Changed(func() string { return text })
		})
		typed[text] = time.Now()
		kept := m.get("note:1")
		if next, ok := typed[kept+"x"]; ok && time.Since(next) > 500*time.Millisecond {
			t.Fatalf("%d letters kept, the next is %v old", len(kept), time.Since(next))
		}
	}
	and(do, d.Flush)
	if !SettleDrafts(time.Second) || m.get("note:1") != text {
		t.Errorf("%d letters kept of %d after Flush", len(m.get("note:1")), len(text))
	}
	if m.writes > 7 {
		t.Errorf("%d writes in a second and a half", m.writes)
	}
}

func TestDroppedDraftsStayDropped(t *testing.T) { synctest.Test(t, stayDropped) }

func stayDropped(t *testing.T) {
	do := loop(t)
	m := &memory{drafts: map[string]string{}, slow: 50 * time.Millisecond}
	d := newDrafter(do, m, func(err error) { t.Error(err) }, "intake")
	and(do, func() {
		d.Changed(func() string { return "half a word" })
		d.Flush() // the writer is under way
	})
	time.Sleep(10 * time.Millisecond)
	and(do, func() {
		d.Changed(func() string { return "half a word more" })
		d.Drop()
	})
	time.Sleep(2 * draftPause)
	and(do, d.Flush)
	SettleDrafts(time.Second)
	if m.get("intake") != "" {
		t.Errorf("%q came back", m.get("intake"))
	}
}

func TestDraftsThatFailSaySoOnceAndGoOn(t *testing.T) { synctest.Test(t, failAndGoOn) }

func failAndGoOn(t *testing.T) {
	do := loop(t)
	m := &memory{drafts: map[string]string{}, err: errors.New("disk full")}
	told := 0
	d := newDrafter(do, m, func(error) { told++ }, "intake")
	write := func(text string) {
		and(do, func() {
			d.Changed(func() string { return text })
			d.Flush()
		})
		SettleDrafts(time.Second)
	}
	write("a")
	write("ab")
	m.mu.Lock()
	m.err = nil
	m.mu.Unlock()
	write("abc")
	and(do, func() {})
	if told != 1 || m.get("intake") != "abc" {
		t.Errorf("told %d times, kept %q", told, m.get("intake"))
	}
}
