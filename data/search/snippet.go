package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The signs around a word that matched.
const (
	HitStart = '\x02'
	HitEnd   = '\x03'
)

// Snippet gives the part of a text that shows best why it was found, at most
// width characters beside the signs: the words that a query's words stand for, and
// each phrase as a whole, are between HitStart and HitEnd, what was left out is "…".
// Common words are marked only where the query has no others. lang is the text's language, or
// "". Line breaks become spaces.
func Snippet(text, query, lang string, width int) string {
	return Parse(query).Snippet(text, lang, width)
}

// Snippet shows why the query found a text; see the function of the same name.
func (q Query) Snippet(text, lang string, width int) string {
	return q.Highlighter(lang).Snippet(text, width)
}

// Highlighter marks a query's words in many texts of one language, or of any ("").
// It is for one goroutine.
type Highlighter struct{ words *matcher }

// Highlighter reads the query once for all the texts to be marked.
func (q Query) Highlighter(lang string) Highlighter { return Highlighter{newMatcher(q, lang)} }

// Snippet shows why the query found a text; see the function of the same name.
func (pen Highlighter) Snippet(text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = oneLine(text)
	hits := pen.words.hits(text)
	from, to := window(text, hits, width)
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, h := range hits {
		if h.start < at || h.end > to {
			continue // outside, or a part of a whole that is marked already
		}
		b.WriteString(text[at:h.start])
		b.WriteByte(HitStart)
		b.WriteString(text[h.start:h.end])
		b.WriteByte(HitEnd)
		at = h.end
	}
	b.WriteString(text[at:to])
	if to < len(text) {
		b.WriteString("…")
	}
	return b.String()
}

// Piece is a part of a snippet: words that matched, or what stands between.
type Piece struct {
	Text string
	Hit  bool
}

// Marked takes a snippet apart at its signs.
func Marked(snippet string) []Piece {
	var pieces []Piece
	for snippet != "" {
		before, rest, found := strings.Cut(snippet, string(HitStart))
		if before != "" {
			pieces = append(pieces, Piece{Text: before})
		}
		if !found {
			break
		}
		hit, after, _ := strings.Cut(rest, string(HitEnd))
		if hit != "" {
			pieces = append(pieces, Piece{hit, true})
		}
		snippet = after
	}
	return pieces
}

// oneLine makes a text valid, its white space single spaces, and drops control
// characters, so that the signs in a snippet are ours.
func oneLine(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range strings.ToValidUTF8(text, "�") {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case unicode.IsControl(r):
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// hit is a place in a text that a query's word stands for.
type hit struct{ start, end, word int }

func (m *matcher) hits(text string) (hits []hit) {
	meant, words := m.meant(), Words(text)
	for at, w := range words {
		i := m.find(w.Text)
		if i == notWanted {
			continue
		}
		if end := m.row(words, at); end > 0 {
			hits = append(hits, hit{w.Start, end, i})
		} else if m.words[i].loose && !(meant && m.words[i].common) {
			hits = append(hits, hit{w.Start, w.End, i})
		}
	}
	return
}

// window finds the stretch of at most width runes that shows the most different
// words of the query, the earliest of equal ones, and widens it to what fits.
func window(text string, hits []hit, width int) (from, to int) {
	if utf8.RuneCountInString(text) <= width {
		return 0, len(text)
	}
	best, bestWorth := hit{}, 0
	for i, h := range hits {
		worth, end := 0, h.end
		seen := map[int]bool{}
		for _, k := range hits[i:] {
			if k.end-h.start > width { // bytes: never more than fit
				break
			}
			worth++
			if !seen[k.word] {
				seen[k.word] = true
				worth += len(hits)
			}
			end = max(end, k.end)
		}
		if worth > bestWorth {
			best, bestWorth = hit{start: h.start, end: end}, worth
		}
	}
	spare := width - utf8.RuneCountInString(text[best.start:best.end])
	if spare < 0 { // one word longer than the snippet
		return best.start, runes(text, best.start, width)
	}
	from, left := back(text, best.start, spare/3)
	to = runes(text, best.end, spare-left)
	if to == len(text) { // the end needs less: show more before it
		from, _ = back(text, best.start, spare-utf8.RuneCountInString(text[best.end:]))
	}
	if from > 0 {
		if i := strings.IndexByte(text[from:best.start], ' '); i >= 0 {
			from += i + 1
		}
	}
	if to < len(text) && text[to] != ' ' {
		if i := strings.LastIndexByte(text[best.end:to], ' '); i >= 0 {
			to = best.end + i
		}
	}
	return from, to
}

// runes is the offset n runes after at, or the end.
func runes(text string, at, n int) int {
	for ; n > 0 && at < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// back is the offset up to n runes before at, and how many they were.
func back(text string, at, n int) (int, int) {
	used := 0
	for ; used < n && at > 0; used++ {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at, used
}
