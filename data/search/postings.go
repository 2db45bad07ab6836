package search

import "encoding/binary"

// posting says that a term or a gram occurs in the doc of a slot, and how often:
// a word counts two, so that a part of a compound can be one. A term has a byte
// for each field, the title's lowest.
type posting struct {
	slot   int32
	halves uint32
}

// in is how often a term occurs in a field, in halves.
func (p posting) in(field int) uint8 { return uint8(p.halves >> (8 * field)) }

// counted writes how often a term occurs in each field as a posting has it.
func counted(halves perField[uint8]) (all uint32) {
	for f, n := range halves {
		all |= uint32(n) << (8 * f)
	}
	return all
}

// once is what a posting of one word or gram counts.
const once = 2

// postings are the docs with a term or a gram, in order of slot. There are
// half a million in a thousand articles, so each takes a byte or two, a term's
// three: how many slots were passed over, twice, and one more if it occurs once;
// else how often follows.
type postings struct {
	packed []byte
	docs   int32
	next   int32 // slot after the last
}

// all gives them one by one.
func (l *postings) all(yield func(posting) bool) {
	next := int32(0)
	for at := 0; at < len(l.packed); {
		passed, n := binary.Uvarint(l.packed[at:])
		at += n
		p := posting{next + int32(passed/2), once}
		if passed%2 == 0 {
			halves, n := binary.Uvarint(l.packed[at:])
			p.halves = uint32(halves)
			at += n
		}
		if !yield(p) {
			return
		}
		next = p.slot + 1
	}
}

// add puts a posting behind the others.
func (l *postings) add(p posting) {
	passed := 2 * uint64(p.slot-l.next)
	l.packed = room(l.packed, 2*binary.MaxVarintLen32)
	if p.halves == once {
		l.packed = binary.AppendUvarint(l.packed, passed+1)
	} else {
		l.packed = binary.AppendUvarint(binary.AppendUvarint(l.packed, passed), uint64(p.halves))
	}
	l.docs, l.next = l.docs+1, p.slot+1
}

// put adds a posting, or takes that of a slot out where it counts none, and gives
// what it was.
func (l *postings) put(changed posting) (was posting) {
	if changed.halves > 0 && changed.slot >= l.next {
		l.add(changed)
		return
	}
	slot := changed.slot
	as := postings{packed: make([]byte, 0, len(l.packed)+2*binary.MaxVarintLen32)}
	for p := range l.all {
		if changed.halves > 0 && p.slot > slot {
			as.add(changed)
			changed.halves = 0
		}
		if p.slot == slot {
			was = p
		} else {
			as.add(p)
		}
	}
	*l = as
	return was
}

// room gives a list room for n more. It grows by a quarter: doubled, half of all
// that an index takes would be empty.
func room[T any](list []T, n int) []T {
	if len(list)+n <= cap(list) {
		return list
	}
	return append(make([]T, 0, len(list)+len(list)/4+n), list...)
}
