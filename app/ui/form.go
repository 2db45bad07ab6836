package ui

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/data"
	"firstline/data/words"
)

// Labelled is a field that is told what its label says.
type Labelled interface{ SetLabel(text string) }

// Telling is a field that says when a person has changed what it holds.
type Telling interface{ Tell(changed func()) }

// Form lays out labelled fields: one column of labels, one of fields, what is
// wrong beneath the field it concerns. Where the labels would take more than half
// of the width, they stand above their fields.
type Form struct {
	widget.BaseWidget
	Above bool // labels above their fields, however much room there is

	words  *words.Printer
	fields []*field
	drawn  bool // it has a renderer; before, each field more would lay out all of them
}

// field is one labelled field of a form.
type field struct {
	name     string
	label    *canvas.Text
	mark     *canvas.Text // the sign that it is required
	object   fyne.CanvasObject
	fault    [2]*canvas.Text // what is wrong, in two lines at most
	beside   bool            // on the line of the field before
	across   bool            // both columns
	required bool
	text     string // of the label
	wrong    string
}

// NewForm makes an empty form.
func NewForm(p *words.Printer) *Form {
	f := &Form{words: p}
	f.ExtendBaseWidget(f)
	return f
}

// Add puts a field on a new line. name is the noun's field, by which errors find
// their way to it ("" for none).
func (f *Form) Add(name, label string, object fyne.CanvasObject) *Form {
	return f.add(&field{name: name, text: label, object: object})
}

// Need is Add for a field that must be filled in.
func (f *Form) Need(name, label string, object fyne.CanvasObject) *Form {
	return f.add(&field{name: name, text: label, object: object, required: true})
}

// Beside puts a field on the line of the one before.
func (f *Form) Beside(name, label string, object fyne.CanvasObject) *Form {
	return f.add(&field{name: name, text: label, object: object, beside: len(f.fields) > 0})
}

// Across puts something without a label across both columns: the title of the
// fields that follow.
func (f *Form) Across(name string, object fyne.CanvasObject) *Form {
	return f.add(&field{name: name, object: object, across: true})
}

func (f *Form) add(e *field) *Form {
	e.label, e.mark = canvas.NewText("", transparent), canvas.NewText("", transparent)
	e.fault = [2]*canvas.Text{canvas.NewText("", transparent), canvas.NewText("", transparent)}
	switch o := e.object.(type) {
	case *Entry:
		o.Label = e.text
	case Labelled:
		o.SetLabel(e.text)
	case *SearchBox:
		o.Label = e.text
	case *Choice:
		o.Label = e.text
	case *DateField:
		o.Label = e.text
		o.wrong = func(err error) { f.SetError(e.name, f.say(e, err)) }
	}
	if o, ok := e.object.(Telling); ok { // what is being put right is wrong no more
		o.Tell(func() { f.SetError(e.name, "") })
	}
	f.fields = append(f.fields, e)
	if f.drawn {
		f.Refresh()
	}
	return f
}

// say is what is said of an error beneath a field: it calls the field as its
// label does.
func (f *Form) say(e *field, err error) string {
	if err == nil {
		return ""
	}
	if f.words == nil {
		return err.Error()
	}
	var p *data.Problem
	if errors.As(err, &p) && e.text != "" {
		named := *p
		named.Values = maps.Clone(p.Values)
		if named.Values == nil {
			named.Values = map[string]any{}
		}
		named.Values["field"] = e.text
		err = &named
	}
	return f.words.Error(err)
}

// SetError shows what is wrong beneath a field; "" takes it away. It says
// whether the form has such a field.
func (f *Form) SetError(name, text string) bool {
	for _, e := range f.fields {
		if e.name == name && name != "" {
			if e.wrong != text {
				e.wrong = text
				f.grow()
			}
			return true
		}
	}
	return false
}

// ClearErrors takes all of them away.
func (f *Form) ClearErrors() {
	for _, e := range f.fields {
		e.wrong = ""
	}
	f.grow()
}

// grow draws the form anew after it needs more room or less, and the dialog it
// stands in.
func (f *Form) grow() {
	f.Refresh()
	if c := canvasOf(f); c != nil {
		if o, ok := c.Overlays().Top().(*overlay); ok {
			o.Refresh()
		}
	}
}

// Fault shows an error beneath the field it is about and puts the focus there.
// It says false where the error is about none of this form's fields: then the
// seat's Fail must show it. nil clears the form and says true.
func (f *Form) Fault(err error) bool {
	f.ClearErrors()
	if err == nil {
		return true
	}
	var p *data.Problem
	if !errors.As(err, &p) || p.Field == "" {
		return false
	}
	found := false
	for _, e := range f.fields {
		if e.name == p.Field {
			f.SetError(e.name, f.say(e, err))
			if o := firstField(e.object); o != nil {
				focus(o)
			}
			found = true
		}
	}
	return found
}

// ShowField shows or hides a field; a hidden one leaves no gap.
func (f *Form) ShowField(name string, shown bool) {
	for _, e := range f.fields {
		if e.name == name {
			if shown {
				e.object.Show()
			} else {
				e.object.Hide()
			}
		}
	}
	f.Refresh()
}

// LabelledField is a field of a form by its label, and what takes the keyboard
// in it.
type LabelledField struct {
	Label string
	First fyne.Focusable
}

// Fields are the fields in the forms of a page that have a label and take the
// keyboard.
func Fields(o fyne.CanvasObject) []LabelledField {
	var list []LabelledField
	switch o := o.(type) {
	case *Form:
		for _, f := range o.fields {
			if first := firstField(f.object); f.text != "" && first != nil {
				list = append(list, LabelledField{f.text, first})
			}
		}
	case *fyne.Container:
		for _, c := range o.Objects {
			list = append(list, Fields(c)...)
		}
	}
	return list
}

// AccessibilityLabel is none: its fields speak for themselves.
func (f *Form) AccessibilityLabel() string { return "" }

// AccessibilityRole is a container's.
func (f *Form) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

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
func (r *formRenderer) lines() [][]*field {
	var lines [][]*field
	for _, e := range r.f.fields {
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
// begin a line.
func (r *formRenderer) labelWidth(lines [][]*field) float32 {
	var w float32
	if r.above() {
		return 0
	}
	for _, line := range lines {
		w = max(w, r.width(line[0]))
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
			second = max(second, r.width(line[1]))
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
	return r.width(e)
}

func (r *formRenderer) width(e *field) float32 {
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
	width := r.f.Size().Width - r.labelWidth(r.lines())
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
	lines := r.lines()
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
	lines := r.lines()
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
			e.label.Move(at)
			e.label.Resize(fyne.NewSize(advance(e.text, em(), fyne.TextStyle{}), lineHeight()))
			e.mark.Resize(fyne.NewSize(px(8), lineHeight()))
			e.mark.Move(at.AddXY(advance(e.text, em(), fyne.TextStyle{})+px(3), 0))
			x += name
			e.object.Move(fyne.NewPos(x, y+label))
			e.object.Resize(fyne.NewSize(share, max(object, e.object.MinSize().Height)))
			under := x
			if alone(line, e) {
				under = labels
			}
			first, second := r.faultOf(line, e)
			for i, part := range []string{first, second} {
				show(e.fault[i], part, Color(Danger), theme.CaptionTextSize(), fyne.TextStyle{})
				e.fault[i].Move(fyne.NewPos(under, y+label+object+px(1)+float32(i)*captionHeight()))
				e.fault[i].Resize(fyne.NewSize(size.Width-under, captionHeight()))
			}
			x += share + gap()
		}
		y += label + object + fault + px(5)
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
	for _, line := range r.lines() {
		_, _, fault := r.heights(line)
		faulty += fault
	}
	if faulty != r.faulty {
		r.faulty = faulty
		canvas.Refresh(r.f) // the form needs another height: its parents lay out again
	}
}
