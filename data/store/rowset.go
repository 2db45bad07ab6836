package store

import "math/bits"

// rowSet is a set of rows, a bit each: of a million tickets 125 kB.
type rowSet []uint64

func rowsOf(rows []int64) rowSet {
	set := rowSet{}
	set.add(rows...)
	return set
}

func (s *rowSet) add(rows ...int64) {
	for _, row := range rows {
		if at := int(row / 64); at >= len(*s) {
			*s = append(*s, make([]uint64, at+1-len(*s))...)
		}
		(*s)[row/64] |= 1 << (row % 64)
	}
}

func (s rowSet) has(row int64) bool {
	return row/64 < int64(len(s)) && s[row/64]&(1<<(row%64)) != 0
}

func (s rowSet) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// list gives the rows, the oldest first.
func (s rowSet) list() (rows []int64) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			rows = append(rows, int64(i*64+bits.TrailingZeros64(word)))
		}
	}
	return rows
}

// or adds what is in another.
func (s *rowSet) or(other rowSet) {
	if len(other) > len(*s) {
		*s = append(*s, make([]uint64, len(other)-len(*s))...)
	}
	for i, word := range other {
		(*s)[i] |= word
	}
}

// and gives what is in both.
func (s rowSet) and(other rowSet) rowSet {
	both := make(rowSet, min(len(s), len(other)))
	for i := range both {
		both[i] = s[i] & other[i]
	}
	return both
}

// without gives what is not in the other.
func (s rowSet) without(other rowSet) rowSet {
	rest := append(rowSet(nil), s...)
	for i := range min(len(s), len(other)) {
		rest[i] &^= other[i]
	}
	return rest
}
