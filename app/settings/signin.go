package settings

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/post"
)

// signIn has the person allow this desk, on the provider's page, to use the account (OAuth,
// RFC 8628), and waits until they have.
type signIn struct {
	part                 *mailPart
	client, secret       *ui.Entry
	provider             *ui.Choice
	device, token, scope *ui.Entry
	button               *ui.Button
	outcome              *fyne.Container
	content              *fyne.Container
	waiting              bool
	authorize            func(context.Context, data.Account, func(post.DeviceCode)) error
	slot                 ui.Slot
}

func newSignIn(p *mailPart) *signIn {
	r := p.room
	s := &signIn{part: p, client: r.entry(), secret: r.secret(), device: r.entry(), token: r.entry(), scope: r.entry(), outcome: container.New(page.Column{Gap: ui.Px(4)})}
	s.provider = ui.NewChoice(r.seat.Words, "provider", []string{"", "microsoft", "google"}, func(string) { r.changed() })
	s.authorize = func(ctx context.Context, a data.Account, show func(post.DeviceCode)) error {
		return post.Authorize(ctx, r.seat.Desk, a, show)
	}
	s.button = ui.NewButton(r.say("settings.signin.do"), nil, s.press)
	s.outcome.Add(ui.Prose(r.say("settings.signin.how"), ui.Muted))
	s.content = container.New(page.Column{Gap: ui.Px(6)}, container.NewHBox(s.button), s.outcome)
	return s
}

func (s *signIn) show(o data.OAuth) {
	s.provider.SetValue(o.Provider)
	s.client.Put(o.ClientID)
	s.device.Put(o.DeviceURL)
	s.token.Put(o.TokenURL)
	s.scope.Put(o.Scope)
}

func (s *signIn) read() data.OAuth {
	return data.OAuth{Provider: s.provider.Value(), ClientID: strings.TrimSpace(s.client.Text), DeviceURL: strings.TrimSpace(s.device.Text),
		TokenURL: strings.TrimSpace(s.token.Text), Scope: strings.TrimSpace(s.scope.Text)}
}

func (s *signIn) press() {
	if s.waiting {
		s.stop()
		s.tell(ui.NewCaption(s.part.room.say("settings.signin.stopped")))
		return
	}
	s.start()
}

// start asks the provider for a code, shows it, and waits.
func (s *signIn) start() {
	r, a, secret := s.part.room, s.part.account(), s.secret.Text
	d := r.seat.Desk
	s.part.fault(nil)
	s.waiting = true
	s.button.SetText(r.say("settings.signin.stop"))
	s.tell(ui.NewCaption(r.say("settings.signin.asking")))
	ui.Try(r.seat, &s.slot, func(ctx context.Context) (bool, error) {
		if secret != "" {
			if err := d.KeepPassword("mail.client_secret", secret); err != nil {
				return false, err
			}
		}
		return true, s.authorize(ctx, a, func(c post.DeviceCode) {
			r.seat.Do(func() {
				if s.waiting {
					s.code(c)
				}
			})
		})
	}, func(_ bool, err error) {
		s.rest()
		if err != nil {
			s.tell(ui.Prose(r.seat.Words.Error(err), ui.Danger))
			var problem *data.Problem
			if errors.As(err, &problem) && s.part.fault(err) {
				s.part.complain(problem.Field, "settings.signin.here")
			}
			return
		}
		s.tell(ui.Prose(r.say("settings.signin.allowed"), ui.Good))
	})
}

// code shows what to enter, and where.
func (s *signIn) code(c post.DeviceCode) {
	r := s.part.room
	copied := func(text string) func() {
		return func() {
			fyne.CurrentApp().Clipboard().SetContent(text)
			r.seat.Notify(r.say("settings.signin.copied", "text", text))
		}
	}
	open := ui.NewButton(r.say("settings.signin.open"), nil, func() {
		at, err := url.Parse(c.URL)
		if err == nil {
			err = fyne.CurrentApp().OpenURL(at)
		}
		if err != nil {
			r.seat.Fail(err)
		}
	})
	code := ui.NewHeading(c.Code)
	where := ui.NewText(c.URL, ui.Ink)
	where.Cut = true
	s.tell(ui.NewCaption(r.say("settings.signin.where")),
		ui.Border(nil, nil, nil, container.NewHBox(open, ui.NewButton(r.say("settings.signin.copy"), nil, copied(c.URL))), where),
		ui.NewCaption(r.say("settings.signin.code")),
		ui.Border(nil, nil, nil, container.NewHBox(ui.NewButton(r.say("settings.signin.copy.code"), nil, copied(c.Code))), code),
		ui.NewCaption(r.say("settings.signin.waiting")))
	r.focus(open)
}

// stop ends the waiting.
func (s *signIn) stop() {
	s.slot.Stop()
	s.rest()
}

func (s *signIn) rest() {
	s.waiting = false
	s.button.SetText(s.part.room.say("settings.signin.do"))
}

func (s *signIn) tell(lines ...fyne.CanvasObject) {
	s.outcome.Objects = lines
	s.outcome.Refresh()
	s.content.Refresh()
	s.part.form.Refresh()
	s.part.lay()
}
