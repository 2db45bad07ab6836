package spelling

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
)

// flag names a class of words or affixes; how it is written depends on the file.
type flag rune

// flags are few; they are looked for one after the other.
type flags []flag

func (f flags) has(x flag) bool {
	for _, y := range f {
		if x == y {
			return true
		}
	}
	return false
}

// affix is one way a word changes at its beginning or its end.
type affix struct {
	flag       flag
	cross      bool   // goes together with one at the other end
	strip, add string // what it takes away, what it adds
	when       []letters
	then       flags // what the changed word may take again
}

// letters are those that may stand at one place: any where there are none.
type letters struct {
	set string
	not bool
}

func (l letters) match(r rune) bool {
	return l.set == "" || strings.ContainsRune(l.set, r) != l.not
}

// rules are what an .aff file says, as far as words are checked by it
// (hunspell(5)). Of compounds it knows flags, not patterns.
type rules struct {
	encoding string
	style    string // how flags are written: "", "long", "num", "UTF-8"
	aliases  []flags

	prefixes, suffixes     map[string][]affix // by what they add
	longPrefix, longSuffix int                // bytes of the longest

	try     string      // letters, the likeliest first
	replace [][2]string // what people get wrong, and what is meant

	compound, begin, middle, end flag
	least                        int // letters of a part of a compound
	onlyInCompound, needsAffix   flag
	forbidden, quiet             flag // no words; words that are not proposed
}

// readRules reads an .aff file.
func readRules(r io.Reader) (*rules, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read the affixes: %w", err)
	}
	a := &rules{prefixes: map[string][]affix{}, suffixes: map[string][]affix{}, least: 3}
	for line := range strings.Lines(string(raw)) {
		if name, ok := strings.CutPrefix(strings.TrimPrefix(line, "\uFEFF"), "SET "); ok {
			a.encoding = strings.TrimSpace(name)
		}
	}
	decoded, err := a.decode(raw)
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(strings.NewReader(decoded))
	lines.Buffer(nil, 1<<20)
	crosses, headed := map[string]bool{}, map[string]bool{}
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) < 2 {
			continue
		}
		switch f[0] {
		case "FLAG":
			a.style = f[1]
		case "AF":
			if headed["AF"] {
				a.aliases = append(a.aliases, a.flags(f[1]))
			}
			headed["AF"] = true
		case "TRY":
			a.try = f[1]
		case "REP":
			if len(f) > 2 && headed["REP"] {
				a.replace = append(a.replace, [2]string{f[1], strings.ReplaceAll(f[2], "_", " ")})
			}
			headed["REP"] = true
		case "PFX", "SFX":
			if key := f[0] + f[1]; !headed[key] { // the first line of a class says how many follow
				headed[key] = true
				crosses[key] = len(f) > 2 && f[2] == "Y"
			} else if len(f) > 3 {
				a.affix(f, crosses[key])
			}
		case "COMPOUNDMIN":
			if n, err := strconv.Atoi(f[1]); err == nil {
				a.least = max(n, 1)
			}
		default:
			if to := a.named(f[0]); to != nil {
				*to = a.one(f[1])
			}
		}
	}
	return a, lines.Err()
}

// named is the flag that a line of an .aff file gives, nil of other lines.
func (a *rules) named(name string) *flag {
	switch name {
	case "COMPOUNDFLAG":
		return &a.compound
	case "COMPOUNDBEGIN":
		return &a.begin
	case "COMPOUNDMIDDLE":
		return &a.middle
	case "COMPOUNDEND", "COMPOUNDLAST":
		return &a.end
	case "ONLYINCOMPOUND":
		return &a.onlyInCompound
	case "NEEDAFFIX", "PSEUDOROOT":
		return &a.needsAffix
	case "FORBIDDENWORD":
		return &a.forbidden
	case "NOSUGGEST":
		return &a.quiet
	}
	return nil
}

// decode turns a file into UTF-8.
func (a *rules) decode(raw []byte) (string, error) {
	if a.encoding == "" || strings.EqualFold(a.encoding, "UTF-8") {
		return strings.TrimPrefix(string(raw), "\uFEFF"), nil
	}
	name := strings.ToLower(a.encoding)
	if strings.HasPrefix(name, "iso8859") {
		name = "iso-8859" + strings.TrimPrefix(name, "iso8859")
	}
	e, err := htmlindex.Get(strings.Replace(name, "microsoft-cp", "windows-", 1))
	if err != nil {
		return "", fmt.Errorf("a dictionary in %s: %w", a.encoding, err)
	}
	s, err := e.NewDecoder().String(string(raw))
	if err != nil {
		return "", fmt.Errorf("a dictionary that is not in %s: %w", a.encoding, err)
	}
	return s, nil
}

// flags reads flags as the file writes them.
func (a *rules) flags(s string) flags {
	if n, err := strconv.Atoi(s); err == nil && len(a.aliases) > 0 && n > 0 && n <= len(a.aliases) {
		return a.aliases[n-1]
	}
	var list flags
	switch a.style {
	case "num":
		for _, n := range strings.Split(s, ",") {
			if v, err := strconv.Atoi(n); err == nil {
				list = append(list, flag(v))
			}
		}
	case "long":
		for ; len(s) > 1; s = s[2:] {
			list = append(list, flag(s[0])<<8|flag(s[1]))
		}
	default:
		for _, r := range s {
			list = append(list, flag(r))
		}
	}
	return list
}

func (a *rules) one(s string) flag {
	aliases := a.aliases
	a.aliases = nil // a name, not a number of a list
	list := a.flags(s)
	a.aliases = aliases
	if len(list) == 0 {
		return 0
	}
	return list[0]
}

// affix reads one line of a class: SFX flag strip add[/flags] [when].
func (a *rules) affix(f []string, cross bool) {
	x := affix{flag: a.one(f[1]), cross: cross, strip: f[2]}
	add, then, more := strings.Cut(f[3], "/")
	if more {
		x.then = a.flags(then)
	}
	if x.strip == "0" {
		x.strip = ""
	}
	if add == "0" {
		add = ""
	}
	x.add = add
	if len(f) > 4 && f[4] != "." {
		x.when = conditions(f[4])
	}
	if f[0] == "PFX" {
		a.prefixes[add] = append(a.prefixes[add], x)
		a.longPrefix = max(a.longPrefix, len(add))
	} else {
		a.suffixes[add] = append(a.suffixes[add], x)
		a.longSuffix = max(a.longSuffix, len(add))
	}
}

// conditions reads what letters a word must have where it changes: "[^aeiou]y".
func conditions(s string) []letters {
	var list []letters
	for s != "" {
		if s[0] == '[' {
			if end := strings.IndexByte(s, ']'); end > 0 {
				set := s[1:end]
				not := strings.HasPrefix(set, "^")
				list = append(list, letters{strings.TrimPrefix(set, "^"), not})
				s = s[end+1:]
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(s)
		set := string(r)
		if r == '.' {
			set = ""
		}
		list = append(list, letters{set, false})
		s = s[n:]
	}
	return list
}

// ends says whether a word ends as a suffix wants it, begins whether it begins as
// a prefix wants it.
func (x *affix) ends(word string) bool {
	for i := len(x.when) - 1; i >= 0; i-- {
		r, n := utf8.DecodeLastRuneInString(word)
		if n == 0 || !x.when[i].match(r) {
			return false
		}
		word = word[:len(word)-n]
	}
	return true
}

func (x *affix) begins(word string) bool {
	for _, l := range x.when {
		r, n := utf8.DecodeRuneInString(word)
		if n == 0 || !l.match(r) {
			return false
		}
		word = word[n:]
	}
	return true
}
