package mail

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first needed. All
// of them take 8 ms, which every start of the program would wait for (measured).
type pattern struct{ compiled func() *regexp.Regexp }

// patterns are all of them, for the test that they compile.
var patterns []pattern

// compile makes a pattern of an expression that is known to be right.
func compile(expr string) pattern {
	p := pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
	patterns = append(patterns, p)
	return p
}

// The methods are those of regexp.Regexp.

func (p pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

func (p pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

func (p pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

func (p pattern) FindAllString(s string, n int) []string { return p.compiled().FindAllString(s, n) }

func (p pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringIndex(s, n)
}

func (p pattern) ReplaceAllString(s, by string) string { return p.compiled().ReplaceAllString(s, by) }

func (p pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compiled().FindAllStringSubmatch(s, n)
}
