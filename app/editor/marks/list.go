package marks

import (
	"strconv"
	"strings"
)

// Tick ticks the check box of a line or takes the tick away; a line without a
// box gets one.
func Tick(line string) string {
	l := Read(line, false, nil)
	if len(line) > longest {
		return line
	}
	switch {
	case l.Box >= 0 && l.Ticked:
		return line[:l.Box+1] + " " + line[l.Box+2:]
	case l.Box >= 0:
		return line[:l.Box+1] + "x" + line[l.Box+2:]
	}
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	if m := item.FindString(line); m != "" {
		if !strings.HasSuffix(m, " ") && !strings.HasSuffix(m, "\t") {
			return m + " [ ] "
		}
		return m + "[ ] " + line[len(m):]
	}
	return line[:indent] + "- [ ] " + line[indent:]
}

// Continue says how a new line begins after one that is a list item, a check box
// or a quote, when Return is pressed behind its sign at col. done says that the
// item is empty: then Return ends the list, and the line becomes empty.
func Continue(line string, col int) (begin string, done bool) {
	if len(line) > longest {
		return "", false
	}
	at := len(quote.FindString(line))
	m := item.FindStringSubmatch(line[at:])
	if m == nil {
		if at == 0 || col < at {
			return "", false
		}
		return strings.TrimRight(line[:at], " ") + " ", strings.TrimSpace(line[at:]) == ""
	}
	end := at + len(m[0])
	sign := m[2]
	if n, err := strconv.Atoi(sign[:len(sign)-1]); err == nil {
		sign = strconv.Itoa(n+1) + sign[len(sign)-1:]
	}
	gap := m[3]
	if gap == "" {
		gap = " "
	}
	begin = line[:at] + m[1] + sign + gap
	if b := box.FindString(line[end:]); b != "" {
		end += len(b)
		begin += "[ ] "
	}
	if col < end && strings.TrimSpace(line[end:]) != "" {
		return "", false
	}
	return begin, strings.TrimSpace(line[end:]) == ""
}
