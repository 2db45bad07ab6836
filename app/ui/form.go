package ui

import (
	"errors"
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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

	words   *words.Printer
	fields  []*field
	aligned []*Form // with columns of labels as wide as this one's
	drawn   bool    // it has a renderer; before, each field more would lay out all of them
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

// Align gives forms that stand on one page, or in turn in one place, columns of labels
// of one width, so that their fields stand below each other.
func Align(forms ...*Form) {
	for _, f := range forms {
		f.aligned = forms
	}
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
