package report

import "strings"

// style is how text looks unless a span says otherwise.
type style struct {
	size    float64 // points
	leading float64 // from one baseline to the next
	cut     cut
	ink     ink
}

// piece is a run of letters in one face, size and colour.
type piece struct {
	text  string
	cut   cut
	size  float64
	ink   ink
	link  string
	width float64
}

// line is a line of text that has been set.
type line struct {
	pieces []piece
	width  float64
}

func (l *line) add(p piece) {
	l.width += p.width
	if n := len(l.pieces) - 1; n >= 0 {
		if last := &l.pieces[n]; last.cut == p.cut && last.size == p.size && last.ink == p.ink && last.link == p.link {
			last.text += p.text
			last.width += p.width
			return
		}
	}
	l.pieces = append(l.pieces, p)
}

func (l *line) join(other line) {
	for _, p := range other.pieces {
		l.add(p)
	}
}

// split breaks a line where the room ends: after a character at which one may break, if
// there is one close enough to the end, else after any letter.
func (l line) split(room float64) (head, tail line) {
	var used float64
	for i, p := range l.pieces {
		face := faces()[p.cut]
		good, cutAt := 0, -1
		var width float64
		for at, r := range p.text {
			w := face.width(r) * p.size
			if used+width+w > room {
				cutAt = at
				break
			}
			width += w
			if strings.ContainsRune("/-_.,;:?&=@\\", r) {
				good = at + 1
			}
		}
		if cutAt < 0 {
			head.add(p)
			used += p.width
			continue
		}
		if good > cutAt*2/3 {
			cutAt = good
		}
		first := p.part(p.text[:cutAt])
		if cutAt > 0 {
			head.add(first)
		}
		p.text, p.width = p.text[cutAt:], p.width-first.width
		tail.add(p)
		for _, rest := range l.pieces[i+1:] {
			tail.add(rest)
		}
		return head, tail
	}
	return head, tail
}

// part is the piece with other text, measured anew.
func (p piece) part(text string) piece {
	p.text, p.width = text, 0
	for _, r := range text {
		p.width += faces()[p.cut].width(r) * p.size
	}
	return p
}

// set breaks text into lines of a width. Spaces at the beginning of a line of the
// writer's stay, as indentation; a word too long for a line is broken.
func set(spans []span, st style, width float64) []line {
	f := setter{width: width}
	for _, s := range spans {
		p := piece{cut: st.cut, size: st.size, ink: st.ink, link: s.link}
		if s.cut != plain {
			p.cut = s.cut
		}
		if s.ink != nil {
			p.ink = *s.ink
		}
		if s.link != "" && s.ink == nil {
			p.ink = teal
		}
		f.read(s.text, p)
	}
	f.endWord()
	if len(f.now.pieces) > 0 || len(f.lines) == 0 {
		f.endLine()
	}
	return f.lines
}

// setter breaks text into lines.
type setter struct {
	width float64
	lines []line
	now   line // being filled
	gap   line // the spaces after it
	word  line // being read, to go after the gap
}

// read takes in text that looks like p.
func (f *setter) read(text string, p piece) {
	start, startCut := 0, p.cut
	flush := func(end int) {
		if start < end {
			q := p
			q.cut = startCut
			f.word.add(q.part(text[start:end]))
		}
		start = end
	}
	for at, r := range text {
		switch r {
		case '\n':
			flush(at)
			f.endWord()
			f.endLine()
			start = at + 1
		case ' ':
			flush(at)
			f.endWord()
			f.gap.add(p.part(" "))
			start = at + 1
		default:
			if cut, _ := faceOf(p.cut, r); cut != startCut {
				flush(at)
				startCut = cut
			}
		}
	}
	flush(len(text))
}

func (f *setter) endWord() {
	if len(f.word.pieces) == 0 {
		return
	}
	if len(f.now.pieces) > 0 && f.now.width+f.gap.width+f.word.width > f.width {
		f.endLine()
	}
	if f.gap.width+f.word.width <= f.width || f.gap.width < f.width/2 {
		f.now.join(f.gap)
	}
	f.gap = line{}
	for f.now.width+f.word.width > f.width {
		head, tail := f.word.split(f.width - f.now.width)
		if len(head.pieces) == 0 && len(f.now.pieces) == 0 { // not even one letter fits: set it all the same
			break
		}
		f.now.join(head)
		f.endLine()
		f.word = tail
	}
	f.now.join(f.word)
	f.word = line{}
}

func (f *setter) endLine() {
	f.lines = append(f.lines, f.now)
	f.now, f.gap = line{}, line{}
}

// widthOf is the width a text takes on one line.
func widthOf(text string, st style) float64 {
	var width float64
	for _, l := range set([]span{{text: text}}, st, 1e9) {
		width = max(width, l.width)
	}
	return width
}

// fitting is a text cut so that it fits on one line of a width.
func fitting(text string, st style, width float64) string {
	if widthOf(text, st) <= width {
		return text
	}
	letters := []rune(text)
	low, high := 0, len(letters)
	for low < high {
		middle := (low + high + 1) / 2
		if widthOf(string(letters[:middle])+"…", st) <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRight(string(letters[:low]), " ") + "…"
}
