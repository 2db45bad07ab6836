package text

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// rest is how long a pause ends a step of undo.
const rest = 2 * time.Second

// kind is how an edit came about: only typing and erasing are gathered.
type kind int

const (
	put kind = iota
	typed
	backwards
	forwards
)

// edit is one replacement.
type edit struct {
	at       Place
	old, new string
}

// step is what one undo takes back.
type step struct {
	kind   kind
	edits  []edit // done in this order
	before Place  // the caret before
	at     time.Time
	done   bool // a rest, or the caret went elsewhere
}

// history is what was done, and what was undone.
type history struct {
	past, future []step
	now          func() time.Time
}

// rest ends the step that is being gathered.
func (h *history) rest() {
	if n := len(h.past); n > 0 {
		h.past[n-1].done = true
	}
}

// add keeps an edit: as part of the last step where they belong together, or as
// a step of its own.
func (h *history) add(k kind, e edit, before Place) {
	h.future = nil
	if n := len(h.past); n > 0 && h.past[n-1].takes(k, e, h.now()) {
		h.past[n-1].at = h.now()
		return
	}
	h.past = append(h.past, step{kind: k, edits: []edit{e}, before: before, at: h.now()})
}

// takes joins an edit to a step, if it belongs to it, and says whether it did.
func (s *step) takes(k kind, e edit, now time.Time) bool {
	if s.done || k == put || s.kind != k || now.Sub(s.at) > rest || strings.Contains(e.new+e.old, "\n") {
		return false
	}
	last := &s.edits[0]
	switch {
	case k == typed && e.old == "" && e.at == last.at.plus(last.new) && !begins(last.new, e.new):
		last.new += e.new
	case k == backwards && e.at.plus(e.old) == last.at && !begins(e.old, last.old):
		last.at, last.old = e.at, e.old+last.old
	case k == forwards && e.at == last.at && !begins(last.old, e.old):
		last.old += e.old
	default:
		return false
	}
	return true
}

// begins says whether a word begins where two texts meet.
func begins(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	return (unicode.IsSpace(last) || last == '\n') && !unicode.IsSpace(first)
}

// push keeps a step that is still to be done.
func (h *history) push(s step) { h.future = append(h.future[:0:0], s) }

// back gives the last step done, which is undone now.
func (h *history) back() (step, bool) {
	if len(h.past) == 0 {
		return step{}, false
	}
	s := h.past[len(h.past)-1]
	h.past = h.past[:len(h.past)-1]
	s.done = true
	h.future = append(h.future, s)
	return s, true
}

// forth gives the last step undone, which is done again now.
func (h *history) forth() step {
	s := h.future[len(h.future)-1]
	h.future = h.future[:len(h.future)-1]
	s.done = true
	h.past = append(h.past, s)
	return s
}
