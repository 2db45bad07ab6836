package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"firstline/data"
	"firstline/data/words"
)

// NoteEntry is where a case note is written: several lines, Tab goes on, Max
// bytes and no more, with a counter from three quarters of them on.
type NoteEntry struct {
	Entry
	Max int // bytes; data.MaxNote unless set

	OnSave func() // Ctrl+Return; nil: confirms the dialog
	// OnTooLong gets what would not fit, pasted or typed; the room may offer to
	// attach it as a file. The text stays as it was.
	OnTooLong func(text string)
	// OnPaste sees what is pasted first, "" where the clipboard holds no text (a
	// picture, perhaps); true means it was dealt with.
	OnPaste func(text string) bool

	words *words.Printer
}

// NewNoteEntry makes an empty editor of some rows.
func NewNoteEntry(p *words.Printer, placeholder string, rows int) *NoteEntry {
	n := &NoteEntry{Max: data.MaxNote, words: p}
	n.PlaceHolder = placeholder
	n.MultiLine = true
	n.Wrapping = fyne.TextWrapWord
	n.ExtendBaseWidget(n)
	n.SetMinRowsVisible(rows)
	return n
}

// room says whether more text fits; if not, the room is told.
func (n *NoteEntry) room(more string) bool {
	if len(n.Text)-len(n.SelectedText())+len(more) <= n.Max {
		return true
	}
	if n.OnTooLong != nil {
		n.OnTooLong(more)
	}
	return false
}

// TypedRune types a letter, if it fits.
func (n *NoteEntry) TypedRune(r rune) {
	if n.Disabled() || n.room(string(r)) {
		n.Entry.TypedRune(r)
	}
}

// TypedKey types, or passes the key on.
func (n *NoteEntry) TypedKey(ev *fyne.KeyEvent) {
	if isReturn(ev.Name) && !n.room("\n") {
		return
	}
	n.typedKey(n, ev)
}

// TypedShortcut saves on Ctrl+Return and looks at what is pasted.
func (n *NoteEntry) TypedShortcut(s fyne.Shortcut) {
	if submits(s) && n.OnSave != nil {
		n.OnSave()
		return
	}
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		text := paste.Clipboard.Content()
		if n.OnPaste != nil && n.OnPaste(text) {
			return
		}
		if !n.room(text) {
			return
		}
	}
	n.typedShortcut(n, s)
}

// Insert puts text where the cursor is, if it fits, and says whether it did.
func (n *NoteEntry) Insert(text string) bool {
	if !n.room(text) {
		return false
	}
	n.Entry.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: held(text)})
	return true
}

// held is a clipboard that holds one text: the way to insert at the cursor.
type held string

func (h held) Content() string { return string(h) }
func (held) SetContent(string) {}

// CreateRenderer draws the editor with its counter.
func (n *NoteEntry) CreateRenderer() fyne.WidgetRenderer {
	r := &noteRenderer{WidgetRenderer: n.Entry.CreateRenderer(), n: n,
		counter: canvas.NewText("", color.Transparent), ground: canvas.NewRectangle(color.Transparent)}
	r.count()
	return r
}

type noteRenderer struct {
	fyne.WidgetRenderer
	n       *NoteEntry
	counter *canvas.Text
	ground  *canvas.Rectangle
}

func (r *noteRenderer) Objects() []fyne.CanvasObject {
	return append(r.WidgetRenderer.Objects()[:len(r.WidgetRenderer.Objects()):len(r.WidgetRenderer.Objects())], r.ground, r.counter)
}

func (r *noteRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.place(size)
}

func (r *noteRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.count()
	r.place(r.n.Size())
}

func (r *noteRenderer) place(size fyne.Size) {
	min := r.counter.MinSize()
	at := fyne.NewPos(size.Width-min.Width-px(10), size.Height-min.Height-px(3))
	r.counter.Move(at)
	r.counter.Resize(min)
	r.ground.Move(at.SubtractXY(px(4), 0))
	r.ground.Resize(min.AddWidthHeight(px(8), 0))
}

// count shows how much of the room is used once it gets scarce.
func (r *noteRenderer) count() {
	used, max := len(r.n.Text), r.n.Max
	r.counter.Hidden = used*4 <= max*3
	r.ground.Hidden = r.counter.Hidden
	if r.counter.Hidden {
		return
	}
	ink := Muted
	if used*20 > max*19 {
		ink = Danger
	}
	r.ground.FillColor = Color(theme.ColorNameInputBackground)
	text := ""
	if r.n.words != nil {
		text = r.n.words.Say("ui.note.used", "used", r.n.words.Number(used), "max", r.n.words.Number(max))
	}
	show(r.counter, text, Color(ink), theme.CaptionTextSize(), fyne.TextStyle{}, fyne.TextAlignTrailing)
}
