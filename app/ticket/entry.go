package ticket

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// draw makes the picture of one entry of the timeline.
type draw struct {
	room  *Room
	names map[data.ID]string
	now   time.Time
}

// label is what a screen reader says about an entry.
func (d draw) label(a data.Activity) string {
	p := d.room.seat.Words
	if a.Kind == data.SystemEvent {
		return changed(p, a.Changes, d.names)
	}
	parts := []string{p.Choice("activity", string(a.Kind)), d.audience(a), d.by(a)}
	if a.Delivery != nil {
		parts = append(parts, p.Choice("letter_state", string(a.Delivery.State)))
	}
	if came(a) {
		return strings.Join(append(parts, d.says(a, d.room.timeline.gists[a.Mail]), d.room.why(a)), ", ")
	}
	return strings.Join(append(parts, a.Text), ", ")
}

func (d draw) audience(a data.Activity) string {
	if a.Internal {
		return d.room.say("word.internal")
	}
	return d.room.say("word.public")
}

// by says when, who and how long.
func (d draw) by(a data.Activity) string {
	p := d.room.seat.Words
	parts := []string{when(p, a.At, d.now)}
	if a.By != "" && a.Mail == "" { // who fetched a mail says nothing
		parts = append(parts, a.By)
	}
	if a.Seconds > 0 {
		parts = append(parts, p.Duration(a.Seconds))
	}
	switch {
	case a.Address == "":
	case came(a):
		parts = append(parts, d.room.say("ticket.mail.from", "who", correspondent(a)))
	case went(a):
		parts = append(parts, d.room.say("ticket.mail.to", "who", correspondent(a)))
	default:
		parts = append(parts, a.Address)
	}
	if whence := d.room.seat.Words.Whence(a); whence != "" {
		parts = append(parts, whence)
	}
	return strings.Join(parts, " · ")
}

// when is a moment for the timeline: the time today, day and time before.
func when(p *words.Printer, at, now time.Time) string {
	brief := p.Brief(at, now)
	if at := p.Time(at); brief != at {
		return brief + ", " + at
	}
	return brief
}

// entry draws an entry; e is the escalation it belongs to, if it does.
func (d draw) entry(a data.Activity, e data.Escalation) fyne.CanvasObject {
	if a.Kind == data.SystemEvent {
		return d.change(a)
	}
	p := d.room.seat.Words
	kind := ui.NewText(p.Choice("activity", string(a.Kind)), ui.Ink)
	kind.Bold = true
	by := ui.NewCaption(d.by(a))
	by.Cut = true
	right := container.NewHBox()
	if e.ID != "" {
		right.Add(ui.NewBadge(p.Choice("escalation_state", string(e.State)), stateInk(e.State)))
	}
	if len(a.Edits) > 0 {
		right.Add(ui.NewBadge(p.Say("word.edited"), ui.Muted))
	}
	if a.Delivery != nil && e.ID == "" {
		right.Add(ui.NewBadge(p.Choice("letter_state", string(a.Delivery.State)), letter.StateColor(a.Delivery.State)))
	}
	switch {
	case a.Kind == data.Attached, came(a):
	case a.Internal:
		right.Add(ui.NewBadge(p.Say("word.internal"), ui.InternalInk))
	default:
		right.Add(ui.NewBadge(p.Say("word.public"), ui.Accent))
	}
	right.Add(newDots(d.room.say("ticket.entry.more"), func() { d.room.entryMenu(a) }))
	head := ui.Border(nil, nil, container.NewHBox(sign(a.Kind), kind), right, by)
	parts := []fyne.CanvasObject{ui.Air(0, 0, 5, 0, head)}
	switch {
	case a.Attachment != nil:
		parts = append(parts, d.attachment(*a.Attachment))
	case came(a), went(a):
		parts = append(parts, d.mail(a)...)
	case strings.TrimSpace(a.Text) != "":
		shown, rest := folded(a.Text)
		parts = append(parts, d.written(shown))
		if rest > 0 {
			parts = append(parts, d.more(a, rest))
		}
	}
	if e.Reason != "" && (e.State == data.EscalationFailed || e.State == data.EscalationBounced) {
		parts = append(parts, small(e.Reason, ui.Danger))
	}
	return ui.Air(3, 3, 6, 10, container.New(&stack{}, parts...))
}

// written draws what was written in the editor, with the pictures it names.
func (d draw) written(text string) fyne.CanvasObject {
	return ui.Air(-4, -2, 0, 6, ui.MarkdownWith(text, d.named))
}

// change draws what an act changed as one small line.
func (d draw) change(a data.Activity) fyne.CanvasObject {
	text := note(d.by(a) + " · " + changed(d.room.seat.Words, a.Changes, d.names))
	return ui.Air(-2, -2, 6, 4, ui.Border(nil, nil,
		ui.Air(0, 0, 5, -1, container.NewCenter(sign(a.Kind))), nil, text))
}

// named draws the picture a note names, if the ticket has it.
func (d draw) named(name string) fyne.CanvasObject {
	a, ok := d.room.attachment(name)
	if !ok || !a.IsPicture() {
		return nil
	}
	return d.attachment(a)
}

// attachment draws a file: a picture as a picture, any other by its name.
func (d draw) attachment(a data.Attachment) fyne.CanvasObject {
	open := func() { d.room.open(a) }
	if a.IsPicture() {
		return ui.Air(2, 2, 5, 0, container.NewHBox(newStill(d.room.seat, a, open)))
	}
	name := ui.NewText(a.Name+" · "+d.room.seat.Words.Size(a.Size), theme.ColorNameHyperlink)
	name.Cut = true
	return ui.Air(1, 1, 5, 0, newSpot(name.Text, name, open))
}

// stateInk is the colour of an escalation's state, beside its word.
func stateInk(s data.EscalationState) fyne.ThemeColorName {
	switch s {
	case data.EscalationFailed, data.EscalationBounced:
		return ui.Danger
	case data.EscalationAnswered, data.EscalationHandBack:
		return ui.Good
	case data.EscalationDropped:
		return ui.Muted
	}
	return ui.Warning
}

// handset is a telephone, which Fyne's icons lack.
var handset = fyne.NewStaticResource("handset.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path fill="#000000" d="M5 3 L9 3 L10.5 8 L8 9.5 C9.5 12.5 11.5 14.5 14.5 16 L16 13.5 L21 15 L21 19 C21 20.2 20.2 21 19 21 C10.5 20.5 3.5 13.5 3 5 C3 3.8 3.8 3 5 3 Z"/></svg>`))

// sign is the icon of a kind of entry, beside its word.
func sign(k data.ActivityKind) fyne.CanvasObject {
	icon := theme.InfoIcon()
	switch k {
	case data.CallIn, data.CallOut, "call_missed", "voicemail", "callback_due":
		icon = handset
	case data.EmailIn, data.AutoReply, data.MailBounced:
		icon = theme.MailReplyIcon()
	case data.EmailOut, data.CustomerUpdate:
		icon = theme.MailSendIcon()
	case data.WalkInVisit, data.OnsiteVisit, data.CustomerContact, "travel":
		icon = theme.AccountIcon()
	case data.RemoteSession:
		icon = theme.ComputerIcon()
	case data.WorkNote:
		icon = theme.DocumentCreateIcon()
	case "diagnosis", "test_run", "troubleshooting_step", "research":
		icon = theme.SearchIcon()
	case data.Consultation, data.EscalationSent:
		icon = theme.MoveUpIcon()
	case data.EscalationReply, data.HandBack:
		icon = theme.MoveDownIcon()
	case data.SystemEvent:
		icon = theme.HistoryIcon()
	case data.Attached:
		icon = theme.MailAttachmentIcon()
	case data.ResolutionNote:
		icon = theme.ConfirmIcon()
	}
	return ui.NewIcon(icon, ui.Muted)
}

// spot is something to click that the keyboard passes by, because it reaches
// the same by another way.
type spot struct {
	widget.BaseWidget
	label   string // what a screen reader says
	content fyne.CanvasObject
	do      func()
}

func newSpot(label string, content fyne.CanvasObject, do func()) *spot {
	s := &spot{label: label, content: content, do: do}
	s.ExtendBaseWidget(s)
	return s
}

// newDots is the mark behind which more can be done.
func newDots(label string, do func()) *spot {
	return newSpot(label, ui.NewText("•••", ui.Muted), do)
}

// AccessibilityLabel is what a click does.
func (s *spot) AccessibilityLabel() string { return s.label }

// AccessibilityRole is a button's.
func (s *spot) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped does it.
func (s *spot) Tapped(*fyne.PointEvent) { s.do() }

// CreateRenderer draws the content.
func (s *spot) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.content) }

// still is a thumbnail that the keyboard passes by. It draws what a ui.Thumb
// would, and only leaves out its focus: a long timeline is one stop for Tab.
type still struct {
	widget.BaseWidget
	thumb *ui.Thumb
}

func newStill(seat *ui.Seat, a data.Attachment, open func()) *still {
	s := &still{}
	behind := *seat
	behind.Do = func(f func()) {
		seat.Do(func() {
			f()
			s.Refresh() // the picture has been read
		})
	}
	s.thumb = ui.NewThumb(&behind, a, open)
	s.ExtendBaseWidget(s)
	return s
}

// Resize tells the thumbnail that draws.
func (s *still) Resize(size fyne.Size) {
	s.thumb.Resize(size)
	s.BaseWidget.Resize(size)
}

// Tapped opens the file.
func (s *still) Tapped(*fyne.PointEvent) { s.thumb.OnOpen() }

// AccessibilityLabel is the file's name and size.
func (s *still) AccessibilityLabel() string { return s.thumb.AccessibilityLabel() }

// AccessibilityRole is a button's.
func (s *still) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws the thumbnail.
func (s *still) CreateRenderer() fyne.WidgetRenderer { return s.thumb.CreateRenderer() }
