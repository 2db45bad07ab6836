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
	Same       Thesaurus           // what else to look for where nobody wrote a word
	Meant      map[string]string   // word of a text, folded: the query's word it stands for, where no rule tells
}

// Parse reads what was typed. Fields may be named in English or Spanish, their
// values in quotes where they hold a space; a quote that is not closed is only
// a sign.
func Parse(typed string) Query {
	q := Query{Fields: map[string][]string{}, Except: map[string][]string{}}
	var text []string
	rest := strings.ToValidUTF8(beginning(typed), " ")
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
			where[name] = with(where[name], valuesOf(name, value)...)
			q.Unfinished = false
			rest = tail
			continue
		}
		word, tail, quoted := cutWord(body)
		rest = tail
		if !quoted {
			word = ending(word)
		}
		switch {
		case word == "":
		case without:
			q.Without = with(q.Without, word)
		case quoted:
			q.Phrases = with(q.Phrases, word)
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

// What of a query is looked at, which may be a whole mail that was pasted.
const (
	mostTyped  = 2000 // bytes: some three hundred words
	mostOfKind = 16   // phrases, words that must not occur, values of a field
)

// with adds to a list what is not in it and not too much.
func with(list []string, more ...string) []string {
	for _, m := range more {
		if len(list) < mostOfKind && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

// beginning is a text as far as it is looked at, to the end of a word.
func beginning(text string) string {
	if len(text) <= mostTyped {
		return text
	}
	if i := strings.LastIndexFunc(text[:mostTyped], unicode.IsSpace); i > 0 {
		return text[:i]
	}
	return text[:mostTyped]
}

// Saying is the query for texts that say the same as one: its words, whatever
// they look like.
func Saying(text string) Query {
	return Query{Text: text, Terms: strings.Fields(text)}
}

// Instead gives the query as it reads with a word, folded, written otherwise.
func (q Query) Instead(word, right string) Query {
	terms := make([]string, len(q.Terms))
	for i, t := range q.Terms {
		terms[i] = rewrite(t, word, right)
	}
	q.Terms, q.Text = terms, rewrite(q.Text, word, right)
	return q
}

// Joined gives the query with two of its words, one after the other, written as one.
func (q Query) Joined(i int) Query {
	one, other := q.Terms[i], q.Terms[i+1]
	q.Text = strings.Replace(q.Text, one+" "+other, one+other, 1)
	q.Terms = slices.Concat(q.Terms[:i], []string{one + other}, q.Terms[i+2:])
	return q
}

// rewrite writes a word of a text otherwise wherever it occurs.
func rewrite(text, word, right string) string {
	var b strings.Builder
	from := 0
	for _, w := range Words(text) {
		if w.Text == word && w.Start >= from {
			b.WriteString(text[from:w.Start] + right)
			from = w.End
		}
	}
	return b.String() + text[from:]
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

// ending is the end of a file's name without its sign: .pdf and *.pdf mean pdf, but
// .NET is a name.
func ending(word string) string {
	if bare := strings.TrimLeft(word, "*."); bare != word && !strings.HasPrefix(Fold(bare), "net") {
		return bare
	}
	return word
}

// cutField cuts "field:value" off the front of a text.
func cutField(s string) (name, value, rest string, ok bool) {
	i := strings.IndexByte(s, ':')
	if card := (scanner{text: s}); i <= 0 || i > 40 || card.card(0) > 0 { // ab:cd:ef:01:23:45
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
