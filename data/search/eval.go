package search

import (
	"slices"
	"time"

	"firstline/data"
)

// Question is a query whose answers are known.
type Question struct {
	Text     string
	Relevant []data.ID
}

// Result is how well questions found their articles.
type Result struct {
	Docs    int     `json:"docs"`
	Queries int     `json:"queries"`   // tested; those learned from are not
	MRR10   float64 `json:"mrr_at_10"` // mean of 1/rank of the first right answer, 0 below the tenth
	Hit1    float64 `json:"hit_at_1"`  // share with a right answer first
	Hit5    float64 `json:"hit_at_5"`
	Hit10   float64 `json:"hit_at_10"`
	P50     float64 `json:"p50_ms"` // milliseconds of one search
	P95     float64 `json:"p95_ms"`
}

// Measure asks every question of a search that gives ids, best first.
func Measure(docs int, questions []Question, search func(query string) []data.ID) Result {
	r := Result{Docs: docs, Queries: len(questions)}
	if len(questions) == 0 {
		return r
	}
	times := make([]time.Duration, len(questions))
	each := 1 / float64(len(questions))
	for i, q := range questions {
		start := time.Now()
		ids := search(q.Text)
		times[i] = time.Since(start)
		rank := slices.IndexFunc(ids, func(id data.ID) bool { return slices.Contains(q.Relevant, id) })
		if rank < 0 || rank >= 10 {
			continue
		}
		r.MRR10 += each / float64(rank+1)
		r.Hit10 += each
		if rank < 5 {
			r.Hit5 += each
		}
		if rank == 0 {
			r.Hit1 += each
		}
	}
	slices.Sort(times)
	ms := func(t time.Duration) float64 { return float64(t.Microseconds()) / 1000 }
	r.P50, r.P95 = ms(times[len(times)/2]), ms(times[len(times)*95/100])
	return r
}
