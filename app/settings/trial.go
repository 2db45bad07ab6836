package settings

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/post"
)

// trial tries the account out as it is typed, saved or not, and tells how that
// went.
type trial struct {
	part    *mailPart
	button  *ui.Button
	outcome *fyne.Container // lines of text
	content fyne.CanvasObject
	running bool
	test    func(context.Context, data.Account, string) (post.Report, error) // post.Test
	slot    ui.Slot
}

func newTrial(p *mailPart) *trial {
	t := &trial{part: p, test: post.Test, outcome: container.New(page.Column{Gap: px(2)})}
	t.button = ui.NewButton(p.room.say("action.settings.test"), nil, t.press).Hinting(action.Hint(p.room.seat.Words, "settings.test", "Ctrl+Shift+T"))
	t.content = container.New(page.Column{Gap: px(8)}, container.NewHBox(t.button), t.outcome)
	return t
}

func (t *trial) press() {
	if t.running {
		t.stop()
		t.tell(t.line(t.part.room.say("settings.trial.stopped"), ui.Muted))
		return
	}
	t.start()
}

// start tries what is typed; the password, if none is typed, is the one kept.
func (t *trial) start() {
	r, a, password := t.part.room, t.part.account(), t.part.password.Text
	d, test := r.seat.Desk, t.test
	t.part.form.ClearErrors()
	t.running = true
	t.button.SetText(r.say("settings.trial.stop"))
	t.tell(t.line(r.say("settings.trial.asking", "host", a.Host), ui.Muted))
	ui.Try(r.seat, &t.slot, func(ctx context.Context) (post.Report, error) {
		if password == "" && a.User != "" {
			var err error
			if password, err = d.Password("mail"); err != nil {
				return post.Report{}, err
			}
			if password == "" {
				return post.Report{}, data.Fault("password", "post_no_password", "user", a.User)
			}
		}
		return test(ctx, a, password)
	}, func(report post.Report, err error) {
		t.rest()
		if err != nil {
			t.fail(err)
			return
		}
		t.succeed(a, report)
	})
}

// stop ends a trial under way.
func (t *trial) stop() {
	t.slot.Stop()
	t.rest()
}

func (t *trial) rest() {
	t.running = false
	t.button.SetText(t.part.room.say("action.settings.test"))
}

// fail shows the whole sentence: beneath the field there is room for one line.
func (t *trial) fail(err error) {
	r := t.part.room
	field := ""
	var problem *data.Problem
	if errors.As(err, &problem) {
		field = problem.Field
	}
	t.tell(t.line(r.say("settings.trial.failed"), ui.Danger), ui.Flush(ui.Paragraph(r.seat.Words.Error(err))))
	if t.part.form.Fault(err) {
		t.part.form.SetError(field, r.say("settings.trial.here"))
	}
}

// succeed tells the steps it took.
func (t *trial) succeed(a data.Account, report post.Report) {
	r, w := t.part.room, t.part.room.seat.Words
	signed := r.say("settings.trial.nobody")
	if report.Login != "" {
		signed = r.say("settings.trial.signed", "user", a.User, "way", report.Login)
	}
	may := r.say("settings.trial.may", "address", a.From)
	if report.MaxSize > 0 {
		may = r.say("settings.trial.may.upto", "address", a.From, "max", w.Size(report.MaxSize))
	}
	took := r.say("settings.trial.works")
	if seconds := int(report.Took.Round(time.Second) / time.Second); seconds > 2 {
		took = r.say("settings.trial.works.slowly", "took", w.Duration(seconds))
	}
	t.tell(t.line(took, ui.Good),
		t.line("1. "+r.say("settings.trial.answers", "host", report.Host, "port", report.Port), ""),
		t.line("2. "+r.say("settings.trial.protected", "way", report.TLS), ""),
		t.line("3. "+signed, ""), t.line("4. "+may, ""))
}

func (t *trial) line(text string, color fyne.ThemeColorName) fyne.CanvasObject {
	line := ui.NewText(text, color)
	line.Cut = true
	line.Bold = color == ui.Good || color == ui.Danger
	return line
}

func (t *trial) tell(lines ...fyne.CanvasObject) {
	t.outcome.Objects = lines
	t.outcome.Refresh()
	t.content.Refresh()
}
