package mail

import "strings"

// trim takes a text apart: into what is new, and into the quoted history and the signature.
// Answers between quotes stay with the quotes they answer. Nothing is lost: whatever is
// not fresh is quoted.
func trim(text string) (fresh, quoted string) {
	t := trimming{lines: strings.SplitN(text, "\n", mostLines+1)} // all the rest counts as a line
	t.seen = t.lines
	if looked := looks.Replace(text); looked != text {
		t.seen = strings.SplitN(looked, "\n", mostLines+1)
	}
	t.left, t.code = make([]bool, len(t.lines)), make([]bool, len(t.lines))
	t.survey()
	end := t.signature(t.trailing(t.history()))
	t.opening(end)
	t.leave(end, len(t.lines))
	return t.parts()
}

// looks makes characters that look the same the same, and drops those that cannot be seen.
var looks = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u200b", "", "\u200c", "", "\u200d", "", "\u200e", "", "\u200f", "", "\u202a", "", "\u202c", "", "\u2060", "")

// mostLines is how many lines of a text are searched for the signs of an earlier mail.
const mostLines = 5000

// trimming is a text being taken apart.
type trimming struct {
	lines  []string
	seen   []string // the lines as they look
	left   []bool   // which lines are left out, not being new
	code   []bool   // which lines stand between ``` and ```
	first  int      // no line before this one is new text: see written
	answer int      // the last quote with an answer below it; -1 if there is none
}

// survey finds the lines that are code, and the last quote with an answer below it.
func (t *trimming) survey() {
	fenced, quote := false, -1
	t.answer = -1
	for i, line := range t.seen {
		fence := strings.HasPrefix(strings.TrimSpace(line), "```")
		t.code[i] = fenced || fence
		fenced = fenced != fence
		switch {
		case t.code[i]:
		case quoteDepth(line) > 0:
			quote = i
		case !t.empty(i) && !underlined.MatchString(line):
			t.answer = quote
		}
	}
	if fenced { // it was never closed, and therefore none
		clear(t.code)
	}
}

// leave leaves out the lines from one up to, and without, another.
func (t *trimming) leave(from, to int) {
	for i := from; i < to; i++ {
		t.left[i] = true
	}
}

// empty says whether a line holds nothing to read.
func (t *trimming) empty(i int) bool {
	return isMark(t.seen[i]) || strings.TrimSpace(t.seen[i]) == ""
}

// isMark says whether a line is a mark.
func isMark(line string) bool {
	return line == historyMark || line == attributionMark || line == signatureMark || line == signatureEnd
}

// written says whether there is new text before a line.
func (t *trimming) written(before int) bool {
	for t.first < len(t.seen) && (t.left[t.first] || t.empty(t.first) || quoteDepth(t.seen[t.first]) > 0 && !t.code[t.first]) {
		t.first++
	}
	return t.first < before
}

// history finds where an earlier mail begins that goes on to the end. Where quotes do not go
// on to the end, it leaves out the lines that say who wrote them.
func (t *trimming) history() int {
	for i := 0; i < len(t.seen); i++ {
		line := t.seen[i]
		switch {
		case line == historyMark && t.written(i):
			return t.overRules(i)
		case line == attributionMark:
			t.attributed(i)
			continue
		case line == signatureMark:
			t.signed(i)
			continue
		case t.left[i] || t.code[i] || t.empty(i) || quoteDepth(line) > 0:
			continue
		}
		forward := isSeparator(line)
		if forward || quotedHeader(t.seen[i:]) > 0 {
			if t.written(i) {
				return t.overRules(i)
			}
			if forward { // with nothing before it, the forwarded mail is what there is to read
				i = t.forwarded(i)
			}
			continue
		}
		n := attribution(t.seen[i:])
		if n == 0 {
			if t.written(i) && t.answer <= i && deviceLine(line) {
				return i
			}
			continue
		}
		after := t.seen[i+n:]
		if barred(after) || t.written(i) && !quotedNext(after) {
			return t.overRules(i)
		}
		t.leave(i, i+n)
		i += n - 1
	}
	return len(t.seen)
}

// attributed leaves out the lines after a mark that say who wrote the quote below.
func (t *trimming) attributed(i int) {
	const most = 10
	for n := i + 1; n < min(len(t.seen), i+most); n++ {
		if quoteDepth(t.seen[n]) > 0 && t.seen[n] != ">" {
			t.leave(i, n)
			return
		}
		if isSeparator(t.seen[n]) || headerClass(t.seen[n]) > 0 {
			return // it was forwarded, which is decided elsewhere
		}
	}
}

// signed leaves out a signature between the mark before it and the one after it, if
// there is that.
func (t *trimming) signed(i int) {
	const most = 200
	for n := i + 1; n < min(len(t.seen), i+most); n++ {
		if t.seen[n] == signatureEnd {
			t.leave(i, n+1)
			return
		}
	}
}

// forwarded leaves out the separator before a forwarded mail and that mail's header, and
// gives the last of these lines.
func (t *trimming) forwarded(i int) int {
	t.left[i] = true
	next := i + 1
	for next < len(t.seen) && t.empty(next) {
		next++
	}
	if next == len(t.seen) {
		return i
	}
	n := quotedHeader(t.seen[next:])
	t.leave(next, next+n)
	return max(i, next+n-1)
}

// barred says whether lines are quoted with bars instead of angle brackets.
func barred(lines []string) bool {
	for _, line := range lines[:min(len(lines), 5)] {
		if line = strings.TrimSpace(line); line != "" {
			return strings.HasPrefix(line, "|")
		}
	}
	return false
}

// overRules goes back over the empty lines and rules before a line.
func (t *trimming) overRules(i int) int {
	for i > 0 && (t.empty(i-1) || rule.MatchString(t.seen[i-1])) {
		i--
	}
	return i
}

// trailing goes back over the quotes, rules and empty lines at the end. If there is nothing
// but these it stays where it was, unless the quotes say that they are an earlier mail.
func (t *trimming) trailing(end int) int {
	last := end
	for last > 0 && (t.left[last-1] || t.aside(last-1)) {
		last--
	}
	if last > 0 {
		return last
	}
	for i := range end {
		if line := strings.TrimLeft(t.seen[i], "> \t"); t.left[i] || line != "" && opensDate.MatchString(line) && attribution([]string{line}) > 0 {
			return 0
		}
	}
	return end
}

// aside says whether a line at the end is not new: empty, a rule, quoted, or the rest of a
// quoted line that was broken in transit.
func (t *trimming) aside(i int) bool {
	const rest, whole = 60, 50 // letters
	line := t.seen[i]
	switch {
	case t.code[i]:
		return false
	case t.empty(i) || quoteDepth(line) > 0 || rule.MatchString(line):
		return true
	}
	return len(line) < rest && i > 0 && i+1 < len(t.seen) && quoteDepth(t.seen[i-1]) > 0 && len(t.seen[i-1]) > whole && quoteDepth(t.seen[i+1]) > 0
}

// signature finds where a signature begins that goes on to the end: at the mark of RFC 3676,
// or at a line of dashes over a few short lines.
func (t *trimming) signature(end int) int {
	const most = 20 // lines
	for i := end - 1; i > 0 && i >= end-most; i-- {
		line := t.seen[i]
		marked := line == signature || strings.TrimRight(line, " \t") == "--"
		if !t.code[i] && (marked || underlined.MatchString(line) && shortLines(t.seen[i+1:end])) && t.written(i) {
			end = t.trailing(i)
			i = end // and perhaps another before it
		}
	}
	return end
}

// opening leaves out a quote at the beginning whose writer is named, if all the rest is one
// answer below it.
func (t *trimming) opening(end int) {
	i, named := 0, false
	for i < end && (t.left[i] || t.empty(i)) {
		named = named || t.left[i]
		i++
	}
	if !named || i == end || quoteDepth(t.seen[i]) == 0 {
		return
	}
	from := i
	for i < end && (quoteDepth(t.seen[i]) > 0 || t.empty(i)) {
		i++
	}
	for k := i; k < end; k++ {
		if quoteDepth(t.seen[k]) > 0 {
			return
		}
	}
	if i < end {
		t.leave(from, i)
	}
}

// parts puts together what is new, and what is not.
func (t *trimming) parts() (fresh, quoted string) {
	var kept, left strings.Builder
	for i, line := range t.lines {
		if isMark(line) {
			continue
		}
		part := &kept
		if t.left[i] {
			part = &left
		}
		part.WriteString(line)
		part.WriteByte('\n')
	}
	return strings.TrimLeft(strings.TrimRight(unmarked(kept.String()), " \t\n"), "\n"), strings.Trim(unmarked(left.String()), "\n")
}
