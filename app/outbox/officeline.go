package outbox

import (
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/post"
)

// officeLine tells above the list how the post office fares: that all is well,
// or what keeps mails here, until when, and what to do.
type officeLine struct {
	room     *Outbox
	ground   *ui.Fill
	text     *fyne.Container
	settings *ui.Button
	resume   *ui.Button
	content  *fyne.Container
	said     string
}

func newOfficeLine(o *Outbox) *officeLine {
	l := &officeLine{room: o, ground: ui.NewFill(""), text: container.New(page.Column{Middle: true})}
	l.settings = ui.NewButton(o.say("outbox.to_settings"), nil, func() { o.seat.Go.Settings() })
	l.resume = ui.NewButton("", nil, o.tryAll)
	l.content = container.NewStack(l.ground, ui.Padded(ui.Border(nil, nil, nil,
		container.NewVBox(container.NewHBox(l.resume, l.settings)), l.text)))
	l.settings.Hide()
	l.resume.Hide()
	return l
}

// plight is what keeps mails here.
type plight struct {
	text     string
	wrong    bool
	settings bool   // the settings help
	resume   string // what the button says that goes on; "" for none
}

// show tells it as it is now.
func (l *officeLine) show() {
	var status post.Status
	if l.room.Office != nil {
		status = l.room.Office.Status()
	}
	p := l.room.plight(status)
	if p.text == l.said {
		return
	}
	l.said = p.text
	color, ground := ui.Muted, fyne.ThemeColorName("")
	if p.wrong {
		color, ground = ui.InternalInk, ui.Internal
	}
	l.ground.Set(ground)
	l.text.Objects = []fyne.CanvasObject{ui.Prose(p.text, color)}
	l.settings.Hidden = !p.settings
	l.resume.Hidden = p.resume == "" || l.room.Office == nil
	l.resume.SetText(p.resume)
	l.content.Refresh()
	l.room.content.Refresh()
}

// plight puts a state into words.
func (o *Outbox) plight(status post.Status) plight {
	var waiting int
	var oldest time.Time
	for _, l := range o.letters {
		if l.State.Waiting() {
			waiting++
			if oldest.IsZero() || l.QueuedAt.Before(oldest) {
				oldest = l.QueuedAt
			}
		}
	}
	w, now := o.seat.Words, o.seat.Desk.Now()
	since := ""
	if waiting > 0 {
		since = " " + w.Count("outbox.waiting", waiting, "since", w.Brief(oldest, now))
	}
	next := ""
	if status.NextAt.After(now) {
		next = " " + w.Say("outbox.next", "at", w.Brief(status.NextAt, now))
	}
	problem := new(data.Problem)
	switch {
	case !o.seat.Desk.Settings().Mail.Ready():
		return plight{text: w.Say("outbox.no_account") + since, wrong: true, settings: true}
	case status.Offline && !(errors.As(status.Problem, &problem) && problem.Field != ""): // else the account may be to blame
		return plight{text: w.Say("outbox.offline") + since + next, wrong: true, resume: w.Say("outbox.now")}
	case errors.As(status.Problem, &problem):
		p := plight{text: w.Error(status.Problem) + since + next, wrong: true, resume: w.Say("outbox.now")}
		switch problem.Key {
		case "post_too_many", "post_too_many_to":
			p.resume = w.Say("outbox.go_on")
		case "post_try_later", "post_lost":
		default:
			p.settings = true
		}
		return p
	case status.Problem != nil:
		return plight{text: w.Error(status.Problem) + since + next, wrong: true, resume: w.Say("outbox.now")}
	case status.Sending != "":
		return plight{text: w.Say("outbox.sending", "number", status.Sending)}
	case waiting > 0:
		return plight{text: w.Count("outbox.waiting", waiting, "since", w.Brief(oldest, now))}
	}
	return plight{text: w.Say("outbox.well")}
}
