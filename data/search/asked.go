package search

import "strings"

// asked is one word a query is looked up by.
type asked struct {
	text  string
	share float64 // what it counts: 1 as typed, less for a part or for what may stand for it
	typed bool    // it was typed, as a word or a part of one
	after string  // the word typed after it, if that follows at once
	more  []Word  // and those after that
	terms []int32 // its term on each shelf
}

// read takes a query apart into the words it is looked up by: those typed, what
// a word that nobody wrote was most likely meant to be, what an unfinished last
// word may become, and two words as the one they are also written as (git hub).
// instead is the query as it reads after repair.
func (l *Library) read(query string) (list []asked, instead string) {
	words := Words(query)
	var out strings.Builder
	repairs, from := 0, 0
	for i := 0; i < len(words); i += 1 + words[i].Parts {
		w, end := words[i], i+1+words[i].Parts
		after := ""
		if end < len(words) {
			after = words[end].Text
		}
		list = append(list, asked{text: w.Text, share: 1, typed: true, after: after, more: words[min(end+1, len(words)):]})
		for _, p := range words[i+1 : end] {
			list = append(list, asked{text: p.Text, share: partShare, typed: true})
		}
		if joined := w.Text + after; after != "" && w.Parts == 0 && !Common(joined, "") && l.words.Count(joined) > 0 {
			list = append(list, asked{text: joined, share: joinedShare})
		}
		share := repairedShare
		var stand []string
		if end == len(words) && w.End == len(query) {
			stand = l.words.Complete(w.Text, completions)
			share = prefixShare
			if l.words.Count(w.Text) > 0 {
				share /= 2
			}
		}
		if len(stand) == 0 && w.Parts == 0 && repairs < repairMost && !l.knows(w.Text) {
			if stand = l.words.Repair(w.Text); len(stand) > 0 {
				repairs++
				out.WriteString(query[from:w.Start] + stand[0])
				from = w.End
			}
			share = repairedShare
		}
		for k, s := range stand {
			a := asked{text: s, share: share}
			if from == w.End { // repaired: the nearest counts most
				a.share /= float64(k + 1)
				if k == 0 {
					a.after = after
				}
			}
			list = append(list, a)
		}
	}
	for i := range list {
		list[i].terms = make([]int32, len(l.shelves))
		for k, sh := range l.shelves {
			list[i].terms[k] = sh.find(list[i].text)
		}
	}
	return list, out.String() + query[from:]
}

// knows says whether any shelf has a form of the word.
func (l *Library) knows(word string) bool {
	for _, sh := range l.shelves {
		if sh.find(word) != noTerm {
			return true
		}
	}
	return false
}

// likeness is what a query asks of one shelf: its terms and what each counts.
type likeness struct {
	order []int32 // so that sums come out the same every time
	wants map[int32]*want
}

type want struct {
	share float64
	meant bool            // it is no common word of any language
	body  float64         // what of its share it counts in a body
	docs  int             // docs that have the word, on all shelves
	df    perField[int32] // and have it in the field
}

// likenessOn turns a query into the terms of one shelf, synonyms included.
func (l *Library) likenessOn(shelf int, list []asked) likeness {
	sh := l.shelves[shelf]
	like := likeness{wants: map[int32]*want{}}
	add := func(word string, share float64, terms []int32) {
		t := terms[shelf]
		if t == noTerm {
			return
		}
		w := like.wants[t]
		if w == nil {
			w = &want{}
			w.docs, w.df = l.spread(terms)
			like.wants[t] = w
			like.order = append(like.order, t)
		}
		body := 1.0
		if Common(word, sh.lang) {
			share *= commonShare
			body = commonInBody
		}
		if asking[word]&setOf(sh.lang) != 0 {
			body = 0
		}
		w.share += share
		w.body = max(w.body, body)
		w.meant = w.meant || common[word] == 0
	}
	for _, a := range list {
		add(a.text, a.share, a.terms)
	}
	for _, a := range list {
		if a.share < 1 {
			continue
		}
		for _, s := range sh.synonyms(a) {
			terms := make([]int32, len(l.shelves))
			for k, other := range l.shelves {
				terms[k] = other.find(s)
			}
			if like.wants[terms[shelf]] == nil {
				add(s, synonymShare, terms)
			}
		}
	}
	return like
}

// spread says how many docs have a word: its rarity is that of its forms in
// every language, or a word would seem rare on a small shelf.
func (l *Library) spread(terms []int32) (docs int, df perField[int32]) {
	for _, t := range terms {
		if t != noTerm {
			docs += int(l.terms[t].posts.docs)
			for f, n := range l.terms[t].df {
				df[f] += n
			}
		}
	}
	return
}
