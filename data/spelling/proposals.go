package spelling

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Proposals gives right words like a wrong one, the likeliest first: what people
// are known to mix up, then what differs by an accent, then by one letter; where
// there is none, by two.
func (d *Dictionary) Proposals(word string, most int) []string {
	var found []string
	add := func(s string) {
		if len(found) < 4*most && s != word && !slices.Contains(found, s) && d.proposes(s) {
			found = append(found, s)
		}
	}
	lower := strings.ToLower(word)
	shape := func(s string) { add(asTyped(word, s)) }
	for _, r := range d.rules.replace {
		for from := 0; ; {
			i := strings.Index(lower[from:], r[0])
			if i < 0 || r[0] == "" {
				break
			}
			from += i
			shape(lower[:from] + r[1] + lower[from+len(r[0]):])
			from += len(r[0])
		}
	}
	add(capital(lower))
	for s := range d.near(lower) {
		shape(s)
	}
	slices.SortStableFunc(found, func(a, b string) int { return rank(a, word) - rank(b, word) })
	if len(found) == 0 {
		found = d.further(lower, most)
	}
	return found[:min(len(found), most)]
}

// rank is 0 for a word that differs only by its accents or capitals, 1 where a
// letter stands twice that should stand once, or once that should stand twice.
func rank(s, word string) int {
	a, b := bare(s), bare(word)
	switch {
	case a == b:
		return 0
	case once(a) == once(b):
		return 1
	}
	return 2
}

// once is a word with each doubled letter once.
func once(s string) string { return string(slices.Compact([]rune(s))) }

func (d *Dictionary) proposes(s string) bool {
	if left, right, two := strings.Cut(s, " "); two {
		return d.Has(left) && d.Has(right)
	}
	if n, ok := d.words[s]; ok && d.rules.quiet != 0 && d.sets[n].has(d.rules.quiet) {
		return false
	}
	return d.Has(s)
}

// near gives what one slip of the finger makes of a word.
func (d *Dictionary) near(word string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		letters := []rune(word)
		join := func(parts ...string) bool { return yield(strings.Join(parts, "")) }
		for i := range letters { // one that should stand twice
			if !join(string(letters[:i+1]), string(letters[i:])) {
				return
			}
		}
		for i := range len(letters) - 1 { // two letters in the wrong order
			if !join(string(letters[:i]), string(letters[i+1]), string(letters[i]), string(letters[i+2:])) {
				return
			}
		}
		for i := range letters { // one too many
			if !join(string(letters[:i]), string(letters[i+1:])) {
				return
			}
		}
		for i := range letters { // another one
			for _, r := range d.rules.try {
				if !join(string(letters[:i]), string(r), string(letters[i+1:])) {
					return
				}
			}
		}
		for i := range len(letters) + 1 { // one missing
			for _, r := range d.rules.try {
				if !join(string(letters[:i]), string(r), string(letters[i:])) {
					return
				}
			}
		}
		for i := 2; i < len(letters)-1; i++ { // two words
			if !join(string(letters[:i]), " ", string(letters[i:])) {
				return
			}
		}
	}
}

// further gives words that differ by two letters.
func (d *Dictionary) further(word string, most int) []string {
	letters := []rune(word)
	first := bare(string(letters[:1]))
	var found []string
	for s := range d.words {
		if n := utf8.RuneCountInString(s); n < len(letters)-2 || n > len(letters)+2 {
			continue
		}
		other := []rune(strings.ToLower(s))
		if within(letters, other, 2) && bare(string(other[:1])) == first && d.proposes(s) {
			found = append(found, s)
		}
	}
	slices.Sort(found)
	return found[:min(len(found), most)]
}

// within says whether at most k letters must change, come, go or change places
// to make one word of the other.
func within(a, b []rune, k int) bool {
	earlier, before, now := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range before {
		before[j] = j
	}
	for i := range a {
		now[0] = i + 1
		least := now[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			now[j+1] = min(before[j]+cost, before[j+1]+1, now[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				now[j+1] = min(now[j+1], earlier[j-1]+1)
			}
			least = min(least, now[j+1])
		}
		if least > k {
			return false
		}
		earlier, before, now = before, now, earlier
	}
	return before[len(b)] <= k
}

// asTyped writes a word with the capitals of the one it is for.
func asTyped(typed, s string) string {
	first, n := utf8.DecodeRuneInString(typed)
	switch {
	case !unicode.IsUpper(first):
		return s
	case len(typed) > n && typed == strings.ToUpper(typed):
		return strings.ToUpper(s)
	}
	return capital(s)
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// bare is a word without capitals and accents.
func bare(s string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(s))
	if err != nil {
		return s
	}
	return plain
}
