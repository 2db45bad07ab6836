package search

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"strings"

	"firstline/data"
)

// Hit is an article found.
type Hit struct {
	ID       data.ID
	Score    float64 // about 0 to 1: how much of the query the article answers for, times its weight
	Repaired string  // what was searched for instead, where words were repaired; else ""
}

// The settings of the ranking. Each was chosen by the mean MRR@10 over 24 sets:
// those of the quality test, sets derived from them (half of the wordings as
// articles, answers without their questions, a letter wrong in every third word,
// no accents, two languages on one shelf), and the sample tickets in five
// languages; k1 by 20, intents and paragraphs in four languages among them, and
// judged on 23 others. Every value stands on a plateau, none is tuned to one set;
// the figures say what is lost beside it.
const (
	k1           = 1.4  // how slowly repetition stops counting (BM25), of words and of grams: 2 costs 0.3 points, 1 as much on long texts
	lengthShare  = 0.75 // how much length is held against a field (BM25's b, the value of the books)
	commonShare  = 0.4  // what a common word counts: left out it costs 1 to 5 points ("how do I" carries the intent), in full 1 to 4
	commonInBody = 0.7  // and of that in a body, where fewer intents are: +0.3 points on mails; 0.4 costs 0.5 on intents
	partShare    = 0.5  // what a part of a compound counts beside the whole: 0.3 to 0.8 are level

	havingShare = 0.1 // to have a word or a gram at all, beside how often (the delta of BM25+): +0.3 points; left out of past wordings it gains up to 1 where titles name pages, and loses 0.1 on average
	havingWords = 6.0 // of a query of so many words; a longer one has some in common with any doc: mails would lose 0.7

	learnedShare = 1.4 // what past wordings count beside titles and bodies: they are what callers really say; 1 to 1.6 are level, more costs where questions to one article have little in common

	gramLength = 0.9  // as lengthShare, of grams, of which a long text has some by chance: +0.1 points, 0.4 on mails; 0.85 to 1 are level
	gramMost   = 1000 // the rarest grams of a long text do: all of them gain nothing
	gramAlone  = 0.15 // of the best there could be, to be found without a word in common

	pairShare = 0.25 // two words side by side as in the query, common words between them or not: +0.5 points
	pairDepth = 200  // docs looked at for that

	synonymShare  = 0.3 // +0.2 points; a large thesaurus at 0.7 cost up to 5
	repairedShare = 0.8 // a repaired word: +2 points where letters are wrong, level on clean text
	repairMost    = 8   // words repaired in one query: a longer text has enough others
	prefixShare   = 0.5 // what the last word may become: level on finished text
	completions   = 8   // how many of those
	joinedShare   = 0.5 // two words written as one
	tailShare     = 0.1 // a hit worth less than this share of the best is none
)

// Search finds the docs that answer a query best. Words may come in any order
// and need not all occur; typed without accents, in another form or with a
// letter wrong they still count. The last word may be unfinished. Docs that only share
// common words with the query ("no", "la") are found where none shares more.
func (l *Library) Search(query string, limit int) []Hit { return l.find(query, limit, false) }

// Suggest finds the docs that answer a text nobody asked about: as Search, but never
// those that only share common words with it, of which a small library finds some for
// whatever is written.
func (l *Library) Suggest(text string, limit int) []Hit { return l.find(text, limit, true) }

func (l *Library) find(query string, limit int, unasked bool) []Hit {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if len(l.slots) == 0 || limit <= 0 {
		return nil
	}
	s := l.borrow()
	defer l.giveBack(s)
	list, repaired := l.read(query)
	best, having := l.best(list), float32(havingShare*min(1, havingWords/meantWords(list)))
	var meant []int32 // terms
	for k := range l.shelves {
		like := l.likenessOn(k, list)
		for _, t := range like.order {
			l.addTerm(s.words, t, like.wants[t], having)
			if like.wants[t].meant {
				meant = append(meant, t)
			}
		}
	}
	bestGrams := l.addGramScores(s.grams, repaired, having)
	found := l.collect(s, best, bestGrams, max(limit, pairDepth))
	about := l.about(meant, repaired)
	if unasked || slices.ContainsFunc(found, func(c candidate) bool { return about[c.slot] }) {
		found = slices.DeleteFunc(found, func(c candidate) bool { return !about[c.slot] })
	}
	l.addPairs(s, found, list, best)
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(l.docs[a.slot].ID, l.docs[b.slot].ID))
	})
	if repaired == query {
		repaired = ""
	}
	hits := make([]Hit, 0, min(limit, len(found)))
	for _, c := range found[:min(limit, len(found))] {
		if c.score < tailShare*found[0].score {
			break
		}
		hits = append(hits, Hit{l.docs[c.slot].ID, c.score, repaired})
	}
	return hits
}

// about says by slot which docs have more in common with a text than common
// words: one of the terms meant, or enough of the grams of its other words.
func (l *Library) about(meant []int32, text string) []bool {
	about := make([]bool, len(l.docs))
	for _, t := range meant {
		for p := range l.terms[t].posts.all {
			about[p.slot] = true
		}
	}
	var words []string
	for _, w := range Words(text) {
		if w.Parts == 0 && common[w.Text] == 0 {
			words = append(words, w.Text)
		}
	}
	s := l.borrow()
	defer l.giveBack(s)
	best := l.addGramScores(s.grams, strings.Join(words, " "), 0)
	for slot := range about {
		about[slot] = about[slot] || float64(s.grams[slot]) > gramAlone*best
	}
	return about
}

// rarity is a word's weight (BM25's idf, never negative): high for one in few
// docs.
func rarity(docs, with float64) float64 {
	return math.Log(1 + (max(docs-with, 0)+0.5)/(with+0.5))
}

// best is what a field that answered for every word typed would score.
func (l *Library) best(list []asked) (sum float64) {
	for _, a := range list {
		if !a.typed {
			continue
		}
		share := a.share
		for _, sh := range l.shelves {
			if Common(a.text, sh.lang) {
				share = a.share * commonShare
			}
		}
		docs, _ := l.spread(a.terms)
		sum += share * rarity(float64(len(l.slots)), float64(docs)) * (k1 + 1)
	}
	return
}

// meantWords counts the words typed that are no common ones.
func meantWords(list []asked) (n float64) {
	for _, a := range list {
		if a.typed && a.share == 1 && common[a.text] == 0 {
			n++
		}
	}
	return
}

// addTerm adds what one term is worth to every doc that has it: BM25 in each
// field by itself, and having for having it.
func (l *Library) addTerm(scores []float32, t int32, w *want, having float32) {
	var worth, flat, slope perField[float32]
	for f := range worth {
		share, docs := w.share, int(w.df[f])
		switch f {
		case bodyField:
			share *= w.body
			docs = w.docs // what titles and callers say says more of how rare a word is
		case learnedField:
			share *= learnedShare
		}
		worth[f] = float32(share * rarity(float64(len(l.slots)), float64(docs)) * (k1 + 1))
		flat[f] = float32(k1 * (1 - lengthShare))
		if l.filled[f] > 0 {
			slope[f] = float32(k1 * lengthShare * float64(l.filled[f]) / l.length[f])
		}
	}
	for p := range l.terms[t].posts.all {
		length := &l.docs[p.slot].length
		for f := range worth {
			if halves := p.in(f); halves > 0 {
				tf := float32(halves) / 2
				scores[p.slot] += worth[f] * (having + tf/(tf+flat[f]+slope[f]*length[f]))
			}
		}
	}
}

// addGramScores scores the grams of a query, each with having for having it, and
// says what a doc that answered for all of them would score.
func (l *Library) addGramScores(scores []float32, query string, having float32) (best float64) {
	counts := map[uint32]int{}
	eachGram(query, func(g uint32) { counts[g]++ })
	type wanted struct {
		gram  uint32
		list  postings
		worth float64
	}
	wants := make([]wanted, 0, len(counts))
	for g, c := range counts {
		list := l.gram(g)
		if list.docs == 0 {
			best += float64(c) * rarity(float64(len(l.slots)), 0) * (k1 + 1)
			continue
		}
		w := wanted{g, list, float64(c) * rarity(float64(len(l.slots)), float64(list.docs)) * (k1 + 1)}
		best += w.worth
		wants = append(wants, w)
	}
	slices.SortFunc(wants, func(a, b wanted) int {
		return cmp.Or(cmp.Compare(a.list.docs, b.list.docs), cmp.Compare(a.gram, b.gram))
	})
	flat := float32(k1 * (1 - gramLength))
	slope := float32(k1 * gramLength * float64(len(l.slots)) / float64(max(l.gramLen, 1)))
	for _, w := range wants[:min(len(wants), gramMost)] {
		worth := float32(w.worth)
		for g := range w.list.all {
			tf := float32(g.halves) / once
			scores[g.slot] += worth * (having + tf/(tf+flat+slope*float32(l.docs[g.slot].gramLen)))
		}
	}
	return best
}

// candidate is a doc on its way to being a hit.
type candidate struct {
	slot  int32
	score float64
}

// collect joins both lists, words and grams, and gives the best docs, in no order:
// each score as a share of the best there could be, so that neither list outweighs
// the other, be the query short or long. Summing so did better than fusing by rank
// (MRR@10 +0.01 on average). The grams are worth 1.3 points, 4 where letters are
// wrong; to count them 0.7 to 1.4 times as much is level.
func (l *Library) collect(s *scratch, best, bestGrams float64, most int) []candidate {
	perWord, perGram := 0.0, 0.0
	if best > 0 {
		perWord = 1 / best
	}
	if bestGrams > 0 {
		perGram = 1 / bestGrams
	}
	found := make(leastFirst, 0, most+1)
	for slot := range l.docs {
		w, g := float64(s.words[slot])*perWord, float64(s.grams[slot])*perGram
		if w <= 0 && g <= gramAlone {
			continue
		}
		c := candidate{int32(slot), (w + g) / 2}
		if weight := l.docs[slot].Weight; weight > 0 {
			c.score *= weight
		}
		switch {
		case len(found) < most:
			heap.Push(&found, c)
		case found[0].score < c.score:
			found[0] = c
			heap.Fix(&found, 0)
		}
	}
	return found
}

// leastFirst is a heap of the best candidates so far.
type leastFirst []candidate

func (h leastFirst) Len() int           { return len(h) }
func (h leastFirst) Less(i, j int) bool { return h[i].score < h[j].score }
func (h leastFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *leastFirst) Push(c any)        { *h = append(*h, c.(candidate)) }
func (h *leastFirst) Pop() any          { panic("nothing is taken out") }
