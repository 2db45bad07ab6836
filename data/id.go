package data

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"sync"
	"time"
)

// ID names one entity for ever and on every desk: 26 letters of Crockford's base 32,
// of which the first ten are the millisecond it was made in (the layout of a ULID),
// so that ids sort by age.
type ID string

// Crockford is base 32 without the letters people misread (I, L, O, U).
const Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

var lastID struct {
	sync.Mutex
	ms     uint64
	random [10]byte
}

// NewID makes an id for something made at t. Ids of the same millisecond sort in the
// order they were made in, too, because their random part is then counted up.
func NewID(t time.Time) ID {
	lastID.Lock()
	defer lastID.Unlock()
	ms := uint64(t.UnixMilli())
	if ms == lastID.ms {
		for i := len(lastID.random) - 1; i >= 0; i-- {
			lastID.random[i]++
			if lastID.random[i] != 0 {
				break
			}
		}
	} else {
		lastID.ms = ms
		rand.Read(lastID.random[:]) // never fails since Go 1.24
		lastID.random[0] &= 0x7f    // room to count up
	}
	return idFrom(ms, lastID.random)
}

// IDOf makes the id of something with an identity of its own, such as a mail: the same
// moment and the same parts give the same id on every desk.
func IDOf(t time.Time, parts ...string) ID {
	sum := sha256.New()
	for _, part := range parts {
		var size [4]byte // goes before each part, so that none runs into the next
		binary.BigEndian.PutUint32(size[:], uint32(len(part)))
		sum.Write(size[:])
		sum.Write([]byte(part))
	}
	return idFrom(uint64(max(0, t.UnixMilli())), [10]byte(sum.Sum(nil)[:10]))
}

func idFrom(ms uint64, random [10]byte) ID {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], ms<<16)
	copy(raw[6:], random[:])
	return ID(Base32(raw[:]))
}

// Base32 writes bytes in Crockford's base 32, which can be read out over the phone,
// the most significant bits first. 16 bytes give 26 letters.
func Base32(raw []byte) string {
	n := (len(raw)*8 + 4) / 5
	out := make([]byte, 0, n)
	var pending uint          // bits read and not written
	count := n*5 - len(raw)*8 // the value is aligned to the right: spare bits come first, as in a ULID
	for _, b := range raw {
		pending = pending<<8 | uint(b)
		for count += 8; count >= 5; {
			count -= 5
			out = append(out, Crockford[pending>>count&31])
		}
	}
	return string(out)
}
