package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// flowWidth is where lines are broken softly (RFC 3676 recommends 72).
const flowWidth = 72

// signature is the line before a signature; it alone keeps its space.
const signature = "-- "

// flow writes a text as format=flowed: long lines are broken after a space, and
// a reader joins them again.
func flow(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(tidy(text), "\n") {
		if line != signature {
			line = strings.TrimRight(line, " ") // a space at the end would mean: goes on
		}
		for line != signature && utf8.RuneCountInString(line) > flowWidth {
			cut := softBreak(line)
			if cut == len(line) {
				break
			}
			b.WriteString(stuffed(line[:cut]) + "\n")
			line = line[cut:]
		}
		b.WriteString(stuffed(line) + "\n")
	}
	return b.String()
}

// softBreak is where to break a long line: after the last run of spaces that
// fits, or the first one there is; the line's length if there is none.
func softBreak(line string) int {
	best, column := len(line), 0
	for i, r := range line {
		column++
		if r != ' ' || i+1 >= len(line) || line[i+1] == ' ' {
			continue
		}
		if column <= flowWidth || best == len(line) {
			best = i + 1
		}
		if column > flowWidth {
			break
		}
	}
	if line[:best] == signature { // would read as one
		return len(line)
	}
	return best
}

// stuffed puts a space before what would mean something at the start of a line.
func stuffed(line string) string {
	if strings.HasPrefix(line, " ") || strings.HasPrefix(line, ">") || strings.HasPrefix(line, "From ") {
		return " " + line
	}
	return line
}

// tidy gives one kind of line end, valid UTF-8 and no control characters but the
// tab.
func tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	return strings.TrimRight(text, "\n")
}

// unflowed joins the lines that a writer's program has broken softly (RFC 3676).
// deleteSpace is whether the space at the break was added too.
func unflowed(text string, deleteSpace bool) string {
	var b strings.Builder
	open, depth := false, 0 // whether the last line goes on, and how deep it is quoted
	for i, line := range strings.Split(text, "\n") {
		rest := strings.TrimLeft(line, ">")
		quotes := len(line) - len(rest)
		rest = strings.TrimPrefix(rest, " ")
		if open && quotes != depth || i > 0 && !open {
			b.WriteByte('\n')
			open = false
		}
		if !open && quotes > 0 {
			b.WriteString(strings.Repeat(">", quotes) + " ")
		}
		depth = quotes
		if open = strings.HasSuffix(rest, " ") && rest != signature; open && deleteSpace {
			rest = rest[:len(rest)-1]
		}
		b.WriteString(rest)
	}
	return b.String()
}
