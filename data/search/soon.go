package search

// STAND-INS so that the other packages compile. The search helper deletes each
// function here as the real one is written (and this file at the end).

import (
	"sort"
	"strings"
	"time"

	"firstline/data"
)

func IndexText(text, lang string) string {
	var out []string
	for _, w := range Words(text) {
		out = append(out, w.Text)
	}
	return strings.Join(out, " ")
}

func Match(query string, prefixLast bool) string {
	var out []string
	ws := Words(query)
	for i, w := range ws {
		s := `"` + w.Text + `"`
		if prefixLast && i == len(ws)-1 && len(w.Text) > 1 {
			s += "*"
		}
		out = append(out, s)
	}
	return strings.Join(out, " OR ")
}

type Query struct{ Text string }

func Parse(q string) Query { return Query{q} }

type Candidate struct {
	Text string
	At   time.Time
}
type Scored struct {
	Index int
	Score float64
}

func Rank(q Query, texts []Candidate, now time.Time, limit int) []Scored {
	var out []Scored
	for i, c := range texts {
		out = append(out, Scored{i, SameWords(q.Text, c.Text)})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Score > out[j].Score })
	return out
}

type Doc struct {
	ID          data.ID
	Title, Body string
	Learned     []string
	Lang        string
	Weight      float64
}
type Hit struct {
	ID       data.ID
	Score    float64
	Repaired string
}
type Library struct{ docs map[data.ID]Doc }

func New() *Library                  { return &Library{docs: map[data.ID]Doc{}} }
func (l *Library) Put(d Doc)         { l.docs[d.ID] = d }
func (l *Library) Remove(id data.ID) { delete(l.docs, id) }
func (l *Library) Search(query string, limit int) []Hit {
	var hits []Hit
	for id, d := range l.docs {
		if s := SameWords(query, d.Title+" "+d.Body); s > 0 {
			hits = append(hits, Hit{ID: id, Score: s})
		}
	}
	sort.Slice(hits, func(i, j int) bool { return hits[i].Score > hits[j].Score })
	return hits[:min(len(hits), limit)]
}

func Snippet(text, query, lang string, width int) string { return text[:min(len(text), width)] }

func SameWords(a, b string) float64 {
	in := map[string]bool{}
	for _, w := range Words(b) {
		in[w.Text] = true
	}
	n, of := 0, 0
	for _, w := range Words(a) {
		of++
		if in[w.Text] {
			n++
		}
	}
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}
