package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is what a person typed into a search box, understood:
//
//	printer jam "second floor" -toner estado:abierto cliente:"Ana García"
//
// Nothing typed is an error: what is no field, phrase or exclusion is words.
type Query struct {
	Text       string              // the words and phrases, for ranking and marking
	Terms      []string            // the words as typed
	Phrases    []string            // what stood in quotes and must occur so
	Without    []string            // words and phrases that must not occur
	Fields     map[string][]string // field: values, any of which will do; see FieldOf
	Except     map[string][]string // field: values that must not be (-status:closed)
	Unfinished bool                // the last word is still being typed
}

// Parse reads what was typed. Fields may be named in English or Spanish, their
// values in quotes where they hold a space; a quote that is not closed is only
// a sign.
func Parse(typed string) Query {
	q := Query{Fields: map[string][]string{}, Except: map[string][]string{}}
	var text []string
	rest := strings.ToValidUTF8(typed, " ")
	for {
		if rest = strings.TrimLeftFunc(rest, unicode.IsSpace); rest == "" {
			break
		}
		body, without := rest, false
		if after := strings.TrimPrefix(rest, "-"); after != rest && after != "" && !unicode.IsSpace(first(after)) {
			body, without = after, true
		}
		if name, value, tail, ok := cutField(body); ok {
			where := q.Fields
			if without {
				where = q.Except
			}
			where[name] = append(where[name], valuesOf(name, value)...)
			q.Unfinished = false
			rest = tail
			continue
		}
		word, tail, quoted := cutWord(body)
		rest = tail
		switch {
		case word == "":
		case without:
			q.Without = append(q.Without, word)
		case quoted:
			q.Phrases = append(q.Phrases, word)
			text = append(text, word)
		default:
			q.Terms = append(q.Terms, word)
			text = append(text, word)
		}
		q.Unfinished = !without && !quoted && tail == ""
	}
	q.Text = strings.Join(text, " ")
	return q
}

// Empty says whether no words are asked for (fields may be).
func (q Query) Empty() bool { return len(q.Terms) == 0 && len(q.Phrases) == 0 }

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// closing gives the quote that ends one that opens.
var closing = map[rune]string{'"': `"`, '“': `”`, '„': `“`, '«': `»`}

// cutWord cuts a word or a quoted phrase off the front of a text.
func cutWord(s string) (word, rest string, quoted bool) {
	if end, ok := closing[first(s)]; ok {
		inside := s[utf8.RuneLen(first(s)):]
		if i := strings.Index(inside, end); i >= 0 {
			return strings.TrimSpace(inside[:i]), inside[i+len(end):], true
		}
		s = inside
	}
	i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || closing[r] != "" })
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i:], false
}

// cutField cuts "field:value" off the front of a text.
func cutField(s string) (name, value, rest string, ok bool) {
	i := strings.IndexByte(s, ':')
	if i <= 0 || i > 40 {
		return
	}
	if name, ok = FieldOf(s[:i]); !ok {
		return
	}
	value, rest, _ = cutWord(s[i+1:])
	if unicode.IsSpace(first(s[i+1:])) {
		value = ""
	}
	return name, value, rest, value != ""
}

// queryWords is how many words of a query are looked up; of a longer one (a
// whole mail) the longest, which are the rarest.
const queryWords = 32

// Match gives the FTS5 expression for texts indexed with IndexText that a typed
// query may find: with its phrases if there are any, else with any of its
// words, and without what is excluded. Ranking (Rank) then tells which are
// best. It is "" where there is nothing to look for, and never an expression
// that FTS5 rejects. With prefixLast the word being typed matches as a
// beginning from its second letter.
func Match(query string, prefixLast bool) string {
	return Parse(query).Any(prefixLast)
}

// Any is the FTS5 expression for texts with any of the query's words; see
// Match.
func (q Query) Any(prefixLast bool) string { return q.expression(prefixLast, " OR ") }

// All is the FTS5 expression for texts with all of the query's words; see
// Match.
func (q Query) All(prefixLast bool) string { return q.expression(prefixLast, " AND ") }

func (q Query) expression(prefixLast bool, join string) string {
	var must []string
	for _, p := range q.Phrases {
		if e := phrase(p); e != "" {
			must = append(must, e)
		}
	}
	words := q.words(prefixLast && q.Unfinished)
	if len(words) > 0 && (len(must) == 0 || join == " AND ") {
		must = append(must, group(words, join))
	}
	if len(must) == 0 {
		return ""
	}
	expression := strings.Join(must, " AND ")
	var not []string
	for _, w := range q.Without {
		if e := phrase(w); e != "" {
			not = append(not, e)
		}
	}
	if len(not) > 0 {
		return "(" + expression + ") NOT " + group(not, " OR ")
	}
	return expression
}

// words gives an expression for each of the query's words.
func (q Query) words(prefixLast bool) []string {
	type term struct {
		forms, text string
		common      bool
	}
	var terms []term
	meant := false // some word says what is looked for
	lang := Detect(q.Text)
	for i, t := range q.Terms {
		words := Words(t)
		for k := 0; k < len(words); k += 1 + words[k].Parts {
			w := words[k]
			last := prefixLast && i == len(q.Terms)-1 && k+1+w.Parts == len(words)
			common := Common(w.Text, lang) && !last
			meant = meant || !common
			terms = append(terms, term{forms(w, words[k+1:k+1+w.Parts], last), w.Text, common})
		}
	}
	if meant {
		terms = slices.DeleteFunc(terms, func(t term) bool { return t.common })
	}
	if len(terms) > queryWords {
		slices.SortStableFunc(terms, func(a, b term) int { return len(b.text) - len(a.text) })
		terms = terms[:queryWords]
	}
	var list []string
	for _, t := range terms {
		if !slices.Contains(list, t.forms) {
			list = append(list, t.forms)
		}
	}
	return list
}

// forms is the expression for one word: its stem in every language, its parts
// in a row, and as a beginning if it is unfinished.
func forms(w Word, parts []Word, unfinished bool) string {
	var list []string
	add := func(s string) {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	for _, lang := range indexed {
		add(quote(Stem(w.Text, lang)))
	}
	if unfinished && utf8.RuneCountInString(w.Text) > 1 {
		add(quote(w.Text) + "*")
		for _, s := range finished(w.Text) {
			add(quote(s))
		}
	}
	if len(parts) > 1 {
		for _, lang := range indexed {
			add(row(parts, lang, unfinished))
		}
	}
	return group(list, " OR ")
}

// row is the expression for a compound's parts one after the other, as the
// index of a language holds them, the last perhaps unfinished.
func row(parts []Word, lang string, unfinished bool) string {
	stems := make([]string, len(parts))
	for i, p := range parts {
		stems[i] = Stem(p.Text, lang)
	}
	if !unfinished {
		return quote(strings.Join(stems, " "))
	}
	stems[len(parts)-1] = parts[len(parts)-1].Text
	return quote(strings.Join(stems, " ")) + "*"
}

// phrase is the expression for words in a row, as the index of each language
// holds them.
func phrase(text string) string {
	var list []string
	for _, lang := range indexed {
		if e := IndexText(text, lang); e != "" && !slices.Contains(list, quote(e)) {
			list = append(list, quote(e))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return group(list, " OR ")
}

func group(list []string, join string) string {
	if len(list) == 1 {
		return list[0]
	}
	return "(" + strings.Join(list, join) + ")"
}

// quote writes a string for FTS5.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
