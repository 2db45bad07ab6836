// Package editor is where case notes, resolutions and articles are written:
// Markdown that looks like what it means while it stays plain text. Only what is
// seen is wrapped and drawn, so that a key takes the same time in a line as in a
// log of a megabyte.
//
// The text itself is in text, what Markdown says about it in marks. The editor
// knows no ticket: a room lends it what it needs of one (see Editor's fields).
package editor

import (
	"regexp"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"firstline/app/editor/text"
	"firstline/app/ui"
	"firstline/data/desk"
)

// Editor is a field of several lines. Tab goes on to the next field.
type Editor struct {
	widget.DisableableWidget
	Label       string // what a screen reader calls it; a Form sets it
	PlaceHolder string
	MinRows     int  // the rows there is room for, at least
	MaxRows     int  // it grows with its text up to these
	ReadOnly    bool // shows a text, with all that reads, finds and copies
	Plain       bool // no prose: no Markdown, no spelling, nothing offered

	tell      func()                                   // of a ui.Form
	OnChanged func()                                   // the text is another one
	OnSave    func()                                   // Ctrl+Return; nil: confirms the dialog
	OnEscape  func()                                   // nil: Escape goes to the dialog or the shell
	OnFocus   func(focused bool)                       //
	OnPress   func()                                   // the mouse was pressed in it
	OnPaste   func(text string) bool                   // sees what is pasted first, "" where the clipboard holds no text; true: it was dealt with
	OnAttach  func(text string)                        // keeps a long text as a file; nil: that is not offered
	Sources   []Source                                 // what is offered while one types
	Open      func(target string)                      // follows a link (see marks.Link)
	Picture   func(name string) (path string, ok bool) // finds the attachment a picture's line names

	seat  *ui.Seat
	sheet *text.Sheet
	page  *page
	text  string // of version turn
	turn  int

	goal     float32 // how far right Up and Down keep to
	shift    bool
	focused  bool
	hidden   bool // the caret may not be seen, and should be
	offering bool // the list of what is offered has the keyboard for it
	dimmed   bool // the caret is in the dark half of its blink
	typedAt  time.Time
	blink    *time.Timer
	press    press

	offer    *ui.Offer
	pick     func(i int)
	source   *token      // what the offer is about
	refused  *text.Place // where one was closed with Escape
	find     *finder
	long     *longPaste
	spell    spell
	spelling ui.Slot // the search for a wrong word, or for a right one
	pictures map[string]*picture
	drawn    *renderer
}

var (
	_ fyne.Focusable     = (*Editor)(nil)
	_ fyne.Tabbable      = (*Editor)(nil)
	_ fyne.Shortcutable  = (*Editor)(nil)
	_ fyne.Accessible    = (*Editor)(nil)
	_ desktop.Keyable    = (*Editor)(nil)
	_ desktop.Mouseable  = (*Editor)(nil)
	_ desktop.Cursorable = (*Editor)(nil)
	_ desktop.Hoverable  = (*Editor)(nil)
	_ fyne.Draggable     = (*Editor)(nil)
	_ ui.Labelled        = (*Editor)(nil)
)

// New makes an empty editor of some rows, which grows to three times as many.
func New(seat *ui.Seat, placeholder string, rows int) *Editor {
	e := &Editor{PlaceHolder: placeholder, MinRows: rows, MaxRows: rows * 3, seat: seat, turn: -1, pictures: map[string]*picture{}}
	e.sheet = text.NewSheet("", time.Now)
	e.page = newPage(e.sheet)
	e.page.shows = e.pictureHeight
	e.page.plain = func() bool { return e.Plain }
	e.page.ours = func(string) bool { return false }
	if seat.Desk != nil {
		e.page.ours = ours(seat.Desk)
	}
	e.Sources = []Source{Links(seat)}
	e.Open = Follow(seat)
	e.find = newFinder(e)
	e.long = newLongPaste(e)
	e.ExtendBaseWidget(e)
	return e
}

// ours knows the codes of tickets: the desk's own.
func ours(d *desk.Desk) func(string) bool {
	code := d.Settings().Code
	return func(s string) bool { return s == code }
}

// Text is what is written. Asking again without a change costs nothing.
func (e *Editor) Text() string {
	if e.turn != e.sheet.Version() {
		e.text, e.turn = e.sheet.String(), e.sheet.Version()
	}
	return e.text
}

// SetText makes s the text, with nothing to undo and the caret at its beginning,
// or where it was while one types.
func (e *Editor) SetText(s string) {
	if s == e.Text() {
		return
	}
	e.closeOffer()
	e.long.hide()
	caret := e.sheet.Caret()
	e.sheet.SetText(s)
	e.page.top = spot{}
	if e.focused { // changed under one's hands, as when it is saved
		e.sheet.Move(caret, false)
	}
	e.moved()
	if e.OnChanged != nil {
		e.OnChanged()
	}
}

// GoToEnd puts the caret behind the text.
func (e *Editor) GoToEnd() {
	e.sheet.Move(e.sheet.End(), false)
	e.moved()
}

// Insert puts text where the caret is, over what is selected.
func (e *Editor) Insert(s string) {
	e.edit(func() { e.sheet.Insert(s) })
}

// gap is the end of a line of a text block that is to be filled in.
var gap = regexp.MustCompile(`(?m)(:\*\*[ \t]*|:[ \t]+)$`)

// InsertBlock puts a text block where the caret is, and the caret where the
// block's first line is to be filled in.
func (e *Editor) InsertBlock(s string) {
	e.edit(func() {
		at, _ := e.sheet.Selection()
		line := at.Line
		e.sheet.Insert(s)
		if m := gap.FindStringIndex(s); m != nil {
			line += strings.Count(s[:m[1]], "\n")
			e.sheet.Move(text.Place{Line: line, Col: len(e.sheet.Line(line))}, false)
		}
	})
}

// SelectedText is the text that is selected.
func (e *Editor) SelectedText() string { return e.sheet.Selected() }

// edit does something that may change the text and says so if it did.
func (e *Editor) edit(do func()) {
	before := e.sheet.Version()
	do()
	e.moved()
	if before == e.sheet.Version() {
		return
	}
	if e.tell != nil {
		e.tell()
	}
	if e.OnChanged != nil {
		e.OnChanged()
	}
}

// moved shows the caret where it is now.
func (e *Editor) moved() {
	e.goal = -1
	e.stayed()
}

// stayed is moved for those who keep to how far right the caret was.
func (e *Editor) stayed() {
	e.hidden = true
	e.wake()
	e.Refresh()
}

// fixed says whether nothing can be typed.
func (e *Editor) fixed() bool { return e.ReadOnly || e.Disabled() }

// Tell has changed called when a person changes the text.
func (e *Editor) Tell(changed func()) { e.tell = changed }

// SetLabel says what a screen reader calls it.
func (e *Editor) SetLabel(label string) { e.Label = label }

// AccessibilityLabel is the label, or the placeholder where there is none.
func (e *Editor) AccessibilityLabel() string {
	if e.Label != "" {
		return e.Label
	}
	return e.PlaceHolder
}

// AccessibilityRole is a text's; Fyne has none for fields yet.
func (e *Editor) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AcceptsTab is false: Tab goes on (WCAG 2.1.2).
func (e *Editor) AcceptsTab() bool { return false }

// FocusGained shows the caret.
func (e *Editor) FocusGained() {
	if e.offering {
		return
	}
	e.focused = true
	e.wake()
	e.Refresh()
	if e.OnFocus != nil {
		e.OnFocus(true)
	}
}

// FocusLost hides it.
func (e *Editor) FocusLost() {
	if e.offering {
		return
	}
	e.focused, e.shift = false, false
	e.Refresh()
	if e.OnFocus != nil {
		e.OnFocus(false)
	}
}

// HasFocus says whether one types into the editor, or into the bar it finds
// with.
func (e *Editor) HasFocus() bool { return e.focused || e.find.focused() }

// blinkTime is how long the caret is seen, and then not, as Fyne's does; after
// blinkRest without a key it stays, and the program sleeps.
const (
	blinkTime = 530 * time.Millisecond
	blinkRest = 10 * time.Second
)

// wake shows the caret, and lets it blink once no key comes.
func (e *Editor) wake() {
	e.dimmed, e.typedAt = false, time.Now()
	if e.focused {
		e.blinkLater()
	}
}

func (e *Editor) blinkLater() {
	if e.blink != nil {
		e.blink.Stop()
	}
	e.blink = time.AfterFunc(blinkTime, func() { e.seat.Do(e.wink) })
}

func (e *Editor) wink() {
	if !e.focused || e.drawn == nil {
		return
	}
	resting := time.Since(e.typedAt) > blinkRest
	e.dimmed = !e.dimmed && !resting
	if !resting {
		e.blinkLater()
	}
	e.drawn.showCaret()
}

// focus gives the editor the keyboard.
func (e *Editor) focus() {
	if c := e.canvas(); c != nil {
		c.Focus(e)
	}
}

func (e *Editor) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(e) }

// CreateRenderer draws the editor.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{e: e, ground: ui.NewBox(), caret: canvas.NewRectangle(nil), thumb: newThumb(e), wheel: newWheel(e),
		hint: ui.NewLetters()}
	e.drawn = r
	r.Refresh()
	return r
}
