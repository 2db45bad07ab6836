package store

import (
	"fmt"
	"strconv"
	"sync"

	"firstline/data/journal"
)

// ends is where the journal and the ticket numbers end.
type ends struct {
	author  string        // under which this desk writes, "" if it has no identity yet
	row     int64         // of that author; 0 if it wrote nothing yet
	clock   journal.Stamp // of the last operation
	sealed  string        // seal of the last act
	end     int64         // position of the last operation
	numbers int           // of tickets this desk has given out
}

// knownEnds remembers where the last act of this program ended: who writes next
// need not read it, unless another program wrote since.
type knownEnds struct {
	mu sync.Mutex
	ends
	version uint32 // of the data, as the writer's connection has it
	turn    int    // of those who began to write
	known   bool
}

// take begins a turn: what is known, if it is and the database has this version,
// is known no longer, until the turn ends well.
func (k *knownEnds) take(version uint32) (e ends, known bool, turn int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if known = k.known && k.version == version; known {
		e = k.ends
	}
	k.turn++
	k.known, k.version = false, version
	return e, known, k.turn
}

// keep ends a turn with what was committed, unless somebody else's has begun.
func (k *knownEnds) keep(e ends, turn int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.turn == turn {
		k.ends, k.known = e, true
	}
}

// forget has them read again.
func (k *knownEnds) forget() { k.take(0) }

// begin finds where the journal ends.
func (t *Tx) begin(known *knownEnds) error {
	version, err := dataVersion(t.tx.Conn)
	if err != nil {
		return fmt.Errorf("see whether others wrote: %w", err)
	}
	var ok bool
	if t.ends, ok, t.turn = known.take(version); !ok {
		var last []byte
		err := t.tx.QueryRowContext(t.ctx, `SELECT coalesce((SELECT value FROM desk WHERE name = 'author'), ''), coalesce((SELECT a.row FROM desk d JOIN authors a ON a.author = d.value WHERE d.name = 'author'), 0),
			coalesce((SELECT seal FROM acts ORDER BY row DESC LIMIT 1), ''), coalesce((SELECT max(pos) FROM ops), 0), (SELECT body FROM ops ORDER BY pos DESC LIMIT 1),
			CAST(coalesce((SELECT value FROM desk WHERE name = 'next_number'), '0') AS INTEGER)`).
			Scan(&t.author, &t.row, &t.sealed, &t.end, &last, &t.numbers)
		if err != nil {
			return fmt.Errorf("read where the journal ends: %w", err)
		}
		if o, err := journal.Decode(last); err == nil { // what can't be read is for the check to say
			t.clock = o.Clock
		}
	}
	t.given = t.numbers
	t.folds.reach(t.end)
	if t.row != 0 {
		t.authors[t.author] = t.row
	}
	return nil
}

// keepNumber keeps how many tickets were numbered, which the journal does not
// tell.
func (t *Tx) keepNumber() error {
	if t.numbers == t.given {
		return nil
	}
	return t.SetValue("next_number", strconv.Itoa(t.numbers))
}

// ended is where the journal ends once the transaction is committed.
func (t *Tx) ended() ends {
	e := t.ends
	e.end, e.row = max(t.end, t.last), t.authors[t.author]
	if t.first == 0 {
		e.numbers = t.given // those of an act that wrote nothing are given again
	}
	return e
}
