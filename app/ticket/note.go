package ticket

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// noteEditor is where the next case note is written. Its ground and a big word
// say whether the note stays in the house.
type noteEditor struct {
	room    *Room
	content fyne.CanvasObject

	kind    *ui.Choice
	text    *editor.Editor
	timer   *ui.CallTimer
	minutes *ui.Entry
	ground  *ui.Fill
	word    *ui.Text
	says    *ui.Text
	turn    *ui.Button
	preview *container.Scroll
	look    *ui.Button
	keep    *ui.Button
	page    *fyne.Container    // the text, or what it will look like
	around  [2]*fyne.Container // what stands above and below that

	rows     int  // of text there is room for
	scarce   bool // the window is low, or its text large: see fold
	folded   bool
	internal bool
	byHand   bool     // internal or public was chosen, not given by the kind
	held     []string // titles of articles in the text that are not for customers
	drafter  *ui.Drafter
	restore  bool // the draft has not been looked at yet
	quiet    bool // the editor is being filled, not typed in
	saving   bool
}

func newNoteEditor(r *Room) *noteEditor {
	n := &noteEditor{room: r, internal: true, ground: ui.NewFill(ui.Internal), word: ui.NewHeading(""), says: ui.NewCaption("")}
	n.word.Cut, n.says.Cut = false, true
	kinds := make([]string, len(data.NoteKinds()))
	for i, k := range data.NoteKinds() {
		kinds[i] = string(k)
	}
	n.kind = ui.NewChoice(r.seat.Words, "activity", kinds, func(string) { n.kindChosen() })
	n.kind.Label = r.say("ticket.note.kind")
	rows := 6
	switch size := theme.TextSize(); { // large text leaves less room
	case size > 22:
		rows = 2
	case size > 16:
		rows = 3
	}
	n.rows = rows
	n.text = r.write(rows)
	n.text.MaxRows = 2 * rows // the timeline is what one writes about
	n.text.Label = r.say("word.note")
	n.text.OnFocus = func(on bool) {
		if on {
			n.fold(false)
		}
	}
	n.text.OnPress = func() { n.fold(false) }
	n.text.OnChanged = n.typed
	n.text.OnSave = n.save
	n.turn = ui.NewButton("", theme.VisibilityIcon(), n.toggle).Hinting(r.say("ticket.note.turn.hint"))
	n.look = ui.NewButton("", nil, n.togglePreview).Hinting(hint(r, "ticket.preview", "Ctrl+Shift+P"))
	templates := ui.NewButton(r.say("ticket.templates"), nil, r.pickTemplate).Hinting(hint(r, "ticket.templates", "Ctrl+T"))
	n.keep = ui.NewPrimary(r.say("ticket.note.save"), theme.DocumentSaveIcon(), n.save).Hinting(hint(r, "ticket.save", "Ctrl+Return"))
	n.timer = ui.NewCallTimer(r.seat.Do, r.seat.Words, r.seat.Desk.Now)
	n.timer.OnChanged = n.changed
	n.minutes = ui.NewEntry("")
	n.minutes.Label = r.say("field.minutes")
	n.minutes.OnEnter = n.takeMinutes
	n.minutes.OnFocus = func(on bool) {
		if !on {
			n.takeMinutes()
		}
	}
	n.preview = container.NewVScroll(container.NewStack())
	n.preview.Hide()
	n.page = container.NewStack(n.text, n.preview)

	kind := container.New(wide{188}, n.kind)
	top := container.New(&flow{}, ui.Border(nil, nil, container.NewHBox(kind, n.word), nil, n.says), n.turn)
	minutes := container.NewHBox(ui.NewCaption(r.say("ticket.note.minutes")), container.New(wide{52}, n.minutes))
	bottom := container.New(&flow{}, container.NewHBox(n.timer, minutes), container.NewHBox(templates, n.look, n.keep))
	n.around = [2]*fyne.Container{top, bottom}
	n.content = container.NewStack(n.ground, ui.Air(6, 6, 8, 8,
		ui.Pile(5, top, n.page, bottom)))
	n.turned()
	n.looked()
	return n
}

// wide gives what it holds a width, in pixels at 100 % text, and the height it asks for.
type wide struct{ width float32 }

// MinSize is the width and the height asked for.
func (f wide) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(ui.Px(f.width), o[0].MinSize().Height)
}

// Layout fills it.
func (f wide) Layout(o []fyne.CanvasObject, size fyne.Size) { o[0].Resize(size) }

// begin makes ready for another ticket.
func (n *noteEditor) begin() {
	n.drafter = ui.NewDrafter(n.room.seat, "note:"+string(n.room.id))
	n.clear()
	n.restore = true
}

// clear empties the editor without touching the draft on disk.
func (n *noteEditor) clear() {
	n.quiet = true
	n.byHand, n.held = false, nil
	n.kind.SetValue(string(data.WorkNote))
	n.internal = staysInside(data.WorkNote)
	n.text.SetText("")
	n.minutes.SetText("")
	n.timer.Reset()
	n.quiet = false
	n.showPreview(false)
	n.turned()
}

func (n *noteEditor) show(k known) {
	enable(n.keep, k.Ticket.ID != "")
	n.text.PicturesChanged() // what it names may be there now
	if k.Ticket.ID != "" && n.restore {
		n.restore = false
		n.recall()
	}
}

// staysInside is whether a kind of note is internal unless told otherwise: what
// passes between the desk and the caller is public, what the desk does by itself
// is not.
func staysInside(k data.ActivityKind) bool {
	switch k {
	case data.CustomerUpdate, data.CallIn, data.CallOut, "call_missed", "voicemail", data.WalkInVisit:
		return false
	}
	return true
}

func (n *noteEditor) kindChosen() {
	if !n.byHand {
		n.setInternal(staysInside(data.ActivityKind(n.kind.Value())))
	}
	n.changed()
}

// toggle makes the note internal or public, by hand.
func (n *noteEditor) toggle() {
	if n.internal && len(n.held) > 0 {
		r := n.room
		ui.Ask(r.seat.Window, r.seat.Words, r.say("ticket.note.turn.held.title"), r.say("ticket.note.turn.held", "titles", strings.Join(n.held, ", ")),
			r.say("ticket.note.turn.held.do"), func() {
				n.held = nil
				n.toggle()
			})
		return
	}
	n.byHand = true
	n.setInternal(!n.internal)
	n.changed()
}

func (n *noteEditor) setInternal(internal bool) {
	if !internal && len(n.held) > 0 {
		return // only a person may decide that
	}
	n.internal = internal
	n.turned()
}

// turned shows whether the note is internal or public.
func (n *noteEditor) turned() {
	p := n.room.seat.Words
	if n.internal {
		n.ground.Set(ui.Internal)
		n.word.Set(p.Say("ticket.note.internal"), ui.InternalInk)
		n.says.SetText(p.Say("ticket.note.internal.says"))
		n.turn.SetText(p.Say("ticket.note.turn.public"))
		n.keep.SetText(p.Say("ticket.note.save.internal"))
	} else {
		n.ground.Set(ui.Public)
		n.word.Set(p.Say("ticket.note.public"), ui.Accent)
		n.says.SetText(p.Say("ticket.note.public.says"))
		n.turn.SetText(p.Say("ticket.note.turn.internal"))
		n.keep.SetText(p.Say("ticket.note.save.public"))
	}
	n.content.Refresh()
}

// togglePreview shows the note as it will stand in the timeline, or the text.
func (n *noteEditor) togglePreview() { n.showPreview(!n.preview.Visible()) }

func (n *noteEditor) showPreview(on bool) {
	if on == n.preview.Visible() {
		return
	}
	on = on && strings.TrimSpace(n.text.Text()) != ""
	focused := n.room.seat.Window.Canvas().Focused()
	if on {
		n.preview.Content = ui.Markdown(n.text.Text())
		n.preview.SetMinSize(n.text.Size())
		n.preview.ScrollToTop()
		n.text.Hide()
		n.preview.Show()
		if focused == n.text {
			n.room.focus(n.look) // Return goes back
		}
	} else {
		n.preview.Hide()
		n.text.Show()
		if focused == n.look || focused == n.text {
			n.room.focus(n.text)
		}
	}
	n.looked()
	n.page.Refresh()
}

func (n *noteEditor) looked() {
	key := "ticket.note.preview"
	if n.preview.Visible() {
		key = "ticket.note.write"
	}
	n.look.SetText(n.room.say(key))
	n.content.Refresh() // the button needs another width
	n.look.SetOn(n.preview.Visible())
}

// focusText puts the cursor into the text.
func (n *noteEditor) focusText() {
	n.showPreview(false)
	n.room.focus(n.text)
	n.fold(false)
}

// insert puts text where the cursor is.
func (n *noteEditor) insert(text string) {
	n.focusText()
	n.text.InsertBlock(text)
}

// leastHigh is the height from which there is room for a note and for what it is
// about, at 100 % text.
const leastHigh = 260

// fold makes the note a single line where there is not room for it and for the
// timeline, or gives it its room back: the timeline has it until one writes.
func (n *noteEditor) fold(on bool) {
	if on != n.folded {
		n.folded = on
		n.fit()
		ui.Relayout(n.room.middle)
	}
}

// fit gives the note the parts it has room for.
func (n *noteEditor) fit() {
	small := n.scarce && n.folded
	if small == n.around[0].Hidden {
		return
	}
	n.text.MinRows, n.text.MaxRows, n.text.PlaceHolder = n.rows, 2*n.rows, ""
	if small {
		n.text.MinRows, n.text.MaxRows, n.text.PlaceHolder = 1, 1, hint(n.room, "ticket.note", "Ctrl+M")
	}
	for _, part := range n.around {
		part.Hidden = small
	}
	n.text.Refresh()
}

// overNote lays the timeline above the note, which has the height it asks for.
type overNote struct{ note *noteEditor }

// MinSize is small: the timeline gives way.
func (overNote) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(ui.Px(80), ui.Px(44)) }

// Layout lays the note out first.
func (l overNote) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.note.scarce = size.Height > 0 && size.Height < ui.Px(leastHigh)
	l.note.fit()
	timeline, note := o[0], o[1]
	note.Resize(fyne.NewSize(size.Width, note.MinSize().Height))
	height := min(note.MinSize().Height, size.Height) // of what flows, known by the width
	note.Resize(fyne.NewSize(size.Width, height))
	note.Move(fyne.NewPos(0, size.Height-height))
	timeline.Move(fyne.Position{})
	timeline.Resize(fyne.NewSize(size.Width, size.Height-height))
}

func (n *noteEditor) typed() {
	if n.text.Text() != "" {
		n.fold(false)
	}
	n.changed()
	if !n.quiet {
		n.room.knowledge.typed()
	}
}

func (n *noteEditor) changed() {
	if !n.quiet && n.drafter != nil {
		n.drafter.Changed(n.draft)
	}
}

// takeMinutes sets the timer to the minutes typed.
func (n *noteEditor) takeMinutes() {
	typed := strings.TrimSpace(strings.Replace(n.minutes.Text, ",", ".", 1))
	if typed == "" {
		return
	}
	minutes, err := strconv.ParseFloat(typed, 64)
	if err != nil || minutes < 0 || minutes > 24*60 {
		n.room.seat.Fail(data.Fault("minutes", "not_a_number", "value", n.minutes.Text))
		n.minutes.SetText("")
		return
	}
	n.minutes.SetText("")
	n.timer.Set(n.timer.StartedAt(), int(minutes*60), false)
}

// save adds the note to the ticket.
func (n *noteEditor) save() {
	r := n.room
	if n.saving || !r.loaded() {
		return
	}
	n.takeMinutes()
	written := n.text.Text()
	if strings.TrimSpace(written) == "" {
		r.seat.Notify(r.say("ticket.note.nothing"))
		n.focusText()
		return
	}
	note := desk.Note{Ticket: string(r.id), Kind: data.ActivityKind(n.kind.Value()), Text: written, Internal: n.internal,
		Seconds: n.timer.Elapsed(), StartedAt: n.timer.StartedAt(), Draft: n.drafter.Key()}
	if phones := r.now.Requester.Phones; len(phones) == 1 && (note.Kind == data.CallIn || note.Kind == data.CallOut || note.Kind == "call_missed" || note.Kind == "voicemail") {
		note.Address = phones[0] // with several, nobody said which
	}
	n.saving = true
	d, id, drafter := r.seat.Desk, r.id, n.drafter
	drafter.Flush()
	act(r, func(ctx context.Context) (data.Activity, error) { return d.AddNote(ctx, note) }, func(a data.Activity) {
		n.saving = false
		drafter.Drop()
		if id == r.id {
			n.saved(written)
		}
		r.seat.Notify(r.say(map[bool]string{true: "ticket.note.saved.internal", false: "ticket.note.saved.public"}[a.Internal]))
	}, func(error) bool {
		n.saving = false
		return false
	})
}

// saved empties the editor, but for what was typed while the note was saved.
func (n *noteEditor) saved(written string) {
	rest := strings.TrimPrefix(n.text.Text(), written)
	n.room.timeline.column.AtEnd = true // one wants to see it
	preview := n.preview.Visible()
	n.clear()
	n.fold(true)
	if rest != "" && rest != written {
		n.text.SetText(rest)
	}
	if preview {
		n.focusText()
	}
}
