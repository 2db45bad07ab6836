package mail

import "strings"

// Trim takes a text apart: what is new in it, and the quoted history and
// signature that are not.
func Trim(text string) (fresh, quoted string) {
	var kept, left []string
	rest := false
	for _, line := range strings.Split(text, "\n") {
		rest = rest || line == signature || line == "--"
		if rest || strings.HasPrefix(line, ">") {
			left = append(left, line)
		} else {
			kept = append(kept, line)
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n")), strings.TrimSpace(strings.Join(left, "\n"))
}
