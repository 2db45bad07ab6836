package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// CreateRenderer draws the form.
func (f *Form) CreateRenderer() fyne.WidgetRenderer {
	r := &formRenderer{f: f}
	f.drawn = true
	r.Refresh()
	return r
}

type formRenderer struct {
	f       *Form
	objects []fyne.CanvasObject
	faulty  float32 // height of what was wrong when last laid out
	narrow  bool    // labels would have taken too much of the width when last laid out
}

func (r *formRenderer) above() bool { return r.f.Above || r.narrow }

func (r *formRenderer) Destroy()                     {}
func (r *formRenderer) Objects() []fyne.CanvasObject { return r.objects }

// lines groups the visible fields by line.
func (f *Form) lines() [][]*field {
	var lines [][]*field
	for _, e := range f.fields {
		switch {
		case !e.object.Visible():
		case e.beside && len(lines) > 0:
			lines[len(lines)-1] = append(lines[len(lines)-1], e)
		default:
			lines = append(lines, []*field{e})
		}
	}
	return lines
}

// labelWidth is the width of the column of labels: the longest of those that
// begin a line, here and in the forms this one is aligned with.
func (r *formRenderer) labelWidth(lines [][]*field) float32 {
	if r.above() {
		return 0
	}
	w := longest(lines)
	for _, other := range r.f.aligned {
		w = max(w, longest(other.lines()))
	}
	return w
}

// longest is the width of the longest label that begins a line.
func longest(lines [][]*field) (w float32) {
	for _, line := range lines {
		w = max(w, line[0].width())
	}
	return w
}

// secondWidth is the width of the labels in the middle of lines of two fields: one
// for all of them, so that their fields stand below each other; 0 where a form is
// too narrow for that, and each takes its own.
func (r *formRenderer) secondWidth(lines [][]*field, labels, width float32) float32 {
	var second, fields float32
	for _, line := range lines {
		if len(line) == 2 {
			second = max(second, line[1].width())
			fields = max(fields, r.least(line[0]), r.least(line[1]))
		}
	}
	if r.above() || labels+second+gap()+2*fields > width {
		return 0
	}
	return second
}

// least is the least width of a field.
func (r *formRenderer) least(e *field) float32 { return max(e.object.MinSize().Width, px(60)) }

// widthIn is the room a label in the middle of a line takes.
func (r *formRenderer) widthIn(line []*field, e *field, second float32) float32 {
	switch {
	case r.above():
		return 0
	case len(line) == 2 && second > 0:
		return second
	}
	return e.width()
}

func (e *field) width() float32 {
	w := advance(e.text, em(), fyne.TextStyle{})
	if e.required {
		w += px(10)
	}
	if w > 0 {
		w += px(8)
	}
	return w
}

// heights of a line: label above, fields, fault.
func (r *formRenderer) heights(line []*field) (label, object, fault float32) {
	for _, e := range line {
		object = max(object, e.object.MinSize().Height)
		if _, second := r.faultOf(line, e); second != "" {
			fault = 2*captionHeight() + px(1)
		} else if e.wrong != "" {
			fault = max(fault, captionHeight()+px(1))
		}
	}
	if r.above() && slices.ContainsFunc(line, func(e *field) bool { return e.text != "" }) {
		label = lineHeight()
	}
	return
}

// faultOf is what is wrong with a field of a line, in two lines at most. Where it
// is the only one, it may be as wide as the line.
func (r *formRenderer) faultOf(line []*field, e *field) (first, second string) {
	if e.wrong == "" {
		return "", ""
	}
	width := r.f.Size().Width - r.labelWidth(r.f.lines())
	if width <= 0 {
		return e.wrong, "" // not laid out yet
	}
	if !alone(line, e) {
		width = e.object.Size().Width
	}
	size := theme.CaptionTextSize()
	first = e.wrong
	for Fit(first, width, size, fyne.TextStyle{}) != first {
		space := strings.LastIndexByte(first, ' ')
		if space < 0 {
			return Fit(e.wrong, width, size, fyne.TextStyle{}), ""
		}
		first = first[:space]
	}
	return first, Fit(strings.TrimSpace(e.wrong[len(first):]), width, size, fyne.TextStyle{})
}

// alone says whether a field is the only faulty one of its line.
func alone(line []*field, e *field) bool {
	for _, other := range line {
		if other != e && other.wrong != "" {
			return false
		}
	}
	return true
}

func (r *formRenderer) MinSize() fyne.Size {
	var size fyne.Size
	lines := r.f.lines()
	labels := r.labelWidth(lines)
	for i, line := range lines {
		label, object, fault := r.heights(line)
		size.Height += label + object + fault
		if i > 0 {
			size.Height += px(5)
		}
		width := labels
		for n, e := range line {
			least := r.least(e)
			if n > 0 {
				least += gap() + r.widthIn(line, e, 0)
			}
			width += least
		}
		size.Width = max(size.Width, width)
	}
	return size
}

func (r *formRenderer) Layout(size fyne.Size) {
	lines := r.f.lines()
	r.narrow = false
	r.narrow = r.labelWidth(lines) > size.Width/2
	widest := r.labelWidth(lines)
	second := r.secondWidth(lines, widest, size.Width)
	var y float32
	for _, line := range lines {
		labels := widest
		if line[0].across {
			labels = 0
		}
		// Every field of a line gets the same share of what the labels leave.
		rest := size.Width - labels - gap()*float32(len(line)-1)
		for n, e := range line {
			if n > 0 {
				rest -= r.widthIn(line, e, second)
			}
		}
		share := rest / float32(len(line))
		for _, e := range line {
			e.object.Resize(fyne.NewSize(share, e.object.MinSize().Height)) // wrapped text knows its height by its width
		}
		label, object, fault := r.heights(line)
		x := float32(0)
		for n, e := range line {
			name := labels
			if n > 0 {
				name = r.widthIn(line, e, second)
			}
			at := fyne.NewPos(x, y+(min(object, lineHeight()+2*theme.InnerPadding())-lineHeight())/2)
			if r.above() {
				at, name = fyne.NewPos(x, y), 0
			}
			e.placeLabel(at)
			x += name
			e.object.Move(fyne.NewPos(x, y+label))
			e.object.Resize(fyne.NewSize(share, max(object, e.object.MinSize().Height)))
			under := x
			if alone(line, e) {
				under = labels
			}
			r.placeFault(line, e, fyne.NewPos(under, y+label+object+px(1)), size.Width-under)
			x += share + gap()
		}
		y += label + object + fault + px(5)
	}
}

// placeLabel puts a field's label in its place, and the mark of what is needed
// behind it.
func (e *field) placeLabel(at fyne.Position) {
	width := advance(e.text, em(), fyne.TextStyle{})
	e.label.Move(at)
	e.label.Resize(fyne.NewSize(width, lineHeight()))
	e.mark.Move(at.AddXY(width+px(3), 0))
	e.mark.Resize(fyne.NewSize(px(8), lineHeight()))
}

// placeFault puts what is wrong with a field on two lines beneath it.
func (r *formRenderer) placeFault(line []*field, e *field, at fyne.Position, width float32) {
	first, second := r.faultOf(line, e)
	for i, part := range []string{first, second} {
		show(e.fault[i], part, Color(Danger), theme.CaptionTextSize(), fyne.TextStyle{})
		e.fault[i].Move(at.AddXY(0, float32(i)*captionHeight()))
		e.fault[i].Resize(fyne.NewSize(width, captionHeight()))
	}
}

func (r *formRenderer) Refresh() {
	r.objects = r.objects[:0]
	for _, e := range r.f.fields {
		ink := Muted
		if e.wrong != "" {
			ink = Danger
		}
		show(e.label, e.text, Color(ink), em(), fyne.TextStyle{})
		mark := ""
		if e.required {
			mark = "*"
		}
		show(e.mark, mark, Color(Accent), em(), fyne.TextStyle{Bold: true})
		hidden := !e.object.Visible()
		e.label.Hidden, e.mark.Hidden = hidden, hidden || mark == ""
		e.fault[0].Hidden, e.fault[1].Hidden = hidden || e.wrong == "", hidden || e.wrong == ""
		r.objects = append(r.objects, e.label, e.mark, e.object, e.fault[0], e.fault[1])
	}
	r.Layout(r.f.Size())
	var faulty float32
	for _, line := range r.f.lines() {
		_, _, fault := r.heights(line)
		faulty += fault
	}
	if faulty != r.faulty {
		r.faulty = faulty
		canvas.Refresh(r.f) // the form needs another height: its parents lay out again
	}
}
