package mail

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first used. Compiling all of
// them takes 8 ms (measured), which every start of the program would have to wait for.
type pattern struct{ compiled func() *regexp.Regexp }

// patterns are all there are, for the test that they compile.
var patterns []pattern

// compile makes a pattern of an expression, which has to be a correct one.
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
