package ui

import (
	"strings"

	"fyne.io/fyne/v2"
)

// MarkOn and MarkOff stand round what a search found in a snippet (desk.Hit).
const (
	MarkOn  = "\x02"
	MarkOff = "\x03"
)

var marks = strings.NewReplacer(MarkOn, "", MarkOff, "")

// Unmarked is a snippet without the marks of a search.
func Unmarked(snippet string) string { return marks.Replace(snippet) }

// WriteMarked writes a snippet on one line, what was found in bold and in ink. It
// is cut where there is no more room; where that would take away all that was
// found, what stands before it gives way.
func (l *Letters) WriteMarked(snippet string, pen Pen, x, y, width, height float32) {
	parts := strings.Split(strings.ReplaceAll(inSight(snippet, pen, width), MarkOff, MarkOn), MarkOn)
	for i, part := range parts {
		if part == "" {
			continue
		}
		now := pen
		if i%2 == 1 {
			now.Style.Bold, now.Ink = true, Color(Ink)
		}
		fits := Fit(strings.Join(parts[i:], ""), width, now.Size, now.Style)
		all := strings.HasPrefix(fits, part)
		switch {
		case all:
			fits = part
		case fits == "":
			fits = "…"
		}
		room := Measure(fits, now.Size, now.Style).Width
		l.Write(fits, now, x, y, room, height)
		if !all {
			return
		}
		x, width = x+room, width-room
	}
}

// inSight is a snippet that shows what was found first in a width: if need be,
// without the words that are furthest before it.
func inSight(snippet string, pen Pen, width float32) string {
	before, rest, marked := strings.Cut(snippet, MarkOn)
	found, _, _ := strings.Cut(rest, MarkOff)
	room := width - advance("…", pen.Size, pen.Style) - advance(found, pen.Size, fyne.TextStyle{Bold: true})
	if !marked || advance(before, pen.Size, pen.Style) <= room {
		return snippet
	}
	room /= 2 // what comes after tells as much
	words := strings.SplitAfter(before, " ")
	from := len(words)
	for from > 0 && advance(words[from-1], pen.Size, pen.Style) <= room {
		from--
		room -= advance(words[from], pen.Size, pen.Style)
	}
	return "…" + strings.Join(words[from:], "") + snippet[len(before):]
}
