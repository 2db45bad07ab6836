package search

import (
	"sort"
	"strings"
	"sync"

	"firstline/data"
)

// Doc is one article as the library knows it.
type Doc struct {
	ID      data.ID
	Title   string   // the question
	Body    string   // the answer and whatever else belongs to it
	Learned []string // past wordings it answered (the words of tickets it solved)
	Row     int64    // where who puts it here knows it, and
	From    []int64  // what it was made of
	Lang    string   // as Language reads it; one that is not known is detected
	Weight  float64  // multiplies its score: confidence and reuse; 0 counts as 1
}

// The fields of a Doc, scored apart: a long answer must not drown its title.
const (
	titleField = iota
	bodyField
	learnedField
	fieldCount
)

// perField holds something for each field of a doc.
type perField[T any] [fieldCount]T

// texts are a doc's fields as texts. Past wordings of a doc without a question
// belong to its body: scored apart they would count for more than what the body
// says, and lead to whichever doc was asked in the same turns of phrase (with
// three wordings each, 1 to 5 points of MRR@10 on paragraphs in six languages).
func (d Doc) texts() perField[string] {
	learned := strings.Join(d.Learned, "\n")
	if d.Title == "" && learned != "" {
		return perField[string]{bodyField: d.Body + "\n" + learned}
	}
	return perField[string]{titleField: d.Title, bodyField: d.Body, learnedField: learned}
}

// Library holds the FAQ manual in memory, ready to be searched. It is safe for
// concurrent use; a search sees every Put that returned before it began.
type Library struct {
	mu      sync.RWMutex
	slots   map[data.ID]int32
	docs    []shelved // by slot; a free slot has no id
	free    []int32   // free slots
	shelves []*shelf
	terms   []term
	gaps    []int32 // free places in terms
	words   *Vocabulary
	grams   map[uint32]*postings // beside those printed
	printed printed
	same    [][]string // synonyms the desk added

	length  perField[float64] // of all docs together
	filled  perField[int]     // how many docs have the field
	ordered int               // words of all docs together
	gramLen int               // grams of all docs together

	scratch sync.Pool
}

// shelved is what is kept of a Doc. Its texts stay, so that what they added
// can be taken back exactly.
type shelved struct {
	Doc
	shelf   *shelf
	length  perField[float32]
	order   sequence // its terms as they follow each other, fields parted by noTerm
	gramLen int32
}

// shelf is the words of one language. Every doc's words are stemmed in its own
// language, and a query's words in the language of each shelf, so that nobody
// needs to know what language a short query is in.
type shelf struct {
	lang  string
	stems map[string]int32    // root: place in terms
	known map[string]*written // folded word
	same  map[string][]string // roots of a word or phrase: the words that mean the same
}

// written is a word as the docs of a shelf write it.
type written struct{ term, docs int32 }

// term is one root of one language and where it occurs.
type term struct {
	stem   string
	forms  int32 // written words that have it
	common bool  // and one of them is a common word
	posts  postings
	df     perField[int32] // docs that have it in the field
}

// noTerm stands for a word that no doc of a shelf has.
const noTerm = -1

// New makes an empty library.
func New() *Library {
	return &Library{slots: map[data.ID]int32{}, words: NewVocabulary(), grams: map[uint32]*postings{}}
}

// Len is the number of docs.
func (l *Library) Len() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return len(l.slots)
}

// Doc gives a doc as it was put here.
func (l *Library) Doc(id data.ID) (Doc, bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	slot, ok := l.slots[id]
	if !ok {
		return Doc{}, false
	}
	return l.docs[slot].Doc, true
}

// Docs goes through all of them, in no order. None may be put or removed
// meanwhile.
func (l *Library) Docs(yield func(Doc) bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	for _, d := range l.docs {
		if d.ID != "" && !yield(d.Doc) {
			return
		}
	}
}

// Put shelves a doc, in place of an earlier one with its id.
func (l *Library) Put(d Doc) {
	lang := Language(d.Lang)
	if lang == "" {
		lang = Detect(d.Title + "\n" + d.Body)
	}
	texts := d.texts()
	counts, total := countGrams(texts)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remove(d.ID)
	slot := int32(len(l.docs))
	if n := len(l.free); n > 0 {
		slot, l.free = l.free[n-1], l.free[:n-1]
	} else {
		l.docs = append(l.docs, shelved{})
	}
	l.slots[d.ID] = slot

	s := shelved{Doc: d, shelf: l.shelfOf(lang), gramLen: total}
	posts := map[int32]*perField[uint8]{}
	seen := map[*written]bool{}
	for f, text := range texts {
		parts := 0 // of a compound, still to come
		for _, w := range Words(text) {
			k := l.write(s.shelf, w.Text)
			if !seen[k] {
				seen[k] = true
				k.docs++
				l.words.Add(w.Text, 1)
			}
			p := posts[k.term]
			if p == nil {
				p = new(perField[uint8])
				posts[k.term] = p
			}
			halves := 2
			if parts > 0 {
				halves, parts = 1, parts-1
			} else {
				parts = w.Parts
				s.order.add(k.term)
			}
			p[f] = uint8(min(255, int(p[f])+halves))
			s.length[f] += float32(halves) / 2
		}
		s.order.add(noTerm)
	}
	for t, p := range posts {
		l.terms[t].put(posting{slot, counted(*p)})
	}
	l.addGrams(slot, counts)
	l.docs[slot] = s
	l.tally(s, +1)
}

// Remove takes a doc off the shelf.
func (l *Library) Remove(id data.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remove(id)
}

func (l *Library) remove(id data.ID) {
	slot, ok := l.slots[id]
	if !ok {
		return
	}
	s := l.docs[slot]
	texts := s.texts()
	seen := map[string]bool{}
	for _, text := range texts {
		for _, w := range Words(text) {
			if !seen[w.Text] {
				seen[w.Text] = true
				l.words.Add(w.Text, -1)
				l.terms[s.shelf.known[w.Text].term].put(posting{slot: slot})
			}
		}
	}
	for word := range seen {
		l.forget(s.shelf, word)
	}
	counts, _ := countGrams(texts)
	l.dropGrams(slot, counts)
	l.tally(s, -1)
	l.docs[slot] = shelved{}
	l.free = append(l.free, slot)
	delete(l.slots, id)
}

// tally counts a doc in (+1) or out (-1) of the lengths that hold for all.
func (l *Library) tally(s shelved, sign int) {
	for f, n := range s.length {
		if n > 0 {
			l.length[f] += float64(sign) * float64(n)
			l.filled[f] += sign
		}
	}
	l.ordered += sign * int(s.order.length)
	l.gramLen += sign * int(s.gramLen)
}

// shelfOf gives the shelf of a language, set up when it is the first doc there.
func (l *Library) shelfOf(lang string) *shelf {
	for _, sh := range l.shelves {
		if sh.lang == lang {
			return sh
		}
	}
	sh := &shelf{lang: lang, stems: map[string]int32{}, known: map[string]*written{}}
	sh.same = stemSynonyms(lang, l.same)
	l.shelves = append(l.shelves, sh)
	sort.Slice(l.shelves, func(i, j int) bool { return l.shelves[i].lang < l.shelves[j].lang })
	return sh
}

// write gives a word's entry on a shelf, made when it is new there.
func (l *Library) write(sh *shelf, word string) *written {
	if k := sh.known[word]; k != nil {
		return k
	}
	word = strings.Clone(word) // not the text it was cut from
	stem := root(word, sh.lang)
	t, ok := sh.stems[stem]
	if !ok {
		if n := len(l.gaps); n > 0 {
			t, l.gaps = l.gaps[n-1], l.gaps[:n-1]
		} else {
			t = int32(len(l.terms))
			l.terms = append(l.terms, term{})
		}
		l.terms[t] = term{stem: stem}
		sh.stems[stem] = t
	}
	l.terms[t].forms++
	l.terms[t].common = l.terms[t].common || Common(word, sh.lang)
	k := &written{term: t}
	sh.known[word] = k
	return k
}

// forget counts a word out of one doc, and out of the shelf with its last.
func (l *Library) forget(sh *shelf, word string) {
	k := sh.known[word]
	if k.docs--; k.docs > 0 {
		return
	}
	delete(sh.known, word)
	t := &l.terms[k.term]
	if t.forms--; t.forms == 0 {
		delete(sh.stems, t.stem)
		*t = term{}
		l.gaps = append(l.gaps, k.term)
	}
}

// find gives the term of a word on a shelf, or noTerm.
func (sh *shelf) find(word string) int32 {
	if k := sh.known[word]; k != nil {
		return k.term
	}
	if t, ok := sh.stems[root(word, sh.lang)]; ok {
		return t
	}
	return noTerm
}

// put counts a doc in, or out where the posting counts none.
func (t *term) put(p posting) {
	was := t.posts.put(p)
	for f := range t.df {
		t.df[f] += min(1, int32(p.in(f))) - min(1, int32(was.in(f)))
	}
}

// SetSynonyms tells the library which words mean the same at this desk, beside
// those it knows; each group holds words or short phrases ("log in",
// "sign in", "acceder"). It replaces the groups told before.
func (l *Library) SetSynonyms(groups [][]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.same = groups
	for _, sh := range l.shelves {
		sh.same = stemSynonyms(sh.lang, groups)
	}
}
