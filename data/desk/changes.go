package desk

import (
	"context"
	"sync"
	"time"

	"firstline/data"
)

// Change says what a commit touched. It carries ids, not data: rooms ask again.
type Change struct {
	Entities map[data.ID]bool
	Kinds    map[string]bool // "ticket", "contact", "article", "escalation", "mail", "desk", "outbox", "inbox"
	Foreign  bool            // another process wrote: anything may have changed
}

// Merge adds another change to this one.
func (c *Change) Merge(more Change) {
	if c.Entities == nil {
		c.Entities, c.Kinds = map[data.ID]bool{}, map[string]bool{}
	}
	for id := range more.Entities {
		c.Entities[id] = true
	}
	for kind := range more.Kinds {
		c.Kinds[kind] = true
	}
	c.Foreign = c.Foreign || more.Foreign
}

// hub hands changes to everyone who listens. Each listener has one slot; a slow
// one gets the union of what it missed, never a queue.
type hub struct {
	sync.Mutex
	slots map[chan Change]bool
}

// Subscribe gives a channel of changes and the function that ends it.
func (d *Desk) Subscribe() (<-chan Change, func()) {
	h := &d.changes
	h.Lock()
	defer h.Unlock()
	if h.slots == nil {
		h.slots = map[chan Change]bool{}
	}
	slot := make(chan Change, 1)
	h.slots[slot] = true
	return slot, func() {
		h.Lock()
		defer h.Unlock()
		if h.slots[slot] {
			delete(h.slots, slot)
			close(slot)
		}
	}
}

func (d *Desk) announce(c Change) {
	h := &d.changes
	h.Lock()
	defer h.Unlock()
	for slot := range h.slots {
		var merged Change
		select {
		case waiting := <-slot:
			merged.Merge(waiting)
		default:
		}
		merged.Merge(c)
		slot <- merged // the slot is free: only announce fills it, under the lock
	}
}

// watchEvery is how soon the window notices what a command beside it wrote.
const watchEvery = time.Second

// watch announces what other processes commit to this desk.
func (d *Desk) watch(ctx context.Context) {
	last, _ := d.store.Watch(ctx) // a desk too busy to say is announced once too often
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now, err := d.store.Watch(ctx)
		if err != nil || now == last {
			continue // a busy desk is asked again in a second
		}
		last = now
		if d.loadSettings(ctx) == nil {
			d.announce(Change{Entities: map[data.ID]bool{}, Kinds: map[string]bool{}, Foreign: true})
		}
	}
}
