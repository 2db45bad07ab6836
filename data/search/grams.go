package search

import (
	"encoding/binary"
	"maps"
	"slices"
)

// gram says that five letters in a row occur in a doc, and how often.
type gram struct {
	slot  int32
	times uint8 // up to 255
}

// grams are the docs with one gram, in order of slot. There are half a million in
// a thousand articles, so each takes a byte or two: how many slots were passed
// over, twice, and one more if it occurs once; else how often follows.
type grams struct {
	packed []byte
	docs   int32
	next   int32 // slot after the last
}

// all gives them one by one.
func (l *grams) all(yield func(gram) bool) {
	next := int32(0)
	for at := 0; at < len(l.packed); {
		passed, n := binary.Uvarint(l.packed[at:])
		at += n
		g := gram{next + int32(passed/2), 1}
		if passed%2 == 0 {
			g.times = l.packed[at]
			at++
		}
		if !yield(g) {
			return
		}
		next = g.slot + 1
	}
}

// add puts a gram behind the others.
func (l *grams) add(g gram) {
	passed := 2 * uint64(g.slot-l.next)
	l.packed = room(l.packed, binary.MaxVarintLen32+1)
	if g.times == 1 {
		l.packed = binary.AppendUvarint(l.packed, passed+1)
	} else {
		l.packed = append(binary.AppendUvarint(l.packed, passed), g.times)
	}
	l.docs, l.next = l.docs+1, g.slot+1
}

// put adds a gram, or takes that of a slot out, times being none.
func (l *grams) put(changed gram) {
	if changed.times > 0 && changed.slot >= l.next {
		l.add(changed)
		return
	}
	var as grams
	for g := range l.all {
		if changed.times > 0 && g.slot > changed.slot {
			as.add(changed)
			changed.times = 0
		}
		if g.slot != changed.slot {
			as.add(g)
		}
	}
	*l = as
}

// room gives a list room for n more. It grows by a quarter: doubled, half of all
// that an index takes would be empty.
func room[T any](list []T, n int) []T {
	if len(list)+n <= cap(list) {
		return list
	}
	return append(make([]T, 0, len(list)+len(list)/4+n), list...)
}

// gramLetters is how many letters in a row make a gram. Words are folded and
// parted by one space, so that a gram also sees how words follow each other.
// Five did better than four in the quality test (MRR@10 +0.003 on average),
// three worse (-0.008); typos are repaired before they come here.
const gramLetters = 5

// eachGram gives every gram of a text, as a number that two grams share once in
// a few thousand million.
func eachGram(text string, f func(uint32)) {
	var window [gramLetters]rune
	n := 0
	push := func(r rune) {
		copy(window[:], window[1:])
		window[gramLetters-1] = r
		if n++; n < gramLetters {
			return
		}
		h := uint64(14695981039346656037) // FNV-1a
		for _, r := range window {
			h = (h ^ uint64(r)) * 1099511628211
		}
		f(uint32(h ^ h>>32))
	}
	push(' ')
	for _, w := range Words(text) {
		if w.Parts > 0 {
			continue // its parts follow
		}
		for _, r := range w.Text {
			push(r)
		}
		push(' ')
	}
}

// countGrams lists the grams of a doc, each with how often it occurs in the low
// half, in order.
func countGrams(texts perField[string]) (counts []uint64, total int32) {
	counts = make([]uint64, 0, len(texts[titleField])+len(texts[bodyField])+len(texts[learnedField]))
	for _, text := range texts {
		if text != "" {
			eachGram(text, func(g uint32) { counts = append(counts, uint64(g)<<32) })
		}
	}
	total = int32(len(counts))
	slices.Sort(counts)
	n := 0
	for _, g := range counts {
		if n > 0 && counts[n-1]>>32 == g>>32 {
			counts[n-1]++
			continue
		}
		counts[n] = g + 1
		n++
	}
	return counts[:n], total
}

func (l *Library) addGrams(slot int32, counts []uint64) {
	for _, c := range counts {
		l.changeable(uint32(c >> 32)).put(gram{slot, uint8(min(c&0xffffffff, 255))})
	}
}

func (l *Library) dropGrams(slot int32, counts []uint64) {
	for _, c := range counts {
		g := uint32(c >> 32)
		list := l.changeable(g)
		if list.put(gram{slot: slot}); list.docs == 0 && l.printed.find(g).docs == 0 {
			delete(l.grams, g)
		}
	}
}

// gram gives the docs of a gram, none where no doc has it. They are not to be
// changed.
func (l *Library) gram(g uint32) grams {
	if list := l.grams[g]; list != nil {
		return *list
	}
	return l.printed.find(g)
}

// changeable gives the docs of a gram to be changed: those of an edition are
// taken out of it.
func (l *Library) changeable(g uint32) *grams {
	list := l.grams[g]
	if list == nil {
		list = new(grams)
		from := l.printed.find(g)
		for old := range from.all {
			list.add(old)
		}
		l.grams[g] = list
	}
	return list
}

// knownGrams lists the grams some doc has, in order.
func (l *Library) knownGrams() []uint32 {
	all := slices.Concat(l.printed.known, slices.Collect(maps.Keys(l.grams)))
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(g uint32) bool { return l.gram(g).docs == 0 })
}

// printGrams writes how many there are, what they are, where each one's docs end
// and how many it has, and then the docs.
func (l *Library) printGrams(p *press) {
	known := l.knownGrams()
	p.uint32(uint32(len(known)))
	end := 0
	for _, g := range known {
		p.uint32(g)
	}
	for _, g := range known {
		end += len(l.gram(g).packed)
		p.uint32(uint32(end))
	}
	for _, g := range known {
		p.uint32(uint32(l.gram(g).docs))
	}
	for _, g := range known {
		p.bytes(l.gram(g).packed)
	}
}

// printed are grams as an edition holds them, in order.
type printed struct {
	known  []uint32
	ends   []uint32 // of each one's docs
	docs   []uint32 // how many each has
	packed []byte
}

func readGrams(raw []byte) printed {
	list := func(n int) []uint32 {
		numbers := make([]uint32, n)
		for i := range numbers {
			numbers[i] = binary.LittleEndian.Uint32(raw[4*i:])
		}
		raw = raw[4*n:]
		return numbers
	}
	n := int(list(1)[0])
	return printed{list(n), list(n), list(n), raw}
}

// find gives the docs of a gram; they are not to be changed.
func (p printed) find(g uint32) (list grams) {
	i, ok := slices.BinarySearch(p.known, g)
	if !ok {
		return
	}
	from := uint32(0)
	if i > 0 {
		from = p.ends[i-1]
	}
	return grams{packed: p.packed[from:p.ends[i]:p.ends[i]], docs: int32(p.docs[i])}
}
