package search

// pair is two terms that stand side by side in a query.
type pair struct {
	first, second int32
	worth         float64
	next          int // the pair after it with the same first term; noPair ends
}

const noPair = -1

// scratch is what one search adds up in.
type scratch struct {
	words, grams []float32 // by slot
	first        []int32   // by term: 1 + the first pair that begins with it
}

func (l *Library) borrow() *scratch {
	s, _ := l.scratch.Get().(*scratch)
	if s == nil || len(s.words) < len(l.docs) || len(s.first) < len(l.terms) {
		n, terms := len(l.docs)*5/4+64, len(l.terms)*5/4+64
		s = &scratch{make([]float32, n), make([]float32, n), make([]int32, terms)}
	}
	return s
}

func (l *Library) giveBack(s *scratch) {
	clear(s.words)
	clear(s.grams)
	l.scratch.Put(s)
}

// addPairs adds what words side by side are worth to the best docs so far. A
// pair is as rare as its words make it if they met by chance.
func (l *Library) addPairs(s *scratch, found []candidate, list []asked, best float64) {
	if best <= 0 {
		return
	}
	for k, sh := range l.shelves {
		pairs := l.pairsOn(k, list)
		for i, p := range pairs {
			pairs[i].next = int(s.first[p.first]) - 1
			s.first[p.first] = int32(i + 1)
		}
		times := make([]int, len(pairs))
		for i, c := range found {
			d := &l.docs[c.slot]
			if d.shelf != sh || len(pairs) == 0 {
				continue
			}
			for j, t := range d.order[:len(d.order)-1] {
				if t == noTerm || s.first[t] == 0 {
					continue
				}
				for p := int(s.first[t]) - 1; p != noPair; p = pairs[p].next {
					if pairs[p].second == d.order[j+1] {
						times[p]++
					}
				}
			}
			length := k1 * (1 - lengthShare + lengthShare*float64(len(d.order))*float64(len(l.slots))/float64(l.ordered))
			for p, n := range times {
				if n > 0 {
					found[i].score += pairs[p].worth / best * float64(n) / (float64(n) + length) / (1 + gramShare)
					times[p] = 0
				}
			}
		}
		for _, p := range pairs {
			s.first[p.first] = 0
		}
	}
}

// pairsOn lists the pairs of a query as one shelf knows them.
func (l *Library) pairsOn(shelf int, list []asked) (pairs []pair) {
	sh := l.shelves[shelf]
	docs := float64(len(l.slots))
	for _, a := range list {
		if a.after == "" || a.terms[shelf] == noTerm {
			continue
		}
		after := sh.find(a.after)
		if after == noTerm {
			continue
		}
		share := pairShare
		if Common(a.text, sh.lang) && Common(a.after, sh.lang) {
			share *= commonShare
		}
		together := float64(len(l.terms[a.terms[shelf]].posts)) * float64(len(l.terms[after].posts)) / docs
		pairs = append(pairs, pair{a.terms[shelf], after, share * rarity(docs, float64(int(together))) * (k1 + 1), noPair})
	}
	return pairs
}
