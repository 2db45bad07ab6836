package editor

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/editor/text"
	"firstline/app/ui"
)

// From this on a pasted text is offered as an attachment: nobody reads it in a
// note.
const (
	longBytes = 16 << 10
	longLines = 200
)

// attachKey attaches what was pasted.
const attachKey = "F8"

// longPaste is the strip below the text after a long paste. It takes nobody's
// focus: one goes on typing, or presses its key.
type longPaste struct {
	e    *Editor
	bar  *fyne.Container
	says *ui.Text
	text string // what was pasted; "" while the strip is hidden
}

func newLongPaste(e *Editor) *longPaste {
	p := e.seat.Words
	l := &longPaste{e: e, says: ui.NewCaption("")}
	l.says.Cut = true
	attach := ui.NewQuiet(p.Say("editor.long.attach")+" ("+action.KeyName(p, "editor.attach", attachKey)+")", nil, e.AttachPasted)
	l.bar = ui.Border(nil, nil, nil, container.NewHBox(attach), l.says)
	l.bar.Hide()
	return l
}

func (l *longPaste) open() bool { return l.text != "" }

func (l *longPaste) height() float32 {
	if !l.open() {
		return 0
	}
	return l.bar.MinSize().Height + ui.Px(4)
}

func (l *longPaste) hide() {
	l.text = ""
	l.bar.Hide()
}

// paste puts what the clipboard holds into the text.
func (e *Editor) paste(s string) {
	if e.fixed() || e.OnPaste != nil && e.OnPaste(s) || s == "" {
		return
	}
	at, _ := e.sheet.Selection()
	e.edit(func() { e.sheet.Insert(s) })
	e.closeOffer()
	if lines := strings.Count(s, "\n") + 1; e.OnAttach != nil && (len(s) > longBytes || lines > longLines) {
		l, p := e.long, e.seat.Words
		l.text = e.sheet.Slice(at, e.sheet.Caret())
		l.says.SetText(p.Count("editor.long", lines, "size", p.Size(int64(len(s)))))
		l.bar.Show()
		e.moved()
	}
}

// AttachPasted takes the long text that was pasted last out again and has it
// kept as a file, if it is still there as it was.
func (e *Editor) AttachPasted() {
	l := e.long
	if !l.open() {
		return
	}
	long := l.text
	l.hide()
	e.focus()
	if i := strings.Index(e.Text(), long); i >= 0 {
		e.edit(func() { e.sheet.Apply(text.Change{From: e.sheet.At(i), To: e.sheet.At(i + len(long))}) })
		e.OnAttach(long)
		return
	}
	e.Refresh()
	e.seat.Notify(e.seat.Words.Say("editor.long.gone"))
}
