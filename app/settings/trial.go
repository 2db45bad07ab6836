package settings

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/post"
	"firstline/data/words"
)

// trial tries out the account as it is typed, saved or not: both servers, and a mail that the
// account sends to itself. It shows step by step how that goes.
type trial struct {
	part    *mailPart
	button  *ui.Button
	outcome *fyne.Container // lines of text
	content fyne.CanvasObject
	running bool
	step    string // the step under way
	keys    func(context.Context, data.Account, map[string]string) (post.Keys, error)
	test    func(context.Context, data.Account, post.Keys, *words.Printer, func(step string)) (post.Report, error) // post.Probe
	slot    ui.Slot
}

func newTrial(p *mailPart) *trial {
	t := &trial{part: p, test: post.Probe, outcome: container.New(page.Column{Gap: ui.Px(3)})}
	t.keys = t.find
	t.button = ui.NewButton(p.room.say("action.settings.test"), theme.MailSendIcon(), t.press).Hinting(action.Hint(p.room.seat.Words, "settings.test", "Ctrl+Shift+T"))
	t.content = container.New(page.Column{Gap: ui.Px(8)}, container.NewHBox(t.button), t.outcome)
	return t
}

// steps are the parts of a trial, in order.
func steps(a data.Account) []string {
	if a.Inbox.Host == "" {
		return []string{"send"}
	}
	return []string{"send", "receive", "echo"}
}

func (t *trial) press() {
	if t.running {
		t.stop()
		t.tell(t.line(t.part.room.say("settings.trial.stopped"), ui.Muted))
		return
	}
	t.start()
}

// find gets what to sign in with: what was typed, or else what is kept, or a token from the
// provider.
func (t *trial) find(ctx context.Context, a data.Account, typed map[string]string) (k post.Keys, err error) {
	d := t.part.room.seat.Desk
	if a.Auth == data.ByOAuth {
		return post.New(d).Keys(ctx, a)
	}
	get := func(name string) string {
		if typed[name] != "" || err != nil {
			return typed[name]
		}
		var kept string
		kept, err = d.Password(name)
		return kept
	}
	k.Send, k.Receive = get("mail"), get("inbox")
	if k.Receive == "" {
		k.Receive = k.Send
	}
	if err == nil && k.Send == "" && a.User != "" {
		err = data.Fault("password", "post_no_password", "user", a.User)
	}
	return k, err
}

// start begins a trial.
func (t *trial) start() {
	t.part.search.look()
	r, a, typed := t.part.room, t.part.account(), t.part.typed()
	clean := !r.dirty()
	t.part.fault(nil)
	t.running, t.step = true, "send"
	t.button.SetText(r.say("settings.trial.stop"))
	r.focus(t.button) // so that the outcome comes into sight
	t.progress(a)
	ui.Try(r.seat, &t.slot, func(ctx context.Context) (post.Report, error) {
		keys, err := t.keys(ctx, a, typed)
		if err != nil {
			return post.Report{}, err
		}
		return t.test(ctx, a, keys, r.seat.Words, func(step string) {
			r.seat.Do(func() {
				if t.running {
					t.step = step
					t.progress(a)
				}
			})
		})
	}, func(report post.Report, err error) {
		t.rest()
		if err != nil {
			t.fail(a, err)
			return
		}
		t.succeed(a, report)
		t.learn(a, report, clean)
	})
}

// learn keeps what the trial taught, at once if there is nothing else to save.
func (t *trial) learn(a data.Account, report post.Report, clean bool) {
	r := t.part.room
	if report.Echo == nil {
		return
	}
	a.Learns(report.Learned(r.seat.Desk.Now().UTC().Truncate(time.Second)))
	t.part.learned = a.Learned
	if clean && r.shown {
		r.write(func() {})
		return
	}
	r.changed()
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

// progress shows the steps: those that went well, the one under way, and those to come.
func (t *trial) progress(a data.Account) {
	t.tell(t.reached(a, func(step string) fyne.CanvasObject {
		return t.row(theme.ViewRefreshIcon(), t.part.room.say("settings.trial."+step+".now"), ui.Ink)
	})...)
}

// reached are the lines for all steps; now makes that for the step under way.
func (t *trial) reached(a data.Account, now func(step string) fyne.CanvasObject) []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	before := true
	for _, step := range steps(a) {
		switch {
		case step == t.step:
			before = false
			lines = append(lines, now(step))
		case before:
			lines = append(lines, t.row(theme.ConfirmIcon(), t.part.room.say("settings.trial."+step+".done"), ui.Good))
		default:
			lines = append(lines, t.row(nil, t.part.room.say("settings.trial."+step+".then"), ui.Muted))
		}
	}
	return lines
}

// fail shows the error in full: beneath its field there is only room for a line.
func (t *trial) fail(a data.Account, err error) {
	r := t.part.room
	lines := t.reached(a, func(step string) fyne.CanvasObject {
		return t.row(theme.CancelIcon(), r.say("settings.trial."+step+".failed"), ui.Danger)
	})
	t.tell(append(lines, ui.Flush(ui.Paragraph(r.seat.Words.Error(err))))...)
	var problem *data.Problem
	if errors.As(err, &problem) && t.part.fault(err) {
		t.part.complain(problem.Field, "settings.trial.here")
	}
}

// succeed tells what was found out.
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
	seconds := func(d time.Duration) string { return w.Duration(max(1, int(d.Round(time.Second)/time.Second))) }
	took := r.say("settings.trial.works")
	if report.Took > 2*time.Second {
		took = r.say("settings.trial.works.slowly", "took", seconds(report.Took))
	}
	good := func(text string) fyne.CanvasObject { return t.row(theme.ConfirmIcon(), text, ui.Ink) }
	lines := []fyne.CanvasObject{t.line(took, ui.Good), good(r.say("settings.trial.answers", "host", report.Host, "port", report.Port)),
		good(r.say("settings.trial.protected", "way", report.TLS)), good(signed), good(may)}
	if in := report.Inbox; in != nil {
		lines = append(lines, good(w.Count("settings.trial.inbox", in.Mails, "host", in.Host)))
	}
	if e := report.Echo; e != nil {
		lines = append(lines, good(r.say("settings.trial.echo", "took", seconds(e.Took))))
		for _, l := range []struct {
			is  bool
			key string
		}{{e.PlusAddress, "plus"}, {e.FilesSent, "files"}, {e.NewID, "ids"}} {
			if l.is {
				lines = append(lines, good(r.say("settings.trial.learned."+l.key)))
			}
		}
	}
	t.tell(lines...)
	t.part.search.show(a)
}

// row is a line with a sign before it.
func (t *trial) row(icon fyne.Resource, text string, color fyne.ThemeColorName) fyne.CanvasObject {
	line := ui.NewText(text, color)
	line.Cut = true
	var sign fyne.CanvasObject = widget.NewIcon(nil)
	if icon != nil {
		sign = widget.NewIcon(theme.NewColoredResource(icon, color))
	}
	return ui.Border(nil, nil, sign, nil, line)
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
	t.part.lay()
}
