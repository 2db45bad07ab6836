package settings

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// mailPart is the account by which mail leaves and arrives. Address and password are all
// that most people need: the servers are found by the address, and everything else is
// folded away.
type mailPart struct {
	room           *Room
	form           *ui.Form
	from, fromName *ui.Entry
	auth           *ui.Choice
	password       *ui.Entry
	keeps          *ui.Text // whether a password is kept
	forget         *ui.Button
	signIn         *signIn
	receive        *ui.Check
	search         *search
	trial          *trial

	fold      *ui.Button // shows the rest
	more      *ui.Form
	rest      *fyne.Container
	sending   *server
	incoming  *server
	inboxPass *ui.Entry
	folder    *ui.Entry
	since     *ui.Entry
	largest   *ui.Entry // in MB
	filing    *ui.Choice
	sent      *ui.Entry
	delay     *ui.Entry
	ca        string // PEM
	vouches   *ui.Text
	noCA      *ui.Button
	whole     *fyne.Container

	learned data.Learned // from the last trial
	has     bool         // a password is kept
	knows   ui.Slot
}

func newMailPart(r *Room) *mailPart {
	w := r.seat.Words
	p := &mailPart{room: r, from: r.entry(), fromName: r.entry(), password: r.secret(), inboxPass: r.secret(), folder: r.entry(), since: r.entry(), largest: r.digits(), sent: r.entry(), delay: r.digits()}
	p.sending = newServer(r, map[string]string{"tls": "465", "starttls": "587"}, data.StartTLS)
	p.incoming = newServer(r, map[string]string{"tls": "993", "starttls": "143"}, data.TLS)
	p.search = newSearch(p)
	p.signIn = newSignIn(p)
	p.auth = ui.NewChoice(w, "auth", data.Auth("").Choices(), func(string) {
		p.turn()
		r.changed()
	})
	p.filing = ui.NewChoice(w, "filing", data.Filing("").Choices(), func(string) { r.changed() })
	p.receive = ui.NewCheck(r.say("settings.mail.receive"), func(on bool) {
		if on && !r.filling && p.since.Text == "" && !r.base.Mail.Inbox.Receive {
			p.since.SetText(r.seat.Desk.Now().Local().Format(time.DateOnly)) // not years of old mail
		}
		r.changed()
	})
	p.receive.Cut = true
	p.keeps = ui.NewCaption("")
	p.keeps.Cut = true
	p.forget = ui.NewQuiet(r.say("settings.mail.forget"), nil, p.forgetPassword)
	p.forget.Hide()
	p.vouches = ui.NewText("", ui.Muted)
	p.vouches.Cut = true
	p.noCA = ui.NewQuiet(r.say("word.remove"), nil, func() { p.setCA(""); r.changed() })
	p.trial = newTrial(p)
	p.form = ui.NewForm(w).
		Need("from", r.say("settings.mail.from"), p.from).
		Add("search", "", p.search.content).
		Add("from_name", w.Field("from_name"), p.fromName).
		Add("auth", w.Field("auth"), p.auth).
		Add("password", w.Field("password"), p.password).
		Add("keeps", "", ui.Border(nil, nil, nil, p.forget, p.keeps)).
		Add("client_id", w.Field("client_id"), p.signIn.client).
		Add("oauth", "", p.signIn.content).
		Add("receive", "", container.New(page.Column{}, p.receive, ui.Flush(ui.Small(r.say("settings.mail.receive.says")))))
	p.layRest()
	p.whole = container.New(page.Column{Gap: ui.Px(8)},
		ui.Section(r.say("settings.part.mail"), container.New(page.Column{Gap: ui.Px(8)}, ui.Flush(ui.Paragraph(r.say("settings.mail.text"))), p.form)),
		ui.Air(6, 0, 0, 0, p.trial.content), container.NewHBox(p.fold), p.rest)
	return p
}

// layRest makes the part of the form that is folded away.
func (p *mailPart) layRest() {
	r, w := p.room, p.room.seat.Words
	ca := ui.Border(nil, nil, nil, container.NewHBox(
		ui.NewButton(r.say("word.choose"), nil, p.pickCA).Hinting(r.say("settings.mail.ca.hint")), p.noCA), p.vouches)
	part := func(key string) fyne.CanvasObject { return ui.Section(r.say(key), container.NewVBox()) }
	p.more = ui.NewForm(w).
		Across("", part("settings.mail.sending")).
		Add("host", w.Field("host"), p.sending.host).
		Add("security", w.Field("security"), p.sending.security.Choice).
		Add("port", w.Field("port"), inColumn(narrow{width: 110}, p.sending.port)).
		Add("user", w.Field("user"), p.sending.user).
		Add("ca", w.Field("ca"), ca).
		Add("send_delay", w.Field("send_delay"), inColumn(narrow{width: 110}, p.delay)).
		Across("", part("settings.mail.receiving")).
		Add("inbox_host", w.Field("inbox_host"), p.incoming.host).
		Add("inbox_security", w.Field("inbox_security"), p.incoming.security.Choice).
		Add("inbox_port", w.Field("inbox_port"), inColumn(narrow{width: 110}, p.incoming.port)).
		Add("inbox_user", w.Field("inbox_user"), p.incoming.user).
		Add("inbox_password", w.Field("inbox_password"), p.inboxPass).
		Add("folder", w.Field("folder"), p.folder).
		Add("since", w.Field("since"), inColumn(narrow{width: 130}, p.since)).
		Add("max_size", w.Field("max_size"), inColumn(narrow{width: 110}, p.largest)).
		Add("filing", w.Field("filing"), p.filing).
		Add("sent", w.Field("sent"), p.sent).
		Across("at_provider", part("settings.mail.provider")).
		Add("provider", w.Field("provider"), p.signIn.provider).
		Add("client_secret", w.Field("client_secret"), p.signIn.secret).
		Add("device_url", w.Field("device_url"), p.signIn.device).
		Add("token_url", w.Field("token_url"), p.signIn.token).
		Add("scope", w.Field("scope"), p.signIn.scope)
	p.incoming.user.SetPlaceHolder(r.say("settings.mail.same"))
	p.folder.SetPlaceHolder("INBOX")
	p.since.SetPlaceHolder(r.say("settings.mail.since"))
	p.largest.SetPlaceHolder(strconv.FormatInt(data.Inbox{}.Largest()>>20, 10))
	p.delay.SetPlaceHolder(strconv.Itoa(int(data.Settings{}.SendsAfter().Seconds())))
	p.fold = ui.NewQuiet("", nil, func() { p.unfold(!p.rest.Visible()) })
	p.rest = container.NewStack(p.more)
	p.unfold(false)
}

// unfold shows the rest, or folds it away.
func (p *mailPart) unfold(shown bool) {
	p.rest.Hidden = !shown
	key := "settings.mail.more"
	if shown {
		key = "settings.mail.less"
	}
	p.fold.SetText(p.room.say(key))
	p.lay()
}

// lay lays out the page again, because something changed its height.
func (p *mailPart) lay() {
	if p.whole != nil {
		p.whole.Refresh()
		p.room.stage.Refresh()
	}
}

// turn shows the fields that the chosen way to sign in needs.
func (p *mailPart) turn() {
	token := p.auth.Value() == string(data.ByOAuth)
	for name, shown := range map[string]bool{"password": !token, "keeps": !token, "client_id": token, "oauth": token} {
		p.form.ShowField(name, shown)
	}
	for _, name := range []string{"at_provider", "provider", "client_secret", "device_url", "token_url", "scope"} {
		p.more.ShowField(name, token)
	}
	p.more.ShowField("inbox_password", !token)
	p.lay()
}

func (p *mailPart) name() string               { return "mail" }
func (p *mailPart) content() fyne.CanvasObject { return p.whole }
func (p *mailPart) first() fyne.Focusable      { return p.from }

// fault shows what is wrong at its field, which it unfolds if need be.
func (p *mailPart) fault(err error) bool {
	if p.form.Fault(err) {
		if err == nil {
			p.more.Fault(nil)
		}
		return true
	}
	if !p.more.Fault(err) {
		return false
	}
	p.unfold(true)
	return p.more.Fault(err) // once more, now that the field can have the focus
}

// complain refers from a field to what is wrong with it, which is said elsewhere in full:
// there is little room beneath a field.
func (p *mailPart) complain(field, key string) {
	for _, form := range []*ui.Form{p.form, p.more} {
		form.SetError(field, p.room.say(key))
	}
}

// reveal unfolds the part of the form that holds a field.
func (p *mailPart) reveal(o fyne.Focusable) {
	for _, f := range ui.Fields(p.more) {
		if f.First == o {
			p.unfold(true)
		}
	}
}

func (p *mailPart) show(s data.Settings) {
	m := s.Mail
	p.from.Put(m.From)
	p.fromName.Put(m.FromName)
	p.auth.SetValue(string(m.Auth))
	if m.Auth == "" {
		p.auth.SetValue(string(data.ByPassword))
	}
	p.receive.SetChecked(m.Inbox.Receive)
	p.sending.show(m.Host, m.Port, m.Security, m.User)
	p.incoming.show(m.Inbox.Host, m.Inbox.Port, m.Inbox.Security, m.Inbox.User)
	p.folder.Put(m.Inbox.Folder)
	p.since.Put(m.Inbox.Since)
	p.sent.Put(m.Inbox.Sent)
	p.largest.Put("")
	if m.Inbox.MaxSize > 0 {
		p.largest.Put(strconv.FormatInt(m.Inbox.MaxSize>>20, 10))
	}
	p.filing.SetValue(string(m.Inbox.Filing))
	if m.Inbox.Filing == "" {
		p.filing.SetValue(string(data.FileAuto))
	}
	p.signIn.show(m.OAuth)
	delay := ""
	if s.SendDelay != nil {
		delay = strconv.Itoa(*s.SendDelay)
	}
	p.delay.Put(delay)
	p.setCA(m.CA)
	p.learned = m.Learned
	p.search.show(m)
	p.turn()
}

func (p *mailPart) read(s *data.Settings) {
	s.Mail = p.account()
	s.SendDelay = nil
	if n, err := strconv.Atoi(p.delay.Text); err == nil {
		s.SendDelay = &n
	}
}

// account is the account as typed, with everything there is no field for as it was. An
// empty port is the usual one. What was left unsaid stays so while it is as usual.
func (p *mailPart) account() data.Account {
	a := p.room.base.Mail
	a.From, a.FromName, a.CA = strings.TrimSpace(p.from.Text), strings.TrimSpace(p.fromName.Text), p.ca
	if auth := data.Auth(p.auth.Value()); auth != data.ByPassword || a.Auth != "" {
		a.Auth = auth
	}
	a.Host, a.Port, a.Security, a.User = p.sending.read()
	a.Inbox.Host, a.Inbox.Port, a.Inbox.Security, a.Inbox.User = p.incoming.read()
	if a.Inbox.Host == "" {
		a.Inbox.Security = p.room.base.Mail.Inbox.Security
	}
	a.Inbox.Receive = p.receive.Checked
	a.Inbox.Folder, a.Inbox.Sent, a.Inbox.Since = strings.TrimSpace(p.folder.Text), strings.TrimSpace(p.sent.Text), strings.TrimSpace(p.since.Text)
	if megabytes, _ := strconv.ParseInt(p.largest.Text, 10, 64); megabytes != a.Inbox.MaxSize>>20 {
		a.Inbox.MaxSize = megabytes << 20
	}
	if filing := data.Filing(p.filing.Value()); filing != data.FileAuto || a.Inbox.Filing != "" {
		a.Inbox.Filing = filing
	}
	a.OAuth = p.signIn.read()
	a.Learned = p.learned
	return a
}

// typed are the secrets that were typed, by their names in the safe.
func (p *mailPart) typed() map[string]string {
	secrets := map[string]string{}
	for name, e := range p.secrets() {
		if e.Text != "" {
			secrets[name] = e.Text
		}
	}
	return secrets
}

// secrets are the fields for secrets, by their names in the safe.
func (p *mailPart) secrets() map[string]*ui.Entry {
	return map[string]*ui.Entry{"mail": p.password, "inbox": p.inboxPass, "mail.client_secret": p.signIn.secret}
}

// kept clears the fields of what has been put in the safe.
func (p *mailPart) kept(typed map[string]string) {
	for name, e := range p.secrets() {
		if e.Text != "" && e.Text == typed[name] {
			e.SetText("")
		}
	}
	p.has = p.has || typed["mail"] != ""
	p.say()
}

// entered finds out whether a password is kept, for which the keyring may take its time.
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

// say shows whether a password is kept.
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

// stop ends everything that is under way.
func (p *mailPart) stop() {
	p.trial.stop()
	p.signIn.stop()
	p.search.slot.Stop()
	p.knows.Stop()
}
