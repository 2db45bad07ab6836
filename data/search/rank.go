package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// Candidate is a text that may answer a query: one of a ticket's, say.
type Candidate struct {
	Title string // counts more than the text; may be empty
	Text  string
	At    time.Time // last change; newer is better
}

// Scored is a candidate that does.
type Scored struct {
	Index int     // in the candidates given
	Score float64 // higher is better; compare within one Rank only
	Share float64 // how much of what was asked it has, 0 to 1
}

// The settings of Rank. The candidates are at most a few thousand, so how rare
// a word is, is counted among them.
const (
	rankK1      = 1.2                 // repetition says little in short texts
	rankLength  = 0.5                 // and so does length
	titleTimes  = 3                   // a subject is what a case is about
	rankCommon  = 0.2                 // what a common word counts
	rankPair    = 0.3                 // two words side by side as typed
	recentShare = 0.5                 // a change just now counts half as much again
	recentHalf  = 30 * 24 * time.Hour // and half of that after a month
)

// Rank orders candidates (2,000 in some 10 ms) by how well they answer a query:
// how many of its words they have, how rare those are, side by side as typed,
// and how recent the candidate is. Candidates without one of its phrases, with
// an excluded word, or with none of its words are left out. Words match in any
// form and, the last one unfinished, as a beginning; fragments of numbers match
// inside. Where the query has no words at all the newest come first.
func Rank(q Query, texts []Candidate, now time.Time, limit int) []Scored {
	m := newMatcher(q, "")
	phrases, without := rows(q.Phrases), rows(q.Without)
	found := make([]tally, 0, len(texts))
	docs := make([]int, len(m.words)) // candidates that have the word
	total := 0
	for i, c := range texts {
		t := m.tally(c)
		t.index = i
		if len(m.words) > 0 && t.none() && q.Text != "" {
			continue
		}
		if len(phrases)+len(without) > 0 && !allowed(c, phrases, without) {
			continue
		}
		for w, n := range t.times {
			if n > 0 {
				docs[w]++
			}
		}
		total += t.length
		found = append(found, t)
	}
	average := float64(max(total, 1)) / float64(max(len(found), 1))
	scored := make([]Scored, len(found))
	for i, t := range found {
		score, share := m.score(t, docs, len(found), average)
		scored[i] = Scored{t.index, score * (1 + recentShare*Recency(texts[t.index].At, now)), share}
	}
	slices.SortStableFunc(scored, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	return scored[:min(len(scored), max(limit, 0))]
}

// Recency is 1 for now and halves every month.
func Recency(at, now time.Time) float64 {
	return math.Exp2(-float64(max(now.Sub(at), 0)) / float64(recentHalf))
}

// tally is what a candidate has of a query.
type tally struct {
	index  int
	times  []float64 // of each of the query's words
	pairs  []bool    // words[i] and words[i+1] stand side by side
	length int       // words
}

func (t tally) none() bool {
	for _, n := range t.times {
		if n > 0 {
			return false
		}
	}
	return true
}

func (m *matcher) tally(c Candidate) tally {
	t := tally{times: make([]float64, len(m.words)), pairs: make([]bool, len(m.words))}
	count := func(text string, times float64) {
		before := notWanted
		words := Words(text)
		t.length += len(words)
		for _, w := range words {
			i := m.find(w.Text)
			if i != notWanted {
				t.times[i] += times
				if before >= 0 && i == before+1 {
					t.pairs[before] = true
				}
			}
			before = i
		}
	}
	count(c.Title, titleTimes)
	count(c.Text, 1)
	return t
}

// score is BM25 of the words and pairs, times the share of what was asked that
// the candidate has: all of three common words beat one rare one.
func (m *matcher) score(t tally, docs []int, candidates int, average float64) (score, share float64) {
	if len(m.words) == 0 {
		return 1, 1
	}
	meant := m.meant()
	norm := rankK1 * (1 - rankLength + rankLength*float64(t.length)/average)
	sum, has, asked := 0.0, 0.0, 0.0
	for i, w := range m.words {
		worth := 1 + rarity(float64(candidates), float64(docs[i]))
		switch {
		case w.common && meant:
			worth *= rankCommon
		case w.of != notWanted && t.times[w.of] > 0:
			continue // the whole says it all
		case w.of != notWanted:
			worth *= partShare
		}
		asked += worth
		if t.times[i] > 0 {
			has += worth
			sum += worth * t.times[i] * (rankK1 + 1) / (t.times[i] + norm)
		}
		if t.pairs[i] {
			sum += rankPair * worth
		}
	}
	return sum * has / asked, has / asked
}

// Allows says whether a text has every phrase of the query and nothing that it
// excludes.
func (q Query) Allows(text string) bool {
	return len(q.Phrases)+len(q.Without) == 0 || allowed(Candidate{Text: text}, rows(q.Phrases), rows(q.Without))
}

// rows are phrases as rows of words, stemmed as if their language were not
// known.
func rows(phrases []string) (list [][]string) {
	for _, p := range phrases {
		if row := strings.Fields(IndexText(p, "")); len(row) > 0 {
			list = append(list, row)
		}
	}
	return
}

// allowed says whether a candidate has every phrase and nothing excluded.
func allowed(c Candidate, phrases, without [][]string) bool {
	words := strings.Fields(IndexText(c.Title+"\n"+c.Text, ""))
	for _, p := range phrases {
		if !contains(words, p) {
			return false
		}
	}
	for _, p := range without {
		if contains(words, p) {
			return false
		}
	}
	return true
}

func contains(words, row []string) bool {
	for i := 0; i+len(row) <= len(words); i++ {
		if slices.Equal(words[i:i+len(row)], row) {
			return true
		}
	}
	return false
}
