package text_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"firstline/app/editor/text"
)

// model is the same text as one plain string, done the slow way.
type model struct {
	text          string
	caret, anchor int
	past, future  []string
}

func (m *model) ends() (int, int) { return min(m.caret, m.anchor), max(m.caret, m.anchor) }

func (m *model) put(s string) {
	from, to := m.ends()
	if from == to && s == "" {
		return
	}
	m.past, m.future = append(m.past, m.text), nil
	m.text = m.text[:from] + s + m.text[to:]
	m.caret = from + len(s)
	m.anchor = m.caret
}

// cuts are the places between letters, each line by itself.
func cuts(s string) []int {
	at, list := 0, []int{0}
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			at++
			list = append(list, at)
		}
		for it := graphemes.FromString(line); it.Next(); {
			at += len(it.Value())
			list = append(list, at)
		}
	}
	return list
}

func (m *model) step(by int) {
	now := m.caret
	list := cuts(m.text)
	for i, at := range list {
		if by > 0 && at > now {
			m.caret = at
			return
		}
		if by < 0 && at < now && (i+1 == len(list) || list[i+1] >= now) {
			m.caret = at
			return
		}
	}
}

// place turns a byte of the model into a place.
func place(s string, at int) text.Place {
	return text.Place{Line: strings.Count(s[:at], "\n"), Col: at - strings.LastIndexByte(s[:at], '\n') - 1}
}

// offset is the way back.
func offset(t *text.Sheet, p text.Place) int { return len(t.Slice(text.Place{}, p)) }

var letters = []string{"a", "ñ", "é", "e\u0301", " ", "_", ".", "¿", "🇪🇸", "👩‍👩‍👧‍👦", "👍🏽", "漢", "שלום", "q̣̇", "0", "#", "- ", "\t"}

// Whatever is done, and undone, the sheet says what a plain string says, and the
// caret never stands inside a letter that was there before.
func TestSheetIsAPlainText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clock := time.Unix(0, 0)
		begin := strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(letters, "\n", "\n")), 0, 40).Draw(t, "text"), "")
		sheet, m := text.NewSheet(begin, func() time.Time { return clock }), &model{text: begin}
		apart := func() { clock = clock.Add(time.Minute) } // every edit a step of its own
		extend := rapid.Bool()
		letter := rapid.SampledFrom(letters)
		move := func(to text.Place, extend bool) {
			sheet.Move(to, extend)
			m.caret = offset(sheet, to)
			if !extend {
				m.anchor = m.caret
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"insert": func(t *rapid.T) {
				apart()
				s := letter.Draw(t, "letter") + rapid.SampledFrom([]string{"", "\n", "x\ny", " tres palabras más"}).Draw(t, "more")
				sheet.Insert(s)
				m.put(s)
			},
			"paste": func(t *rapid.T) {
				apart()
				sheet.Insert("a\r\nb\rc")
				m.put("a\nb\nc")
			},
			"type": func(t *rapid.T) {
				apart()
				r := rapid.SampledFrom([]rune("aé \u0301🇪漢")).Draw(t, "rune")
				sheet.Type(r)
				m.put(string(r))
			},
			"back": func(t *rapid.T) {
				apart()
				sheet.Back(false)
				if m.caret == m.anchor {
					m.step(-1)
				}
				m.put("")
			},
			"delete": func(t *rapid.T) {
				apart()
				sheet.Delete(false)
				if m.caret == m.anchor {
					m.step(1)
				}
				m.put("")
			},
			"left": func(t *rapid.T) {
				on := extend.Draw(t, "extend")
				sheet.Left(on)
				switch from, to := m.ends(); {
				case on || from == to:
					m.step(-1)
				default:
					m.caret = from
				}
				if !on {
					m.anchor = m.caret
				}
			},
			"right": func(t *rapid.T) {
				on := extend.Draw(t, "extend")
				sheet.Right(on)
				switch from, to := m.ends(); {
				case on || from == to:
					m.step(1)
				default:
					m.caret = to
				}
				if !on {
					m.anchor = m.caret
				}
			},
			"jump on": func(t *rapid.T) {
				to := sheet.NextWord(sheet.Caret())
				if sheet.Caret() != sheet.End() && !sheet.Caret().Before(to) {
					t.Fatalf("the next word after %v is at %v", sheet.Caret(), to)
				}
				move(to, extend.Draw(t, "extend"))
			},
			"jump back": func(t *rapid.T) {
				to := sheet.PrevWord(sheet.Caret())
				if sheet.Caret() != (text.Place{}) && !to.Before(sheet.Caret()) {
					t.Fatalf("the word before %v is at %v", sheet.Caret(), to)
				}
				move(to, extend.Draw(t, "extend"))
			},
			"click": func(t *rapid.T) {
				list := cuts(m.text)
				at := list[rapid.IntRange(0, len(list)-1).Draw(t, "at")]
				move(place(m.text, at), extend.Draw(t, "extend"))
			},
			"word": func(t *rapid.T) {
				from, to := sheet.WordAt(sheet.Caret())
				sheet.Select(from, to)
				m.anchor, m.caret = offset(sheet, from), offset(sheet, to)
			},
			"all": func(t *rapid.T) {
				sheet.Select(text.Place{}, sheet.End())
				m.anchor, m.caret = 0, len(m.text)
			},
			"replace": func(t *rapid.T) {
				var changes []text.Change
				old, with := letter.Draw(t, "old"), letter.Draw(t, "with")
				for at := 0; ; {
					i := strings.Index(m.text[at:], old)
					if i < 0 {
						break
					}
					at += i + len(old)
					changes = append(changes, text.Change{From: place(m.text, at-len(old)), To: place(m.text, at), With: with})
				}
				if len(changes) == 0 {
					return
				}
				sheet.Apply(changes...)
				m.past, m.future = append(m.past, m.text), nil
				tail := m.text[strings.LastIndex(m.text, old)+len(old):]
				m.text = strings.ReplaceAll(m.text, old, with)
				m.caret = len(m.text) - len(tail)
				m.anchor = m.caret
			},
			"undo": func(t *rapid.T) {
				if sheet.Undo() != (len(m.past) > 0) {
					t.Fatalf("undo disagrees about there being anything: %d", len(m.past))
				}
				if n := len(m.past); n > 0 {
					m.future, m.text, m.past = append(m.future, m.text), m.past[n-1], m.past[:n-1]
					m.caret = offset(sheet, sheet.Caret())
					m.anchor = m.caret
				}
			},
			"redo": func(t *rapid.T) {
				if sheet.Redo() != (len(m.future) > 0) {
					t.Fatalf("redo disagrees about there being anything: %d", len(m.future))
				}
				if n := len(m.future); n > 0 {
					m.past, m.text, m.future = append(m.past, m.text), m.future[n-1], m.future[:n-1]
					m.caret = offset(sheet, sheet.Caret())
					m.anchor = m.caret
				}
			},
			"": func(t *rapid.T) {
				from, to := m.ends()
				if got := sheet.String(); got != m.text {
					t.Fatalf("the sheet says %q, want %q", got, m.text)
				}
				if sheet.Len() != len(m.text) || sheet.Lines() != strings.Count(m.text, "\n")+1 || sheet.End() != place(m.text, len(m.text)) {
					t.Fatalf("%d bytes in %d lines to %v of %q", sheet.Len(), sheet.Lines(), sheet.End(), m.text)
				}
				if sheet.Caret() != place(m.text, m.caret) || sheet.Selected() != m.text[from:to] {
					t.Fatalf("caret %v, want %v; selected %q, want %q", sheet.Caret(), place(m.text, m.caret), sheet.Selected(), m.text[from:to])
				}
			},
		})
	})
}

// Undo takes back a word at a time, a rest ends a word, and erasing is gathered
// like typing.
func TestUndoByWordsAndRests(t *testing.T) {
	clock := time.Unix(0, 0)
	s := text.NewSheet("", func() time.Time { return clock })
	write := func(words string) {
		for _, r := range words {
			s.Type(r)
		}
	}
	write("no imprime")
	clock = clock.Add(3 * time.Second)
	write("n\n")
	write("nada")
	for range 2 {
		s.Back(false)
	}
	s.Back(false)
	var was []string
	for s.Undo() {
		was = append(was, s.String())
	}
	if want := "no imprimen\nnada|no imprimen\n|no imprimen|no imprime|no |"; strings.Join(was, "|") != want {
		t.Errorf("undo gives %q, want %q", strings.Join(was, "|"), want)
	}
	for s.Redo() {
	}
	if s.String() != "no imprimen\nn" || s.Caret() != (text.Place{Line: 1, Col: 1}) {
		t.Errorf("redone, it says %q with the caret at %v", s.String(), s.Caret())
	}
	s.Move(text.Place{}, false)
	s.Type('¡')
	s.Move(text.Place{}, false)
	s.Type('¡')
	s.Undo()
	if s.String() != "¡no imprimen\nn" {
		t.Errorf("a move of the caret did not end the step: %q", s.String())
	}
}

func TestWords(t *testing.T) {
	s := text.NewSheet("¿Qué?  la_red 10.0 ❤️\n\nfin", time.Now)
	var stops []string
	for p := (text.Place{}); ; {
		next := s.NextWord(p)
		if next == p {
			break
		}
		stops = append(stops, s.Slice(p, next))
		p = next
	}
	if want := []string{"¿", "Qué", "?", "  la_red", " 10", ".", "0", " ❤️", "\n", "\n", "fin"}; fmt.Sprint(stops) != fmt.Sprint(want) {
		t.Errorf("jumps %q, want %q", stops, want)
	}
	for _, c := range []struct {
		at   text.Place
		want string
	}{{text.Place{Col: 3}, "Qué"}, {text.Place{Col: 6}, "Qué"}, {text.Place{Col: 0}, "¿"}, {text.Place{Col: 8}, "  "}, {text.Place{Line: 1}, ""}, {text.Place{Line: 2, Col: 3}, "fin"}} {
		if got := s.Slice(s.WordAt(c.at)); got != c.want {
			t.Errorf("the word at %v is %q, want %q", c.at, got, c.want)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	for _, size := range []int{1 << 10, 100 << 10, 1 << 20} {
		log := strings.Repeat("2026-11-23 10:11:12 spooler[1068]: dependency failed, no printer\n", size/64)
		b.Run(fmt.Sprintf("letter/%dKB", size>>10), func(b *testing.B) {
			s := text.NewSheet(log, time.Now)
			s.Move(text.Place{Line: s.Lines() / 2}, false)
			for b.Loop() {
				s.Type('x')
				s.Back(false)
			}
		})
		b.Run(fmt.Sprintf("line/%dKB", size>>10), func(b *testing.B) {
			s := text.NewSheet(log, time.Now)
			for b.Loop() {
				s.Move(text.Place{Line: 1}, false)
				s.Type('\n')
				s.Back(false)
			}
		})
		b.Run(fmt.Sprintf("oneline/%dKB", size>>10), func(b *testing.B) {
			s := text.NewSheet(strings.ReplaceAll(log, "\n", " "), time.Now)
			s.Move(text.Place{Col: size / 2}, false)
			for b.Loop() {
				s.Type('x')
				s.Back(false)
			}
		})
	}
}
