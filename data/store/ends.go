package store

import (
	"fmt"
	"strconv"

	"firstline/data/journal"
)

// ends is where the journal and the ticket numbers end.
type ends struct {
	author  string        // under which this desk writes, "" if it has no identity yet
	row     int64         // of that author; 0 until it is known, or has written
	clock   journal.Stamp // of the last operation
	sealed  string        // seal of the last act
	end     int64         // position of the last operation
	numbers int           // of tickets this desk has given out
}

// knownEnds is where the last act of this program ended: who writes next need not
// read it, unless anything was written since. Whoever has the writer's connection
// has it.
type knownEnds struct {
	ends
	version int64 // of the data, for as long as others commit nothing (PRAGMA data_version)
}

func (k *knownEnds) forget() { k.end = 0 }

// begin finds where the journal ends.
func (t *Tx) begin(known *knownEnds) error {
	var version int64
	if err := t.tx.QueryRowContext(t.ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return fmt.Errorf("see whether others wrote: %w", err)
	}
	if known.end > 0 && version == known.version {
		t.ends = known.ends
	} else {
		t.ends = ends{}
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
		*known = knownEnds{t.ends, version}
	}
	t.given = t.numbers
	t.folds.reach(t.end)
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

// keepEnds remembers where the journal ends now that the transaction is committed.
func (t *Tx) keepEnds(known *knownEnds) {
	if t.first == 0 { // what was kept beside the journal is read next time
		known.forget()
		return
	}
	t.end = t.last
	known.ends = t.ends
}
