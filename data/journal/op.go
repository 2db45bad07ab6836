// Package journal is the truth of a desk: operations, the clock that orders
// them, the chain that proves none is missing, and what they add up to. It
// holds pure functions only; the store keeps the bytes.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"firstline/data"
)

// Op is one fact: something that happened to one entity. Its bytes, once
// written, are kept and passed on verbatim; unknown kinds and fields of a newer
// desk are kept too.
type Op struct {
	V      int             `json:"v"`
	Entity string          `json:"e"` // "ticket", "contact", "article", "escalation", "desk"
	ID     data.ID         `json:"id"`
	Author string          `json:"a"` // <desk>.<epoch>
	Seq    int64           `json:"s"` // counts per entity and author, from 1
	Prev   string          `json:"prev,omitempty"`
	Clock  Stamp           `json:"h"`
	At     time.Time       `json:"at"` // wall clock, for people
	By     string          `json:"by"` // operator
	Act    data.ID         `json:"act"`
	Kind   Kind            `json:"k"`
	Field  string          `json:"f,omitempty"`
	Value  json.RawMessage `json:"x,omitempty"`
}

// Kind is what an operation does.
type Kind string

// The kinds.
const (
	Open     Kind = "open"     // x: the entity's first fields
	Set      Kind = "set"      // f, x: the field takes a value; null clears it
	Add      Kind = "add"      // f, x: the set gains an element
	Remove   Kind = "remove"   // f, x: the set loses an element
	Note     Kind = "note"     // x: a timeline entry
	Rewrite  Kind = "edit"     // f: entry, x: its new text
	Attach   Kind = "attach"   // x: an attachment
	Withdraw Kind = "withdraw" // f: entry, or "" for the entity; x: true or false
)

// Version is the meaning of operations written by this program.
const Version = 1

// Stamp is a moment of the hybrid logical clock: milliseconds since 1970 and a
// counter for what happened within one.
type Stamp [2]int64

// Before orders two stamps.
func (s Stamp) Before(t Stamp) bool {
	return s[0] < t[0] || s[0] == t[0] && s[1] < t[1]
}

// Tick gives the stamp of something that happens at now, after everything this
// desk has seen up to last: a clock set back never reorders what happened.
func (s Stamp) Tick(now time.Time) Stamp {
	if ms := now.UnixMilli(); ms > s[0] {
		return Stamp{ms, 0}
	}
	return Stamp{s[0], s[1] + 1}
}

// Before orders operations: by clock, then by author, then by sequence, so that
// every desk agrees.
func (o Op) Before(p Op) bool {
	if o.Clock != p.Clock {
		return o.Clock.Before(p.Clock)
	}
	if o.Author != p.Author {
		return o.Author < p.Author
	}
	return o.Seq < p.Seq
}

// Entry is the id of the timeline entry an operation makes.
func (o Op) Entry() string { return o.Author + ":" + strconv.FormatInt(o.Seq, 10) }

// isEntry says whether an entry of the timeline is this operation's.
func (o Op) isEntry(id string) bool {
	rest, ok := strings.CutPrefix(id, o.Author)
	return ok && strings.HasPrefix(rest, ":") && rest[1:] == strconv.FormatInt(o.Seq, 10)
}

// Hash is the name of an operation's bytes: SHA-256 in hexadecimal.
func Hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// CheckChain says what is wrong with one author's operations on one entity, in
// order of sequence: a gap, a broken link or an unreadable one. Nil: nothing.
func CheckChain(bodies [][]byte) error {
	prev := ""
	for i, raw := range bodies {
		o, err := Decode(raw)
		if err != nil {
			return fmt.Errorf("operation %d: %w", i+1, err)
		}
		if o.Seq != int64(i+1) {
			return fmt.Errorf("operation %d of %s is missing (found %d)", i+1, o.ID, o.Seq)
		}
		if o.Prev != prev {
			return fmt.Errorf("operation %d of %s does not follow the one before it", o.Seq, o.ID)
		}
		prev = Hash(raw)
	}
	return nil
}
