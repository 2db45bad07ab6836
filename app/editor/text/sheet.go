package text

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Sheet is a text being written: with a caret, a selection that goes from the
// anchor to the caret, and what was done to it.
type Sheet struct {
	Buffer
	caret, anchor Place
	history       history
}

// NewSheet makes a sheet with the caret at its beginning. now is the clock that
// typing is gathered into steps of undo by.
func NewSheet(s string, now func() time.Time) *Sheet {
	t := &Sheet{history: history{now: now}}
	t.set(s)
	return t
}

// SetText makes s the text, with nothing to undo.
func (t *Sheet) SetText(s string) {
	t.set(s)
	t.caret, t.anchor = Place{}, Place{}
	t.history.past, t.history.future = nil, nil
}

// Caret is where one types.
func (t *Sheet) Caret() Place { return t.caret }

// Selection is what is selected, the first place first; nothing where they are
// the same.
func (t *Sheet) Selection() (from, to Place) { return order(t.anchor, t.caret) }

// Selected is the text that is selected.
func (t *Sheet) Selected() string { return t.Slice(t.Selection()) }

// Move puts the caret somewhere; extend keeps the anchor, so that what lies
// between them is selected.
func (t *Sheet) Move(to Place, extend bool) {
	t.caret = t.clamp(to)
	if !extend {
		t.anchor = t.caret
	}
	t.history.rest()
}

// Select selects from one place to another, where the caret will be.
func (t *Sheet) Select(from, to Place) {
	t.Move(from, false)
	t.Move(to, true)
}

// Left moves one letter back, or to the beginning of what is selected.
func (t *Sheet) Left(extend bool) { t.leave(t.Prev, extend, true) }

// Right moves one letter on, or to the end of what is selected.
func (t *Sheet) Right(extend bool) { t.leave(t.Next, extend, false) }

func (t *Sheet) leave(step func(Place) Place, extend, first bool) {
	from, to := t.Selection()
	switch {
	case extend || from == to:
		t.Move(step(t.caret), extend)
	case first:
		t.Move(from, false)
	default:
		t.Move(to, false)
	}
}

// Type types a letter over what is selected. Letters of one word, typed without
// a rest, are undone together.
func (t *Sheet) Type(r rune) { t.edit(typed, string(r)) }

// Insert puts a text in place of what is selected, as one step.
func (t *Sheet) Insert(s string) { t.edit(put, clean(s)) }

// Back takes away what is selected, or the letter before the caret; of a letter
// with accents typed one by one it takes all. word takes the word.
func (t *Sheet) Back(word bool) { t.erase(t.Prev, t.PrevWord, word, backwards) }

// Delete takes away what is selected, or the letter after the caret, or the word.
func (t *Sheet) Delete(word bool) { t.erase(t.Next, t.NextWord, word, forwards) }

func (t *Sheet) erase(letter, wordwise func(Place) Place, word bool, k kind) {
	switch {
	case t.anchor != t.caret:
		k = put
	case word:
		t.caret, k = wordwise(t.caret), put
	default:
		t.caret = letter(t.caret)
	}
	if t.anchor != t.caret {
		t.edit(k, "")
	}
}

// edit does one thing to what is selected.
func (t *Sheet) edit(k kind, with string) {
	from, to := t.Selection()
	if from == to && with == "" {
		return
	}
	e := edit{at: from, old: t.Slice(from, to), new: with}
	before := t.anchor
	if k == backwards {
		before = to
	}
	t.caret = t.replace(from, to, with)
	t.anchor = t.caret
	t.history.add(k, e, before)
}

// Change is one replacement among several that are one step.
type Change struct {
	From, To Place
	With     string
}

// Apply makes changes, which must be in order and apart, as one step; the caret
// is behind the last one.
func (t *Sheet) Apply(changes ...Change) {
	if len(changes) == 0 {
		return
	}
	before, edits := t.caret, make([]edit, len(changes))
	for i := len(changes) - 1; i >= 0; i-- { // from the end, so that places before stay true
		c := changes[i]
		edits[len(changes)-1-i] = edit{c.From, t.Slice(c.From, c.To), clean(c.With)}
	}
	t.history.push(step{edits: edits, before: before})
	t.redo()
}

// Undo takes the last step back and selects nothing; it says whether there was
// one.
func (t *Sheet) Undo() bool {
	s, ok := t.history.back()
	if !ok {
		return false
	}
	for i := len(s.edits) - 1; i >= 0; i-- {
		e := s.edits[i]
		t.replace(e.at, e.at.plus(e.new), e.old)
	}
	t.caret, t.anchor = s.before, s.before
	return true
}

// Redo does again what was undone last, and says whether there was anything.
func (t *Sheet) Redo() bool {
	if len(t.history.future) == 0 {
		return false
	}
	t.redo()
	return true
}

func (t *Sheet) redo() {
	s := t.history.forth()
	for i, e := range s.edits {
		end := t.replace(e.at, e.at.plus(e.old), e.new)
		if i == 0 {
			t.caret = end
		}
	}
	if len(s.edits) > 1 { // what was done further up moved it
		first := s.edits[0]
		t.caret = first.at.plus(first.new)
		for _, e := range s.edits[1:] {
			t.caret = t.caret.moved(e)
		}
	}
	t.anchor = t.caret
}

// plus is the place behind a text that begins at p.
func (p Place) plus(s string) Place {
	n := strings.Count(s, "\n")
	if n == 0 {
		return Place{p.Line, p.Col + len(s)}
	}
	return Place{p.Line + n, len(s) - strings.LastIndexByte(s, '\n') - 1}
}

// moved is where a place goes when an edit is made before it.
func (p Place) moved(e edit) Place {
	old, now := e.at.plus(e.old), e.at.plus(e.new)
	if p.Line == old.Line {
		p.Col += now.Col - old.Col
	}
	p.Line += now.Line - old.Line
	return p
}

// clean is a text as one writes it: line ends of every system are one, and what
// is no letter in UTF-8 is U+FFFD.
func clean(s string) string {
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}
