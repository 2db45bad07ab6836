package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Selectable is text one can mark with the mouse and copy. The keyboard passes
// it by, so that a long timeline is not a long way for Tab; a copy button beside
// it serves the keyboard.
type Selectable struct {
	Passage
	label *marked // stands for the passage while the pointer is on it
}

// SelectableText makes wrapped text that can be selected.
func SelectableText(text string) *Selectable {
	s := &Selectable{}
	s.Text = text
	s.ExtendBaseWidget(s)
	return s
}

// MouseIn makes the text selectable while the pointer is on it.
func (s *Selectable) MouseIn(*desktop.MouseEvent) {
	if s.label == nil {
		s.label = s.mark()
		s.label.Resize(s.Size())
		canvas.Refresh(s)
	}
}

// MouseMoved does nothing.
func (s *Selectable) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it, unless something is selected.
func (s *Selectable) MouseOut() {
	if s.label == nil || s.label.SelectedText() != "" {
		return
	}
	if c := canvasOf(s); c != nil && s.label.marks != nil && c.Focused() == s.label.marks {
		c.Unfocus()
	}
	s.label = nil
	canvas.Refresh(s)
}

// mark makes the label one marks in.
func (s *Selectable) mark() *marked {
	m := &marked{}
	m.Text, m.TextStyle, m.SizeName, m.Alignment = s.Text, s.Style, s.SizeName, s.Align
	m.Wrapping, m.Selectable = fyne.TextWrapWord, true
	if s.Anywhere {
		m.Wrapping = fyne.TextWrapBreak
	}
	m.ExtendBaseWidget(m)
	return m
}

// CreateRenderer draws the passage, or the label.
func (s *Selectable) CreateRenderer() fyne.WidgetRenderer {
	r := &selectableRenderer{passageRenderer{&s.Passage, NewLetters()}, s}
	r.Refresh()
	return r
}

type selectableRenderer struct {
	passageRenderer
	s *Selectable
}

func (r *selectableRenderer) Objects() []fyne.CanvasObject {
	if r.s.label != nil {
		return []fyne.CanvasObject{r.s.label}
	}
	return r.text.Objects()
}

func (r *selectableRenderer) Layout(size fyne.Size) {
	r.passageRenderer.Layout(size)
	if r.s.label != nil {
		r.s.label.Resize(size)
	}
}

func (r *selectableRenderer) Refresh() {
	r.passageRenderer.Refresh()
	if l := r.s.label; l != nil {
		l.SetText(r.s.Text)
	}
}

// marked is a label that knows what of it takes the focus.
type marked struct {
	widget.Label
	marks fyne.Focusable
}

// CreateRenderer draws the label.
func (m *marked) CreateRenderer() fyne.WidgetRenderer {
	r := m.Label.CreateRenderer()
	m.marks, _ = r.Objects()[0].(fyne.Focusable)
	return r
}
