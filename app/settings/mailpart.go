package settings

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// mailPart is the account letters leave by.
type mailPart struct {
	room                       *Room
	form                       *ui.Form
	host, port, user, password *ui.Entry
	security                   *ui.Choice
	from, fromName             *ui.Entry
	keeps                      *ui.Text // what is known of the password
	forget                     *ui.Button
	ca                         string // PEM
	vouches                    *ui.Text
	noCA                       *ui.Button
	trial                      *trial
	whole                      fyne.CanvasObject

	plain bool // the desk leaves the security unsaid, which is STARTTLS
	has   bool // a password is kept
	knows ui.Slot
}

// usual are the ports that go with each security.
var usual = map[string]string{string(data.StartTLS): "587", string(data.TLS): "465"}

func newMailPart(r *Room) *mailPart {
	w := r.seat.Words
	p := &mailPart{room: r, host: r.entry(), port: r.entry(), user: r.entry(), from: r.entry(), fromName: r.entry(), password: ui.NewSecret("")}
	p.password.OnChanged = func(string) { r.mark() } // never in a draft
	p.password.OnSubmitAll = r.save
	p.security = ui.NewChoice(w, "security", data.Security("").Choices(), func(string) {
		p.followPort()
		r.changed()
	})
	p.port.Label = w.Field("port")
	p.port.OnChanged = func(text string) {
		if digits := strings.Map(onlyDigits, text); digits != text {
			p.port.SetText(digits[:min(len(digits), 5)])
			return
		}
		r.changed()
	}
	p.user.OnFocus = func(focused bool) {
		// The user is the sender more often than not.
		if !focused && p.from.Text == "" && strings.Contains(p.user.Text, "@") {
			p.from.SetText(strings.TrimSpace(p.user.Text))
		}
	}
	p.keeps = ui.NewCaption("")
	p.forget = ui.NewQuiet(r.say("settings.mail.forget"), nil, p.forgetPassword)
	p.forget.Hide()
	p.vouches = ui.NewText("", ui.Muted)
	p.vouches.Cut = true
	p.noCA = ui.NewQuiet(r.say("word.remove"), nil, func() { p.setCA(""); r.changed() })
	ca := ui.Border(nil, nil, nil, container.NewHBox(
		ui.NewButton(r.say("word.choose"), nil, p.pickCA).Hinting(r.say("settings.mail.ca.hint")), p.noCA), p.vouches)
	p.trial = newTrial(p)
	p.form = ui.NewForm(w).
		Need("host", w.Field("host"), p.host).
		Add("security", w.Field("security"), p.security).
		Add("port", w.Field("port"), inColumn(narrow{width: 110}, p.port)).
		Add("user", w.Field("user"), p.user).
		Add("password", w.Field("password"), p.password).
		Add("", "", ui.Border(nil, nil, nil, p.forget, p.keeps)).
		Need("from", r.say("settings.mail.from"), p.from).
		Add("from_name", w.Field("from_name"), p.fromName).
		Add("ca", w.Field("ca"), ca)
	p.whole = container.New(page.Column{Gap: px(8)},
		ui.Section(r.say("settings.part.mail"), container.New(page.Column{Gap: px(8)}, ui.Flush(ui.Paragraph(r.say("settings.mail.text"))), p.form)),
		container.New(layout.NewCustomPaddedLayout(px(6), 0, 0, 0), p.trial.content))
	return p
}

func onlyDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

func (p *mailPart) name() string               { return "mail" }
func (p *mailPart) content() fyne.CanvasObject { return p.whole }
func (p *mailPart) first() fyne.Focusable      { return p.host }
func (p *mailPart) fault(err error) bool       { return p.form.Fault(err) }

func (p *mailPart) show(s data.Settings) {
	m := s.Mail
	p.plain = m.Security == ""
	set(p.host, m.Host)
	set(p.user, m.User)
	set(p.from, m.From)
	set(p.fromName, m.FromName)
	if p.plain {
		m.Security = data.StartTLS
	}
	p.security.SetValue(string(m.Security))
	port := ""
	if m.Port != 0 {
		port = strconv.Itoa(m.Port)
	}
	set(p.port, port)
	p.followPort()
	p.setCA(m.CA)
}

func (p *mailPart) read(s *data.Settings) { s.Mail = p.account() }

// account is what is typed, and what there is no field for as it was. A port
// left empty is the usual one.
func (p *mailPart) account() data.Account {
	a := p.room.base.Mail
	a.Host, a.Security, a.User, a.CA = strings.TrimSpace(p.host.Text), data.Security(p.security.Value()), strings.TrimSpace(p.user.Text), p.ca
	a.From, a.FromName = strings.TrimSpace(p.from.Text), strings.TrimSpace(p.fromName.Text)
	a.Port, _ = strconv.Atoi(p.port.Text) // digits, or empty
	if p.plain && a.Security == data.StartTLS {
		a.Security = ""
	}
	return a
}

// followPort shows the port that goes with the security where none is typed, and
// forgets one that goes with the other.
func (p *mailPart) followPort() {
	for security, port := range usual {
		if security != p.security.Value() && p.port.Text == port {
			p.port.SetText("")
		}
	}
	p.port.SetPlaceHolder(usual[p.security.Value()])
}

// entered asks whether a password is kept: the keyring may take its time.
func (p *mailPart) entered() {
	p.say()
	d := p.room.seat.Desk
	ui.Try(p.room.seat, &p.knows, func(context.Context) (string, error) { return d.Password("mail") }, func(password string, err error) {
		if err != nil {
			p.keeps.Set(p.room.seat.Words.Error(err), ui.Danger)
			return
		}
		p.has = password != ""
		p.say()
	})
}

// say tells what is known of the password.
func (p *mailPart) say() {
	text := p.room.say("settings.mail.password.none")
	if p.has {
		text = p.room.say("settings.mail.password.kept")
	}
	p.keeps.Set(text, ui.Muted)
	p.forget.Hidden = !p.has
	p.forget.Refresh()
	p.form.Refresh()
}

// kept forgets what was typed once it is in the safe.
func (p *mailPart) kept(password string) {
	if password == "" {
		return
	}
	p.has = true
	if p.password.Text == password {
		p.password.SetText("")
	}
	p.say()
}

func (p *mailPart) forgetPassword() {
	r := p.room
	ui.Load(r.seat, new(ui.Slot), func(context.Context) (bool, error) { return true, r.seat.Desk.KeepPassword("mail", "") }, func(bool) {
		p.has = false
		p.say()
		r.focus(p.password)
		r.seat.Notify(r.say("settings.mail.forgotten"))
	})
}

func (p *mailPart) setCA(pem string) {
	p.ca = pem
	p.noCA.Hidden = pem == ""
	text := p.room.say("settings.mail.ca.none")
	if pem != "" {
		text = authority(p.room.seat.Words, pem)
	}
	p.vouches.SetText(text)
	p.noCA.Refresh()
}

func (p *mailPart) pickCA() {
	r := p.room
	r.pickFile(r.say("settings.mail.ca.pick"), readAuthority, func(pem string) {
		p.setCA(pem)
		r.changed()
	})
}

func (p *mailPart) test() { p.trial.start() }

func (p *mailPart) stop() { p.trial.stop(); p.knows.Stop() }
