package search

import (
	"slices"
	"strings"
)

// matcher tells which words of a text a query's words stand for. It remembers
// every word it has seen, so that many texts cost little; it is for one
// goroutine.
type matcher struct {
	words    []wanted
	phrases  [][]int // as rows of words
	langs    []string
	exact    map[string]int
	stems    map[string]int // language and stem
	heads    map[[2]byte]bool
	prefix   string // what the last word, unfinished, begins with
	prefixOf int
	seen     map[string]int
}

// wanted is one word of a query.
type wanted struct {
	text   string
	common bool
	of     int  // the compound it is a part of; notWanted: it was typed by itself
	loose  bool // it need not stand in a phrase
}

const notWanted = -1

// newMatcher reads a query's words for texts in a language, or in any.
func newMatcher(q Query, lang string) *matcher {
	m := &matcher{exact: map[string]int{}, stems: map[string]int{}, heads: map[[2]byte]bool{}, seen: map[string]int{}, prefixOf: notWanted}
	m.langs = languages
	if lang != "" {
		m.langs = []string{lang}
	}
	spoken := Detect(q.Text)
	common := func(word string) bool { return Common(word, spoken) }
	if lang != "" { // which may be set wrong: what the query is written in counts, too
		common = func(word string) bool {
			return Common(word, lang) || spoken != "" && Common(word, spoken)
		}
	}
	parts, last := 0, 0
	words := Words(q.Text)
	for at, w := range words {
		whole := parts == 0
		if whole {
			parts, last = w.Parts, at
		} else {
			parts--
		}
		if _, ok := m.exact[w.Text]; ok {
			continue
		}
		i, of := len(m.words), notWanted
		if !whole {
			of = m.exact[words[last].Text]
		}
		m.words = append(m.words, wanted{text: w.Text, common: common(w.Text), of: of})
		m.exact[w.Text] = i
		m.heads[headOf(w.Text)] = true
		for _, l := range m.langs {
			if k := l + root(w.Text, l); m.stems[k] == 0 {
				m.stems[k] = i + 1
			}
		}
	}
	m.phrase(q)
	for word, stands := range q.Meant {
		_, itself := m.exact[word]
		if i, ok := m.exact[stands]; ok && !itself {
			m.seen[word] = i
		}
	}
	if len(words) > 0 && q.Unfinished && len(words[last].Text) > 1 {
		m.prefix, m.prefixOf = words[last].Text, m.exact[words[last].Text]
	}
	return m
}

// phrase takes the query's phrases for rows of words. A word of theirs that was typed
// elsewhere, too, and one of a phrase that is written otherwise now, is wanted by itself.
func (m *matcher) phrase(q Query) {
	for i := range m.words {
		m.words[i].loose = true
	}
	typed := Words(strings.Join(q.Terms, " "))
	for _, p := range q.Phrases {
		var row []int
		words := Words(p)
		for at := 0; at < len(words); at += 1 + words[at].Parts {
			i, ok := m.exact[words[at].Text]
			if !ok {
				row = nil
				break
			}
			row = append(row, i)
		}
		if len(row) < 2 {
			continue
		}
		m.phrases = append(m.phrases, row)
		for _, w := range words {
			same := func(t Word) bool { return t.Text == w.Text }
			if i, ok := m.exact[w.Text]; ok && !slices.ContainsFunc(typed, same) {
				m.words[i].loose = false
			}
		}
	}
}

// row is where a phrase that begins with one of a text's words ends, 0 if none does.
func (m *matcher) row(words []Word, from int) (end int) {
	for _, row := range m.phrases {
		at, last := from, 0
		for _, want := range row {
			if at >= len(words) || m.find(words[at].Text) != want {
				last = 0
				break
			}
			last = words[at].End
			at += 1 + words[at].Parts
		}
		end = max(end, last)
	}
	return end
}

// headOf is what a word has in common with its other forms at least: a stem may
// change from the third letter on (German Haus, Hauser keep it; Geraet is
// Gerat), a Spanish one its vowel (cierra, cerrar; muestra, mostrar).
func headOf(word string) (h [2]byte) {
	switch copy(h[:], word); h[1] {
	case 'i':
		h[1] = 'e'
	case 'u':
		h[1] = 'o'
	}
	return
}

// meant says whether any word of the query is more than a common one.
func (m *matcher) meant() bool {
	for _, w := range m.words {
		if !w.common {
			return true
		}
	}
	return false
}

// find gives the query's word that a text's word stands for, or notWanted.
func (m *matcher) find(word string) int {
	if i, ok := m.seen[word]; ok {
		return i
	}
	i := m.look(word)
	m.seen[word] = i
	return i
}

func (m *matcher) look(word string) int {
	if i, ok := m.exact[word]; ok {
		return i
	}
	if m.prefix != "" && strings.HasPrefix(word, m.prefix) {
		return m.prefixOf
	}
	if hasDigit(word) {
		for i, w := range m.words { // a fragment of a serial, a phone number, a code
			if len(w.text) > 2 && hasDigit(w.text) && strings.Contains(word, w.text) {
				return i
			}
		}
		return notWanted
	}
	if !m.heads[headOf(word)] {
		return notWanted
	}
	for _, l := range m.langs {
		if i := m.stems[l+root(word, l)]; i > 0 {
			return i - 1
		}
	}
	return notWanted
}

// Marker tells which of the words that are looked up stand in a text.
type Marker struct {
	m   *matcher
	bit map[int]uint64
}

// NewMarker makes a marker for words of a query; it is for one goroutine.
func NewMarker(q Query, words []Lookup) *Marker {
	k := &Marker{newMatcher(q, ""), map[int]uint64{}}
	for b, l := range words {
		if i, ok := k.m.exact[l.Word]; ok {
			k.bit[i] = 1 << b
		}
	}
	return k
}

// In gives a bit for each of the words that a text has.
func (k *Marker) In(text string) (has uint64) {
	for _, w := range Words(text) {
		has |= k.bit[k.m.find(w.Text)]
	}
	return has
}
