package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Vocabulary is the words a collection of texts uses and how often, so that
// what is typed can be repaired and completed from the desk's own words. It is
// not safe for concurrent use while it changes.
//
// Repairing scans one number for every word: a set of its letters, in which an
// edit changes at most two bits. 300,000 words take half a millisecond and no
// memory beyond that number.
type Vocabulary struct {
	index map[string]int32
	words []entry
	free  []int32
	sets  []uint64 // letterSet of words[i]
	heads map[[2]byte][]int32
}

type entry struct {
	text  string
	count int32
}

// NewVocabulary makes an empty one.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{index: map[string]int32{}, heads: map[[2]byte][]int32{}}
}

// Add counts a folded word n times more, or less where n is negative; a word
// counted down to nothing is forgotten.
func (v *Vocabulary) Add(word string, n int) {
	i, ok := v.index[word]
	if !ok {
		if n <= 0 || word == "" {
			return
		}
		e := entry{text: word}
		if k := len(v.free); k > 0 {
			i, v.free = v.free[k-1], v.free[:k-1]
			v.words[i], v.sets[i] = e, letterSet(word)
		} else {
			i = int32(len(v.words))
			v.words, v.sets = append(v.words, e), append(v.sets, letterSet(word))
		}
		v.index[word] = i
		h := head(word)
		v.heads[h] = append(v.heads[h], i)
	}
	e := &v.words[i]
	if e.count += int32(n); e.count > 0 {
		return
	}
	delete(v.index, word)
	h := head(word)
	for k, j := range v.heads[h] {
		if j == i {
			last := len(v.heads[h]) - 1
			v.heads[h][k] = v.heads[h][last]
			v.heads[h] = v.heads[h][:last]
			break
		}
	}
	v.words[i], v.sets[i] = entry{}, ^uint64(0)
	v.free = append(v.free, i)
}

// Count says how often a folded word was counted.
func (v *Vocabulary) Count(word string) int {
	if i, ok := v.index[word]; ok {
		return int(v.words[i].count)
	}
	return 0
}

// Len is the number of different words.
func (v *Vocabulary) Len() int { return len(v.index) }

func head(word string) (h [2]byte) {
	copy(h[:], word)
	return
}

// Complete gives up to n words that begin with a folded prefix of at least two
// bytes, the most frequent first. The prefix itself is not among them.
func (v *Vocabulary) Complete(prefix string, n int) []string {
	if len(prefix) < 2 {
		return nil
	}
	var found []int32
	for _, i := range v.heads[head(prefix)] {
		if w := v.words[i].text; len(w) > len(prefix) && strings.HasPrefix(w, prefix) {
			found = append(found, i)
		}
	}
	sort.Slice(found, func(a, b int) bool {
		x, y := v.words[found[a]], v.words[found[b]]
		if x.count != y.count {
			return x.count > y.count
		}
		return x.text < y.text
	})
	if len(found) > n {
		found = found[:n]
	}
	words := make([]string, len(found))
	for k, i := range found {
		words[k] = v.words[i].text
	}
	return words
}

const (
	repairFrom  = 4 // letters of the shortest word repaired; of shorter ones nearly any two are one edit apart
	repairTwo   = 8 // letters from which two edits are forgiven
	repairWords = 3 // candidates given
)

// Repair gives the words a folded word was most likely meant to be: one edit
// away (a letter missing, added, wrong, or two swapped), two in long words;
// nearest first, then the more frequent. A word the vocabulary knows, or one
// with digits in it, is not repaired.
func (v *Vocabulary) Repair(word string) []string {
	n := utf8.RuneCountInString(word)
	if n < repairFrom || hasDigit(word) || v.Count(word) > 0 {
		return nil
	}
	edits := 1
	if n >= repairTwo {
		edits = 2
	}
	var known []Spelling
	set := letterSet(word)
	for i, s := range v.sets {
		if bits.OnesCount64(s^set) <= 2*edits {
			known = append(known, Spelling{v.words[i].text, int(v.words[i].count)})
		}
	}
	return Nearest(word, edits, known)
}

// Spelling is a word as it is written and in how many texts.
type Spelling struct {
	Word  string
	Texts int
}

// Nearest gives, of the words known, those that a folded word was most likely
// meant to be, at most so many edits away: nearest first, then the more
// frequent.
func Nearest(word string, edits int, known []Spelling) []string {
	type candidate struct {
		Spelling
		cost float64
	}
	var found []candidate
	typed := []rune(word)
	for _, k := range known {
		if d := len(k.Word) - len(word); d > 2*edits || d < -2*edits || hasDigit(k.Word) {
			continue
		}
		d := distance(typed, []rune(k.Word), edits)
		if d > edits {
			continue
		}
		cost := float64(d)
		if k.Word[0] != word[0] {
			cost += 0.5 // the first letter is the one people get right
		}
		found = append(found, candidate{k, cost})
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.Texts, a.Texts), cmp.Compare(a.Word, b.Word))
	})
	var words []string
	for _, c := range found {
		if len(words) == repairWords || c.cost > found[0].cost {
			break
		}
		words = append(words, c.Word)
	}
	return words
}

// letterSet has a bit for every letter of a word, and one more for a letter
// that comes twice. One edit changes at most two bits.
func letterSet(word string) (set uint64) {
	for _, r := range word {
		bit := uint64(1) << (uint(r) % 32)
		if set&bit != 0 {
			bit <<= 32
		}
		set |= bit
	}
	return
}

// distance counts the edits between two words (Damerau and Levenshtein's,
// neighbours swapped counting one), or gives more than max as soon as it is.
func distance(a, b []rune, max int) int {
	if len(a)-len(b) > max || len(b)-len(a) > max {
		return max + 1
	}
	width := len(b) + 1
	var buf [3 * 64]int
	rows := buf[:]
	if 3*width > len(rows) {
		rows = make([]int, 3*width)
	}
	two, one, now := rows[:width], rows[width:2*width], rows[2*width:3*width]
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		best := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(one[j]+1, now[j-1]+1, one[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, two[j-2]+1)
			}
			now[j] = d
			best = min(best, d)
		}
		if best > max {
			return max + 1
		}
		two, one, now = one, now, two
	}
	return one[len(b)]
}
