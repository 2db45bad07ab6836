package shell

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// status is the line at the bottom: whose desk it is and how much there is to
// do, what has just happened, and what waits to be sent.
type status struct {
	seat    *ui.Seat
	content fyne.CanvasObject
	desk    *ui.Text
	open    *ui.Text
	overdue *ui.Text
	notice  *ui.Text // the last notice, or the hint of what is pointed at
	undo    *ui.Text // how to take back what the notice tells
	outbox  *ui.Text
	working *working

	said    string   // the notice shown; "": none
	later   []string // news that waits for it to go
	saidAt  time.Time
	actedAt time.Time // this desk wrote something that undo takes back
	final   bool      // the notice is of an undo
	hinted  string
	turn    int // counts the notices, so that each takes away only itself
	waiting int
	problem error // why letters stay
	offline bool  // the problem is the connection
}

func newStatus(seat *ui.Seat) *status {
	s := &status{seat: seat, desk: ui.NewCaption(""), open: ui.NewCaption(""), overdue: ui.NewCaption(""),
		undo: ui.NewCaption(""), outbox: ui.NewCaption(""), working: newWorking(seat)}
	s.working.OnShown = func() { s.content.Refresh() }
	s.notice = &ui.Text{SizeName: theme.SizeNameCaptionText, Cut: true}
	s.notice.ExtendBaseWidget(s.notice)
	pad := func(o fyne.CanvasObject) fyne.CanvasObject { return ui.Air(2, 2, 8, 8, o) }
	s.content = ui.Border(nil, nil, pad(ui.Row(16, s.desk, s.open, s.overdue)), pad(ui.Row(16, s.working.content, s.undo, s.outbox)), pad(s.notice))
	return s
}

// showDesk names the desk and its operator.
func (s *status) showDesk(settings data.Settings) {
	s.desk.SetText(brief(settings.Name) + " · " + brief(settings.Operator))
	s.content.Refresh()
}

// show writes the figures, and how the post office fares.
func (s *status) show(f figures, problem error, offline bool) {
	p := s.seat.Words
	s.open.SetText(p.Count("shell.open", f.views[data.OpenView]))
	late, ink := f.views[data.OverdueView], ui.Muted
	if late > 0 {
		ink = ui.Danger
	}
	s.overdue.Set(p.Count("shell.overdue", late), ink)
	s.waiting, s.problem, s.offline = f.waiting, problem, offline
	s.showOutbox()
}

// showOutbox says how many letters wait, and why.
func (s *status) showOutbox() {
	p := s.seat.Words
	text, ink := p.Say("shell.outbox.empty"), ui.Muted
	if s.waiting > 0 {
		text = p.Count("shell.outbox.waiting", s.waiting)
		switch {
		case !s.seat.Desk.Settings().Mail.Ready():
			text, ink = text+" · "+p.Say("shell.outbox.no_account"), ui.Warning
		case s.offline:
			text, ink = text+" · "+p.Say("shell.outbox.offline"), ui.Warning
		case s.problem != nil:
			text, ink = text+" · "+p.Say("shell.outbox.stuck"), ui.Danger
		}
	}
	s.outbox.Set(text, ink)
	s.content.Refresh()
}

// notify says something for a while: longer, the more there is to read.
func (s *status) notify(text string) { s.say(text, false) }

// news says what calls for the person about a ticket, once the notice of what they
// did themselves has gone; if that was about the ticket, they know.
func (s *status) news(number, text string) {
	switch {
	case s.said == "":
		s.say(text, true)
	case !strings.Contains(s.said, number):
		s.later = append(s.later, text)
	}
}

// undone says what was taken back.
func (s *status) undone(text string) { s.say(text, true) }

func (s *status) say(text string, final bool) {
	s.turn++
	turn := s.turn
	s.said, s.saidAt, s.final = text, time.Now(), final
	s.write()
	time.AfterFunc(6*time.Second+time.Duration(len(text))*60*time.Millisecond, func() {
		s.seat.Do(func() {
			if s.turn != turn {
				return
			}
			s.said = ""
			if len(s.later) > 0 {
				next := s.later[0]
				s.later = s.later[1:]
				s.say(next, true)
				return
			}
			s.write()
		})
	})
}

// mostLetters is how much of a name stands in the line: the window's title has
// the desk's whole, and a notice needs the room.
const mostLetters = 32

func brief(name string) string {
	if letters := []rune(name); len(letters) > mostLetters {
		return strings.TrimSpace(string(letters[:mostLetters-1])) + "…"
	}
	return name
}

// acted notes that this desk wrote something. What becomes of letters can't be
// taken back.
func (s *status) acted(c desk.Change) {
	for _, kind := range []string{"ticket", "contact", "article", "escalation", "desk"} {
		if c.Kinds[kind] {
			s.actedAt = time.Now()
			s.write()
			return
		}
	}
}

// together is how far an act and the notice of it may lie apart: one comes by
// the desk's announcement, the other from the room.
const together = time.Second

// hint shows what something is for while it is pointed at.
func (s *status) hint(text string) {
	s.hinted = text
	s.write()
}

// write shows the notice, with how to take back the act it is about, or else
// the hint.
func (s *status) write() {
	text, ink, undo := s.hinted, ui.Muted, ""
	if s.said != "" {
		text, ink = s.said, ui.Ink
		if !s.final && s.saidAt.Sub(s.actedAt).Abs() < together {
			undo = s.seat.Words.Say("shell.undo_with", "key", action.KeyName(s.seat.Words, "shell.undo", "Ctrl+Shift+Z"))
		}
	}
	s.notice.Set(text, ink)
	if s.undo.Text != undo {
		s.undo.Set(undo, ui.Accent)
		s.content.Refresh()
	}
}

// News says what calls for the person about a ticket, by its number.
func (s *Shell) News(number, text string) { s.status.news(number, text) }
