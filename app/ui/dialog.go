package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"firstline/data/words"
)

// Dialog is a question in front of the window. Return (outside a note) and
// Ctrl+Return confirm, Escape cancels, and the focus goes back where it was.
type Dialog struct {
	Title   string
	Content fyne.CanvasObject
	Confirm string         // what the button does, as a verb; "": only Cancel is shown
	Cancel  string         // "": no such button; Escape closes all the same
	Focus   fyne.Focusable // nil: the first field, or the confirming button
	Danger  bool           // it cannot be taken back: Return alone does not confirm, the focus is on Cancel
	Width   float32        // pixels at 100 % text; default 440

	OnConfirm func() bool // true closes; nil: closes
	OnCancel  func()

	possible func() bool // whether it can be confirmed; nil: always
}

// ShowDialog opens a dialog and gives the function that closes it, for those
// whose OnConfirm says false and who learn later that all went well.
func ShowDialog(win fyne.Window, d Dialog) (done func()) {
	done, _ = d.show(win)
	return done
}

// show opens the dialog and gives what closes it and its confirming button, if any.
func (d Dialog) show(win fyne.Window) (done func(), yes *Button) {
	if d.Width == 0 {
		d.Width = 440
	}
	o := &overlay{holder: holder{canvas: win.Canvas()}, title: d.Title, scrim: true, careful: d.Danger}
	confirm := func() {
		if d.OnConfirm == nil || d.OnConfirm() {
			o.close()
		}
	}
	o.cancel = func() {
		if o.closed {
			return
		}
		o.close()
		if d.OnCancel != nil {
			d.OnCancel()
		}
	}
	o.confirm = o.cancel
	buttons := container.NewHBox(layout.NewSpacer())
	var no *Button
	if d.Cancel != "" {
		no = NewButton(d.Cancel, nil, func() { o.cancel() })
		buttons.Add(no)
	}
	if d.Confirm != "" {
		o.confirm = confirm
		yes = NewPrimary(d.Confirm, nil, confirm)
		yes.possible = d.possible
		yes.Refresh()
		if d.Danger {
			yes.As(Dangerous)
		}
		buttons.Add(yes)
	}
	content := d.Content
	if content == nil {
		content = container.NewWithoutLayout()
	}
	ring := px(2) // room for the ring of what has the focus
	content = container.New(layout.NewCustomPaddedLayout(ring, ring, ring, ring), content)
	scroll := container.NewVScroll(content)
	title := NewHeading(d.Title)
	rim := px(14)
	body := container.New(layout.NewCustomPaddedLayout(rim, rim, rim-ring, rim-ring),
		Border(container.New(layout.NewCustomPaddedLayout(0, px(8), ring, ring), title),
			container.New(layout.NewCustomPaddedLayout(px(12), 0, ring, ring), buttons), nil, nil, scroll))
	o.content = body
	o.place = func(window fyne.Size) (fyne.Position, fyne.Size) {
		width := min(max(px(d.Width), content.MinSize().Width+2*rim, buttons.MinSize().Width+2*rim, title.MinSize().Width+2*rim), window.Width-px(16))
		content.Resize(fyne.NewSize(width-2*rim, content.Size().Height)) // wrapped text knows its height by its width
		frame := body.MinSize().Height - scroll.MinSize().Height
		height := min(frame+content.MinSize().Height, window.Height-px(16))
		return fyne.NewPos(whole((window.Width-width)/2), whole((window.Height-height)*0.4)), fyne.NewSize(width, height)
	}
	first := d.Focus
	switch {
	case first != nil:
	case d.Danger && no != nil:
		first = no
	default:
		first = firstField(content)
		if first == nil && yes != nil {
			first = yes
		}
	}
	o.open(first)
	return o.close, yes
}

// firstField is the first thing in o that takes the keyboard.
func firstField(o fyne.CanvasObject) fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return nil
	}
	switch o := o.(type) {
	case fyne.Focusable:
		return o
	case *fyne.Container:
		for _, c := range o.Objects {
			if f := firstField(c); f != nil {
				return f
			}
		}
	case *Form:
		for _, f := range o.fields {
			if focusable := firstField(f.object); focusable != nil {
				return focusable
			}
		}
	case *container.Scroll:
		return firstField(o.Content)
	}
	return nil
}

// Ask asks before something that cannot be undone. confirm is the verb on the
// button.
func Ask(win fyne.Window, p *words.Printer, title, text, confirm string, do func()) {
	ShowDialog(win, Dialog{Title: title, Content: Flush(Paragraph(text)), Confirm: confirm, Cancel: p.Say("word.cancel"), Danger: true,
		OnConfirm: func() bool {
			do()
			return true
		}})
}

// Tell says something that must be read.
func Tell(win fyne.Window, p *words.Printer, title, text string) {
	ShowDialog(win, Dialog{Title: title, Content: Flush(Paragraph(text)), Confirm: p.Say("word.close")})
}

// Prose is text that wraps, in a colour, without air around it.
func Prose(text string, color fyne.ThemeColorName) fyne.CanvasObject {
	return Flush(NewPassage(text, color, ""))
}

// Small is a paragraph in small letters.
func Small(text string) *Passage { return NewPassage(text, "", theme.SizeNameCaptionText) }
