package editor

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"firstline/app/editor/marks"
	"firstline/app/editor/text"
	"firstline/app/ui"
)

// spell is what is known about the words that are seen. They are checked off the
// UI goroutine, each once.
type spell struct {
	right map[string]bool
	asked []string // to be checked
	busy  bool
	turn  int // the speller's version that right is of
}

// checked are the styles that are no prose.
const checked = marks.Mono | marks.Linked | marks.Faint

// wordsIn gives the words of a part of a line that are prose, by their bytes.
// Addresses, paths, names of files and what is to be filled in ({name}) are not.
func wordsIn(line string, from, to int, styles []marks.Style) [][2]int {
	var list [][2]int
	begin := -1
	add := func(end int) {
		if proseAround(line, begin, end) {
			list = append(list, [2]int{begin, end})
		}
		begin = -1
	}
	for i, r := range line[from:to] {
		at := from + i
		if isWord(r) && styles[at]&checked == 0 {
			if begin < 0 {
				begin = at
			}
			continue
		}
		inner := (r == '\'' || r == '’') && begin >= 0 && at+utf8.RuneLen(r) < to && isWord(first(line[at+utf8.RuneLen(r):]))
		if !inner && begin >= 0 {
			add(at)
		}
	}
	if begin >= 0 {
		add(to)
	}
	return list
}

// proseAround says whether what a word stands in, from blank to blank, is prose.
func proseAround(line string, from, to int) bool {
	for from > 0 && line[from-1] != ' ' && line[from-1] != '\t' {
		from--
	}
	if end := strings.IndexAny(line[to:], " \t"); end >= 0 {
		to += end
	} else {
		to = len(line)
	}
	whole := strings.Trim(line[from:to], ".,;:!?¿¡()[]*_~'\"«»“”/")
	return !strings.ContainsAny(whole, `@\/_={}.0123456789`)
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '_'
}

// wrong gives the words of a row that are known to be wrong, by their bytes of
// the line, and has the others checked. The word one is typing is not asked about
// yet: an answer to each letter would be a frame more for each.
func (s *spell) wrong(e *Editor, l *laid, piece string, w row, begin, line int) [][2]int {
	speller := e.seat.Speller
	if speller == nil || e.fixed() || e.Plain {
		return nil
	}
	if v := speller.Version(); s.right == nil || s.turn != v {
		s.right, s.turn = map[string]bool{}, v
	}
	caret := e.sheet.Caret()
	var list [][2]int
	for _, at := range wordsIn(piece, w.from, w.to, l.Styles) {
		word := piece[at[0]:at[1]]
		right, known := s.right[word]
		switch {
		case e.focused && caret == text.Place{Line: line, Col: begin + at[1]}: // still being typed
		case !known:
			s.asked = append(s.asked, word)
		case !right:
			list = append(list, [2]int{begin + at[0], begin + at[1]})
		}
	}
	return list
}

// ask has the words checked that nothing is known of.
func (s *spell) ask(e *Editor) {
	if s.busy || len(s.asked) == 0 {
		return
	}
	speller, asked, turn := e.seat.Speller, s.asked, s.turn
	s.asked, s.busy = nil, true
	go func() {
		answers := make([]bool, len(asked))
		for i, w := range asked {
			answers[i] = speller.Right(w)
		}
		e.seat.Do(func() {
			again := len(s.asked) > 0 || turn != s.turn // more was seen meanwhile
			s.busy, s.asked = false, nil
			if turn == s.turn {
				for i, w := range asked {
					s.right[w] = answers[i]
				}
			}
			if again || slices.Contains(answers, false) {
				e.Refresh()
			}
		})
	}()
}

// wrongAt is the wrong word around a place.
func (e *Editor) wrongAt(at text.Place) (from, to text.Place, ok bool) {
	l, begin := e.page.piece(at.Line, e.page.spotOf(at).piece)
	piece := e.sheet.Line(at.Line)[begin:]
	if l.code || e.seat.Speller == nil || e.fixed() || e.Plain {
		return at, at, false
	}
	for _, w := range wordsIn(piece, 0, len(l.Styles), l.Styles) {
		if begin+w[0] <= at.Col && at.Col <= begin+w[1] && !e.seat.Speller.Right(piece[w[0]:w[1]]) {
			return text.Place{Line: at.Line, Col: begin + w[0]}, text.Place{Line: at.Line, Col: begin + w[1]}, true
		}
	}
	return at, at, false
}

// Misspelled goes to the next wrong word, from the caret on and round, and offers
// what to put in its place.
func (e *Editor) Misspelled() {
	if e.seat.Speller == nil || len(e.seat.Speller.Dictionaries()) == 0 {
		e.seat.Notify(e.seat.Words.Say("editor.spell.off"))
		return
	}
	speller, version := e.seat.Speller, e.sheet.Version()
	start := e.sheet.Caret()
	var lines []string
	for i := range e.sheet.Lines() + 1 {
		lines = append(lines, e.sheet.Line((start.Line+i)%e.sheet.Lines()))
	}
	code := make([]bool, len(lines))
	for i := range code {
		code[i] = e.page.inCode((start.Line + i) % e.sheet.Lines())
	}
	ui.Load(e.seat, &e.spelling, func(ctx context.Context) (*[2]text.Place, error) {
		for i, s := range lines {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			for _, w := range wordsIn(s, 0, len(s), marks.Read(s, code[i], e.page.ours).Styles) {
				line := (start.Line + i) % (len(lines) - 1)
				if i == 0 && w[1] <= start.Col || speller.Right(s[w[0]:w[1]]) {
					continue
				}
				return &[2]text.Place{{Line: line, Col: w[0]}, {Line: line, Col: w[1]}}, nil
			}
		}
		return nil, nil
	}, func(found *[2]text.Place) {
		switch {
		case version != e.sheet.Version():
		case found == nil:
			e.seat.Notify(e.seat.Words.Say("editor.spell.none"))
		default:
			e.sheet.Select(found[0], found[1])
			e.moved()
			e.menu()
		}
	})
}

// learn takes a word as right: at this desk, from now on.
func (e *Editor) learn(word string) {
	e.seat.Speller.Add(word)
	e.Refresh()
	if e.seat.Desk == nil {
		return
	}
	ui.Load(e.seat, new(ui.Slot), func(ctx context.Context) (bool, error) {
		s := e.seat.Desk.Settings()
		if slices.ContainsFunc(s.Words, func(w string) bool { return strings.EqualFold(w, word) }) {
			return false, nil
		}
		s.Words = append(slices.Clone(s.Words), word)
		slices.Sort(s.Words)
		return true, e.seat.Desk.SaveSettings(ctx, s)
	}, func(bool) { e.seat.Notify(e.seat.Words.Say("editor.spell.learned", "word", word)) })
}
