package settings

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/assets"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
	"firstline/data/words"
)

// seated is the room, entered, at a desk that was told a few things.
func seated(t *testing.T, lang string, told func(*data.Settings)) (*seattest.Seat, *Room) {
	t.Helper()
	s := seattest.New(t, lang)
	if told != nil {
		now := s.Desk.Settings()
		told(&now)
		if err := s.Desk.SaveSettings(context.Background(), now); err != nil {
			t.Fatal(err)
		}
	}
	r := New(s.Seat)
	r.mail.search.find = func(_ context.Context, address string) data.Account { // asks no network
		a, _ := post.Propose(address)
		return a
	}
	s.Show(r.Content())
	enter(s, r)
	t.Cleanup(r.Leave)
	return s, r
}

func enter(s *seattest.Seat, r *Room) {
	entered := false
	r.Enter()
	ui.Load(s.Seat, &r.drafting, func(ctx context.Context) (string, error) { return s.Desk.Draft(ctx, "settings") }, func(body string) {
		r.restore(body)
		entered = true
	})
	s.Wait(func() bool { return entered })
}

var save = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}

func TestWhatIsTypedIsSaved(t *testing.T) {
	s, r := seated(t, "es", nil)
	var told []data.Settings
	r.OnSettings = func(now data.Settings) { told = append(told, now) }
	r.desk.desk.SetText("")
	s.Type("Mesa Ávila")
	r.focus(r.desk.categories)
	s.Type("Redes\n\nImpresoras\nRedes\n")
	r.Show("mail")
	s.Type("ana@example.org")
	s.Press(fyne.KeyTab) // the servers are found by it
	r.focus(r.mail.password)
	s.Type("secreta")
	s.Shortcut(save)
	s.Wait(func() bool { return len(told) == 1 })
	got := s.Desk.Settings()
	if got.Name != "Mesa Ávila" || strings.Join(got.Categories, "|") != "Redes|Impresoras" || got.Code != "TST" || got.Templates != nil {
		t.Errorf("saved %+v", got)
	}
	if want := (data.Account{Host: "smtp.example.org", Port: 465, Security: data.TLS, User: "ana@example.org", From: "ana@example.org", FromName: "Mesa Ávila",
		Inbox: data.Inbox{Host: "imap.example.org", Port: 993, Security: data.TLS}}); got.Mail != want {
		t.Errorf("saved the account %+v", got.Mail)
	}
	if password, err := s.Desk.Password("mail"); err != nil || password != "secreta" {
		t.Errorf("the safe holds %q, %v", password, err)
	}
	if r.mail.password.Text != "" || r.dirty() || len(s.Notices) != 1 {
		t.Errorf("after saving: password %q, dirty %v, notices %q", r.mail.password.Text, r.dirty(), s.Notices)
	}
}

func TestThePasswordIsInNoDraft(t *testing.T) {
	s, r := seated(t, "en", nil)
	r.Show("mail")
	s.Type("ana@mail.example.org")
	r.focus(r.mail.password)
	s.Type("hunter2")
	r.Leave()
	if !ui.SettleDrafts(5 * time.Second) {
		t.Fatal("the draft was not written")
	}
	body, err := s.Desk.Draft(context.Background(), "settings")
	if err != nil || !strings.Contains(body, "mail.example.org") || strings.Contains(body, "hunter2") {
		t.Errorf("the draft is %q, %v", body, err)
	}
}

func TestChangesOutliveTheRoom(t *testing.T) {
	s, r := seated(t, "en", nil)
	s.Type("Another ")
	r.Leave()
	ui.SettleDrafts(5 * time.Second)
	again := New(s.Seat)
	s.Show(again.Content())
	enter(s, again)
	defer again.Leave()
	if again.desk.desk.Text != "Another Test desk" || !again.dirty() {
		t.Fatalf("the name is %q", again.desk.desk.Text)
	}
	again.drop()
	if again.desk.desk.Text != "Test desk" || again.dirty() {
		t.Errorf("after discarding the name is %q", again.desk.desk.Text)
	}
	ui.SettleDrafts(5 * time.Second)
	if body, err := s.Desk.Draft(context.Background(), "settings"); body != "" || err != nil {
		t.Errorf("the draft is still there: %q, %v", body, err)
	}
}

func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	for _, c := range []struct {
		name, part string
		wrong      func(r *Room)
		at         func(r *Room) fyne.Focusable
	}{
		{"no operator", "desk", func(r *Room) { r.desk.operator.SetText(" ") }, func(r *Room) fyne.Focusable { return r.desk.operator }},
		{"no sender", "mail", func(r *Room) { r.mail.from.SetText("ana") }, func(r *Room) fyne.Focusable { return r.mail.from }},
		{"a port", "mail", func(r *Room) { r.mail.sending.port.SetText("70000") }, func(r *Room) fyne.Focusable { return r.mail.sending.port }},
		{"a recipient", "recipients", func(r *Room) {
			p := r.parts[2].(*recipientsPart)
			p.rows[0].name.SetText("Redes")
			p.rows[0].address.SetText("redes@example.org")
			p.rows[1].address.SetText("no one")
		}, func(r *Room) fyne.Focusable { return r.parts[2].(*recipientsPart).rows[1].address }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, r := seated(t, "es", nil)
			r.Show("templates")
			c.wrong(r)
			r.save()
			s.Wait(func() bool { return s.Window.Canvas().Focused() == c.at(r) })
			if got := r.parts[r.at].name(); got != c.part {
				t.Errorf("the part shown is %s", got)
			}
			if len(s.Errors) > 0 || len(s.Notices) > 0 {
				t.Errorf("also said: %v %v", s.Errors, s.Notices)
			}
		})
	}
}

func TestRecipients(t *testing.T) {
	s, r := seated(t, "en", func(s *data.Settings) {
		s.SecondLine = []data.Recipient{{Name: "Systems", Address: "systems@example.org"}, {Name: "Network", Address: "network@example.org"}}
	})
	p := r.parts[2].(*recipientsPart)
	r.Show("recipients")
	if len(p.rows) != 3 {
		t.Fatalf("%d rows", len(p.rows))
	}
	r.focus(p.rows[2].name)
	s.Type("Vendor")
	s.Press(fyne.KeyTab)
	s.Type("help@vendor.example")
	if len(p.rows) != 4 {
		t.Errorf("%d rows after one was filled in", len(p.rows))
	}
	p.rows[0].remove.OnTapped()
	s.Shortcut(save)
	s.Wait(func() bool { return len(s.Notices) > 0 })
	want := []data.Recipient{{Name: "Network", Address: "network@example.org"}, {Name: "Vendor", Address: "help@vendor.example"}}
	if got := s.Desk.Settings().SecondLine; len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("saved %v", got)
	}
}

func TestTemplates(t *testing.T) {
	s, r := seated(t, "es", nil)
	p := r.parts[4].(*templatesPart)
	r.Show("templates")
	if len(p.all) != len(assets.Templates("es")) || r.dirty() {
		t.Fatalf("%d templates, dirty %v", len(p.all), r.dirty())
	}
	p.add()
	s.Type("Visita")
	s.Press(fyne.KeyTab)
	s.Type("Llegada: ")
	for range len(p.all) {
		p.move(-1)
	}
	r.save()
	s.Wait(func() bool { return len(s.Notices) > 0 })
	got := s.Desk.Settings().Templates
	if len(got) != len(assets.Templates("es"))+1 || got[0] != (data.Template{Name: "Visita", Text: "Llegada: "}) {
		t.Fatalf("saved %v", got)
	}
	for p.at = 0; len(p.all) > 0; {
		p.drop()
	}
	r.save()
	s.Wait(func() bool { return len(s.Notices) > 1 })
	if got := s.Desk.Settings().Templates; got != nil || len(p.all) != len(assets.Templates("es")) {
		t.Errorf("without its own the desk has %v and shows %d", got, len(p.all))
	}
}

func TestReplies(t *testing.T) {
	s, r := seated(t, "en", nil)
	r.Show("replies")
	p := r.parts[r.at].(*repliesPart)
	if len(p.all) != len(assets.Replies("en")) || r.dirty() {
		t.Fatalf("%d templates, dirty %v", len(p.all), r.dirty())
	}
	s.Type("Ana\nService desk")
	p.acknowledge.SetChecked(true)
	p.title.SetText("On its way")
	r.save()
	s.Wait(func() bool { return len(s.Notices) > 0 })
	got := s.Desk.Settings()
	if got.Signature != "Ana\nService desk" || !got.Acknowledge || len(got.Replies) != len(assets.Replies("en")) || got.Replies[0].Name != "On its way" || got.Templates != nil {
		t.Errorf("saved %+v", got)
	}
}

func TestChangedElsewhere(t *testing.T) {
	s, r := seated(t, "en", nil)
	elsewhere := func(change func(*data.Settings)) {
		now := s.Desk.Settings()
		change(&now)
		if err := s.Desk.SaveSettings(context.Background(), now); err != nil {
			t.Fatal(err)
		}
	}
	s.Type("My ")
	elsewhere(func(s *data.Settings) { s.Operator = "Luis" })
	s.Wait(func() bool { return r.desk.operator.Text == "Luis" })
	if r.desk.desk.Text != "My Test desk" || r.elsewhere.Visible() {
		t.Errorf("the name became %q", r.desk.desk.Text)
	}
	elsewhere(func(s *data.Settings) { s.Name = "Their desk" })
	s.Wait(r.elsewhere.Visible)
	if r.desk.desk.Text != "My Test desk" {
		t.Errorf("what was typed became %q", r.desk.desk.Text)
	}
	r.settle(mine)
	if r.desk.desk.Text != "My Test desk" || !r.dirty() || r.elsewhere.Visible() {
		t.Errorf("keeping mine shows %q", r.desk.desk.Text)
	}
	elsewhere(func(s *data.Settings) { s.Name = "Third desk" })
	s.Wait(r.elsewhere.Visible)
	r.settle(theirs)
	if r.desk.desk.Text != "Third desk" || r.dirty() {
		t.Errorf("taking theirs shows %q", r.desk.desk.Text)
	}
}

func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c"})
		any := func(label string) data.Settings {
			return data.Settings{Code: "TST", Name: word.Draw(t, label+" name"), Operator: word.Draw(t, label+" operator"),
				Categories: rapid.SliceOfN(word, 0, 2).Draw(t, label+" categories"), Mail: data.Account{Host: word.Draw(t, label+" host")}}
		}
		base, my, their := any("base"), any("my"), any("their")
		kept, both := merge(base, my, their, mine)
		taken, _ := merge(base, my, their, theirs)
		if got, _ := merge(base, base, their, mine); !same(got, their) {
			t.Fatalf("unchanged here, but not theirs: %+v", got)
		}
		if got, _ := merge(base, my, base, theirs); !same(got, my) {
			t.Fatalf("unchanged there, but not mine: %+v", got)
		}
		if len(both) == 0 && !same(kept, taken) {
			t.Fatalf("no conflict, but %+v and %+v", kept, taken)
		}
		if kept.Name != my.Name && my.Name != base.Name {
			t.Fatalf("what was typed is lost: %+v", kept)
		}
	})
}

func TestConnectionTest(t *testing.T) {
	s, r := seated(t, "en", func(s *data.Settings) {
		s.Mail = data.Account{Host: "smtp.example.org", User: "ana", From: "ana@example.org"}
	})
	if err := s.Desk.KeepPassword("mail", "kept"); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error, 1)
	type question struct {
		account  data.Account
		password string
	}
	asked := make(chan question, 3)
	r.mail.trial.test = func(ctx context.Context, a data.Account, k post.Keys, _ *words.Printer, _ func(string)) (post.Report, error) {
		asked <- question{a, k.Send}
		select {
		case err := <-answer:
			return post.Report{Host: a.Host, Port: 587, TLS: "TLS 1.3", Login: "PLAIN", MaxSize: 35 << 20}, err
		case <-ctx.Done():
			return post.Report{}, ctx.Err()
		}
	}
	r.Show("mail")
	answer <- nil
	r.mail.trial.start()
	s.Wait(func() bool { return !r.mail.trial.running })
	if q := <-asked; q.password != "kept" || q.account.Host != "smtp.example.org" || len(r.mail.trial.outcome.Objects) != 5 {
		t.Errorf("asked %+v and told %d lines", q, len(r.mail.trial.outcome.Objects))
	}
	r.mail.password.SetText("typed")
	answer <- data.Fault("password", "post_wrong_password", "user", "ana", "said", "535 5.7.8 no")
	r.mail.trial.start()
	s.Wait(func() bool { return !r.mail.trial.running })
	if q := <-asked; q.password != "typed" || s.Window.Canvas().Focused() != r.mail.password {
		t.Errorf("asked %+v; the focus is on %T", q, s.Window.Canvas().Focused())
	}
	s.Shot("settings-mail-failed")
	r.mail.trial.start()
	r.mail.trial.press()
	if r.mail.trial.running {
		t.Error("it was stopped and goes on")
	}
}

func TestForgottenPassword(t *testing.T) {
	s, r := seated(t, "en", nil)
	if err := s.Desk.KeepPassword("mail", "kept"); err != nil {
		t.Fatal(err)
	}
	r.Show("mail")
	r.mail.entered()
	s.Wait(func() bool { return r.mail.has })
	r.mail.forget.OnTapped()
	s.Wait(func() bool { return len(s.Notices) > 0 })
	if password, err := s.Desk.Password("mail"); password != "" || err != nil {
		t.Errorf("still %q, %v", password, err)
	}
}

func TestWaitingLettersGoWithANewPassword(t *testing.T) {
	s, r := seated(t, "en", func(s *data.Settings) {
		s.Mail = data.Account{Host: "smtp.example.org", User: "ana", From: "ana@example.org"}
	})
	ctx := context.Background()
	ticket, err := s.Desk.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "Printer"})
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.Desk.Escalate(ctx, desk.EscalationRequest{Ticket: string(ticket.ID), To: "l2@example.org", Question: "Why?"})
	if err != nil {
		t.Fatal(err)
	}
	l, _, _, err := s.Desk.TakeLetter(ctx, "test")
	if err != nil || l.Escalation != e.ID {
		t.Fatal(l, err)
	}
	if err := s.Desk.LetterDone(ctx, l.ID, desk.LetterOutcome{State: data.LetterQueued, NextAt: s.Desk.Now().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	r.mail.password.SetText("new")
	r.save()
	s.Wait(func() bool { return len(s.Notices) > 0 })
	if next, err := s.Desk.NextLetterAt(ctx); err != nil || next.After(s.Desk.Now()) {
		t.Errorf("the letter goes at %v, %v", next, err)
	}
}

func TestLogoAndAuthority(t *testing.T) {
	s, r := seated(t, "es", nil)
	logo := filepath.Join(t.TempDir(), "logo.png")
	if err := os.WriteFile(logo, assets.Icon(), 0o600); err != nil {
		t.Fatal(err)
	}
	r.Show("paper")
	r.paper.pickLogo()
	for range 200 {
		s.Press(fyne.KeyBackspace) // the home folder is offered
	}
	s.Type(logo)
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return r.paper.logo != "" })
	r.Show("mail")
	r.mail.pickCA()
	for range 200 {
		s.Press(fyne.KeyBackspace)
	}
	s.Type(logo)
	s.Press(fyne.KeyReturn) // no certificate: the dialog stays
	asked := time.Now()
	s.Wait(func() bool { return time.Since(asked) > 100*time.Millisecond })
	if !ui.Busy(s.Window) || r.mail.ca != "" {
		t.Error("a picture was taken for a certificate")
	}
	s.Shot("settings-pick")
	s.Press(fyne.KeyEscape)
	r.save()
	s.Wait(func() bool { return len(s.Notices) > 0 })
	if got := s.Desk.Settings().Letterhead.Logo; got != r.paper.logo {
		t.Errorf("saved the logo %q", got)
	}
}

func TestAuthorityFiles(t *testing.T) {
	dir := t.TempDir()
	if _, err := readAuthority(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	name := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(name, []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var problem *data.Problem
	if _, err := readAuthority(name); !errors.As(err, &problem) || problem.Key != "not_a_certificate" {
		t.Errorf("half a certificate: %v", err)
	}
}

func TestLooks(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, variant := range []string{"light", "dark"} {
			t.Run(lang+variant, func(t *testing.T) {
				sample := assets.Sample(lang)
				s, r := seated(t, lang, func(s *data.Settings) {
					s.Categories, s.Theme = sample.Categories, variant
					for _, to := range sample.SecondLine {
						s.SecondLine = append(s.SecondLine, data.Recipient(to))
					}
					s.Mail = data.Account{Host: "smtp.example.org", User: "mesa@example.org", From: "mesa@example.org", FromName: sample.Name}
					s.Letterhead = data.Letterhead{Name: sample.Name, Lines: "C/ Mayor, 12\n05001 Ávila\n920 555 112", Footer: "www.example.org"}
				})
				fyne.CurrentApp().Settings().SetTheme(ui.Theme(variant))
				r.mail.trial.test = func(_ context.Context, a data.Account, _ post.Keys, _ *words.Printer, _ func(string)) (post.Report, error) {
					return post.Report{Host: a.Host, Port: 587, TLS: "TLS 1.3", Login: "PLAIN", MaxSize: 35 << 20}, nil
				}
				for _, p := range r.parts {
					r.Show(p.name())
					if p.name() == "mail" {
						r.mail.password.SetText("x")
						r.mail.trial.start()
						s.Wait(func() bool { return !r.mail.trial.running })
						r.mail.sending.host.SetText("mail.example.org")
					}
					if p.name() == "templates" {
						r.list.Select(4)
						p.(*templatesPart).list.Select(1)
					}
					s.Window.Resize(fyne.NewSize(1180, 660)) // what the shell leaves of 1366x740
					s.Shot("settings-" + p.name() + "-" + lang + "-" + variant)
				}
			})
		}
	}
}

// The size of the text is tried at once, taken back by leaving, and kept by
// saving.
func TestTheSizeOfTheTextIsTriedAtOnce(t *testing.T) {
	s, r := seated(t, "en", nil)
	t.Cleanup(func() { fyne.CurrentApp().Settings().SetTheme(ui.Theme("")) })
	usual := theme.TextSize()
	r.focus(r.desk.textSize.Choice)
	for range data.TextSizes() {
		s.Press(fyne.KeyDown)
	}
	if got := theme.TextSize(); got != 2*usual || !r.dirty() {
		t.Fatalf("chosen by keys, the text is %v, was %v", got, usual)
	}
	s.Sees("200 %")
	r.Leave()
	ui.SettleDrafts(5 * time.Second)
	if theme.TextSize() != usual {
		t.Errorf("left unsaved, the text is %v", theme.TextSize())
	}
	enter(s, r)
	if r.desk.textSize.value() != "200" || theme.TextSize() != 2*usual {
		t.Errorf("back again, %s is chosen and the text is %v", r.desk.textSize.value(), theme.TextSize())
	}
	s.Shortcut(save)
	s.Wait(func() bool { return s.Desk.Settings().TextPercent() == 200 })
	r.Leave()
	if theme.TextSize() != 2*usual {
		t.Errorf("saved, the text is %v", theme.TextSize())
	}
}
