package mail

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// flowWidth is where lines get soft breaks, in letters (RFC 3676 recommends 72).
const flowWidth = 72

// signature is the line above a signature, the only one that keeps the space at its end.
const signature = "-- "

// flow writes a text as format=flowed (RFC 3676): long lines are broken after a space, and
// whoever reads the mail joins them again.
func flow(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(tidy(text), "\n") {
		if line != signature {
			line = strings.TrimRight(line, " ") // a space at the end would mean that the line goes on
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

// softBreak is where to break a long line: after the last run of spaces that fits, or else
// after the first there is; the length of the line if there is none.
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
	if line[:best] == signature { // it would be read as one
		return len(line)
	}
	return best
}

// stuffed puts a space before what would have a meaning at the beginning of a line.
func stuffed(line string) string {
	if strings.HasPrefix(line, " ") || strings.HasPrefix(line, ">") || strings.HasPrefix(line, "From ") {
		return " " + line
	}
	return line
}

// tidy is a text with one kind of line end, as valid UTF-8 and without control characters
// but for tabs.
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

// unflowed joins the lines that have soft breaks (RFC 3676). deleteSpace says whether the
// space at a break was added, too.
func unflowed(text string, deleteSpace bool) string {
	var b strings.Builder
	open, depth := false, 0 // whether the last line goes on, and how deeply it is quoted
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
